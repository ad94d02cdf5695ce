"""The half-year as finance's five steps, with what stops each, and the table of boards (UX.md, Översikt finance)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from billing.models import ClaimDecision, HandOver, Invoice, InvoiceKind, InvoiceRun, InvoiceRunState
from billing.operations.claim_all import undecided
from billing.queries.claims import BoardClaim, computed_claims
from billing.queries.drafts import READY, BoardDraft, drafts
from billing.queries.rehearsal import FaultLink, changed_since, fault_link, state_name
from foundation import runs
from foundation.models import Run
from foundation.periods import HalfYear
from organisation.models import Board

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board's half-year: three sums in kronor, months, decision, invoice, and what is wrong."""

    draft: BoardDraft
    faults: tuple[FaultLink, ...]
    noted: Decimal  # credit and debit notes

    @property
    def claim(self) -> BoardClaim:
        return self.draft.claim

    @property
    def board(self) -> Board:
        return self.draft.claim.board

    @property
    def decision(self) -> ClaimDecision | None:
        return self.draft.claim.decision

    @property
    def state_name(self) -> str:
        return state_name(self.draft.state)

    @property
    def blocking(self) -> tuple[FaultLink, ...]:
        return tuple(fault for fault in self.faults if fault.blocking)


@dataclass(frozen=True, slots=True)
class HalfYearPage:
    half_year: HalfYear
    rows: tuple[BoardRow, ...]
    run: InvoiceRun | None  # the last rehearsal
    changed: tuple[str, ...]  # boards that differ since then
    documents: DocumentsNow
    to_hand_over: int

    @property
    def computed(self) -> Decimal:
        return sum((row.claim.computed for row in self.rows), NOTHING)

    @property
    def claimed(self) -> Decimal:
        return sum((row.claim.claimed or NOTHING for row in self.rows), NOTHING)

    @property
    def invoiced(self) -> Decimal:
        return sum((row.claim.invoiced for row in self.rows), NOTHING)

    @property
    def noted(self) -> Decimal:
        return sum((row.noted for row in self.rows), NOTHING)

    @property
    def undecided(self) -> list[BoardClaim]:
        return undecided([row.claim for row in self.rows])

    @property
    def held_back(self) -> list[BoardRow]:
        return [row for row in self.rows if row.claim.is_held_back and not row.claim.invoice]

    @property
    def ready(self) -> list[BoardRow]:
        return [row for row in self.rows if row.draft.state == READY]

    @property
    def ready_sum(self) -> Decimal:
        return sum((row.draft.claimed for row in self.ready), NOTHING)

    @property
    def can_be_issued(self) -> bool:
        """The last rehearsal still holds and something in it is ready."""
        return bool(self.run and self.run.state == InvoiceRunState.REHEARSED and self.ready and not self.changed)

    @property
    def rehearsed_afresh(self) -> bool:
        return self.run is not None and not self.changed


@dataclass(frozen=True, slots=True)
class DocumentsNow:
    """How far the half-year's documents have come, by the invoices themselves; `run` is the last that makes them."""

    total: int
    done: int
    run: Run | None
    failed: int
    collected: tuple[HandOver, ...]  # files of all documents that someone has taken, newest first

    @property
    def finished(self) -> bool:
        return self.done + self.failed >= self.total


def documents_now(half_year: HalfYear) -> DocumentsNow:
    """Three queries; asked for again and again while the workers are at it."""
    made = Invoice.objects.filter(half_year=half_year).aggregate(total=Count("pk"), done=Count("document"))
    total, done = made["total"], made["done"]
    last = InvoiceRun.objects.filter(half_year=half_year).exclude(documents_run=None)
    run = last.select_related("documents_run").order_by("-issued_at").first()
    work = run.documents_run if run else None
    failed = runs.progress(work).failed if work and done < total else 0
    return DocumentsNow(total, done, work, failed, tuple(_collected(half_year)))


def _collected(half_year: HalfYear) -> QuerySet[HandOver]:
    rows = HandOver.objects.filter(collected=half_year).select_related("document", "handed_by")
    return rows.defer("document__content").order_by("-handed_at")[:6]


def half_year_page(*, half_year: HalfYear, day: date) -> HalfYearPage:
    """Everything on the page, for those who see all boards. A constant number of queries. Raises OutsideModelYears."""
    now = drafts(half_year=half_year, day=day)
    run = (
        InvoiceRun.objects.filter(half_year=half_year)
        .select_related("rehearsed_by", "issued_by")
        .order_by("-rehearsed_at", "-pk")
        .first()
    )
    notes = _notes_by_board(half_year)
    return HalfYearPage(
        half_year=half_year,
        rows=tuple(
            BoardRow(one, tuple(map(fault_link, one.faults)), notes.get(one.claim.board.pk, NOTHING)) for one in now
        ),
        run=run,
        changed=tuple(changed_since(run, now)) if run else (),
        documents=documents_now(half_year),
        to_hand_over=Invoice.objects.filter(half_year=half_year, hand_over_item=None).count(),
    )


def _notes_by_board(half_year: HalfYear) -> dict[int, Decimal]:
    """Kronor by board id. One query."""
    rows = Invoice.objects.filter(half_year=half_year).exclude(kind=InvoiceKind.INVOICE)
    return dict(rows.values_list("board").annotate(Sum("amount")))


def own_claims(*, half_year: HalfYear, boards: list[Board]) -> list[BoardClaim]:
    """What a department sees: its own board's half-year. A constant number of queries. Raises OutsideModelYears."""
    return computed_claims(half_year=half_year, boards=boards)


def notes_of(half_year: HalfYear, boards: list[int] | None = None) -> list[Invoice]:
    """Credit and debit notes of the half-year, newest first. One query."""
    rows = Invoice.objects.filter(half_year=half_year).exclude(kind=InvoiceKind.INVOICE)
    if boards is not None:
        rows = rows.filter(board__in=boards)
    return list(rows.select_related("board", "corrects").order_by("-issued_at"))
