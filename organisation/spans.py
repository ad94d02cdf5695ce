"""Whole months from a first to a last, and when a department bears a quota (DOMAIN.md 2, 9: whole months).

Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.periods import Month, months_between


@dataclass(frozen=True, slots=True)
class Span:
    """Both months are included; None is without end in that direction."""

    first: Month | None
    last: Month | None

    def covers(self, month: Month) -> bool:
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


def bears_quota(month: Month, *, exists: Span, exempt: Iterable[Span]) -> bool:
    """Whether a department that is no company has a quota in the month: it exists and no exemption covers it."""
    return exists.covers(month) and not any(span.covers(month) for span in exempt)


def months_with_quota(first: Month, last: Month, *, exists: Span, exempt: Iterable[Span]) -> list[Month]:
    """The months from `first` to `last` in which it has one."""
    spans = list(exempt)
    return [month for month in months_between(first, last) if bears_quota(month, exists=exists, exempt=spans)]
