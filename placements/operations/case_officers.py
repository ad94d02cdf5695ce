"""Who looks after a participant: assigned, handed over one by one or all at once (DOMAIN.md 5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.checked import save_checked
from foundation.refusals import Refusal
from organisation.models import Membership, User
from organisation.roles import MAY, Act
from placements.anonymous import check_known
from placements.models import CaseOfficerAssignment, Participant


class NoCaseWork(Refusal):
    def __init__(self, officer: User) -> None:
        super().__init__(
            _("%(name)s har ingen roll som får handlägga deltagare. Välj en annan, eller be er systemadministratör.")
            % {"name": officer.full_name}
        )


class SameOfficer(Refusal):
    def __init__(self, officer: User) -> None:
        super().__init__(
            _("%(name)s är redan handläggare. Välj en annan person, eller låt det vara.") % {"name": officer.full_name}
        )


class TakenOverLater(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("Den nuvarande handläggaren började %(day)s. Välj en dag efter den.") % {"day": day.isoformat()}
        )


def case_officers() -> list[User]:
    """Everyone whose role in force may do case work, by name. One query."""
    roles = [role for role, acts in MAY.items() if Act.EDIT_EMPLOYMENTS in acts]
    working = Membership.objects.in_force().filter(role__in=roles)
    found = User.objects.filter(is_active=True, memberships__in=working).distinct()
    return sorted(found, key=lambda user: (user.last_name, user.first_name))


@transaction.atomic
def assign(*, participant: Participant, officer: User, on: date, note: str) -> CaseOfficerAssignment:
    """The officer looks after the participant from the day on; the one before does so to the day before.

    Raises NoCaseWork, SameOfficer, TakenOverLater, PersonIsAnonymous and RowRefused.
    """
    check_known(Participant.objects.select_for_update().get(pk=participant.pk).key)
    if officer not in case_officers():
        raise NoCaseWork(officer)
    current = participant.case_officers.order_by("valid_from").last()
    if current is not None and (current.valid_to is None or current.valid_to >= on):
        if current.officer_id == officer.pk:
            raise SameOfficer(officer)
        _end_before(current, on)
    return save_checked(CaseOfficerAssignment(participant=participant, officer=officer, valid_from=on, note=note))


@transaction.atomic
def hand_over_all(*, giver: User, taker: User, on: date, note: str) -> int:
    """Everyone whom `giver` looks after on the day goes to `taker`, for as long as it was to be; gives how many.

    Raises NoCaseWork, SameOfficer and TakenOverLater; then nobody is handed over.
    """
    if taker not in case_officers():
        raise NoCaseWork(taker)
    if taker == giver:
        raise SameOfficer(taker)
    theirs = CaseOfficerAssignment.objects.on(on).filter(officer=giver)
    list(Participant.objects.filter(case_officers__in=theirs).order_by("pk").select_for_update().values_list("pk"))
    given = list(theirs.order_by("pk"))
    for one in given:
        until = one.valid_to
        _end_before(one, on)
        CaseOfficerAssignment.objects.create(
            participant_id=one.participant_id, officer=taker, valid_from=on, valid_to=until, note=note
        )
    return len(given)


def _end_before(current: CaseOfficerAssignment, day: date) -> None:
    if current.valid_from >= day:
        raise TakenOverLater(current.valid_from)
    current.valid_to = day - timedelta(days=1)
    save_checked(current)
