"""What a version says, as one value: shown before signing, hashed, printed, compared. Standard library only.

The hash is taken over this and nothing else, so what is signed is what is shown.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class StaffMove:
    """From a month on, `people` of the predecessor's `of` people are counted with the successor; names as they were."""

    month: Month
    predecessor: str
    successor: str
    share: Decimal
    of: int
    people: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The staff and the rule that the quota comes from; `people` is None when nobody has counted.

    `moves` are the steps by which others' staff came to the department after the count, and by which it left.
    """

    rate: Decimal
    basis: str
    people: int | None
    headcount_date: date
    rounding: str
    rounding_total: int | None
    share: Fraction  # what was rounded: rate × people, or the share of a stated total
    moves: tuple[StaffMove, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementContent:
    """Every field of the form with the parties and the decision; all that is signed (DOMAIN.md 4)."""

    department_code: str
    department: str
    board: str
    provider: str
    provider_board: str
    model_year: int
    decision: str
    registry_number: str
    number: int
    replaces: int | None
    valid_from: Month
    valid_to: Month | None
    basis: Basis
    formula_quota: int
    target: int
    deviation_note: str
    steps: tuple[tuple[Month, int], ...]
    counting_rule: str
    fraction_rule: str
    unfilled_place_excuses: bool
    cost_financing: str
    free_terms: str
    department_contact: str
    provider_contact: str
    fee: Decimal
    charging_starts: Month
    excusing_causes: tuple[str, ...] = ()
    supervision: str = ""
    part_time_rule: str = "whole"


def canonical(content: AgreementContent) -> bytes:
    """The same content gives the same bytes: sorted json, numbers and dates as plain text."""
    said = asdict(content)
    if said["part_time_rule"] == "whole":  # so that what was signed before the term existed keeps its hash
        del said["part_time_rule"]
    if not content.basis.moves:  # the same: most departments have none
        del said["basis"]["moves"]
    return json.dumps(said, sort_keys=True, ensure_ascii=False, default=_plain).encode()


def content_sha256(content: AgreementContent) -> str:
    """What a signature is set on."""
    return hashlib.sha256(canonical(content)).hexdigest()


def changed_fields(before: AgreementContent, after: AgreementContent) -> list[str]:
    """Names of the fields that differ, in the order of the form; the version's own number does not count."""
    names = [field.name for field in fields(AgreementContent) if field.name not in ("number", "replaces")]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)  # a date or a fraction


def missing_parts(content: AgreementContent) -> list[str]:
    """Names of what must be filled in before anyone can sign; empty when it is complete (DOMAIN.md 4)."""
    needed = ("registry_number", "cost_financing", "department_contact", "provider_contact")
    missing = [name for name in needed if not getattr(content, name).strip()]
    if content.basis.people is None:
        missing.insert(0, "headcount")
    if content.target != content.formula_quota and not content.deviation_note.strip():
        missing.append("deviation_note")
    if not content.provider:
        missing.append("provider")
    return missing
