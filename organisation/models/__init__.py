"""Who: boards, departments, people and what each may do (DOMAIN.md 2)."""

from organisation.models.departments import Board, Department, DepartmentKind, DepartmentQuerySet
from organisation.models.exemption import Exemption
from organisation.models.people import Membership, MembershipQuerySet, User
from organisation.models.proposal import CompanyProposal, ProposalAnswer
from organisation.models.succession import Succession

__all__ = [
    "Board",
    "CompanyProposal",
    "Department",
    "DepartmentKind",
    "DepartmentQuerySet",
    "Exemption",
    "Membership",
    "MembershipQuerySet",
    "ProposalAnswer",
    "Succession",
    "User",
]
