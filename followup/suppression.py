"""Small groups are not shown outside the provider, nor can they be worked out from what is (DOMAIN.md 8).

Standard library only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

LEAST_SHOWN = 5


def suppressed(parts: Sequence[int], *, least: int = LEAST_SHOWN) -> list[int | None]:
    """The parts of a total that is shown, with None where a number may not be.

    A part from 1 to `least` - 1 is hidden. If what is hidden could then be worked out from the total (one part alone,
    or hidden parts that together are fewer than `least`), the smallest part still shown that is not 0 is hidden too,
    until it cannot. Where anything is hidden every 0 is hidden with it: else each hidden part would be known to be at
    least one, and five parts that are 5 together to be one each. Every part that there can be must be among them, in an
    order that says nothing of the numbers.
    """
    hidden = {index for index, number in enumerate(parts) if 0 < number < least}
    while hidden and (len(hidden) == 1 or sum(parts[index] for index in hidden) < least):
        shown = [index for index, number in enumerate(parts) if index not in hidden and number]
        if not shown:
            break
        hidden.add(min(shown, key=lambda index: (parts[index], index)))
    return [None if hidden and (index in hidden or not number) else number for index, number in enumerate(parts)]


Shown = int | None
Cell = tuple[int, int]


def suppressed_table(rows: Sequence[Sequence[int]], *, least: int = LEAST_SHOWN) -> list[list[Shown]] | None:
    """A table with its totals (a last column and a last row), None where a number may not be shown.

    A number from 1 to `least` - 1 is hidden, totals too. Others are hidden with it until no hidden number can be worked
    out from those shown, and until what is hidden of a row or column is no group under `least`. The totals of the
    columns are never hidden for the sake of others, since they stand in other tables as well. Where that does not
    suffice the answer is None: the table cannot be shown at all. A 0 beside or below something hidden is hidden too,
    so that a hidden number may be any from 0 up; a 0 that the sums give away is shown. As in `suppressed` every row
    that there can be must be there, in an order that says nothing of the numbers.
    """
    whole = [[*row, sum(row)] for row in rows]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    numbers = {(i, j): number for i, row in enumerate(whole) for j, number in enumerate(row)}
    hidden = {cell for cell, number in numbers.items() if 0 < number < least}
    may_hide = {cell for cell, number in numbers.items() if number and cell[0] < len(rows)} | hidden
    while True:
        cost = {cell: 0 if cell in hidden else numbers[cell] for cell in may_hide}
        if weak := next((cell for cell in sorted(hidden) if not _way_round(cell, dict.fromkeys(hidden, 0))), None):
            more = _way_round(weak, cost)
        elif line := _too_few(numbers, hidden, least):
            free = sorted((cost[cell], cell) for cell in line[:-1] if cell in may_hide - hidden)
            more = next(({cell} for _cost, cell in free if _way_round(cell, cost)), None)
        else:
            break
        if not more:
            return None
        hidden |= more
    hidden |= _noughts(numbers, hidden)
    return [[None if (i, j) in hidden else number for j, number in enumerate(row)] for i, row in enumerate(whole)]


def joined(rows: Sequence[Sequence[int]], *, least: int = LEAST_SHOWN) -> list[tuple[int, ...]]:
    """Which columns to put together so that none is a small group as a whole: such a one could be hidden nowhere.

    A column whose total is from 1 to `least` - 1 goes with the largest other one, until there is none or no other
    column has anybody. Each answer is the indexes of the columns that are one, in their own order.
    """
    totals: dict[tuple[int, ...], int] = {(index,): sum(column) for index, column in enumerate(zip(*rows, strict=True))}
    while small := next((one for one in sorted(totals) if 0 < totals[one] < least and len(totals) > 1), None):
        number = totals.pop(small)
        largest = max(totals, key=lambda one: (totals[one], one))
        together = tuple(sorted((*small, *largest)))
        totals[together] = number + totals.pop(largest)
    return sorted(totals)


def _too_few(numbers: Mapping[Cell, int], hidden: set[Cell], least: int) -> list[Cell] | None:
    """A row or column, its total last, whose hidden numbers can be worked out together and are too few people."""
    height, width = (max(cell[axis] for cell in numbers) + 1 for axis in (0, 1))
    lines = [[(i, j) for j in range(width)] for i in range(height)]
    lines += [[(i, j) for i in range(height)] for j in range(width)]
    for line in lines:
        inside = [cell for cell in line[:-1] if cell in hidden]
        if inside and line[-1] not in hidden and sum(numbers[cell] for cell in inside) < least:
            return line
    return None


def _way_round(cell: Cell, cost: Mapping[Cell, int]) -> set[Cell] | None:
    """The cheapest other numbers that join the cell's row to its column; None when there are none.

    What is shown tells a sum for each row and column. A hidden number joins its row to its column, and it can vary only
    together with others on a way round; one that no way round passes can be worked out.
    """
    neighbours: defaultdict[tuple[int, int], list[tuple[int, int, Cell]]] = defaultdict(list)
    for (i, j), price in cost.items():
        if (i, j) != cell:
            neighbours[0, i].append((price, j, (i, j)))
            neighbours[1, j].append((price, i, (i, j)))
    queue: list[tuple[int, tuple[int, int], tuple[Cell, ...]]] = [(0, (0, cell[0]), ())]
    done = set()
    while queue:
        spent, place, way = heappop(queue)
        if place == (1, cell[1]):
            return set(way)
        if place not in done:
            done.add(place)
            for price, other, passed in neighbours[place]:
                heappush(queue, (spent + price, (1 - place[0], other), (*way, passed)))
    return None


def _noughts(numbers: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """The noughts in rows and columns that hide something, but for those that would be worked out all the same."""
    last_row = max(cell[0] for cell in numbers)
    rows, columns = {i for i, _j in hidden}, {j for _i, j in hidden}
    found = {
        (i, j) for (i, j), number in numbers.items() if not number and i < last_row and (i in rows or j in columns)
    }
    while given_away := {cell for cell in found if not _may_be_more(cell, numbers, hidden | found)}:
        found -= given_away
    return found


def _may_be_more(cell: Cell, numbers: Mapping[Cell, int], hidden: set[Cell]) -> bool:
    """Whether the 0 in the cell could be 1 and everything shown be as it is: what is added here is taken from another
    hidden number of its column, added again in that one's row, and so on round to the cell's own row. A total stands on
    the other side of its sum, so that it goes the other way; nothing can be taken from a 0.
    """
    height, width = (max(one[axis] for one in numbers) for axis in (0, 1))

    def moves(one: Cell, step: int) -> bool:
        change = -step if (one[0] == height) != (one[1] == width) else step
        return change > 0 or numbers[one] > 0

    up = -1 if (cell[0] == height) != (cell[1] == width) else 1
    others = hidden - {cell}
    rows, columns = set[int](), {cell[1]}
    while cell[0] not in rows:
        more_rows = {i for i, j in others if j in columns and moves((i, j), -up)} - rows
        rows |= more_rows
        more_columns = {j for i, j in others if i in rows and moves((i, j), up)} - columns
        columns |= more_columns
        if not more_rows and not more_columns:
            return False
    return True
