"""Who is there: places, participants, employments and placements, and what supports them (DOMAIN.md 5, 10)."""

from placements.models.booking import (
    BY_HOST,
    HOLDING,
    WAITING,
    Booking,
    BookingState,
    DeclineCause,
    Opening,
)
from placements.models.case_officer import CaseOfficerAssignment
from placements.models.employment import Employment, EmploymentType, EndCause, TypeSupport
from placements.models.employment_import import EmploymentFile, EmploymentImport, EmploymentImportState
from placements.models.horizon import RetentionHorizon
from placements.models.parameters import JobParameters, ProtectedInFiles
from placements.models.participant import Participant, Sex
from placements.models.place import (
    Accessibility,
    CommentKind,
    Language,
    Place,
    PlaceComment,
    PlaceState,
    UnionOutcome,
    understood_at,
)
from placements.models.placement import Placement, PlacementKind
from placements.models.progress import Leave, Module, Training
from placements.models.recruitment import Recruitment, RecruitmentNotice
from placements.models.retired_key import RetiredKey, RetiredKeyKind
from placements.models.supervisor import Supervisor, SupervisorSupport, SupportKind
from placements.models.support import GrantPurpose, GrantUse, SupportDecision, SupportTerms, Wage

__all__ = [
    "BY_HOST",
    "HOLDING",
    "WAITING",
    "Accessibility",
    "Booking",
    "BookingState",
    "CaseOfficerAssignment",
    "CommentKind",
    "DeclineCause",
    "Employment",
    "EmploymentFile",
    "EmploymentImport",
    "EmploymentImportState",
    "EmploymentType",
    "EndCause",
    "GrantPurpose",
    "GrantUse",
    "JobParameters",
    "Language",
    "Leave",
    "Module",
    "Opening",
    "Participant",
    "Place",
    "PlaceComment",
    "PlaceState",
    "Placement",
    "PlacementKind",
    "ProtectedInFiles",
    "Recruitment",
    "RecruitmentNotice",
    "RetentionHorizon",
    "RetiredKey",
    "RetiredKeyKind",
    "Sex",
    "Supervisor",
    "SupervisorSupport",
    "SupportDecision",
    "SupportKind",
    "SupportTerms",
    "Training",
    "TypeSupport",
    "UnionOutcome",
    "Wage",
    "understood_at",
]
