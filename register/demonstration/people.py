"""Who can log in: constructed people, one per role and two where two are needed. Nobody of this name exists here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisation.roles import Role
from register.demonstration.stock import COMPANIES

ROLES_FROM = date(2020, 12, 1)


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    first_name: str
    last_name: str
    role: Role
    department: str = ""  # code; empty for the whole city


PEOPLE = (
    Person("hr.fritid", "Hanna", "Exempelsson", Role.DEPARTMENT_HR, "140"),
    Person("chef.fritid", "Farid", "Exempelgren", Role.DEPARTMENT_HEAD, "140"),
    Person("styrgrupp.fritid", "Stina", "Exempelberg", Role.STEERING_GROUP_MEMBER, "140"),
    Person("hr.service", "Henrik", "Provström", Role.DEPARTMENT_HR, "220"),
    Person("chef.service", "Sara", "Provdal", Role.DEPARTMENT_HEAD, "220"),
    Person("asf.handlaggare", "Amina", "Låtsasson", Role.ASF_ADMINISTRATOR),
    Person("asf.chef", "Carl", "Låtsasberg", Role.ASF_HEAD),
    Person("arbetsmarknad", "Maja", "Påhittsson", Role.CASE_OFFICER),
    Person("arbetsmarknad.tva", "Mona", "Påhittsdal", Role.CASE_OFFICER),
    Person("beslut", "Björn", "Påhittsgren", Role.CLAIM_DECISION_MAKER),
    Person("ekonomi.ett", "Elin", "Testlund", Role.FINANCE),
    Person("ekonomi.tva", "Erik", "Testdal", Role.FINANCE),
    Person("stadskontoret", "Sofia", "Demoberg", Role.CITY_OFFICE),
    Person("revisor", "Rut", "Demolin", Role.AUDITOR),
    Person("systemadmin", "Samir", "Demogren", Role.SYSTEM_ADMINISTRATOR),
    # they have answered months in the story; nobody needs to log in as them
    Person("hr.grundskola", "Gun", "Exempelström", Role.DEPARTMENT_HR, "170"),
    Person("hr.forskola", "Filip", "Exempellund", Role.DEPARTMENT_HR, "160"),
    Person("hr.vard", "Vera", "Exempeldal", Role.DEPARTMENT_HR, "190"),
    Person("hr.kultur", "Karin", "Exempelqvist", Role.DEPARTMENT_HR, "200"),
    Person("hr.hamnen", "Hedda", "Exempelhamn", Role.DEPARTMENT_HR, "320"),  # a company: it files proposals
)
# those who answer for a department's months: companies have none
HR_OF = {
    person.department: person.username
    for person in PEOPLE
    if person.role is Role.DEPARTMENT_HR and person.department not in COMPANIES
}
