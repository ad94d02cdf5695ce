"""The base data's history in the story's time, so that the demonstration can be shown as it was known on a day of 2021.

Each employment came into the register a week before it began, each agreement on the day it was signed.
"""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import connection

REGISTER_BEGINS = date(2020, 12, 23)  # the day after the council's decision
_STORY_ENDS = date(2021, 8, 9)
_FIRST, _LAST = (f"DATE '{day:%Y-%m-%d}'" for day in (REGISTER_BEGINS, _STORY_ENDS))
# the table of events, its model, and the day on which the row was written down
_WRITTEN_DOWN = (
    ("placements_employmentevent", "placements.EmploymentEvent", "employed_from - 7"),
    ("placements_placementevent", "placements.PlacementEvent", "placed_from - 7"),
    ("agreements_agreementversionevent", "agreements.AgreementVersionEvent", f"coalesce(signed_on, {_FIRST})"),
    ("agreements_quotatransferevent", "agreements.QuotaTransferEvent", f"coalesce(signed_on, {_FIRST})"),
)


def date_the_register() -> None:
    """What was loaded now is dated by what it says; what is left is dated REGISTER_BEGINS by the caller."""
    names = [f"{model}:append_only" for _table, model, _day in _WRITTEN_DOWN]
    with pgtrigger.ignore(*names), connection.cursor() as cursor:
        for table, _model, day in _WRITTEN_DOWN:
            cursor.execute(
                f"UPDATE {table} SET pgh_created_at = greatest({_FIRST}, least({_LAST}, {day}))::timestamp"
                " + interval '12 hours' WHERE pgh_created_at = NOW()"
            )
