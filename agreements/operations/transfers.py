"""Transfers: places move between two departments, whole months, never below zero (D1; DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import refuse_closed
from agreements.models import QuotaTransfer
from agreements.operations.drafting import check_within
from agreements.queries.effective import signed_transfers, signed_versions
from agreements.targets import Direction, Transfer, first_month_below_zero
from allocation.models import ModelYear
from allocation.queries import formula_quotas, model_year_of
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department, User


class NotBetweenQuotas(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("%(name)s har ingen kvot att flytta till eller från. Välj två förvaltningar med kvot.")
            % {"name": department.name}
        )


class NoModelYearThen(Refusal):
    def __init__(self, month: Month) -> None:
        super().__init__(
            _("Inget modellår omfattar %(month)s. Välj en månad i ett beslutat modellår.")
            % {"month": month_name(month)}
        )


class TransferTooLarge(Refusal):
    def __init__(self, giver: Department, number: int, month: Month) -> None:
        super().__init__(
            _(
                "%(name)s har färre än %(n)s platser kvar att lämna i %(month)s. "
                "Minska antalet eller välj andra månader."
            )
            % {"name": giver.name, "n": number, "month": month_name(month)}
        )


class AlreadySettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Överföringen är redan undertecknad. Vill ni ångra den, föreslå en överföring åt andra hållet."
            )
        )


@transaction.atomic
def propose_transfer(
    *, giver: Department, receiver: Department, number: int, first_month: Month, last_month: Month | None, by: User
) -> QuotaTransfer:
    """A proposal moves nothing yet, but one that could not be signed is refused at once.

    Raises NotBetweenQuotas, NoModelYearThen, OutsideModelYear, TouchesClosedMonth and TransferTooLarge.
    """
    transfer = QuotaTransfer(
        from_department=giver, to_department=receiver, number=number, first_month=first_month, last_month=last_month
    )
    _check(transfer)
    transfer.save()
    return transfer


@transaction.atomic
def sign_transfer(*, transfer: QuotaTransfer, by: User, today: date) -> QuotaTransfer:
    """From now on the places are moved. Raises AlreadySettled on the second run, TransferTooLarge and
    TouchesClosedMonth as things stand now: two that fit alone may not fit together, and months are closed meanwhile.
    """
    locked = _claimed(transfer)
    _check(locked)
    locked.sign(on=today)
    return locked


@transaction.atomic
def withdraw_transfer(*, transfer: QuotaTransfer, by: User) -> None:
    """Take a proposal away. Raises AlreadySettled when it is signed."""
    _claimed(transfer).delete()


def _claimed(transfer: QuotaTransfer) -> QuotaTransfer:
    locked = QuotaTransfer.objects.select_for_update(of=("self",)).select_related("from_department", "to_department")
    found = locked.get(pk=transfer.pk)
    if found.signed_on is not None:
        raise AlreadySettled
    return found


def _check(transfer: QuotaTransfer) -> None:
    giver, receiver = transfer.from_department, transfer.to_department
    for department in (giver, receiver):
        if not department.has_quota(transfer.first_month):
            raise NotBetweenQuotas(department)
    year = model_year_of(transfer.first_month)
    if year is None:
        raise NoModelYearThen(transfer.first_month)
    for department in (giver, receiver):
        if not department.has_quota(min(transfer.last_month or year.last_month, year.last_month)):
            raise NotBetweenQuotas(department)
    check_within(year, transfer.last_month)
    # holds both departments: one transfer at a time, and no month is closed meanwhile
    refuse_closed([giver, receiver], first=transfer.first_month, last=transfer.last_month)
    month = _below_zero(transfer, year)
    if month is not None:
        raise TransferTooLarge(giver, transfer.number, month)


def _below_zero(transfer: QuotaTransfer, year: ModelYear) -> Month | None:
    giver = transfer.from_department_id
    return first_month_below_zero(
        new=Transfer(transfer.number, transfer.first_month, transfer.last_month, Direction.OUT),
        versions=[promise for promise, _version in signed_versions(year)[giver]],
        transfers=signed_transfers()[giver],
        formula_quota=formula_quotas(year, transfer.first_month)[giver].quota,
        until=year.last_month,
    )
