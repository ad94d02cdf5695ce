"""The five employment types of the council's decision (D1; DOMAIN.md 5). More can be added in the register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from placements.models import EmploymentType, TypeSupport

CEILING = Decimal("20000.00")  # kronor a month, the highest wage that support is counted on (DOMAIN.md 5)
STANDARD_TYPES: dict[str, dict[str, Any]] = {
    "extratjanst": {"name": "Extratjänst", "support_share": Decimal("1.0000"), "support_ceiling": CEILING},
    "lonebidrag": {"name": "Lönebidragsanställning"},
    "introduktionsjobb": {
        "name": "Introduktionsjobb",
        "support_share": Decimal("0.8000"),
        "support_ceiling": CEILING,
    },
    "nystartsjobb": {"name": "Nystartsjobb"},
    "jobb_for_unga": {"name": "Jobb för unga"},
}
_WITH_SHARE_OF_WAGE = {"extratjanst", "lonebidrag", "introduktionsjobb"}


def usual_support_kind(code: str, share: Decimal | None) -> str:
    """Where a file does not say how a type is supported: by the decision for its types, else by whether it has a share.

    Nystartsjobb is supported by a multiple of the fees (DOMAIN.md 5).
    """
    if code == "nystartsjobb":
        return TypeSupport.FEE_MULTIPLE.value
    return (TypeSupport.WAGE_SHARE if code in _WITH_SHARE_OF_WAGE or share is not None else TypeSupport.NONE).value


def usually_has_grant(code: str) -> bool:
    """The supervisor grant is for extratjänst (D1)."""
    return code == "extratjanst"


def ensure_standard_types() -> dict[str, EmploymentType]:
    """Create those of the five types that do not exist; what a city has changed in them stays. By code."""
    EmploymentType.objects.bulk_create(
        [
            EmploymentType(
                code=code,
                support_kind=usual_support_kind(code, values.get("support_share")),
                has_supervisor_grant=usually_has_grant(code),
                **values,
            )
            for code, values in STANDARD_TYPES.items()
        ],
        ignore_conflicts=True,
    )
    return {kind.code: kind for kind in EmploymentType.objects.filter(code__in=STANDARD_TYPES)}
