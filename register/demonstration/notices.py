"""The decision made known to the departments, and what a company of the city says that it can offer."""

from __future__ import annotations

from datetime import date

from allocation.models import ModelYear, Notice
from allocation.operations.publishing import acknowledge, publish
from foundation.periods import Month
from organisation.models import Department
from organisation.operations.proposals import file_proposal
from register.demonstration.cast import Users
from register.demonstration.people import HR_OF
from register.demonstration.story_clock import on

COMPANY = "320"


def make_the_decision_known(users: Users) -> None:
    """Published in January; departments whose HR is in the story have received it, the others have not said so."""
    with on(date(2021, 1, 11)):
        published = publish(
            model_year=ModelYear.objects.get(year=2021),
            text="Läs igenom beslutet inför överenskommelsen.",
            by=users["stadskontoret"],
        )
    with on(date(2021, 1, 13)):
        for notice in Notice.objects.filter(publication=published).select_related("department"):
            if code := HR_OF.get(notice.department.code):
                acknowledge(notice=notice, by=users[code])


def propose_for_a_company(users: Users) -> None:
    """One proposal that waits for its answer on the story's day."""
    with on(date(2021, 8, 5)):
        file_proposal(
            company=Department.objects.get(code=COMPANY),
            places=6,
            first_month=Month(2021, 10),
            last_month=None,
            text="Skötsel av kajer och grönytor. Två arbetsledare har gått handledarutbildning.",
            by=users["hr.hamnen"],
        )
