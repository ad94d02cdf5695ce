"""What would make an invoice wrong, or stands in its way: found in one sweep before a half-year is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from allocation.models import Headcount
from billing.models import AccountCoding, Correction, CorrectionState, Reconciliation, ReconciliationState
from billing.queries.claims import BoardClaim
from billing.queries.differences import differences
from organisation.models import Department, DepartmentKind

# Those that hold a board back; the others are warnings.
BLOCKING = frozenset({"month_not_opened", "month_open", "month_disputed", "no_decision", "decision_outdated"})
_TEXTS = {
    "month_not_opened": _("%(department)s %(month)s är inte öppnad. Öppna och stäng månaden."),
    "month_open": _("%(department)s %(month)s är inte stängd. Stäng månaden."),
    "month_disputed": _("%(department)s %(month)s har en invändning utan svar. Besvara den."),
    "no_decision": _("Det finns inget beslut om vad som begärs av %(board)s. Besluta om kravet."),
    "decision_outdated": _("Beslutet om %(board)s gäller en annan summa än den beräknade. Besluta på nytt."),
    "register_changed": _("Registret har ändrats sedan %(department)s %(month)s stängdes. Besluta om rättelsen."),
    "no_agreement": _("%(department)s har månader utan överenskommelse: kvoten är målet."),
    "headcount_missing": _("%(department)s har inget antal anställda på modellårets dag. Läs in antalet."),
    "no_coding": _("%(department)s saknar kontering eller referenskod. Lägg in den."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`names` fill the text; `url_name`, `args` and `query` say where it can be mended."""

    kind: str
    names: dict[str, str]
    url_name: str
    args: tuple[Any, ...] = ()
    query: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """In the reader's language, also when it was found and stored by someone else."""
        return str(_TEXTS[self.kind]) % self.names

    @property
    def is_blocking(self) -> bool:
        return self.kind in BLOCKING

    def as_json(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in ("kind", "names", "url_name", "query")}
        return {**values, "args": list(self.args), "blocking": self.is_blocking}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Fault:
        return cls(stored["kind"], stored["names"], stored["url_name"], tuple(stored["args"]), stored["query"])


def faults_by_board(claims: Sequence[BoardClaim], *, day: date) -> dict[int, list[Fault]]:
    """The faults of every board that is not invoiced yet, those that hold it back first. Six queries."""
    waiting = [claim for claim in claims if not claim.invoice]
    departments = [one for claim in waiting for one in claim.departments]
    months = [row for claim in waiting for row in claim.months]
    general = _by_department(departments, months, day)
    changed = {one.reconciliation.pk for one in differences(months)}
    proposed = set(_proposed(months))
    found = {}
    for claim in waiting:
        own = [*_of_months(claim), *_of_decision(claim)]
        own += [fault for one in claim.departments for fault in general[one.pk]]
        own += [_register_changed(row) for row in claim.months if row.pk in changed | proposed]
        found[claim.board.pk] = sorted(own, key=lambda fault: not fault.is_blocking)
    return found


def _of_months(claim: BoardClaim) -> Iterable[Fault]:
    for one in claim.unclosed:
        names = {"department": one.department.name, "month": str(one.month)}
        if one.reconciliation_id is None:
            yield Fault("month_not_opened", names, "billing:calendar", query={"month": str(one.month)})
        else:
            kind = "month_disputed" if one.state == ReconciliationState.DISPUTED else "month_open"
            yield Fault(kind, names, "billing:reconciliation", (one.reconciliation_id,))


def _of_decision(claim: BoardClaim) -> Iterable[Fault]:
    if claim.is_held_back or not claim.computed or claim.is_decided:
        return
    kind = "no_decision" if claim.decision is None else "decision_outdated"
    yield Fault(kind, {"board": claim.board.name}, "billing:half_year", (str(claim.half_year),))


def _register_changed(row: Reconciliation) -> Fault:
    names = {"department": row.department.name, "month": str(row.month)}
    return Fault("register_changed", names, "billing:reconciliation", (row.pk,))


def _proposed(months: Sequence[Reconciliation]) -> Iterable[int]:
    waiting = Correction.objects.filter(reconciliation__in=months, state=CorrectionState.PROPOSED)
    return waiting.values_list("reconciliation_id", flat=True)


def _by_department(
    departments: Sequence[Department], months: Sequence[Reconciliation], day: date
) -> dict[int, list[Fault]]:
    """Faults of the department itself: agreement, headcount, coding and reference code."""
    without_version = {row.department_id for row in months if row.version_id is None}
    dates = {row.model_year.headcount_date for row in months}
    counted = set(Headcount.objects.filter(date__in=dates).values_list("department_id", flat=True))
    codings = codings_on(day)
    found: dict[int, list[Fault]] = {}
    for one in departments:
        own = found[one.pk] = []
        names = {"department": one.name}
        if one.pk in without_version:
            own.append(Fault("no_agreement", names, "agreements:list", query={"department": one.code}))
        if dates and one.pk not in counted:
            own.append(Fault("headcount_missing", names, "allocation:headcounts"))
        if one.pk not in codings or not codings[one.pk].reference_code:
            own.append(Fault("no_coding", names, "billing:codings"))
    return found


def codings_on(day: date) -> dict[int, AccountCoding]:
    """The account coding that holds on the day, by department id. One query."""
    rows = AccountCoding.objects.filter(valid_from__lte=day).order_by("valid_from")
    return {row.department_id: row for row in rows}


def provider_department() -> Department | None:
    """The one that claims. One query."""
    return Department.objects.filter(kind=DepartmentKind.PROVIDER).select_related("board").first()
