"""What a department will owe at half-year's and year's end (DOMAIN.md 7, Forecast).

Standard library only. Two readings side by side, from day D:
known  closed months as frozen, every other month counted on the starts and ends the register knows;
flat   closed months as frozen, months that have ended by D counted, and later months with the number present on D.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.counting import CountingRule, FractionRule, MonthCount, PartTimeRule, Rule, count_month, rounded
from billing.presence import Presence, percents_on, present_on
from billing.shortfall import ChargingTerms, Shortfall, shortfall
from foundation.money import to_ore
from foundation.periods import HalfYear, Month


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """A month that is not closed: its effective target, and the terms and recorded causes as they are today."""

    month: Month
    target: int
    terms: ChargingTerms
    causes: Mapping[str, int] = field(default_factory=dict)
    rule: str = CountingRule.LAST_DAY
    fraction_rule: str = FractionRule.EXACT
    part_time_rule: str = PartTimeRule.WHOLE


@dataclass(frozen=True, slots=True)
class Outlook:
    """A department with all months of the model year; a closed month is its frozen shortfall."""

    department: int
    months: tuple[Shortfall | OpenMonth, ...]


@dataclass(frozen=True, slots=True)
class ForecastMonth:
    month: Month
    is_closed: bool
    known: Shortfall
    flat: Shortfall


@dataclass(frozen=True, slots=True)
class Forecast:
    """Kronor that a department owes by its register on `day`. `half_year` is the one in which the day falls."""

    department: int
    day: date
    half_year: HalfYear
    months: tuple[ForecastMonth, ...]

    @property
    def fee_closed(self) -> Decimal:
        """The frozen fees of the closed months of the model year."""
        return _sum(one.known for one in self.months if one.is_closed)

    @property
    def half_year_known(self) -> Decimal:
        return self.known_of(self.half_year)

    @property
    def half_year_flat(self) -> Decimal:
        return _sum(one.flat for one in self.months if one.month.half_year == self.half_year)

    def known_of(self, half_year: HalfYear) -> Decimal:
        """What the months of any half-year cost on known starts and ends."""
        return _sum(one.known for one in self.months if one.month.half_year == half_year)

    @property
    def year_known(self) -> Decimal:
        return _sum(one.known for one in self.months)

    @property
    def year_flat(self) -> Decimal:
        return _sum(one.flat for one in self.months)


def forecast(
    *, outlooks: Iterable[Outlook], presences: Sequence[Presence], day: date, extra: Sequence[Presence] = ()
) -> dict[int, Forecast]:
    """Forecast every department at once, from the register's placements on `day`.

    `presences` must hold all placements of the people concerned (see `count_month`). `extra` are starts that are not
    in the register; they are added to both readings.
    """
    outlooks = list(outlooks)
    stock = {
        PartTimeRule.WHOLE: {one: Fraction(people) for one, people in present_on(presences, day).items()},
        PartTimeRule.SHARE: {one: Fraction(part, 100) for one, part in percents_on(presences, day).items()},
    }
    known = _count_open_months(outlooks, [*presences, *extra])
    added = _count_open_months(outlooks, extra) if extra else {}
    result = {}
    for outlook in outlooks:
        months = [
            ForecastMonth(ahead.month, True, ahead, ahead)
            if isinstance(ahead, Shortfall)
            else _open_month(
                ahead,
                day=day,
                counted=known[outlook.department, ahead.month],
                stock=stock[PartTimeRule(ahead.part_time_rule)].get(outlook.department, Fraction(0)),
                added=added.get((outlook.department, ahead.month)),
            )
            for ahead in outlook.months
        ]
        result[outlook.department] = Forecast(outlook.department, day, HalfYear.of(day), tuple(months))
    return result


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A department's forecast as it is and with more starts; savings in kronor."""

    without: Forecast
    with_starts: Forecast

    @property
    def saved_half_year(self) -> Decimal:
        return self.without.half_year_known - self.with_starts.half_year_known

    @property
    def saved_year(self) -> Decimal:
        return self.without.year_known - self.with_starts.year_known

    @property
    def saved_year_flat(self) -> Decimal:
        return self.without.year_flat - self.with_starts.year_flat


def what_if(
    *,
    outlook: Outlook,
    presences: Sequence[Presence],
    day: date,
    starts: int,
    from_day: date,
    until: date | None = None,
    working_share: int = 100,
) -> WhatIf:
    """What `starts` more people, placed with the department from `from_day` to `until`, both included, would save.

    Without `until` they have no end. `working_share` is percent, and matters where part time counts as a part.
    """
    stay = outlook.department, from_day, until, working_share
    extra = [_imagined(number, *stay) for number in range(1, starts + 1)]
    [without] = forecast(outlooks=[outlook], presences=presences, day=day).values()
    [with_starts] = forecast(outlooks=[outlook], presences=presences, day=day, extra=extra).values()
    return WhatIf(without, with_starts)


def _imagined(number: int, department: int, first: date, last: date | None, working_share: int) -> Presence:
    """A person that no register knows: the key and the placement number cannot be anyone's."""
    return Presence(-number, ("what_if", number), department, first, last, first, last, working_share)


def _count_open_months(
    outlooks: Iterable[Outlook], presences: Sequence[Presence]
) -> dict[tuple[int, Month], MonthCount]:
    """Every open month counted once for all departments that have it open."""
    rules: defaultdict[Month, dict[int, Rule]] = defaultdict(dict)
    for outlook in outlooks:
        for ahead in outlook.months:
            if isinstance(ahead, OpenMonth):
                rules[ahead.month][outlook.department] = Rule(ahead.rule, ahead.fraction_rule, ahead.part_time_rule)
    return {
        (department, month): count
        for month, rule_of in rules.items()
        for department, count in count_month(presences=presences, month=month, rule_of=rule_of).items()
    }


def _open_month(
    ahead: OpenMonth, *, day: date, counted: MonthCount, stock: Fraction, added: MonthCount | None
) -> ForecastMonth:
    known = _measured(ahead, counted.counted)
    if ahead.month.last_day <= day:
        return ForecastMonth(ahead.month, False, known, known)
    held = rounded(stock + (added.exact if added else Fraction(0)), ahead.fraction_rule)
    return ForecastMonth(ahead.month, False, known, _measured(ahead, held))


def _measured(ahead: OpenMonth, counted: Fraction) -> Shortfall:
    return shortfall(month=ahead.month, target=ahead.target, counted=counted, terms=ahead.terms, causes=ahead.causes)


def _sum(months: Iterable[Shortfall]) -> Decimal:
    return sum((one.fee for one in months), to_ore(0))
