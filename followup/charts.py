"""Charts of the first pages, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.queries.city import CityMeasures, Measure
from followup.queries.department import Standing
from foundation.charts import LinesChart, MonthValues, Series, StepsChart, lines_chart, steps_chart
from foundation.templatetags.overens import month_name

_NAMES: dict[str, Promise] = {
    "increase": gettext_lazy("Nettoökning sedan jämförelsedagen"),
    "created": gettext_lazy("Skapade anställningar under året"),
    "offered": gettext_lazy("Erbjudna platser under året"),
}
_DEFINITIONS: dict[str, Promise] = {
    "increase": gettext_lazy(
        "Personer i anställningar som räknas vid månadens slut, minus antalet på jämförelsedagen."
    ),
    "created": gettext_lazy("Anställningar som räknas och har börjat sedan modellårets första dag."),
    "offered": gettext_lazy("Platser i erbjudna och godkända annonser i platsbanken sedan modellårets första dag."),
}


@dataclass(frozen=True, slots=True)
class MeasureChart:
    name: str
    definition: str
    measure: Measure
    chart: LinesChart


def year_chart(stands: Standing) -> StepsChart | None:
    """A department's year; None for one without a quota."""
    if not stands.months:
        return None
    return steps_chart(
        title=_("Mål och tillsatta, månad för månad"),
        description=_(
            "Linjen är målet, fyllda staplar är tillsatta, streckade staplar är det registret vet om framtiden."
        ),
        months=[
            MonthValues(
                label=month_name(one.month, "M"),
                target=one.target,
                filled=one.counted if one.has_ended else None,
                forecast=None if one.has_ended else one.counted,
            )
            for one in stands.months
        ],
    )


def measure_charts(measures: CityMeasures) -> list[MeasureChart]:
    """The three measures, each in a picture of its own: they are never mixed."""
    return [_measure_chart(one, measures) for one in (measures.increase, measures.created, measures.offered)]


def _measure_chart(one: Measure, measures: CityMeasures) -> MeasureChart:
    name = str(_NAMES[one.name])
    chart = lines_chart(
        title=name,
        description=_("%(value)s av målet %(target)s") % {"value": one.latest, "target": one.target},
        months=[month_name(month, "M") for month in measures.months],
        series=[Series(name, one.values)],
        target=one.target,
        width=420,
        height=220,
    )
    return MeasureChart(name, str(_DEFINITIONS[one.name]), one, chart)
