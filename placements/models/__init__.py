"""Who is there: places, participants, employments and placements (DOMAIN.md 5, 10)."""

from placements.models.employment import Employment, EmploymentType, EndCause
from placements.models.employment_import import EmploymentImport, EmploymentImportState
from placements.models.participant import Participant, Sex
from placements.models.place import Place, PlaceState
from placements.models.placement import Placement, PlacementKind

__all__ = [
    "Employment",
    "EmploymentImport",
    "EmploymentImportState",
    "EmploymentType",
    "EndCause",
    "Participant",
    "Place",
    "PlaceState",
    "Placement",
    "PlacementKind",
    "Sex",
]
