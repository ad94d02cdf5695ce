"""model_year.toml and model_year_YYYY.toml: the council's decision as parameters (DOMAIN.md 3).

Read as a table of one row, so that keys and values are checked as headings and cells are.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementVersion, VersionState
from allocation.models import Basis, CountingRuleChoice, FractionRuleChoice, ModelYear, RoundingRule
from foundation.tables import Column, Kind
from register.entries import Counts, Entry, Key, Values, Whole, counted, ends_before_start, pending, repeated, shown
from register.faults import Fault, Remark

NAME = "model_year.toml"


def _choices(choices: type[Basis | RoundingRule | CountingRuleChoice | FractionRuleChoice]) -> dict[str, str | Promise]:
    return {choice.value: choice.label for choice in choices}


COLUMNS: tuple[Column, ...] = (
    Column("year", gettext_lazy("modellår"), Kind.INTEGER, required=True, minimum=1900),
    Column("starts", gettext_lazy("börjar"), Kind.DATE, required=True),
    Column("ends", gettext_lazy("slutar"), Kind.DATE, required=True),
    Column("rate", gettext_lazy("fördelningstal"), Kind.DECIMAL, required=True),
    Column("basis", gettext_lazy("beräkningsgrund"), Kind.CHOICE, choices=_choices(Basis)),
    Column("headcount_date", gettext_lazy("antal anställda per"), Kind.DATE, required=True),
    Column("rounding", gettext_lazy("avrundning"), Kind.CHOICE, choices=_choices(RoundingRule)),
    Column("rounding_total", gettext_lazy("summa att fördela"), Kind.INTEGER, minimum=0),
    Column("fee", gettext_lazy("avgift"), Kind.DECIMAL, required=True, minimum=0),
    Column("charging_starts", gettext_lazy("avgift från och med"), Kind.MONTH, required=True),
    Column("counting_rule", gettext_lazy("räkneregel"), Kind.CHOICE, choices=_choices(CountingRuleChoice)),
    Column("fraction_rule", gettext_lazy("delar"), Kind.CHOICE, choices=_choices(FractionRuleChoice)),
    Column("silence_confirms", gettext_lazy("tystnad bekräftar"), Kind.BOOLEAN),
    Column("increase_target", gettext_lazy("mål nettoökning"), Kind.INTEGER, required=True, minimum=0),
    Column("created_target", gettext_lazy("mål skapade anställningar"), Kind.INTEGER, required=True, minimum=0),
    Column("offered_target", gettext_lazy("mål erbjudna platser"), Kind.INTEGER, required=True, minimum=0),
    Column("baseline_date", gettext_lazy("jämförelsedag"), Kind.DATE, required=True),
    Column("decision", gettext_lazy("beslut"), required=True, longest=200),
)
_FIELDS = [column.name for column in COLUMNS]
# where the sources are silent (DOMAIN.md 9)
_DEFAULTS: Values = {
    "basis": "permanent",
    "rounding": "half_up",
    "counting_rule": "last_day",
    "fraction_rule": "exact",
    "silence_confirms": True,
}


def key(values: Values, whole: Whole) -> Key:
    return (values["year"],)


def filled_in(values: Values, whole: Whole) -> Values:
    return values | {name: default for name, default in _DEFAULTS.items() if values[name] is None}


def stored() -> dict[Key, Values]:
    return {(row["year"],): dict(row) for row in ModelYear.objects.order_by("year").values(*_FIELDS)}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "year")
    resting = AgreementVersion.objects.exclude(state=VersionState.CANCELLED)
    rested_on = set(resting.values_list("agreement__model_year__year", flat=True))
    for entry in entries:
        yield from ends_before_start(entry, "starts", "ends")
        yield from outside_limits(entry)
        yield from _days(entry)
        yield from _overlapping(entry, whole)
        if entry.before and entry["year"] in rested_on:
            for column in entry.differing:
                expected = _("%(before)s, som överenskommelser vilar på")
                yield entry.fault(column, expected % {"before": shown(entry.before[column])})


def outside_limits(entry: Entry) -> Iterator[Fault]:
    """What the database would refuse of any reading: shares between 0 and 1, whole öre, a total where it is needed."""
    rate, fee = entry["rate"], entry["fee"]
    if not (0 < rate < 1 and round(rate, 6) == rate):
        yield entry.fault("rate", _("en andel mellan 0 och 1 med högst sex decimaler, t.ex. 0.057"))
    if fee > Decimal("99999999.99") or round(fee, 2) != fee:
        yield entry.fault("fee", _("ett belopp i hela ören"))
    if entry["rounding"] == RoundingRule.LARGEST_REMAINDER and entry["rounding_total"] is None:
        yield entry.fault("rounding_total", _("en summa att fördela, som största rest kräver"))


def _days(entry: Entry) -> Iterator[Fault]:
    """Years that a calendar holds."""
    if entry["ends"] == entry["starts"]:
        yield entry.fault("ends", _("en dag efter %(starts)s (starts)") % {"starts": entry["starts"]})
    if entry["year"] > 9999:
        yield entry.fault("year", _("ett årtal"))


def _overlapping(entry: Entry, whole: Whole) -> Iterator[Fault]:
    for other in whole.model_years():
        if other["year"] != entry["year"] and other["starts"] <= entry["ends"] and entry["starts"] <= other["ends"]:
            expected = _("en dag utanför modellåret %(year)s (%(starts)s–%(ends)s)")
            yield entry.fault("starts", expected % other)


def save(entries: list[Entry], whole: Whole) -> Counts:
    for entry in pending(entries):
        values = {field: entry[field] for field in _FIELDS if field != "year"}
        ModelYear.objects.update_or_create(year=entry["year"], defaults=values)
    return counted(entries)
