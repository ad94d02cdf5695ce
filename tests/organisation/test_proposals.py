"""Companies propose what they can offer, ASF or the city office answers, and no sum counts it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from allocation.queries import YearQuotas
from followup.queries.city import city_measures
from foundation.periods import Month
from organisation.models import CompanyProposal
from organisation.operations.departments import EndsBeforeStart
from organisation.operations.proposals import (
    AnsweredAlready,
    AnswerMissing,
    NotACompany,
    answer_proposal,
    file_proposal,
    withdraw_proposal,
)
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/proposals/"
MAY = Month(2021, 5)


def filed(city, **values):
    given = {"company": city.company, "places": 5, "first_month": MAY, "last_month": None, "text": "Kajen"} | values
    return file_proposal(by=UserFactory(), **given)


def test_a_company_files_and_asf_answers(small_city, login_as):
    hr = login_as("department_hr", small_city.company)
    values = {
        "company": small_city.company.pk,
        "places": "5",
        "first_month": "2021-05",
        "last_month": "",
        "text": "Kajen",
    }
    assert hr.post(LIST, values).status_code == 302
    proposal = CompanyProposal.objects.get()
    asf = login_as("asf_administrator")
    assert "1 förslag från bolag väntar på svar" in asf.get("/").text
    asf.post(f"/proposals/{proposal.pk}/answer/", {"answer": "accepted", "text": "Vi hör av oss."})
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.answered_by) == ("accepted", asf.user)
    assert "Vi hör av oss." in hr.get(LIST).text
    assert "väntar på svar" not in asf.get("/").text


def test_each_company_sees_its_own_and_departments_none(small_city, login_as):
    filed(small_city)
    assert "Kajen" in login_as("city_office").get(LIST).text
    assert "Kajen" in login_as("city_office").get(LIST + "?format=csv").text
    assert "Kajen" not in login_as("department_hr", small_city.leisure).get(LIST).text


def test_a_department_files_no_proposal(small_city, login_as):
    hr = login_as("department_hr", small_city.leisure)
    values = {"company": small_city.company.pk, "places": "5", "first_month": "2021-05", "text": "Kajen"}
    assert hr.post(LIST, values).status_code == 422
    with pytest.raises(NotACompany, match="inget bolag"):
        filed(small_city, company=small_city.leisure)
    with pytest.raises(EndsBeforeStart):
        filed(small_city, last_month=Month(2021, 4))


def test_a_proposal_is_answered_or_withdrawn_once(small_city):
    proposal, by = filed(small_city), UserFactory()
    with pytest.raises(AnswerMissing):
        answer_proposal(proposal=proposal, answer="declined", text=" ", by=by)
    answer_proposal(proposal=proposal, answer="declined", text="Inte i år.", by=by)
    for act in (
        lambda: answer_proposal(proposal=proposal, answer="accepted", text="Jo.", by=by),
        lambda: withdraw_proposal(proposal=proposal, by=by),
    ):
        with pytest.raises(AnsweredAlready):
            act()
    assert withdraw_proposal(proposal=filed(small_city), by=by).answer == "withdrawn"


def test_a_proposal_is_in_no_quota_and_no_measure_of_the_city(small_city):
    def sums():
        quotas = YearQuotas(small_city.model_year).at(MAY)
        measures = city_measures(model_year=small_city.model_year, today=MAY.last_day)
        return sum(one.quota for one in quotas.values()), measures.offered.values, measures.increase.values

    before = sums()
    answer_proposal(proposal=filed(small_city, places=500), answer="accepted", text="Tack!", by=UserFactory())
    assert sums() == before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("proposal_has_places", {"places": 0}),
        ("proposal_ends_after_start", {"last_month": Month(2021, 4)}),
        ("proposal_has_a_text", {"text": ""}),
        ("proposal_answer_has_its_day", {"answer": "withdrawn"}),
        ("proposal_answer_has_who", {"answer": "withdrawn", "answered_at": datetime(2021, 8, 20, tzinfo=UTC)}),
        ("proposal_answer_has_words", {"answer": "accepted"}),
    ],
)
def test_the_database_refuses(small_city, name, change):
    proposal = filed(small_city)
    if name == "proposal_answer_has_words":
        change |= {"answered_by": UserFactory(), "answered_at": proposal.filed_at}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CompanyProposal.objects.filter(pk=proposal.pk).update(**change)
