"""What the invoices are coded with, and the times of the months, as dated rows (DOMAIN.md 6, 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import AccountCoding, MonthParameters
from foundation.tables import Column, Kind
from organisation.models import Department
from register.entries import Entry, Key, Values, Whole
from register.faults import Fault, Remark
from register.plain import PlainFile, Reference

_REMINDERS = re.compile(r"(-?\d{1,2}(, ?-?\d{1,2})*)?")


def _part(name: str, label: str | Promise, *, required: bool = False) -> Column:
    return Column(name, label, Kind.CODE, required, longest=12)


account_codings = PlainFile(
    NAME="account_codings.csv",
    COLUMNS=(
        Column("department", gettext_lazy("förvaltning"), Kind.CODE, True, longest=12),
        Column("valid_from", gettext_lazy("från och med"), Kind.DATE, True),
        Column("valid_to", gettext_lazy("till och med"), Kind.DATE),
        _part("account", gettext_lazy("konto"), required=True),
        _part("cost_centre", gettext_lazy("kostnadsställe"), required=True),
        _part("activity_code", gettext_lazy("verksamhet"), required=True),
        _part("counterpart", gettext_lazy("motpart"), required=True),
        _part("project", gettext_lazy("projekt")),
        _part("activity", gettext_lazy("aktivitet")),
        _part("object_code", gettext_lazy("objekt")),
        Column("reference_code", gettext_lazy("referenskod"), longest=60),
    ),
    KEYS=("department", "valid_from"),
    MODEL=AccountCoding,
    REFERENCES={"department": Reference("departments.csv", Department)},
)


class _MonthParametersFile(PlainFile):
    """The reminders are several days in one cell, with commas between: "3, 0, -1"."""

    def stored(self) -> dict[Key, Values]:
        rows = super().stored()
        return {key: row | {"reminder_days": _text(row["reminder_days"])} for key, row in rows.items()}

    def filled_in(self, values: Values, whole: Whole) -> Values:
        """An empty cell of reminders says that there are none."""
        reminders = (values["reminder_days"] or "").replace(" ", "").replace(",", ", ")
        return super().filled_in(values | {"reminder_days": reminders}, whole)

    def faults(self, whole: Whole) -> Iterator[Fault | Remark]:
        yield from super().faults(whole)
        for entry in whole.entries(self.NAME):
            if not _REMINDERS.fullmatch(entry["reminder_days"]):
                yield entry.fault("reminder_days", _("hela dagar med komma emellan, t.ex. 3, 0, -1"))

    def _values(self, entry: Entry, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        values = super()._values(entry, ids)
        days = [int(day) for day in values["reminder_days"].split(",") if day]
        return values | {"reminder_days": days}


def _text(days: list[int]) -> str:
    return ", ".join(map(str, days))


def _days(name: str, label: str | Promise, *, required: bool = False) -> Column:
    return Column(name, label, Kind.INTEGER, required, minimum=0)


month_parameters = _MonthParametersFile(
    NAME="month_parameters.csv",
    COLUMNS=(
        Column("valid_from", gettext_lazy("gäller från och med"), Kind.DATE, True),
        _days("answer_days", gettext_lazy("dagar att svara"), required=True),
        _days("least_answer_days", gettext_lazy("minsta antal dagar att svara")),
        Column("reminder_days", gettext_lazy("påminnelser, dagar före")),
        _days("parked_days", gettext_lazy("dagar för parkerad rad")),
        Column("far_times", gettext_lazy("långt från förra halvåret, gånger"), Kind.DECIMAL, minimum=1),
        _days("far_least_employments", gettext_lazy("långt från förra halvåret, minsta skillnad")),
        Column("source", gettext_lazy("beslut eller källa"), required=True, longest=200),
    ),
    KEYS=("valid_from",),
    MODEL=MonthParameters,
)
