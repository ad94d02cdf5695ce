"""A department split, merged or parted with some of its staff: who takes over, in which shares, from when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.hindrances import Change, refuse_hindered
from organisation.models import Department, Succession


@dataclass(frozen=True, slots=True)
class Part:
    """`share` of the staff, more than 0 and at most 1."""

    successor: Department
    share: Decimal


class SharesDoNotFit(Refusal):
    def __init__(self, total: Decimal, *, closes: bool) -> None:
        if closes:
            text = _("Andelarna är tillsammans %(total)s procent. När förvaltningen upphör ska de vara 100.")
        else:
            text = _("Andelarna är tillsammans %(total)s procent. De kan inte vara mer än 100.")
        super().__init__(text % {"total": f"{(total * 100).normalize():f}".replace(".", ",")})


class SuccessorDoesNotFit(Refusal):
    def __init__(self, successor: Department, month: Month) -> None:
        super().__init__(
            _("%(name)s finns inte från och med %(month)s. Lägg upp den först, eller ändra månaden.")
            % {"name": successor.name, "month": month_name(month)}
        )


class SameDepartment(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Varje efterträdare kan stå en gång, och förvaltningen kan inte efterträda sig själv.")
        )


class HandedOnAlready(Refusal):
    def __init__(self, department: Department, month: Month) -> None:
        super().__init__(
            _("%(name)s har redan efterträdare från och med %(month)s. Ta bort dem först om de är fel.")
            % {"name": department.name, "month": month_name(month)}
        )


@transaction.atomic
def reorganise(
    *, predecessor: Department, parts: Sequence[Part], first_month: Month, decision: str, closes: bool
) -> list[Succession]:
    """The staff is counted with the successors from the month on; closed months keep what they were closed with.

    `closes`: the month before is the predecessor's last. Raises SameDepartment, SharesDoNotFit, SuccessorDoesNotFit,
    HandedOnAlready, and what hinders the months from then on.
    """
    everyone = [predecessor, *(part.successor for part in parts)]
    rows = Department.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in everyone])
    locked = {one.pk: one for one in rows.order_by("pk")}
    if not parts or len(locked) != len(everyone):
        raise SameDepartment
    total = sum((part.share for part in parts), Decimal(0))
    if total > 1 or (closes and total != 1):
        raise SharesDoNotFit(total, closes=closes)
    for part in parts:
        if not locked[part.successor.pk].exists.covers(first_month):
            raise SuccessorDoesNotFit(part.successor, first_month)
    if Succession.objects.filter(predecessor=predecessor, first_month=first_month).exists():
        raise HandedOnAlready(predecessor, first_month)
    refuse_hindered(Change([part.successor for part in parts], first_month, moves_staff=True))
    refuse_hindered(Change([predecessor], first_month, ends=closes, moves_staff=True))
    if closes:
        own = locked[predecessor.pk]
        own.last_month = first_month.previous()
        own.save(update_fields=["last_month"])
    return [
        Succession.objects.create(
            predecessor=predecessor,
            successor=part.successor,
            first_month=first_month,
            share=part.share,
            decision=decision,
        )
        for part in parts
    ]


@transaction.atomic
def undo_reorganisation(*, predecessor: Department, first_month: Month) -> None:
    """All successors from that month are taken away, and a department that it closed goes on.

    The history keeps them. Raises what hinders the months from then on.
    """
    successions = Succession.objects.filter(predecessor=predecessor, first_month=first_month)
    successors = [one.successor for one in successions.select_related("successor")]
    own = Department.objects.select_for_update(no_key=True).get(pk=predecessor.pk)
    refuse_hindered(Change([own, *successors], first_month, moves_staff=True))
    successions.delete()
    if own.last_month == first_month.previous():
        own.last_month = None
        own.save(update_fields=["last_month"])
