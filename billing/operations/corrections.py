"""A later change in the register that touches a closed month: found, then accepted or dismissed (DOMAIN.md 6, 7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.corrections import creditable
from billing.models import Correction, CorrectionCarrier, CorrectionState, Invoice, InvoiceKind, Reconciliation
from billing.operations.issuing import issue_note, start_documents
from billing.queries.differences import Difference, differences
from billing.queries.drafts import correction_line
from billing.queries.remains import lefts
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Board, User


class CorrectionIsGone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Rättelsen finns inte kvar: registret säger nu detsamma som den stängda månaden. Sök rättelser på nytt.")
        )


class AlreadySettled(Refusal):
    def __init__(self, correction: Correction) -> None:
        super().__init__(
            _("Rättelsen är redan %(state)s. Läs vad den ledde till på månadens sida.")
            % {"state": correction.get_state_display()}
        )


class NothingWaits(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Rättelsen väntar inte på en faktura: den har redan en rad. Läs var på rättelsernas sida."))


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv skälet till rättelsen eller till att den avfärdas."))


@transaction.atomic
def find_corrections(*, today: date) -> list[Correction]:
    """Compare every closed month up to `today` with the register; gives the proposed corrections, by code and month.

    What was proposed before and no longer differs is taken away; done twice it changes nothing. A constant number of
    queries, and one more for each correction that is new or has changed.
    """
    closed = list(
        Reconciliation.objects.closed()
        .filter(month__lte=Month.of(today))
        .select_for_update(of=("self",))
        .select_related("department__board")
        .order_by("department__code", "month")
    )
    found = differences(closed)
    proposed = Correction.objects.select_for_update(of=("self",)).filter(state=CorrectionState.PROPOSED)
    waiting = {one.reconciliation_id: one for one in proposed}
    gone = set(waiting) - {one.reconciliation.pk for one in found}
    Correction.objects.filter(reconciliation__in=gone, state=CorrectionState.PROPOSED).delete()
    return [_proposed(one, waiting.get(one.reconciliation.pk)) for one in found]


def _proposed(found: Difference, waiting: Correction | None) -> Correction:
    values = {
        "counted_then": found.then.counted,
        "counted_now": found.now.counted,
        "missing_then": found.then.missing,
        "missing_now": found.now.missing,
        "excused_then": found.then.excused,
        "excused_now": found.now.excused,
        "chargeable_then": found.then.chargeable,
        "chargeable_now": found.now.chargeable,
        "fee_then": found.then.fee,
        "fee_now": found.now.fee,
    }
    if waiting is None:
        return Correction.objects.create(reconciliation=found.reconciliation, sequence=found.sequence, **values)
    waiting.reconciliation = found.reconciliation
    changed = [name for name, value in values.items() if getattr(waiting, name) != value]
    for name in changed:
        setattr(waiting, name, values[name])
    if changed:
        waiting.save(update_fields=changed)
    return waiting


@transaction.atomic
def accept_correction(
    *, correction: Correction, by: User | None, reason: str, carrier: str = CorrectionCarrier.NOTE
) -> Correction:
    """Let the books follow the register. An invoiced month gives a credit or debit note that names the invoice or, by
    choice, a line on the board's next half-year's invoice; a month that is not invoiced waits for its own half-year's
    invoice; a difference of 0 kr gives neither. A credit that is more than what is left, while the board has something
    to pay that waits for the next invoice, waits for it too: there they meet.

    Raises CorrectionIsGone, AlreadySettled and ReasonMissing.
    """
    held = _held(correction, reason)
    invoice = _invoice_of(held)
    chosen = carrier == CorrectionCarrier.NEXT_INVOICE
    waits = invoice is not None and held.difference and (chosen or _meets_what_waits(held, invoice))
    held.settle(
        state=CorrectionState.ACCEPTED,
        reason=reason.strip(),
        by=by,
        now=timezone.now(),
        carrier=CorrectionCarrier.NEXT_INVOICE if waits else CorrectionCarrier.NOTE,
    )
    if not waits:
        carry(held, by)
    return held


def carry(correction: Correction, by: User | None) -> None:
    """Put an accepted correction on a note when its half-year is invoiced; else it waits for that invoice."""
    invoice = _invoice_of(correction)
    if invoice is not None and correction.difference:
        _note(correction, invoice, by)


@transaction.atomic
def note_instead(*, correction: Correction, by: User | None) -> Correction:
    """A credit or debit note now for one that waits for the next invoice. Raises NothingWaits."""
    _hold_board(correction)
    held = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("reconciliation__department")
        .get(pk=correction.pk)
    )
    invoice = _invoice_of(held)
    if not held.waits_for_next_invoice or invoice is None:
        raise NothingWaits
    _note(held, invoice, by)
    return held


def _invoice_of(correction: Correction) -> Invoice | None:
    """The invoice of the month's own half-year."""
    row = correction.reconciliation
    return Invoice.objects.filter(
        board=row.department.board_id, half_year=row.month.half_year, kind=InvoiceKind.INVOICE
    ).first()


def _note(correction: Correction, invoice: Invoice, by: User | None) -> None:
    kind, original, amount = InvoiceKind.DEBIT_NOTE, invoice, correction.difference
    if amount < 0:
        kind = InvoiceKind.CREDIT_NOTE
        original, left = _to_credit(correction, invoice)
        amount = creditable(amount, left_on_invoice=left)
    if not amount:
        return
    note = issue_note(
        original=original,
        kind=kind,
        lines=[correction_line(correction, amount=amount)],
        reason=correction.reason,
        by=by,
        corrections=[correction],
    )
    start_documents([note], title=f"{note.get_kind_display().capitalize()} {note.number}", by=by)


def _meets_what_waits(correction: Correction, invoice: Invoice) -> bool:
    if correction.difference >= 0:
        return False
    _original, left = _to_credit(correction, invoice)
    board = correction.reconciliation.department.board_id
    waiting = Correction.objects.filter(
        carrier=CorrectionCarrier.NEXT_INVOICE, line=None, reconciliation__department__board=board
    )
    return left < -correction.difference and sum(one.difference for one in waiting) > 0


def _to_credit(correction: Correction, invoice: Invoice) -> tuple[Invoice, Decimal]:
    """What a credit is taken from: a debit note for the same month if that covers it, else the invoice, else whichever
    of them has most left. Gives it and what is left of it."""
    notes = Invoice.objects.filter(
        corrects=invoice, kind=InvoiceKind.DEBIT_NOTE, lines__reconciliation=correction.reconciliation
    ).order_by("-sequence")
    candidates = [*notes, invoice]
    left = lefts(candidates)
    covering = [one for one in candidates if left[one.pk] >= -correction.difference]
    chosen = covering[0] if covering else max(candidates, key=lambda one: left[one.pk])
    return chosen, left[chosen.pk]


@transaction.atomic
def dismiss_correction(*, correction: Correction, by: User | None, reason: str) -> Correction:
    """Leave the books as they are; the same difference is not proposed again.

    Raises CorrectionIsGone, AlreadySettled and ReasonMissing.
    """
    held = _held(correction, reason)
    held.settle(state=CorrectionState.DISMISSED, reason=reason.strip(), by=by, now=timezone.now())
    return held


def _held(correction: Correction, reason: str) -> Correction:
    """The proposed correction, with its board held: nobody issues the half-year meanwhile."""
    if not reason.strip():
        raise ReasonMissing
    _hold_board(correction)
    held = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("reconciliation__department")
        .filter(pk=correction.pk)
        .first()
    )
    if held is None:
        raise CorrectionIsGone
    if held.state != CorrectionState.PROPOSED:
        raise AlreadySettled(held)
    return held


def _hold_board(correction: Correction) -> None:
    Board.objects.select_for_update(of=("self",)).get(departments__reconciliations=correction.reconciliation_id)
