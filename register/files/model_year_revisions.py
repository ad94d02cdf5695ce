"""model_year_revisions.csv: the parameters anew from a month on, by a decision of their own (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import PARAMETERS, ModelYear, ModelYearRevision
from foundation.tables import Column, Kind
from register.entries import Counts, Entry, Key, Values, Whole, counted, pending, repeated, shown
from register.faults import Fault, Remark
from register.files import model_years

NAME = "model_year_revisions.csv"
_OF_YEAR = tuple(column for column in model_years.COLUMNS if column.name in PARAMETERS)
COLUMNS: tuple[Column, ...] = (
    Column("year", gettext_lazy("modellår"), Kind.INTEGER, required=True, minimum=1900),
    Column("number", gettext_lazy("revision"), Kind.INTEGER, required=True, minimum=1),
    Column("first_month", gettext_lazy("gäller från och med"), Kind.MONTH, required=True),
    Column("reason", gettext_lazy("varför"), required=True, longest=2000),
    *_OF_YEAR,
)
_FIELDS = ("number", "first_month", "reason", *PARAMETERS)


def key(values: Values, whole: Whole) -> Key:
    return (values["year"], values["number"])


def filled_in(values: Values, whole: Whole) -> Values:
    """What the revision leaves empty is as the model year first had it."""
    year: dict[str, Any] = whole.all(model_years.NAME).get((values["year"],), {})
    return values | {name: year[name] for name in PARAMETERS if values[name] is None and name in year}


def stored() -> dict[Key, Values]:
    rows = ModelYearRevision.objects.order_by("model_year__year", "number").values("model_year__year", *_FIELDS)
    found = [{"year": row.pop("model_year__year"), **row} for row in rows]
    return {(row["year"], row["number"]): {column.name: row[column.name] for column in COLUMNS} for row in found}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    """A revision that the register has is never changed: a further one says what is new."""
    entries = whole.entries(NAME)
    yield from repeated(entries, "number")
    years = {values["year"]: values for values in whole.model_years()}
    for entry in entries:
        year = years.get(entry["year"])
        if year is None:
            if whole.is_readable(model_years.NAME):
                yield entry.fault("year", _("ett modellår som finns"))
        elif not year["starts"] <= entry["first_month"].first_day <= year["ends"]:
            yield entry.fault("first_month", _("en månad i modellåret"))
        yield from model_years.outside_limits(entry)
        for column in entry.differing:
            before = shown((entry.before or {})[column])
            yield entry.fault(column, _("%(before)s: en revision ändras inte") % {"before": before})


def save(entries: list[Entry], whole: Whole) -> Counts:
    years = {each.year: each for each in ModelYear.objects.all()}
    for entry in pending(entries):
        ModelYearRevision.objects.create(
            model_year=years[entry["year"]],
            made_at=timezone.now(),
            **{name: entry[name] for name in _FIELDS},
        )
    return counted(entries)
