"""A closed month that is not invoiced is opened again: one proposes with a reason, another confirms (DOMAIN.md 6)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import closed_months
from billing.models import Correction, CorrectionState, Reconciliation, Reopening, ReopeningState
from billing.operations.months.standing import standing
from foundation.refusals import Refusal
from organisation.models import Board, User

FROZEN = ("target", "counted", "parked", "missing", "excused", "chargeable", "fee_each", "fee", "counting_rule")


class NotClosed(Refusal):
    def __init__(self, row: Reconciliation) -> None:
        super().__init__(f"{standing(row)} {_('Bara en stängd månad kan öppnas på nytt. Läs om sidan.')}")


class IsInvoiced(Refusal):
    def __init__(self, row: Reconciliation) -> None:
        super().__init__(
            _("%(name)s är fakturerad och öppnas inte på nytt. Ändra registret, så föreslås en rättelse av månaden.")
            % {"name": row}
        )


class IsCorrected(Refusal):
    def __init__(self, row: Reconciliation) -> None:
        super().__init__(
            _(
                "%(name)s har en godtagen rättelse eller en parkerad rad och öppnas inte på nytt. "
                "Avgör raden, eller ändra registret så föreslås en rättelse."
            )
            % {"name": row}
        )


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Skriv varför månaden ska öppnas på nytt."))


class AlreadyProposed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Det finns redan ett förslag om att öppna månaden. Det väntar på att en annan bekräftar det.")
        )


class ReopeningIsSettled(Refusal):
    def __init__(self, one: Reopening) -> None:
        super().__init__(
            _("Förslaget är redan avgjort: %(state)s. Läs om månadens sida.") % {"state": one.get_state_display()}
        )


class SecondPersonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Ni föreslog själv att månaden öppnas. En annan person ska bekräfta eller avböja det.")
        )


@transaction.atomic
def propose_reopening(*, reconciliation: Reconciliation, reason: str, by: User) -> Reopening:
    """The first of the two people. Raises ReasonMissing, NotClosed, IsInvoiced, IsCorrected and AlreadyProposed."""
    if not reason.strip():
        raise ReasonMissing
    row = _held(reconciliation)
    if Reopening.objects.filter(reconciliation=row, state=ReopeningState.PROPOSED).exists():
        raise AlreadyProposed
    assert row.closed_at is not None  # reconciliation_closed_has_time
    return Reopening.objects.create(
        reconciliation=row, closed_at=row.closed_at, reason=reason.strip(), proposed_by=by, proposed_at=timezone.now()
    )


@transaction.atomic
def confirm_reopening(*, reopening: Reopening, by: User) -> Reconciliation:
    """The second of them: the closing is kept as it was, and the month is open, to be reconciled anew.

    Proposed corrections of the closing fall with it. Raises ReopeningIsSettled, SecondPersonNeeded, NotClosed,
    IsInvoiced and IsCorrected.
    """
    row = _held(reopening.reconciliation)
    one = _waiting(reopening, by)
    one.settle(state=ReopeningState.CONFIRMED, by=by, now=timezone.now(), closing=_as_closed(row))
    Correction.objects.filter(reconciliation=row, state=CorrectionState.PROPOSED).delete()
    row.reopen()
    return row


@transaction.atomic
def decline_reopening(*, reopening: Reopening, by: User) -> Reopening:
    """The month stays closed. Raises ReopeningIsSettled and SecondPersonNeeded."""
    Reconciliation.objects.select_for_update(of=("self",)).get(pk=reopening.reconciliation_id)
    one = _waiting(reopening, by)
    one.settle(state=ReopeningState.DECLINED, by=by, now=timezone.now())
    return one


def _waiting(reopening: Reopening, by: User) -> Reopening:
    one = Reopening.objects.select_for_update(of=("self",)).get(pk=reopening.pk)
    if one.state != ReopeningState.PROPOSED:
        raise ReopeningIsSettled(one)
    if by.pk == one.proposed_by_id:
        raise SecondPersonNeeded
    return one


def _held(reconciliation: Reconciliation) -> Reconciliation:
    """The closed month that can be opened, held with its board: nobody issues or promises anything meanwhile."""
    closed_months.hold([reconciliation.department_id])
    Board.objects.select_for_update(of=("self",)).get(departments__reconciliations=reconciliation.pk)
    row = (
        Reconciliation.objects.select_for_update(of=("self",))
        .select_related("department", "confirmed_by", "closed_by", "proposed_by", "version")
        .get(pk=reconciliation.pk)
    )
    if not row.is_closed:
        raise NotClosed(row)
    if row.invoice_lines.exists():
        raise IsInvoiced(row)
    if row.parked_lines.exists() or row.corrections.filter(state=CorrectionState.ACCEPTED).exists():
        raise IsCorrected(row)
    return row


def _as_closed(row: Reconciliation) -> dict[str, Any]:
    """The closing in full, as plain values: figures, people, times and every line."""
    lines = row.lines.order_by("employment_key", "placed_from")
    return {
        **{name: str(getattr(row, name)) for name in FROZEN},
        "version": row.version.number if row.version else None,
        "causes": row.causes,
        "by_silence": row.by_silence,
        **{name: person.full_name if (person := getattr(row, name)) else "" for name in _PEOPLE},
        **{name: at.isoformat() if (at := getattr(row, name)) else "" for name in _TIMES},
        "lines": [
            {
                "employment": line.employment_key,
                "participant": line.participant_key,
                "type": line.type_name,
                "from": line.placed_from.isoformat(),
                "to": line.placed_to.isoformat() if line.placed_to else "",
                "share": str(line.share),
                "reason": line.reason,
                "words": str(line.get_reason_display()),
            }
            for line in lines
        ],
    }


_PEOPLE = ("proposed_by", "confirmed_by", "closed_by")
_TIMES = ("proposed_at", "confirmed_at", "closed_at")
