"""What each board's invoice would be if it were issued now: the same lines are rehearsed and issued (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from billing.models import Correction, CorrectionCarrier, InvoiceLine, Reconciliation
from billing.queries.claims import BoardClaim, computed_claims
from billing.queries.faults import Fault, faults_by_board
from foundation.money import swedish_number
from foundation.periods import HalfYear, Month

READY, HELD_BACK, INVOICED, NOTHING = "ready", "held_back", "invoiced", "nothing"
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as it would stand on the invoice; kronor, and exact numbers of employments."""

    reconciliation_id: int
    department_name: str
    month: Month
    target: int
    counted: Fraction
    missing: Fraction
    excused: Fraction
    chargeable: Fraction
    fee_each: Decimal
    computed: Decimal
    amount: Decimal
    note: str
    correction_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Every value as text that `str` gives, ids and the target as numbers."""
        plain = (int, str, type(None))
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value if isinstance(value, plain) else str(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class BoardDraft:
    claim: BoardClaim
    state: str
    lines: tuple[DraftLine, ...]
    faults: tuple[Fault, ...]

    @property
    def claimed(self) -> Decimal:
        return self.claim.claimed or Decimal("0.00")

    def as_json(self) -> dict[str, Any]:
        claim = self.claim
        return {
            "board_id": claim.board.pk,
            "board": claim.board.name,
            "departments": [one.code for one in claim.departments],
            "state": self.state,
            "computed": str(claim.computed),
            "claimed": None if claim.claimed is None else str(claim.claimed),
            "invoice": claim.invoice.number if claim.invoice else None,
            "lines": [line.as_json() for line in self.lines],
            "faults": [fault.as_json() for fault in self.faults],
        }


def drafts(*, half_year: HalfYear, day: date, despite_faults: bool = False) -> list[BoardDraft]:
    """A draft per board, in order. A constant number of queries. Raises OutsideModelYears.

    `despite_faults`: a board whose coding is missing is ready all the same, as when an operator issues by command.
    """
    claims = computed_claims(half_year=half_year)
    faults = faults_by_board(claims, day=day)
    return [_draft(claim, faults.get(claim.board.pk, []), despite_faults) for claim in claims]


def _draft(claim: BoardClaim, faults: Sequence[Fault], despite_faults: bool) -> BoardDraft:
    lines = () if claim.invoice else _lines(claim)
    blocked = not despite_faults and any(fault.is_blocking for fault in faults)
    return BoardDraft(claim, _state(claim, blocked), lines, tuple(faults))


def _state(claim: BoardClaim, blocked: bool) -> str:
    if claim.invoice:
        return INVOICED
    if claim.is_ready:
        return HELD_BACK if blocked else READY
    nothing = not claim.computed or claim.claimed == 0
    return NOTHING if nothing and not claim.is_held_back else HELD_BACK


def _lines(claim: BoardClaim) -> tuple[DraftLine, ...]:
    """All six months, those before charging starts with 0 kr, then the corrections; a part claim month by month as
    it was decided, or shared out.
    """
    lines = [*map(_of_month, claim.months), *map(_of_correction, claim.corrections)]
    if claim.claimed is None:
        return tuple(lines)
    amounts = claim.shares([line.computed for line in lines])
    return tuple(replace(line, amount=amount) for line, amount in zip(lines, amounts, strict=True))


def _of_month(row: Reconciliation) -> DraftLine:
    return DraftLine(
        reconciliation_id=row.pk,
        department_name=row.department.name,
        month=row.month,
        target=row.target,
        counted=row.counted,
        missing=row.missing,
        excused=row.excused,
        chargeable=row.chargeable,
        fee_each=row.fee_each,
        computed=row.fee,
        amount=row.fee,
        note=_note(row),
    )


def _note(row: Reconciliation) -> str:
    """What a reader of the line must know: a disputed number is in the count, so that it is not charged here."""
    disputed = "omtvistad" if row.parked == 1 else "omtvistade"
    parked = f"{number(row.parked)} {disputed} vid stängningen räknas med" if row.parked else ""
    return ". ".join(filter(None, ["" if row.charges else "ej avgiftsgrundande", parked]))


def _of_correction(one: Correction) -> DraftLine:
    return correction_line(one, amount=one.moved)


def correction_line(one: Correction, *, amount: Decimal) -> DraftLine:
    """The line that carries a correction: the month as it is now, and the difference to pay or to get back.

    On the next half-year's invoice, of which another decision is made, what it moves is what is computed.
    """
    row = one.reconciliation
    counted = f"rättelse: räknade {number(one.counted_then)}, nu {number(one.counted_now)}"
    return DraftLine(
        reconciliation_id=row.pk,
        department_name=row.department.name,
        month=row.month,
        target=row.target,
        counted=one.counted_now,
        missing=one.missing_now,
        excused=one.excused_now,
        chargeable=one.chargeable_now - one.chargeable_then,
        fee_each=row.fee_each,
        computed=one.moved if one.carrier == CorrectionCarrier.NEXT_INVOICE else one.difference,
        amount=amount,
        note=". ".join(filter(None, [counted, one.reason]))[:NOTE_LENGTH],
        correction_id=one.pk,
    )


def money_line(line: InvoiceLine, *, amount: Decimal, note: str) -> DraftLine:
    """Money of a month that an earlier invoice or note charged. Nothing is computed anew: no employment and no fee
    changes, so the month's figures stand as they were and none of them is chargeable here.
    """
    return DraftLine(
        reconciliation_id=line.reconciliation_id,
        department_name=line.department_name,
        month=line.month,
        target=line.target,
        counted=line.counted,
        missing=line.missing,
        excused=line.excused,
        chargeable=Fraction(0),
        fee_each=line.fee_each,
        computed=amount,
        amount=amount,
        note=note,
    )


def number(value: Fraction) -> str:
    """A number of employments for the eye: whole, or with two decimals."""
    decimals = 0 if value.denominator == 1 else 2
    return swedish_number(Decimal(value.numerator) / value.denominator, decimals=decimals)
