"""What would make an invoice wrong, or stands in its way: found in one sweep before a half-year is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from allocation.models import Headcount
from billing.models import AccountCoding, Correction, CorrectionState, ParkedLine, Reconciliation, ReconciliationState
from billing.queries.claims import BoardClaim
from billing.queries.differences import differences
from billing.queries.far_from_last import FarFromLast, boards_far_from_last
from billing.queries.register_faults import EmploymentsInDoubt, employments_in_doubt
from foundation.money import kronor
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from organisation.models import Department, DepartmentKind

# Those that hold a board back; the others are warnings. The coding is frozen at issue, so it must be there before.
BLOCKING = frozenset({
    "month_not_over", "month_not_opened", "month_open", "month_disputed", "no_decision", "decision_outdated",
    "no_coding", "no_reference_code", "no_provider_coding",
})  # fmt: skip
_TEXTS = {
    "month_not_over": _("%(department)s: %(months)s är inte slut än och kan stängas först när månaden är slut."),
    "month_not_opened": _("%(department)s %(month)s är inte öppnad. Öppna och stäng månaden."),
    "month_open": _("%(department)s %(month)s är inte stängd. Stäng månaden."),
    "month_disputed": _("%(department)s %(month)s har en invändning utan svar. Besvara den."),
    "no_decision": _("Det finns inget beslut om vad som begärs av %(board)s. Besluta om kravet."),
    "decision_outdated": _("Beslutet om %(board)s gäller en annan summa än den beräknade. Besluta på nytt."),
    "register_changed": _("Registret har ändrats sedan %(department)s %(month)s stängdes. Besluta om rättelsen."),
    "parked": _(
        "%(department)s %(month)s har en omtvistad rad som inte ingår. Avgör den först om den ska med på fakturan."
    ),
    "no_agreement": _("%(department)s har månader utan överenskommelse: kvoten är målet."),
    "headcount_missing": _("%(department)s har inget antal anställda på modellårets dag. Läs in antalet."),
    "no_coding": _("%(department)s saknar kontering. Lägg in den."),
    "no_reference_code": _("%(department)s saknar referenskod. Lägg in den."),
    "no_provider_coding": _("%(department)s, som fakturan kommer från, saknar kontering. Lägg in den."),
    "employments_overlap": ngettext_lazy(
        "%(department)s: %(number)s person räknas som har två anställningar samma dagar (%(keys)s). Rätta datumen.",
        "%(department)s: %(number)s personer räknas som har två anställningar samma dagar (%(keys)s). Rätta datumen.",
        "number",
    ),
    "employment_without_decision": ngettext_lazy(
        "%(department)s: %(number)s räknad anställning saknar Arbetsförmedlingens beslut vid starten (%(keys)s).",
        "%(department)s: %(number)s räknade anställningar saknar Arbetsförmedlingens beslut vid starten (%(keys)s).",
        "number",
    ),
    "type_no_longer_qualifies": ngettext_lazy(
        "%(department)s: %(number)s räknad anställning har en form som inte räknas längre (%(keys)s).",
        "%(department)s: %(number)s räknade anställningar har en form som inte räknas längre (%(keys)s).",
        "number",
    ),
    "sum_far_from_last": _(
        "%(board)s: %(now)s per avgiftsmånad är långt från förra halvårets %(before)s. Se efter att det stämmer."
    ),
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
        names: dict[str, Any] = dict(self.names)
        if "month" in names:
            names["month"] = month_name(Month.parse(names["month"]))
        if "number" in names:  # kept as text; a number chooses between one and many
            names["number"] = int(names["number"])
        return str(_TEXTS[self.kind] % names)

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
    """The faults of every board that is not invoiced yet, those that hold it back first. No query for each."""
    waiting = [claim for claim in claims if not claim.invoice]
    departments = [one for claim in waiting for one in claim.departments]
    months = [row for claim in waiting for row in claim.months]
    general = _by_department(departments, months)
    changed = {one.reconciliation.pk for one in differences(months)}
    proposed = set(_proposed(months))
    doubted = employments_in_doubt(months)
    far = boards_far_from_last(waiting, day=day)
    parked = set(_parked(months))
    codings, provider = codings_on(day), provider_department()
    found = {}
    for claim in waiting:
        own = [*_of_months(claim, day), *_of_decision(claim)]
        own += [fault for one in claim.departments for fault in general[one.pk]]
        own += _of_coding(claim, codings, provider)
        own += [_in_doubt(one) for department in claim.departments for one in doubted.get(department.pk, [])]
        own += [_far_from_last(far[claim.board.pk], claim)] if claim.board.pk in far else []
        own += [_of_row("register_changed", row) for row in claim.months if row.pk in changed | proposed]
        own += [_of_row("parked", row) for row in claim.months if row.pk in parked]
        found[claim.board.pk] = sorted(own, key=lambda fault: not fault.is_blocking)
    return found


def _of_months(claim: BoardClaim, day: date) -> Iterable[Fault]:
    """Months that are not over are told of together: nobody can close them yet."""
    ahead: dict[Department, list[str]] = {}
    for one in claim.unclosed:
        if one.month.last_day >= day:
            ahead.setdefault(one.department, []).append(str(one.month))
            continue
        names = {"department": one.department.name, "month": str(one.month)}
        if one.reconciliation_id is None:
            yield Fault("month_not_opened", names, "billing:calendar", query={"month": str(one.month)})
        else:
            kind = "month_disputed" if one.state == ReconciliationState.DISPUTED else "month_open"
            yield Fault(kind, names, "billing:reconciliation", (one.reconciliation_id,))
    for department, months in ahead.items():
        between = months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}"
        names = {"department": department.name, "months": between}
        yield Fault("month_not_over", names, "billing:calendar", query={"month": months[0]})


def _in_doubt(one: EmploymentsInDoubt) -> Fault:
    names = {"department": one.department.name, "number": str(len(one.keys)), "keys": one.named}
    if one.kind == "employment_without_decision" and len(one.keys) > 1:
        query = {"department": str(one.department.pk), "needs": "decision", "state": "all"}
        return Fault(one.kind, names, "placements:employments", query=query)
    return Fault(one.kind, names, "placements:employment", (one.first_id,))


def _far_from_last(far: FarFromLast, claim: BoardClaim) -> Fault:
    names = {"board": claim.board.name, "now": kronor(far.now), "before": kronor(far.before)}
    return Fault("sum_far_from_last", names, "billing:half_year", (str(claim.half_year.previous()),))


def _of_decision(claim: BoardClaim) -> Iterable[Fault]:
    if claim.is_held_back or not claim.computed or claim.is_decided:
        return
    kind = "no_decision" if claim.decision is None else "decision_outdated"
    yield Fault(kind, {"board": claim.board.name}, "billing:claim", (str(claim.half_year), claim.board.pk))


def _of_row(kind: str, row: Reconciliation) -> Fault:
    names = {"department": row.department.name, "month": str(row.month)}
    return Fault(kind, names, "billing:reconciliation", (row.pk,))


def _proposed(months: Sequence[Reconciliation]) -> Iterable[int]:
    waiting = Correction.objects.filter(reconciliation__in=months, state=CorrectionState.PROPOSED)
    return waiting.values_list("reconciliation_id", flat=True)


def _parked(months: Sequence[Reconciliation]) -> Iterable[int]:
    waiting = ParkedLine.objects.unsettled().filter(reconciliation__in=months)
    return waiting.values_list("reconciliation_id", flat=True)


def _of_coding(claim: BoardClaim, codings: dict[int, AccountCoding], provider: Department | None) -> Iterable[Fault]:
    """Both sides need one: the board that of any of its departments, the first of them is used."""
    coded = next((codings[one.pk] for one in claim.departments if one.pk in codings), None)
    if coded is None or not coded.reference_code:
        kind = "no_reference_code" if coded else "no_coding"
        yield Fault(kind, {"department": claim.departments[0].name}, "billing:codings")
    if provider is not None and provider.pk not in codings:
        yield Fault("no_provider_coding", {"department": provider.name}, "billing:codings")


def _by_department(departments: Sequence[Department], months: Sequence[Reconciliation]) -> dict[int, list[Fault]]:
    """Faults of the department itself: agreement and headcount."""
    without_version = {row.department_id for row in months if row.version_id is None}
    years = {row.model_year_id: row.model_year for row in months}  # one of each, so that its readings are read once
    dates = {years[row.model_year_id].at(row.month).headcount_date for row in months}
    counted = set(Headcount.objects.filter(date__in=dates).values_list("department_id", flat=True))
    found: dict[int, list[Fault]] = {}
    for one in departments:
        own = found[one.pk] = []
        names = {"department": one.name}
        if one.pk in without_version:
            own.append(Fault("no_agreement", names, "agreements:list", query={"department": one.code}))
        if dates and one.pk not in counted:
            own.append(Fault("headcount_missing", names, "allocation:headcounts"))
    return found


def codings_on(day: date) -> dict[int, AccountCoding]:
    """The account coding that holds on the day, by department id. One query."""
    rows = AccountCoding.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return {row.department_id: row for row in rows}


def provider_department() -> Department | None:
    """The one that claims. One query."""
    return Department.objects.filter(kind=DepartmentKind.PROVIDER).select_related("board").first()
