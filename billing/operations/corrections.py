"""A later change in the register that touches a closed month: found, then accepted or dismissed (DOMAIN.md 6, 7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.models import Correction, CorrectionCarrier, CorrectionState, Invoice, InvoiceKind, Reconciliation
from billing.operations.issuing import issue_note, start_documents
from billing.queries.correction_people import Stored, people_changed, people_changed_by
from billing.queries.correction_sums import CorrectionSum, correction_sums, next_invoice_meets, original_of
from billing.queries.differences import Difference, differences
from billing.queries.drafts import correction_line
from billing.queries.remains import left_of_months, left_on
from foundation.money import kronor
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


class NotChargedYet(Refusal):
    def __init__(self, correction: Correction, left: Decimal) -> None:
        super().__init__(
            _(
                "Rättelsen ger tillbaka %(sum)s, men bara %(left)s är fakturerat hittills: resten möter den på nästa"
                " halvårsfaktura. Utfärda först det som ska betalas, eller vänta på den fakturan."
            )
            % {"sum": kronor(-correction.moved), "left": kronor(left)}
        )


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Skriv skälet till rättelsen eller till att den avfärdas."))


@transaction.atomic
def find_corrections(*, today: date) -> list[Correction]:
    """Compare every closed month up to `today` with the register; gives the proposed corrections, by code and month.

    What was proposed before and no longer differs is taken away; done twice it changes nothing. Each keeps the people
    who make the difference. A constant number of queries, and one more for each that is new or has changed.
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
    people = people_changed(found)
    return [_proposed(one, waiting.get(one.reconciliation.pk), people[one.reconciliation.pk]) for one in found]


def _proposed(found: Difference, waiting: Correction | None, people: Stored) -> Correction:
    values: dict[str, Any] = {
        "people": people,
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

    What it moves follows the decision on the month and never exceeds what remains of it; the rest stays with 0 kr.
    Raises CorrectionIsGone, AlreadySettled and ReasonMissing.
    """
    held = _held(correction, reason)
    sums = decide_sum(correction=held, carrier=carrier)
    if held.people is None:
        held.people = people_changed_by(held)
    held.settle(state=CorrectionState.ACCEPTED, reason=reason.strip(), by=by, now=timezone.now())
    carry(correction=held, sums=sums, by=by)
    return held


def decide_sum(*, correction: Correction, carrier: str) -> CorrectionSum | None:
    """Put on the correction what it moves, why, and what carries it; None when its month is not invoiced yet."""
    with override("sv"):  # the explanation is kept, and stands in the document
        sums = correction_sums([correction]).get(correction.pk) if correction.difference else None
    correction.carrier = CorrectionCarrier.NOTE
    if sums is None:
        return None
    correction.amount, correction.explanation = sums.noted, sums.noted_why
    if sums.carried and (carrier == CorrectionCarrier.NEXT_INVOICE or next_invoice_meets(correction, sums)):
        correction.carrier = CorrectionCarrier.NEXT_INVOICE
        correction.amount, correction.explanation = sums.carried, sums.carried_why
    return sums


def carry(*, correction: Correction, sums: CorrectionSum | None, by: User | None) -> None:
    """Put an accepted correction on a note, unless it waits for an invoice or moves nothing."""
    if sums is not None and correction.moved and not correction.waits_for_next_invoice:
        _note(correction, sums.original, by)


@transaction.atomic
def note_instead(*, correction: Correction, by: User | None) -> Correction:
    """A credit or debit note now for one that waits for the next invoice. Raises NothingWaits and NotChargedYet."""
    _hold_board(correction)
    held = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("reconciliation__department")
        .get(pk=correction.pk)
    )
    if not held.waits_for_next_invoice:
        raise NothingWaits
    month = held.reconciliation_id
    left = left_of_months([month])[month] - min(held.moved, Decimal(0))  # what it keeps for itself is left to it
    original = original_of(held)
    if held.moved < 0 and -held.moved > min(left, left_on(original)):
        raise NotChargedYet(held, min(left, left_on(original)))
    _note(held, original, by)
    return held


def _note(correction: Correction, original: Invoice, by: User | None) -> None:
    note = issue_note(
        original=original,
        kind=InvoiceKind.CREDIT_NOTE if correction.moved < 0 else InvoiceKind.DEBIT_NOTE,
        lines=[correction_line(correction, amount=correction.moved)],
        reason=correction.reason,
        by=by,
        corrections=[correction],
    )
    start_documents([note], title=f"{note.get_kind_display().capitalize()} {note.number}", by=by)


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
