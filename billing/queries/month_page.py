"""One month of one department: figures, who counts and who does not and why, both sides' standing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.derivations import NO_LINKS, TrailLinks, fee_steps, target_steps
from billing.models import (
    Cause,
    Correction,
    InvoiceLine,
    MissingCause,
    Objection,
    ObjectionState,
    Reconciliation,
    ReconciliationLine,
    Reopening,
    ReopeningState,
)
from billing.queries.month_history import month_events
from foundation.display import Event, Figure, Step
from foundation.money import kronor
from foundation.templatetags.overens import exact, month_name
from placements.anonymous import is_anonymous


@dataclass(frozen=True, slots=True)
class LineRow:
    """A person-month with the objections made to it."""

    line: ReconciliationLine
    employment_id: int | None  # None: nothing to lead to
    objections: tuple[Objection, ...]

    @property
    def waits(self) -> bool:
        """Whether an objection to the line has no answer yet: another one is refused."""
        return any(one.state == ObjectionState.OPEN for one in self.objections)


@dataclass(frozen=True, slots=True)
class MonthPage:
    reconciliation: Reconciliation
    counted: tuple[LineRow, ...]
    not_counted: tuple[LineRow, ...]
    objections: tuple[Objection, ...]  # to the month as a whole, or to a line that is no longer listed
    open_objections: int
    causes: tuple[tuple[str, int], ...]
    figures: tuple[Figure, ...]
    target_steps: tuple[Step, ...]
    fee_steps: tuple[Step, ...]
    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]
    invoice_lines: tuple[InvoiceLine, ...]
    reopenings: tuple[Reopening, ...]

    @property
    def surplus(self) -> Fraction:
        counted: Fraction = self.reconciliation.counted
        return max(Fraction(0), counted - self.reconciliation.target)

    @property
    def shows_objections(self) -> bool:
        """Whether any line has an objection that is open or parked."""
        live = (ObjectionState.OPEN, ObjectionState.PARKED)
        return any(one.state in live for row in (*self.counted, *self.not_counted) for one in row.objections)

    @property
    def whole_month_waits(self) -> bool:
        """Whether an objection to the month as a whole has no answer yet."""
        return any(one.placement_id is None and one.state == ObjectionState.OPEN for one in self.objections)

    @property
    def unsettled(self) -> int:
        """Parked objections without a settlement."""
        found = [*self.objections, *(one for row in (*self.counted, *self.not_counted) for one in row.objections)]
        return sum(one.state == ObjectionState.PARKED and not one.parked.is_settled for one in found)

    @property
    def waiting_reopening(self) -> Reopening | None:
        return next((one for one in self.reopenings if one.state == ReopeningState.PROPOSED), None)

    @property
    def causes_beyond(self) -> int:
        """How many causes there are in all, where a later count has left fewer missing than that; else 0."""
        number = sum(number for _cause, number in self.causes)
        return number if number > self.reconciliation.missing else 0

    @property
    def earlier_closings(self) -> list[Reopening]:
        return [one for one in self.reopenings if one.state == ReopeningState.CONFIRMED]

    @property
    def counts_shares(self) -> bool:
        """Whether the lines show parts of an employment."""
        return self.reconciliation.lines_have_parts


def month_page(reconciliation: Reconciliation, *, links: TrailLinks = NO_LINKS) -> MonthPage:
    """Everything on the page of one month. Nine queries, however many lines."""
    beside = (
        "made_by", "answered_by", "withdrawn_by", "placement__employment", "parked__parked_by",
        "parked__settlement__settled_by",
    )  # fmt: skip
    objections = list(reconciliation.objections.select_related(*beside).order_by("made_at"))
    reopenings = list(reconciliation.reopenings.select_related("proposed_by", "settled_by").order_by("proposed_at"))
    rows = _rows(reconciliation, objections)
    listed = {row.line.placement_id for row in rows}
    return MonthPage(
        reconciliation=reconciliation,
        counted=tuple(row for row in rows if row.line.counted),
        not_counted=tuple(row for row in rows if not row.line.counted),
        objections=tuple(one for one in objections if one.placement_id not in listed),
        open_objections=sum(one.state == ObjectionState.OPEN for one in objections),
        causes=_causes(reconciliation),
        figures=month_figures(reconciliation),
        target_steps=tuple(target_steps(reconciliation.target_trail, month=reconciliation.month, links=links)),
        fee_steps=tuple(
            fee_steps(
                reconciliation, fee=reconciliation.fee, charges=reconciliation.charges, parked=reconciliation.parked
            ),
        ),
        events=tuple(month_events(reconciliation, objections, reopenings)),
        corrections=tuple(reconciliation.corrections.select_related("line__invoice").order_by("sequence")),
        invoice_lines=tuple(reconciliation.invoice_lines.select_related("invoice").order_by("invoice__issued_at")),
        reopenings=tuple(reopenings),
    )


def _rows(reconciliation: Reconciliation, objections: list[Objection]) -> list[LineRow]:
    by_placement: defaultdict[int | None, list[Objection]] = defaultdict(list)
    for objection in objections:
        by_placement[objection.placement_id].append(objection)
    lines = reconciliation.lines.select_related("placement__employment").order_by("employment_key", "placed_from")
    return [LineRow(line, _linked(line), tuple(by_placement[line.placement_id])) for line in lines]


def _linked(line: ReconciliationLine) -> int | None:
    """The frozen line has the key of then: it must not lead to the row of somebody who is anonymous by now."""
    employment = line.placement.employment
    return None if is_anonymous(employment.key) else employment.pk


def _causes(reconciliation: Reconciliation) -> tuple[tuple[str, int], ...]:
    """As frozen when the month is closed, else as recorded now."""
    if reconciliation.is_closed:
        found = reconciliation.causes.items()
    else:
        recorded = MissingCause.objects.filter(
            department=reconciliation.department, month=reconciliation.month
        ).order_by("cause")
        found = recorded.values_list("cause", "number")
    return tuple((str(Cause(cause).label), number) for cause, number in found)


def month_figures(row: Reconciliation) -> tuple[Figure, ...]:
    """The strip: mål – räknade – saknas – undantas – avgiftsgrundande – avgift."""
    each = _("%(fee)s per anställning") % {"fee": kronor(row.fee_each)}
    return (
        Figure(_("Mål"), str(row.target), url="#target"),
        Figure(
            _("Räknade"),
            exact(row.counted),
            _disputed_part(row),
            url="#counted",
        ),
        Figure(_("Saknas"), exact(row.missing), tone="waits" if row.missing else ""),
        Figure(_("Undantas"), exact(row.excused)),
        Figure(_("Avgiftsgrundande"), exact(row.chargeable)),
        Figure(_("Avgift"), kronor(row.fee), each if row.charges else _("ingen avgift den här månaden"), url="#fee"),
    )


def _disputed_part(row: Reconciliation) -> str:
    """What of the counted the department alone counts, until it is settled."""
    text = ngettext("varav %(n)s omtvistad", "varav %(n)s omtvistade", 1 if row.parked == 1 else 2)
    return text % {"n": exact(row.parked)} if row.parked else ""


def title_of(row: Reconciliation) -> str:
    return f"{row.department.name} {month_name(row.month)}"
