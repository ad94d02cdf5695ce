"""How an agreement stands and whom it waits for. Standard library only; the words are in `agreements.wording`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from foundation.periods import Month


class Stage(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    SENT = "sent"
    SIGNED_BY_DEPARTMENT = "signed_by_department"
    SIGNED_BY_PROVIDER = "signed_by_provider"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"


class Party(StrEnum):
    """Who something can wait for."""

    DRAFTER = "drafter"  # ASF's administrators
    DEPARTMENT = "department"  # the department's head
    PROVIDER = "provider"  # ASF's head


WAITS_FOR: dict[Stage, frozenset[Party]] = {
    Stage.MISSING: frozenset({Party.DRAFTER}),
    Stage.DRAFT: frozenset({Party.DRAFTER}),
    Stage.SENT: frozenset({Party.DEPARTMENT, Party.PROVIDER}),
    Stage.SIGNED_BY_DEPARTMENT: frozenset({Party.PROVIDER}),
    Stage.SIGNED_BY_PROVIDER: frozenset({Party.DEPARTMENT}),
    Stage.COMING: frozenset(),
    Stage.IN_FORCE: frozenset(),
    Stage.ENDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version's standing follows from. `signed_sides`: "department", "provider"."""

    number: int
    state: str
    valid_from: Month
    valid_to: Month | None
    signed_sides: frozenset[str] = frozenset()

    def covers(self, month: Month) -> bool:
        return self.valid_from <= month and (self.valid_to is None or month <= self.valid_to)

    def begins_after(self, month: Month) -> bool:
        """False for a version that was ended before it began."""
        return self.valid_from > month and (self.valid_to is None or self.valid_from <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """`stage` is that of the open version when there is one, else of what is signed."""

    stage: Stage
    in_force: int | None
    open: int | None

    @property
    def waits_for(self) -> frozenset[Party]:
        return WAITS_FOR[self.stage]


def standing(versions: Iterable[VersionFacts], *, month: Month) -> Standing:
    """How the agreement stands in the month: the highest signed version that covers it is in force (DOMAIN.md 4)."""
    versions = list(versions)
    signed = [version for version in versions if version.state == "signed"]
    opened = next((version for version in versions if version.state in ("draft", "sent")), None)
    in_force = max((version.number for version in signed if version.covers(month)), default=None)
    stage = stage_of(opened) if opened else _signed_stage(signed, in_force, month)
    return Standing(stage, in_force, opened.number if opened else None)


def stage_of(version: VersionFacts) -> Stage:
    """Where an open version is on its way."""
    if version.state == "draft":
        return Stage.DRAFT
    if "department" in version.signed_sides:
        return Stage.SIGNED_BY_DEPARTMENT
    return Stage.SIGNED_BY_PROVIDER if "provider" in version.signed_sides else Stage.SENT


def _signed_stage(signed: list[VersionFacts], in_force: int | None, month: Month) -> Stage:
    if in_force is not None:
        return Stage.IN_FORCE
    if not signed:
        return Stage.MISSING
    return Stage.COMING if any(version.begins_after(month) for version in signed) else Stage.ENDED
