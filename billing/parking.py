"""What the two sides of a month disagree on, in numbers, so that the rest can close without it (DOMAIN.md 6).

Standard library only. Until it is settled a disputed part counts as the one of the two readings says that gives more,
be it the department's or the provider's: what is charged meanwhile is what both sides agree is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Dispute:
    """An objection's figure beside the provider's: a line's part of the count, or (`is_line` False) the month's."""

    objection_id: int
    is_line: bool
    theirs: Fraction
    ours: Fraction


def disputed_shares(disputes: Sequence[Dispute]) -> dict[int, Fraction]:
    """How much more (or, below 0, fewer) each objection would have counted, by its id; 0 is nothing to park.

    The figure of the month as a whole holds the lines objected to by themselves in the same direction: only what it
    adds to them is its own.
    """
    lines = {one.objection_id: one.theirs - one.ours for one in disputes if one.is_line}
    more = sum((share for share in lines.values() if share > 0), NOTHING)
    fewer = sum((share for share in lines.values() if share < 0), NOTHING)
    whole = {one.objection_id: one.theirs - one.ours for one in disputes if not one.is_line}
    own = {
        key: max(NOTHING, share - more) if share > 0 else min(NOTHING, share - fewer) for key, share in whole.items()
    }
    return lines | own


def without_parked(standing: Fraction, *, before: Fraction, after: Fraction) -> Fraction:
    """The standing count when a parked line turns out not to count.

    `before` and `after` are the closed month's own sum with and without it, rounded as its terms say: so an earlier
    correction of something else stays in the count.
    """
    return max(NOTHING, standing - (before - after))
