"""People and their roles, boards and departments, companies' proposals (DOMAIN.md 2)."""

from organisation.operations.people import (
    DepartmentDoesNotFit,
    HasRoleAlready,
    OwnRoles,
    RoleEnded,
    RoleEndsBeforeStart,
    UsernameTaken,
    add_person,
    end_role,
    give_role,
)

__all__ = [
    "DepartmentDoesNotFit",
    "HasRoleAlready",
    "OwnRoles",
    "RoleEnded",
    "RoleEndsBeforeStart",
    "UsernameTaken",
    "add_person",
    "end_role",
    "give_role",
]
