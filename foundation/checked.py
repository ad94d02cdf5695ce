"""A row saved after its own constraints have been asked, so that what the database would refuse is said in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from foundation.refusals import Refusal

Row = TypeVar("Row", bound=models.Model)


class RowRefused(Refusal):
    """The words of the constraints that the row breaks."""


def save_checked(row: Row) -> Row:
    """Save it. Raises RowRefused with the message of every constraint it breaks; hold what it depends on first."""
    constraints = [one for _model, found in row.get_constraints() for one in found]
    alone = [one for one in constraints if isinstance(one, models.CheckConstraint)]
    _ask(row, alone)  # first: a period that ends before it begins cannot be compared with others
    _ask(row, [one for one in constraints if one not in alone])
    try:
        row.validate_unique()
    except ValidationError as error:
        raise RowRefused(*error.messages) from None
    row.save()
    return row


def _ask(row: models.Model, constraints: Iterable[models.BaseConstraint]) -> None:
    broken: list[str] = []
    for constraint in constraints:
        try:
            constraint.validate(type(row), row)  # type: ignore[attr-defined]  # every kind that is used has it
        except ValidationError as error:
            broken += error.messages
    if broken:
        raise RowRefused(*broken)
