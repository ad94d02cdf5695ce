"""A rehearsal as it is read: every draft with its lines, faults and what differs since the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from billing.models import InvoiceRun
from billing.queries.drafts import HELD_BACK, INVOICED, NOTHING, READY, BoardDraft
from billing.queries.faults import Fault
from foundation.money import kronor
from foundation.periods import Month
from foundation.templatetags.overens import month_name


@dataclass(frozen=True, slots=True)
class FaultLink:
    """What is wrong, whether it stops the board, and where it is mended ("" when there is no page)."""

    text: str
    blocking: bool
    url: str


@dataclass(frozen=True, slots=True)
class RehearsedLine:
    department_name: str
    month: Month
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee_each: Decimal
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class RehearsedDraft:
    """What one board's invoice was when rehearsed. `claimed` is None without a decision."""

    board: str
    state: str
    computed: Decimal
    claimed: Decimal | None
    lines: tuple[RehearsedLine, ...]
    faults: tuple[FaultLink, ...]
    changes: tuple[str, ...]

    @property
    def state_name(self) -> str:
        return state_name(self.state)


def state_name(state: str) -> str:
    return {
        READY: _("klar att utfärda"),
        HELD_BACK: _("hålls tillbaka"),
        INVOICED: _("fakturerad"),
        NOTHING: _("inget att fakturera"),
    }[state]


def rehearsed_drafts(run: InvoiceRun) -> list[RehearsedDraft]:
    """The run's drafts, typed again. No queries."""
    return [_draft(stored) for stored in run.drafts]


def _draft(stored: dict[str, Any]) -> RehearsedDraft:
    return RehearsedDraft(
        board=stored["board"],
        state=stored["state"],
        computed=Decimal(stored["computed"]),
        claimed=_amount(stored["claimed"]),
        lines=tuple(_line(line) for line in stored["lines"]),
        faults=tuple(fault_link(Fault.from_json(fault)) for fault in stored["faults"]),
        changes=tuple(_change(change) for change in stored["changes"]),
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _line(stored: dict[str, Any]) -> RehearsedLine:
    return RehearsedLine(
        department_name=stored["department_name"],
        month=Month.parse(stored["month"]),
        target=stored["target"],
        counted=Fraction(stored["counted"]),
        missing=Fraction(stored["missing"]),
        excused=Fraction(stored["excused"]),
        chargeable=Fraction(stored["chargeable"]),
        fee_each=Decimal(stored["fee_each"]),
        amount=Decimal(stored["amount"]),
        note=stored["note"],
    )


def fault_link(fault: Fault) -> FaultLink:
    """The fault in words, with the address where it is mended."""
    try:
        url = reverse(fault.url_name, args=fault.args)
    except NoReverseMatch:
        return FaultLink(fault.text, fault.is_blocking, "")
    return FaultLink(fault.text, fault.is_blocking, f"{url}?{urlencode(fault.query)}" if fault.query else url)


def _change(change: dict[str, Any]) -> str:
    then, now = change["then"], change["now"]
    match change["what"]:
        case "new":
            return _("Nämnden är ny sedan förra repetitionen.")
        case "state":
            return _("Läget var ”%(then)s”, nu ”%(now)s”.") % {"then": state_name(then), "now": state_name(now)}
        case "computed":
            return _("Beräknat var %(then)s, nu %(now)s.") % {"then": _sum(then), "now": _sum(now)}
        case "claimed":
            none = _("obeslutat")
            return _("Begärt var %(then)s, nu %(now)s.") % {"then": _sum(then, none), "now": _sum(now, none)}
    return _("%(department)s %(month)s var %(then)s, nu %(now)s.") % {
        "department": change["department"],
        "month": month_name(Month.parse(change["month"])),
        "then": _sum(then),
        "now": _sum(now),
    }


def _sum(text: str | None, none: str = "") -> str:
    return none or _("inte med") if text is None else kronor(Decimal(text))


def changed_since(run: InvoiceRun, now: Sequence[BoardDraft]) -> list[str]:
    """The boards whose draft is another than when rehearsed: the run must be rehearsed again for them. No queries."""
    rehearsed = {one["board_id"]: one for one in run.drafts}
    return [
        one.claim.board.name
        for one in now
        if one.state != INVOICED
        and (
            (then := rehearsed.get(one.claim.board.pk)) is None
            or then["state"] != one.state
            or then["lines"] != one.as_json()["lines"]
        )
    ]
