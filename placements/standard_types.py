"""The five employment types of the council's decision (D1; DOMAIN.md 5). More can be added in the register."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from placements.models import EmploymentType

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


def ensure_standard_types() -> dict[str, EmploymentType]:
    """Create those of the five types that do not exist; what a city has changed in them stays. By code."""
    EmploymentType.objects.bulk_create(
        [EmploymentType(code=code, **values) for code, values in STANDARD_TYPES.items()], ignore_conflicts=True
    )
    return {kind.code: kind for kind in EmploymentType.objects.filter(code__in=STANDARD_TYPES)}
