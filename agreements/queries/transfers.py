"""The list of transfers, and one of them with what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import ProposalState, QuotaTransfer, TransferEnding, TransferQuerySet
from agreements.models.proposal import OPEN
from agreements.models.transfer import TransferNotice
from agreements.queries.transfer_content import targets_with
from agreements.sides import side_of, speaks_for
from agreements.transfer_content import TargetsOfMonth
from allocation.models import ModelYear
from foundation.display import Event
from foundation.periods import Month
from foundation.templatetags.overens import month_name
from organisation.access import may
from organisation.models import User
from organisation.roles import Act

_STATES = {
    ProposalState.PROPOSED: OPEN,
    ProposalState.ACCEPTED: Q(signed_on__isnull=False),
    ProposalState.DECLINED: Q(declined_on__isnull=False),
    ProposalState.WITHDRAWN: Q(withdrawn_on__isnull=False),
}


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One row of the list; `waits_for_reader` when the reader is the one to answer, or to note it for ASF."""

    transfer: QuotaTransfer
    last_month: Month | None
    ended_from: Month | None
    is_noted: bool
    ending_waits: bool
    waits_for_reader: bool


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One transfer with its targets, its endings, and what the reader may do with it."""

    transfer: QuotaTransfer
    months: tuple[TargetsOfMonth, ...]
    ending: TransferEnding | None  # proposed and not settled
    ended: TransferEnding | None  # accepted
    events: list[Event]
    may_answer: bool
    may_withdraw: bool
    may_end: bool
    may_answer_ending: bool
    may_withdraw_ending: bool
    may_note: bool

    @property
    def changing(self) -> list[TargetsOfMonth]:
        """The months in which the targets become others."""
        return [row for row in self.months if row.moves]


def transfers(*, model_year: ModelYear, reader: User, state: str = "", search: str = "") -> TransferQuerySet:
    """The transfers that touch the model year and that the reader sees, the latest first. One query."""
    rows = (
        QuotaTransfer.objects.visible_to(reader)
        .with_ends()
        .select_related("from_department", "to_department", "proposed_for", "notice")
    )
    begun = rows.filter(first_month__lte=model_year.last_month)
    found = begun.filter(Q(last_month=None) | Q(last_month__gte=model_year.first_month))
    if state in _STATES:
        found = found.filter(_STATES[ProposalState(state)])
    if search:
        found = found.filter(Q(from_department__name__icontains=search) | Q(to_department__name__icontains=search))
    return found.order_by("-first_month", "from_department__code", "pk")


def row_of(transfer: QuotaTransfer, reader: User) -> TransferRow:
    """Of a row of `transfers`. No queries."""
    ended, is_noted = transfer.ended_from, hasattr(transfer, "notice")
    waits = transfer.is_open and speaks_for(reader, transfer.answering_side)
    notes = transfer.signed_on is not None and not is_noted and may(reader, Act.DRAFT_AGREEMENT)
    ending_side = {
        transfer.from_department_id: transfer.to_department,
        transfer.to_department_id: transfer.from_department,
    }
    asked = transfer.ending_proposed_for
    ending = asked is not None and speaks_for(reader, ending_side[asked])
    return TransferRow(
        transfer=transfer,
        last_month=ended.previous() if ended else transfer.last_month,
        ended_from=ended,
        is_noted=is_noted,
        ending_waits=asked is not None,
        waits_for_reader=waits or notes or ending,
    )


def transfer_page(transfer: QuotaTransfer, *, reader: User, year: ModelYear | None) -> TransferPage:
    """Eight queries at most."""
    endings = list(
        transfer.endings.select_related("proposed_for", "proposed_by", "answered_by", "document").order_by("pk")
    )
    for one in endings:
        one.transfer = transfer
    ending = next((one for one in endings if one.is_open), None)
    ended = next((one for one in endings if one.signed_on is not None), None)
    notice = TransferNotice.objects.filter(transfer=transfer).select_related("noted_by").first()
    is_accepted = transfer.signed_on is not None
    sides = (transfer.from_department, transfer.to_department)
    return TransferPage(
        transfer=transfer,
        months=targets_with(transfer, year=year, ending=ending) if year and (transfer.is_open or ending) else (),
        ending=ending,
        ended=ended,
        events=_events(transfer, endings, notice),
        may_answer=transfer.is_open and speaks_for(reader, transfer.answering_side),
        may_withdraw=transfer.is_open and speaks_for(reader, transfer.proposing_side),
        may_end=is_accepted and ending is None and ended is None and side_of(reader, sides) is not None,
        may_answer_ending=ending is not None and speaks_for(reader, ending.answering_side),
        may_withdraw_ending=ending is not None and speaks_for(reader, ending.proposing_side),
        may_note=is_accepted and notice is None and may(reader, Act.DRAFT_AGREEMENT),
    )


def _events(transfer: QuotaTransfer, endings: list[TransferEnding], notice: TransferNotice | None) -> list[Event]:
    """What has happened, the latest first."""
    events = _said(transfer, _("Överföringen"))
    for ending in endings:
        events += _said(ending, _("Avslut från och med %(month)s") % {"month": month_name(ending.from_month)})
    if notice:
        events.append(Event(notice.noted_on, _name(notice.noted_by), _("Noterad av ASF")))
    events.reverse()  # of two on the same day the later stays first
    return sorted(events, key=lambda event: str(event.at)[:10], reverse=True)


def _said(one: QuotaTransfer | TransferEnding, what: str) -> list[Event]:
    events = []
    if one.proposed_on:
        text = _("%(what)s: föreslagen för %(side)s") % {"what": what, "side": one.proposing_side.name}
        events.append(Event(one.proposed_on, _name(one.proposed_by), text, one.reason))
    answers = (
        (one.signed_on, _("%(what)s: accepterad för %(side)s"), ""),
        (one.declined_on, _("%(what)s: avböjd för %(side)s"), one.decline_reason),
    )
    for day, text, why in answers:
        if day:
            said = text % {"what": what, "side": one.answering_side.name}
            events.append(Event(day, _name(one.answered_by), said, why))
    if one.withdrawn_on:
        events.append(Event(one.withdrawn_on, _name(one.proposed_by), _("%(what)s: tillbakadragen") % {"what": what}))
    return events


def _name(user: User | None) -> str:
    return user.full_name if user else _("Överens")
