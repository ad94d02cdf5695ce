"""Nobody works more than full time at once: the database's own arithmetic (DOMAIN.md 5), for bookings and placements.

The shares of one person's bookings and placements are added for the first day of each of them, since that is where
the sum can rise. The person's row is locked first, so that of two who book at the same moment one comes second.
What comes by file is not refused (`as_registers_say`), since it may be registered elsewhere already: of an uploaded
file such rows are shown, and taken only where each is ticked (placements.doubles); a register's folder is taken whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from placements.doubles import FULL_TIME

_SETTING = "overens.as_registers_say"

_PLACED = """
    SELECT greatest(p.placed_from, e.employed_from) AS first,
           least(coalesce(p.placed_to, 'infinity'), coalesce(e.employed_to, 'infinity')) AS last,
           p.working_share AS share
      FROM placements_placement p JOIN placements_employment e ON e.id = p.employment_id
     WHERE e.participant_id = {person} AND p.id IS DISTINCT FROM {except_for}
"""
_WAITING = """
    SELECT b.starts_on, coalesce(b.ends_on, 'infinity'), b.working_share
      FROM placements_booking b
     WHERE b.participant_id = {person} AND b.id <> NEW.id AND b.state IN ('proposed', 'accepted', 'planned')
"""


def _refuse(name: str, others: str, *, first: str, last: str) -> str:
    return f"""
    WITH others AS ({others}),
         starts AS (SELECT {first} AS day UNION SELECT o.first FROM others o WHERE o.first BETWEEN {first} AND {last})
    SELECT max(there.share) INTO busy FROM (
      SELECT sum(o.share) AS share FROM starts s JOIN others o ON s.day BETWEEN o.first AND o.last GROUP BY s.day
    ) AS there;
    IF coalesce(busy, 0) + NEW.working_share > {FULL_TIME} THEN
      RAISE EXCEPTION '{name}' USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NEW;
"""


PERSON_IS_FREE_VARIABLES = [("busy", "integer")]
PERSON_IS_FREE = """
    IF NEW.state NOT IN ('proposed', 'accepted', 'planned') THEN RETURN NEW; END IF;
    PERFORM 1 FROM placements_participant WHERE id = NEW.participant_id FOR NO KEY UPDATE;
""" + _refuse(
    "booking_person_within_full_time",
    (_PLACED + " UNION ALL " + _WAITING).format(person="NEW.participant_id", except_for="NEW.placement_id"),
    first="NEW.starts_on",
    last="coalesce(NEW.ends_on, 'infinity')",
)

PLACED_WITHIN_FULL_TIME_VARIABLES = [("busy", "integer"), ("person", "bigint"), ("until", "date")]
PLACED_WITHIN_FULL_TIME = f"""
    IF current_setting('{_SETTING}', true) = 'on' THEN RETURN NEW; END IF;
    SELECT e.participant_id, least(coalesce(NEW.placed_to, 'infinity'), coalesce(e.employed_to, 'infinity'))
      INTO person, until FROM placements_employment e WHERE e.id = NEW.employment_id;
    IF until < NEW.placed_from THEN RETURN NEW; END IF;
    PERFORM 1 FROM placements_participant WHERE id = person FOR NO KEY UPDATE;
""" + _refuse(
    "placement_person_within_full_time",
    _PLACED.format(person="person", except_for="NEW.id"),
    first="NEW.placed_from",
    last="until",
)

# An employment that is lengthened lengthens its placements: each is weighed anew, though nothing in its row differs.
EMPLOYED_WITHIN_FULL_TIME = """
    UPDATE placements_placement SET placed_from = placed_from WHERE employment_id = NEW.id;
    RETURN NEW;
"""


@contextmanager
def as_registers_say() -> Iterator[None]:
    """Placements are taken as they are in the block, in a transaction: another register has said so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [_SETTING])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'off', true)", [_SETTING])
