"""How many counted in a month, and for every placement why it did or did not (DOMAIN.md 6, Counted).

Standard library only. One rule for all: a person's days in a department are found first (`billing.presence`), then the
terms' counting rule looks at those days. The closing of a month, forecasts, corrections and reports all count here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from operator import attrgetter
from typing import NamedTuple

from billing.presence import Presence, Stay, days_between, listed_by_person, stays_of
from foundation.periods import Month

_PERCENT = 100


class CountingRule(StrEnum):
    LAST_DAY = "last_day"
    FIRST_DAY = "first_day"
    FIFTEENTH = "fifteenth"
    WHOLE_MONTH = "whole_month"
    ANY_DAY = "any_day"
    AVERAGE = "average"


class FractionRule(StrEnum):
    """What becomes of a daily average that is no whole number; other counting rules give whole numbers."""

    EXACT = "exact"
    UP = "up"
    DOWN = "down"


class PartTimeRule(StrEnum):
    """What someone who works less than full time counts for (DOMAIN.md 4, part-time rule; 9: whole jobs)."""

    WHOLE = "whole"  # one employment, however many hours
    SHARE = "share"  # the working share of the placement that counts: 50 % is a half


class Rule(NamedTuple):
    """How a department's month is counted, in the words that are stored."""

    counting: str
    fraction: str = FractionRule.EXACT
    part_time: str = PartTimeRule.WHOLE


class Reason(StrEnum):
    """Why a placement counted or did not.

    "That day" is the counting day, or any day of the month for the rules that look at the whole of it.
    """

    COUNTED = "counted"
    TYPE_DOES_NOT_QUALIFY = "type_does_not_qualify"  # practice, training
    TYPE_NOT_IN_FORCE = "type_not_in_force"  # the type qualifies, but its validity did not cover that day
    NOT_YET_STARTED = "not_yet_started"  # placed later than that day
    ENDED_BEFORE = "ended_before"  # the placement ended before that day
    NOT_YET_EMPLOYED = "not_yet_employed"  # placed, but employed only later
    EMPLOYMENT_ENDED = "employment_ended"  # placed, but the employment had ended
    OTHER_DEPARTMENT = "other_department"  # counted where the working share was larger
    SECOND_PLACEMENT = "second_placement"  # the person is counted here already, by another placement
    NOT_WHOLE_MONTH = "not_whole_month"


class CountedLine(NamedTuple):
    """One placement in a month's count. `share` is what it adds.

    That is 1 or 0; its part of the days with the average; its working share of that when part time counts as a part.
    """

    placement_id: int
    participant: object
    counted: bool
    share: Fraction
    reason: Reason


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A department's month: `exact` is the sum of the lines' shares, `counted` the same after the fraction rule."""

    department: int
    month: Month
    rule: CountingRule
    fraction_rule: FractionRule
    exact: Fraction
    counted: Fraction
    lines: tuple[CountedLine, ...]


def count_month(
    *,
    presences: Iterable[Presence],
    month: Month,
    rule_of: Mapping[int, tuple[str, ...]],
) -> dict[int, MonthCount]:
    """Count every department of `rule_of` at once.

    `presences` must hold all placements of the people concerned, also those in departments that are not in `rule_of`:
    a day counts in one department only. A rule is a `Rule`, or its first words ("last_day", "exact").
    Raises ValueError for a word that is no rule.
    """
    rules = {department: Rule(*words) for department, words in rule_of.items()}
    words = {(rule.counting, rule.part_time) for rule in rules.values()}
    by_words = {(count, part): _Measure(CountingRule(count), month, PartTimeRule(part)) for count, part in words}
    measures = {department: by_words[rule.counting, rule.part_time] for department, rule in rules.items()}
    lines: dict[int, list[CountedLine]] = {department: [] for department in rule_of}
    for listed in listed_by_person(presences, month):
        if len(listed) == 1:
            [one] = listed
            if one.department in measures:
                lines[one.department].append(measures[one.department].line_alone(one))
            continue
        for department, here in _by_department(stays_of(listed, month)).items():
            if department in measures:
                lines[department] += measures[department].lines(here)
    return {
        department: _summed(
            department, month, CountingRule(rule.counting), FractionRule(rule.fraction), lines[department]
        )
        for department, rule in rules.items()
    }


def _by_department(stays: list[Stay]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = {}
    for stay in stays:
        found.setdefault(stay.presence.department, []).append(stay)
    return found


def _summed(
    department: int, month: Month, rule: CountingRule, fraction_rule: FractionRule, lines: list[CountedLine]
) -> MonthCount:
    # hundredths of days are added first: one fraction for the department, however many people
    parts = month.days * _PERCENT
    exact = Fraction(sum(line.share.numerator * (parts // line.share.denominator) for line in lines), parts)
    lines.sort(key=attrgetter("placement_id"))
    return MonthCount(department, month, rule, fraction_rule, exact, rounded(exact, fraction_rule), tuple(lines))


def rounded(exact: Fraction, fraction_rule: str) -> Fraction:
    """The count after the terms' rule for fractions: kept exact, or to a whole number up or down."""
    if fraction_rule == FractionRule.UP:
        return Fraction(ceil(exact))
    return Fraction(floor(exact)) if fraction_rule == FractionRule.DOWN else exact


class _Measure:
    """A counting rule laid over one month: which days it looks at, and what they give."""

    def __init__(self, rule: CountingRule, month: Month, part_time: PartTimeRule) -> None:
        self.rule, self.month, self.part_time = rule, month, part_time
        self.first, self.last = _days_looked_at(rule, month)
        self.window = days_between(self.first, self.last, month)
        self.parts = [Fraction(days, month.days) for days in range(month.days + 1)]
        self.known: dict[tuple[object, ...], tuple[bool, Fraction, Reason]] = {}

    def line_alone(self, one: Presence) -> CountedLine:
        """A person's only placement, as most have; of those with the same dates, share and type one is looked at."""
        found = self.known.get(one.alike)
        if found is None:
            [line] = self.lines(stays_of([one], self.month))
            found = self.known[one.alike] = (line.counted, line.share, line.reason)
        return CountedLine(one.placement_id, one.participant, *found)

    def lines(self, stays: list[Stay]) -> list[CountedLine]:
        """One person's placements in one department."""
        days = 0
        for stay in stays:
            days |= stay.held
        days &= self.window
        if self.rule is CountingRule.AVERAGE:
            return [self._line(stay, days, stay.held.bit_count()) for stay in stays]
        counts = days == self.window if self.rule is CountingRule.WHOLE_MONTH else days != 0
        # with several placements here, the one that holds the last of the days looked at stands for the person
        bearer = days.bit_length() - 1 if counts else None
        return [
            self._line(stay, days, -1 if bearer is not None and stay.held >> bearer & 1 else 0)  # the whole, or nothing
            for stay in stays
        ]

    def _line(self, stay: Stay, days: int, part: int) -> CountedLine:
        """`part`: how many days of the month it adds; -1 is the whole of it."""
        one, share = stay.presence, self.parts[part]
        if not part:
            return CountedLine(one.placement_id, one.participant, False, share, self._why_not(stay, days))
        if self.part_time is PartTimeRule.SHARE and one.working_share != _PERCENT:
            share *= Fraction(one.working_share, _PERCENT)
        return CountedLine(one.placement_id, one.participant, True, share, Reason.COUNTED)

    def _why_not(self, stay: Stay, days: int) -> Reason:
        """The reason for a placement that does not count; `days` are those the person holds in the department."""
        if not stay.presence.type_counts:
            return Reason.TYPE_DOES_NOT_QUALIFY
        if not stay.present & self.window:
            return self._why_absent(stay.presence)
        if not stay.qualifying & self.window:
            return Reason.TYPE_NOT_IN_FORCE
        if days and (self.rule is not CountingRule.WHOLE_MONTH or days == self.window):
            return Reason.SECOND_PLACEMENT
        if stay.qualifying & self.window & ~days:
            return Reason.OTHER_DEPARTMENT
        return Reason.NOT_WHOLE_MONTH

    def _why_absent(self, one: Presence) -> Reason:
        if one.placed_from > self.last:
            return Reason.NOT_YET_STARTED
        if (one.placed_to or date.max) < self.first:
            return Reason.ENDED_BEFORE
        if one.employed_from > min(self.last, one.placed_to or date.max):
            return Reason.NOT_YET_EMPLOYED
        return Reason.EMPLOYMENT_ENDED


def _days_looked_at(rule: CountingRule, month: Month) -> tuple[date, date]:
    if rule is CountingRule.LAST_DAY:
        return month.last_day, month.last_day
    if rule is CountingRule.FIRST_DAY:
        return month.first_day, month.first_day
    if rule is CountingRule.FIFTEENTH:
        return month.first_day.replace(day=15), month.first_day.replace(day=15)
    return month.first_day, month.last_day
