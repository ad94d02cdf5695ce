"""From values to positions: round axis steps, and the frame that a chart is drawn in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def axis_steps(greatest: Exact, most: int = 5) -> list[int]:
    """Whole, evenly spaced values from 0 that reach at least `greatest`, in steps of 1, 2 or 5 times a power of ten.

    At most `most` steps above zero: 19 → 0, 5, 10, 15, 20; 1000 → 0, 200 … 1000; 0 → 0, 1.
    """
    step = 1
    factors = (2, Fraction(5, 2), 2)
    turn = 0
    while step * most < greatest:
        step = int(step * factors[turn % 3])
        turn += 1
    count = max(1, -(-Fraction(greatest) // step))
    return [step * index for index in range(count + 1)]


def written(value: int) -> str:
    """1000 → "1 000" with a no-break space."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is written there."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle inside which values are drawn, in units of the view box."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    greatest: int

    def y(self, value: Exact) -> int:
        """Zero lies at the bottom, the greatest value at the top."""
        return self.bottom - round(Fraction(value) * (self.bottom - self.top) / self.greatest)

    def x(self, value: Exact) -> int:
        """For lying bars: zero at the left edge."""
        return self.left + round(Fraction(value) * (self.right - self.left) / self.greatest)

    def slot(self, index: int, count: int) -> tuple[int, int]:
        """Left and right edge of one of `count` equally wide slots."""
        breadth = self.right - self.left
        return self.left + breadth * index // count, self.left + breadth * (index + 1) // count

    def middle(self, index: int, count: int) -> int:
        left, right = self.slot(index, count)
        return (left + right) // 2


def greatest_of(values: Iterable[Exact | None]) -> Exact:
    """The greatest of the values that are there; 0 when none is."""
    return max((value for value in values if value is not None), default=0)
