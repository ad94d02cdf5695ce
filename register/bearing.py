"""Which departments bear a quota in a month, on the register as the folder would make it."""

from __future__ import annotations

from foundation.periods import Month
from organisation.models import DepartmentKind
from organisation.spans import Span, bears_quota
from register.entries import Key, Whole


def spans_of(whole: Whole, department: str, *, but: Key | None = None) -> list[Span]:
    """All exemptions of a department as the register would have them, the unlimited one of departments.csv too."""
    found = [
        Span(row["first_month"], row["last_month"])
        for row_key, row in whole.all("exemptions.csv").items()
        if row["department"] == department and row_key != but
    ]
    values = whole.all("departments.csv").get((department,))
    return [*found, Span(None, None)] if values and values["exempt_reason"] else found


def has_quota(whole: Whole, code: str, month: Month) -> bool:
    """Whether the department would have a quota in the month; True for one that the register does not know."""
    values = whole.all("departments.csv").get((code,))
    if values is None:
        return True
    exists = Span(values["first_month"], values["last_month"])
    return values["kind"] != DepartmentKind.COMPANY and bears_quota(month, exists=exists, exempt=spans_of(whole, code))
