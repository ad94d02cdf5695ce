"""A half-year issued in one go by the operator: claim what nobody has decided about, issue, make the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from billing.models import ClaimExtent, Invoice, InvoiceKind, InvoiceRun
from billing.operations.claims import decide_claim
from billing.operations.half_years import issue, rehearse
from billing.operations.issuing import start_documents
from billing.queries.claims import BoardClaim, computed_claims
from foundation.models import Run
from foundation.periods import HalfYear
from foundation.runs import work_until_done

BY_COMMAND = "Kommandot issue_half_year"


@dataclass(frozen=True, slots=True)
class Issued:
    """What was done: the boards that were invoiced now, those held back, and the documents that could not be made."""

    new: tuple[Invoice, ...]
    held_back: tuple[BoardClaim, ...]
    without_document: tuple[Invoice, ...]


def issue_now(*, half_year: HalfYear, today: date) -> Issued:
    """Done twice it changes nothing the second time. Raises OutsideModelYears, and what `issue` refuses."""
    for claim in computed_claims(half_year=half_year):
        if _is_undecided(claim):
            decide_claim(board=claim.board, half_year=half_year, extent=ClaimExtent.ALL, delegation=BY_COMMAND, by=None)
    claims = computed_claims(half_year=half_year)
    before = {claim.invoice.pk for claim in claims if claim.invoice}
    if any(claim.is_ready for claim in claims):
        issue(run=rehearse(half_year=half_year, by=None, today=today), by=None, today=today)
    _make_documents(half_year)
    invoices = invoices_of(half_year)
    return Issued(
        new=tuple(one for one in invoices if one.pk not in before),
        held_back=tuple(one for one in claims if not (one.invoice or one.is_ready) and _is_waiting(one)),
        without_document=tuple(one for one in invoices if one.document_id is None),
    )


def _is_undecided(claim: BoardClaim) -> bool:
    """Nobody has decided; what this command decided itself earlier, on another sum, is no person's decision."""
    if claim.invoice or claim.is_held_back or not claim.computed or claim.is_decided:
        return False
    return claim.decision is None or claim.decision.delegation == BY_COMMAND


def _is_waiting(claim: BoardClaim) -> bool:
    return claim.is_held_back or (bool(claim.computed) and not claim.is_decided)


def invoices_of(half_year: HalfYear) -> list[Invoice]:
    """The half-year's invoices in the order of their numbers, with their documents."""
    rows = Invoice.objects.filter(half_year=half_year, kind=InvoiceKind.INVOICE)
    return list(rows.select_related("document", "board").order_by("year", "sequence"))


def _make_documents(half_year: HalfYear) -> None:
    """Do here, beside any workers, what is left of the documents."""
    left = Invoice.objects.filter(half_year=half_year, document=None)
    for run in Run.objects.filter(pk__in=InvoiceRun.objects.filter(half_year=half_year).values("documents_run")):
        if left.exists():
            work_until_done(run)
    if left.exists():
        work_until_done(start_documents(list(left), title=f"Fakturor {half_year}", by=None))
