"""The base data's history in the story's time, so that the demonstration can be shown as it was known on a day of 2021.

Each employment came into the register a week before it began, each agreement on the day it was signed.
"""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import connection

REGISTER_BEGINS = date(2020, 12, 23)  # the day after the council's decision
_STORY_ENDS = date(2021, 8, 9)
# the table of events, its model, and the day on which the row was written down
_WRITTEN_DOWN = (
    ("placements_employmentevent", "placements.EmploymentEvent", "employed_from - 7"),
    ("placements_placementevent", "placements.PlacementEvent", "placed_from - 7"),
    ("agreements_agreementversionevent", "agreements.AgreementVersionEvent", "coalesce(signed_on, %(first)s)"),
    ("agreements_quotatransferevent", "agreements.QuotaTransferEvent", "coalesce(signed_on, %(first)s)"),
)


def date_the_register() -> None:
    """What was loaded now is dated by what it says; what is left is dated REGISTER_BEGINS by the caller."""
    names = [f"{model}:append_only" for _table, model, _day in _WRITTEN_DOWN]
    days = {"first": REGISTER_BEGINS, "last": _STORY_ENDS}
    with pgtrigger.ignore(*names), connection.cursor() as cursor:
        for table, _model, day in _WRITTEN_DOWN:
            cursor.execute(
                f"UPDATE {table} SET pgh_created_at = greatest(%(first)s, least(%(last)s, {day}))::timestamp"
                " + interval '12 hours' WHERE pgh_created_at = NOW()",
                days,
            )
