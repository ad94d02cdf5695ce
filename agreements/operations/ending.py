"""An agreement that ends before its time: proposed by one side, agreed by the other (DOMAIN.md 4)."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import refuse_closed
from agreements.models import Agreement, AgreementEnding, VersionState
from agreements.operations.amending import OpenVersion
from agreements.operations.conflicts import LessThanGivenAway
from agreements.queries.effective import quotas_by_month, signed_transfers, signed_versions
from agreements.targets import ended, first_month_overdrawn
from foundation.periods import Month, months_between
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import User


class NothingToEnd(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Ingen undertecknad version gäller. Avbryt utkastet i stället."))


class EndsOutsideAgreement(Refusal):
    def __init__(self, first: Month, last: Month) -> None:
        super().__init__(
            _(
                "Sista månaden ska vara från %(first)s till %(last)s. "
                "Med %(first)s har överenskommelsen aldrig börjat gälla."
            )
            % {"first": month_name(first), "last": month_name(last)}
        )


class EndingAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Det finns redan ett förslag, eller ett beslut, om att överenskommelsen ska upphöra.")
        )


class EndingSettled(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Förslaget är redan godtaget. Det kan inte ändras; skriv i så fall ett tillägg."))


class NotYoursToAccept(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Er egen sida har föreslagit att den upphör. Den andra sidan godtar det."))


@transaction.atomic
def propose_ending(
    *, agreement: Agreement, last_month: Month, reason: str, side: str, by: User, now: datetime
) -> AgreementEnding:
    """Propose that nothing is promised after `last_month`; it changes nothing yet.

    `last_month` may be the month before the first: the agreement is then cancelled before it began to hold.
    Raises NothingToEnd, OpenVersion, EndingAlready, EndsOutsideAgreement, TouchesClosedMonth and LessThanGivenAway.
    """
    locked = _claimed(agreement)
    through = _last_signed(locked)
    if AgreementEnding.objects.filter(agreement=locked, through_version=through).exists():
        raise EndingAlready
    with pghistory.context(reason=reason):
        proposal = AgreementEnding.propose(
            agreement=locked, through=through, last_month=last_month, reason=reason, side=side, by=by, now=now
        )
    _check(locked, proposal)
    return proposal


@transaction.atomic
def accept_ending(*, ending: AgreementEnding, side: str, by: User, today: date) -> AgreementEnding:
    """The other side agrees; from the month after, the formula quota is the target again.

    Raises EndingSettled, NotYoursToAccept, OpenVersion, NothingToEnd, TouchesClosedMonth and LessThanGivenAway.
    """
    agreement = _claimed(ending.agreement)
    locked = _claimed_ending(ending)
    if locked.proposed_side == side or locked.proposed_by_id == by.pk:
        raise NotYoursToAccept
    _last_signed(agreement)
    _check(agreement, locked)
    locked.agree(by=by, on=today)
    return locked


@transaction.atomic
def withdraw_ending(*, ending: AgreementEnding, by: User) -> None:
    """Either side puts the proposal aside: what is agreed goes on. Raises EndingSettled."""
    _claimed(ending.agreement)
    _claimed_ending(ending).delete()


def _claimed(agreement: Agreement) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("department", "model_year")
    return rows.get(pk=agreement.pk)


def _claimed_ending(ending: AgreementEnding) -> AgreementEnding:
    locked = AgreementEnding.objects.select_for_update().filter(pk=ending.pk).first()
    if locked is None or locked.agreed_on is not None:
        raise EndingSettled
    return locked


def _last_signed(agreement: Agreement) -> int:
    """The highest signed version, with nothing open beside it. Raises OpenVersion and NothingToEnd."""
    states = dict(agreement.versions.values_list("number", "state"))
    if {VersionState.DRAFT, VersionState.SENT} & set(states.values()):
        raise OpenVersion
    signed = [number for number, state in states.items() if state == VersionState.SIGNED]
    if not signed:
        raise NothingToEnd
    return max(signed)


def _check(agreement: Agreement, ending: AgreementEnding) -> None:
    """Whether the ending can be as things stand now. Holds the department."""
    year, department = agreement.model_year, agreement.department
    after = ending.last_month.next()
    refuse_closed([department], first=after, last=year.last_month)
    promises = [promise for promise, _version in signed_versions(year)[department.pk]]
    first = min(promise.valid_from for promise in promises)
    if not first <= after <= year.last_month:
        raise EndsOutsideAgreement(first.previous(), year.last_month.previous())
    overdrawn = first_month_overdrawn(
        versions=ended(promises, through=ending.through_version, last_month=ending.last_month),
        transfers=signed_transfers()[department.pk],
        formula_quotas=quotas_by_month(year, department.pk, months_between(after, year.last_month)),
    )
    if overdrawn:
        raise LessThanGivenAway(overdrawn)
