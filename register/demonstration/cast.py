"""The people of the story and the account codings, written into the register."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db.models import Min, Value
from django.db.models.functions import Concat, Substr

from billing.models import AccountCoding
from organisation.login import DEMONSTRATION_PASSWORD
from organisation.models import Department, DepartmentKind, Membership, User
from placements.models import CaseOfficerAssignment, Employment, Participant
from register.demonstration.people import PEOPLE, ROLES_FROM

Users = dict[str, User]
_PROTECTED = ("P00031", "P00412", "P00733", "P01050", "P01391", "P01702", "P02008")


def create_people() -> Users:
    """The people who log in, all with the documented password."""
    password = make_password(DEMONSTRATION_PASSWORD)  # hashed once: hashing is slow on purpose
    User.objects.bulk_create(
        User(username=each.username, first_name=each.first_name, last_name=each.last_name, password=password)
        for each in PEOPLE
    )
    users = {user.username: user for user in User.objects.filter(username__in=[each.username for each in PEOPLE])}
    departments = {each.code: each for each in Department.objects.all()}
    Membership.objects.bulk_create(
        Membership(
            user=users[each.username],
            role=each.role.value,
            department=departments[each.department] if each.department else None,
            valid_from=ROLES_FROM,
        )
        for each in PEOPLE
    )
    return users


def name_participants() -> None:
    """Constructed names, "Deltagare 00001"; a few have protected identity."""
    Participant.objects.update(name=Concat(Value("Deltagare "), Substr("key", 2)))
    Participant.objects.filter(key__in=_PROTECTED).update(is_protected=True)


def name_case_officers(users: Users) -> None:
    """Two look after the participants, from the first day of each; every fortieth has nobody yet."""
    officers = [users["arbetsmarknad"], users["arbetsmarknad.tva"]]
    first_days = (
        Employment.objects.values_list("participant").annotate(first=Min("employed_from")).order_by("participant")
    )
    CaseOfficerAssignment.objects.bulk_create(
        CaseOfficerAssignment(participant_id=participant, officer=officers[participant % 2], valid_from=first)
        for participant, first in first_days
        if participant % 40
    )


def create_codings() -> None:
    """Invented codes in the ranges that the chart of accounts has: motpart 1–4 are the city's own units."""
    departments = Department.objects.exclude(kind=DepartmentKind.COMPANY)
    AccountCoding.objects.bulk_create(_coding(department) for department in departments)


def _coding(department: Department) -> AccountCoding:
    code = department.code
    return AccountCoding(
        department=department,
        valid_from=date(2021, 1, 1),
        account="39990" if department.is_provider else "79990",
        cost_centre=f"{code}0",
        activity_code="99900",
        counterpart=f"1{code[:2]}",
        project="99001" if department.is_provider else "",
        reference_code=f"{code}0 Exempelreferens",
    )
