"""What a changed organisation may not do to what is promised: closed months, what is signed (DOMAIN.md 4)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.closed_months import closed_months, hold, refuse_closed
from agreements.models import AgreementVersion, QuotaTransfer
from allocation.queries.formula import hand_ons
from allocation.succession import reached
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.hindrances import Change, OtherBoard
from organisation.models import Department


class TransfersGoOn(Refusal):
    def __init__(self, department: Department, transfer: QuotaTransfer) -> None:
        super().__init__(
            _(
                "%(name)s har en undertecknad överföring av %(n)s platser från och med %(month)s, som skulle sakna sin "
                "ena sida. Avsluta den först."
            )
            % {"name": department.name, "n": transfer.number, "month": month_name(transfer.first_month)}
        )


class SignedOnTheStaff(Refusal):
    def __init__(self, version: AgreementVersion) -> None:
        agreement = version.agreement
        super().__init__(
            _(
                "%(name)s har undertecknat att %(n)s anställningar gäller från och med %(month)s. Det vilar på de "
                "anställda som de är räknade då. Välj en månad efter %(month)s."
            )
            % {"name": agreement.department.name, "n": version.target, "month": month_name(version.valid_from)}
        )


class BoardStandsForMonths(Refusal):
    """What was closed is owed by the board that the department had then, and so are its corrections (DOMAIN.md 2)."""

    def __init__(self, department: Department, last: Month) -> None:
        super().__init__(
            _(
                "%(name)s har stängda månader till och med %(month)s, som %(board)s står för. Nämnden byts därför inte "
                "här. Lägg upp en ny förvaltning under den nya nämnden och låt den ta över alla anställda från en "
                "senare månad."
            )
            % {"name": department.name, "month": month_name(last), "board": department.board.name}
        )


def refuse_promised(change: Change | OtherBoard) -> None:
    """Hold the departments; raises TouchesClosedMonth.

    Also SignedOnTheStaff when counted staff is moved, TransfersGoOn when departments lose their quotas, and
    BoardStandsForMonths when a department with closed months would be another board's.
    """
    if isinstance(change, OtherBoard):
        hold([change.department.pk])
        if closed := closed_months([change.department]):
            raise BoardStandsForMonths(change.department, max(month for _id, month in closed))
        return
    refuse_closed(list(change.departments), first=change.first, last=change.last)
    if change.moves_staff and (version := _signed_on_the_staff(change)):
        raise SignedOnTheStaff(version)
    if change.ends:
        _refuse_lasting_transfers(change)


def _signed_on_the_staff(change: Change) -> AgreementVersion | None:
    """A signed version that begins when the staff would have moved, and rests on staff that was counted before."""
    reached_ids = reached([one.pk for one in change.departments], hand_ons(), month=change.first)
    rows = AgreementVersion.objects.signed().filter(agreement__department__in=reached_ids, valid_from__gte=change.first)
    for version in rows.select_related("agreement__department", "agreement__model_year").order_by("valid_from", "pk"):
        counted_on = version.agreement.model_year.at(version.valid_from).headcount_date
        if counted_on < change.first.first_day:
            return version
    return None


def _refuse_lasting_transfers(change: Change) -> None:
    for department in change.departments:
        lasting = QuotaTransfer.objects.signed().touching(department)
        lasting = lasting.filter(Q(last_month=None) | Q(last_month__gte=change.first))
        lasting = lasting.filter(Q(ended_from=None) | Q(ended_from__gt=change.first))  # not ended early by then
        if change.last is not None:
            lasting = lasting.filter(first_month__lte=change.last)
        if found := lasting.order_by("first_month").first():
            raise TransfersGoOn(department, found)
