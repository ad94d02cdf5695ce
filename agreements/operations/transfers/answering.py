"""The other side's answer to a proposed transfer, and ASF's note of an accepted one."""

from __future__ import annotations

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone

from agreements.closed_months import hold
from agreements.models import QuotaTransfer, TransferNotice
from agreements.operations.transfers.proposing import check_transfer, claimed_transfer
from agreements.operations.transfers.refusals import AlreadyNoted, NotAccepted, SamePersonForBoth
from agreements.queries.transfer_content import transfer_content
from agreements.transfer_documents import archive_transfer
from organisation.models import User


@transaction.atomic
def accept_transfer(*, transfer: QuotaTransfer, by: User | None, today: date) -> QuotaTransfer:
    """From now on the places are moved, and the document is kept. `by` speaks for the side that did not propose.

    Raises AlreadySettled on the second run, SamePersonForBoth, and TransferTooLarge and TouchesClosedMonth as things
    stand now: two that fit alone may not fit together, and months are closed meanwhile.
    """
    hold([transfer.from_department_id, transfer.to_department_id])  # before the row, as those who close months do
    locked = claimed_transfer(transfer)
    if by is not None and locked.proposed_by_id == by.pk:
        raise SamePersonForBoth
    year = check_transfer(locked)
    now = timezone.now()
    content = transfer_content(locked, year=year, answered_by=by.full_name if by else "", answered_at=now)
    locked.accept(by=by, at=now, on=today, document=archive_transfer(content, today=today))
    return locked


@transaction.atomic
def decline_transfer(*, transfer: QuotaTransfer, by: User, reason: str, today: date) -> QuotaTransfer:
    """Nothing moves, and the one that proposed it sees why. Raises AlreadySettled and SamePersonForBoth."""
    locked = claimed_transfer(transfer)
    if locked.proposed_by_id == by.pk:
        raise SamePersonForBoth
    with pghistory.context(reason=reason.strip()):
        locked.decline(by=by, at=timezone.now(), on=today, reason=reason.strip())
    return locked


@transaction.atomic
def note_transfer(*, transfer: QuotaTransfer, by: User | None, today: date) -> TransferNotice:
    """ASF says that it has seen an accepted transfer. Raises NotAccepted, and AlreadyNoted on the second run."""
    locked = QuotaTransfer.objects.select_for_update(no_key=True).get(pk=transfer.pk)
    if locked.signed_on is None:
        raise NotAccepted
    if TransferNotice.objects.filter(transfer=locked).exists():
        raise AlreadyNoted
    return TransferNotice.objects.create(transfer=locked, noted_by=by, noted_on=today)
