"""The list of employments as a file: what the screen shows, in columns that can be read in again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from foundation.tables import Column, Kind
from placements import employment_columns as columns_of
from placements.employment_columns import COLUMNS
from placements.queries.employments import EmploymentListRow
from placements.sight import Sight

# An older cause that is no choice today is written as it stands.
_END_CAUSE = replace(columns_of.END_CAUSE, kind=Kind.TEXT)
_DETAILS = ("sex", "type", "end_cause")
# a file may bring these; the list does not show them
_ELSEWHERE = ("supervisor", "onboarding_on", "responsibility_on", "decision", "decision_from", "decision_to")


def export_columns(sight: Sight) -> list[Column]:
    """The columns that this reader's screen has; never the identity number."""
    hidden = {"identity_number", *_ELSEWHERE}
    if not sight.names:
        hidden.add("name")
    if not sight.protected:
        hidden.add("is_protected")
    if not sight.details:
        hidden.update(_DETAILS)
    shown = [column for column in COLUMNS if column.name not in hidden]
    return [_END_CAUSE if column.name == "end_cause" else column for column in shown]


def export_row(row: EmploymentListRow, columns: list[Column]) -> list[Any]:
    values = {
        "employment": row.employment_key,
        "participant": row.participant_key,
        "name": row.name,
        "is_protected": row.is_protected or None,
        "sex": row.sex or None,
        "type": row.type_name,
        "employed_from": row.employed_from,
        "employed_to": row.employed_to,
        "department": row.department,
        "placement_kind": row.kind,
        "placed_from": row.placed_from,
        "placed_to": row.placed_to,
        "working_share": row.working_share,
        "end_cause": row.end_cause_label,
        "job_title": row.job_title,
    }
    return [values[column.name] for column in columns]
