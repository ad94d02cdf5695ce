"""Who holds which day where: employment, placement and type together, one department per person and day.

Standard library only. The days of a month are a set of bits: bit 0 is the 1st, so overlaps and unions cost nothing
however many people there are (DOMAIN.md 6 and 9: inclusive dates; the larger working share counts, then the
earlier start).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from foundation.periods import Month

LISTED_AFTER_END = timedelta(days=31)


class Presence(NamedTuple):
    """One placement of one employment. All dates are inclusive, None = no end (or no limit) known."""

    placement_id: int
    participant: Hashable
    department: int
    employed_from: date
    employed_to: date | None
    placed_from: date
    placed_to: date | None
    working_share: int = 100  # percent
    type_counts: bool = True
    type_valid_from: date | None = None
    type_valid_to: date | None = None
    type_code: str = ""

    @property
    def alike(self) -> tuple[object, ...]:
        """All that decides whether it counts somewhere when the person has no other placement: dates, share, type."""
        return self[3:11]

    @property
    def starts(self) -> date:
        """The first day that both employment and placement cover."""
        return max(self.employed_from, self.placed_from)

    @property
    def ends(self) -> date:
        """The last day that both cover; `date.max` when neither has an end."""
        return min(self.employed_to or date.max, self.placed_to or date.max)

    def type_qualifies_on(self, day: date) -> bool:
        return self.type_counts and (self.type_valid_from or date.min) <= day <= (self.type_valid_to or date.max)

    def counts_on(self, day: date) -> bool:
        """Employed, placed and of a qualifying type on the day, other placements aside."""
        return self.starts <= day <= self.ends and self.type_qualifies_on(day)


class Stay(NamedTuple):
    """A placement's days in a month, as bits: present at all, present in a qualifying type, and counting."""

    presence: Presence
    present: int
    qualifying: int
    held: int


def days_between(first: date, last: date, month: Month) -> int:
    """The bits of the days from `first` to `last` (inclusive) that fall in the month."""
    return _bits(first, last, month.first_day, month.last_day)


def listed_by_person(presences: Iterable[Presence], month: Month) -> Iterable[list[Presence]]:
    """Per person, the placements worth listing for the month: those that touch it or ended at most 31 days before."""
    last = month.last_day
    oldest = month.first_day - LISTED_AFTER_END
    people: defaultdict[Hashable, list[Presence]] = defaultdict(list)
    for one in presences:
        if one.placed_from <= last and (one.placed_from >= oldest or one.ends >= oldest):
            people[one.participant].append(one)
    return people.values()


def stays_of(listed: list[Presence], month: Month) -> list[Stay]:
    """One person's placements with the days of the month on which each of them counts."""
    stays = [_alone(one, month.first_day, month.last_day) for one in listed]
    return stays if len(stays) == 1 else _share_out(stays)


def present_on(presences: Iterable[Presence], day: date) -> Counter[int]:
    """Distinct people in qualifying employments on a day, per department: the stock (DOMAIN.md 3, city targets)."""
    return Counter(one.department for one in _holding(presences, day))


def percents_on(presences: Iterable[Presence], day: date) -> Counter[int]:
    """As `present_on`, with the working shares of those people added up, in percent."""
    stock: Counter[int] = Counter()
    for one in _holding(presences, day):
        stock[one.department] += one.working_share
    return stock


def _holding(presences: Iterable[Presence], day: date) -> Iterator[Presence]:
    """Each person's placement that has the day."""
    that_day = [one for one in presences if one.counts_on(day)]
    month = Month.of(day)
    for listed in listed_by_person(that_day, month):
        yield from (stay.presence for stay in stays_of(listed, month) if stay.held >> (day.day - 1) & 1)


def starts_in(presences: Iterable[Presence], *, first: date, last: date) -> int:
    """Employments created (gross starts): qualifying employments that began from `first` to `last`.

    An employment with several placements is one start.
    """
    return len(started_in(presences, first=first, last=last))


def started_in(presences: Iterable[Presence], *, first: date, last: date) -> list[Presence]:
    """The first placement of each employment created from `first` to `last`: where the start is counted."""
    found: dict[tuple[Hashable, date], Presence] = {}
    for one in sorted(presences, key=lambda one: (one.placed_from, one.placement_id)):
        if first <= one.employed_from <= last and one.type_qualifies_on(one.employed_from):
            found.setdefault((one.participant, one.employed_from), one)
    return list(found.values())


def _bits(first: date, last: date, month_first: date, month_last: date) -> int:
    first, last = max(first, month_first), min(last, month_last)
    return 0 if first > last else ((1 << (last.day - first.day + 1)) - 1) << (first.day - 1)


def _alone(one: Presence, first: date, last: date) -> Stay:
    """The placement's days in the month as if the person had no other placement."""
    present = _bits(one.starts, one.ends, first, last)
    qualifying = present if one.type_counts else 0
    if qualifying and (one.type_valid_from or one.type_valid_to):
        qualifying &= _bits(one.type_valid_from or date.min, one.type_valid_to or date.max, first, last)
    return Stay(one, present, qualifying, qualifying)


def _share_out(stays: list[Stay]) -> list[Stay]:
    """Give each of the person's days to one placement only: larger share, earlier start, lower number."""
    taken = 0
    shared = []
    for stay in sorted(stays, key=_precedence):
        shared.append(stay._replace(held=stay.qualifying & ~taken))
        taken |= stay.qualifying
    return shared


def _precedence(stay: Stay) -> tuple[int, date, int]:
    one = stay.presence
    return -one.working_share, one.placed_from, one.placement_id
