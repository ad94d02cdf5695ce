"""How far someone reaches with an act: in the whole city, or for some departments only (DOMAIN.md 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from organisation.roles import MAY, Act


class Held(Protocol):
    """A role as someone holds it; `department_id` is None for the whole city."""

    @property
    def role(self) -> str: ...
    @property
    def department_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Reach:
    """`departments` are those for which a role of their own gives the act, also when the whole city is reached."""

    whole_city: bool
    departments: frozenset[int]

    def __bool__(self) -> bool:
        return self.whole_city or bool(self.departments)

    def covers(self, department_id: int | None) -> bool:
        return self.whole_city or department_id in self.departments


def reach_of(held: Iterable[Held], acts: Collection[Act]) -> Reach:
    """Where at least one of `acts` may be done: only the roles that give it count, so no role widens another's."""
    where = {one.department_id for one in held if not MAY[one.role].isdisjoint(acts)}
    return Reach(None in where, frozenset(one for one in where if one is not None))
