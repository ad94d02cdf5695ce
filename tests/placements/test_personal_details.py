"""Name, sex and identity number of a participant, corrected on screen."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from foundation.models import AccessLogEntry
from placements.anonymous import PersonIsAnonymous
from placements.identity import decrypted, encrypted, identity_hash
from placements.models import Participant
from placements.operations.personal_details import NumberOfAnother, correct_participant
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import EmploymentFactory, ParticipantFactory, PlacementFactory

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 15)
NUMBER, OTHER = "199001019802", "199001172395"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    for view in ("employments", "employment_acts", "participants"):
        monkeypatch.setattr(f"placements.views.{view}.today", lambda: TODAY)


@pytest.fixture
def kim():
    return ParticipantFactory(
        key="P1", name="Kim Fel", sex="man", identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER)
    )


@pytest.fixture
def page(kim):
    return reverse("placements:participant_change", args=[PlacementFactory(employment__participant=kim).employment_id])


def correct(kim, **values):
    defaults = {"name": "Kim Rätt", "sex": "woman", "identity_number": "", "reason": "Stavfel"}
    return correct_participant(participant=kim, **{**defaults, **values})


def post(client, page, **given):
    return client.post(page, {"name": "Kim Rätt", "sex": "woman", "reason": "Stavfel", **given})


def last_event():
    return Participant.pgh_event_model.objects.order_by("pgh_id").last()


def number_of(kim):
    kim.refresh_from_db()
    assert kim.identity_hash == identity_hash(decrypted(kim.identity_number).decode())
    return decrypted(kim.identity_number).decode()


def test_without_a_number_the_old_one_stays(kim):
    correct(kim)
    assert (number_of(kim), kim.name, kim.sex) == (NUMBER, "Kim Rätt", "woman")
    event = last_event()
    assert (event.name, event.sex, event.pgh_context.metadata["reason"]) == ("Kim Rätt", "woman", "Stavfel")


def test_a_new_number_is_kept_encrypted_and_never_in_the_reason(kim):
    correct(kim, identity_number=OTHER, reason=f"Var {NUMBER}")
    assert number_of(kim) == OTHER
    assert last_event().pgh_context.metadata["reason"] == "Var …"
    correct(kim, identity_number=OTHER)
    assert number_of(kim) == OTHER


def test_a_number_of_another_is_refused_by_key_alone(kim):
    ParticipantFactory(key="P2", name="Hemlig", identity_number=encrypted(OTHER), identity_hash=identity_hash(OTHER))
    with pytest.raises(NumberOfAnother, match="P2") as refused:
        correct(kim, identity_number=OTHER)
    assert "Hemlig" not in str(refused.value)
    assert OTHER not in str(refused.value)
    assert (number_of(kim), kim.name) == (NUMBER, "Kim Fel")


def test_an_anonymous_person_stays_as_it_is(login_as):
    key = "A" + "0" * 32
    gone = PlacementFactory(employment=EmploymentFactory(key=key, participant=ParticipantFactory(key=key, name="")))
    with pytest.raises(PersonIsAnonymous):
        correct(gone.employment.participant)
    client = login_as("asf_administrator")
    address = reverse("placements:participant_change", args=[gone.employment_id])
    assert address not in client.get(reverse("placements:employment", args=[gone.employment_id])).text
    assert "avidentifierad genom gallring" in client.get(address, follow=True).text
    assert "avidentifierad genom gallring" in client.post(address, {"name": "X", "reason": "Y"}, follow=True).text
    assert Participant.objects.get().name == ""


@pytest.mark.parametrize("is_protected", [False, True])
def test_the_page_corrects_and_the_look_is_logged(kim, page, login_as, is_protected):
    Participant.objects.update(is_protected=is_protected)
    client = login_as("asf_administrator")
    assert page in client.get(page.replace("person/", "")).text
    shown = client.get(page).text
    assert "Kim Fel" in shown
    assert NUMBER not in shown
    entry = AccessLogEntry.objects.get(act="participant_shown")
    assert entry.user == client.user
    assert kim.pk in entry.people
    assert post(client, page, identity_number="19900117-2395").status_code == 302
    assert (number_of(kim), kim.name, kim.sex, kim.is_protected) == (OTHER, "Kim Rätt", "woman", is_protected)


@pytest.mark.parametrize(("given", "told"), [
    ({"identity_number": "199001019803"}, "Det är inget personnummer."),
    ({"identity_number": "hej"}, "Det är inget personnummer."),
    ({"identity_number": OTHER}, "Personnumret tillhör redan deltagaren P2."),
    ({"reason": ""}, "måste fyllas i"),
])  # fmt: skip
def test_what_is_wrong_stands_in_the_form(kim, page, login_as, given, told):
    ParticipantFactory(key="P2", name="Hemlig", identity_hash=identity_hash(OTHER))
    response = post(login_as("asf_administrator"), page, **given)
    assert response.status_code == 422
    assert told in response.text
    assert "Hemlig" not in response.text
    assert (number_of(kim), kim.name) == (NUMBER, "Kim Fel")


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_and_a_stranger_finds_nothing(page, login_as, method):
    for role, status in (("asf_head", 403), ("auditor", 403), ("finance", 404)):
        assert getattr(login_as(role), method)(page).status_code == status, role
    assert getattr(login_as("department_hr", DepartmentFactory()), method)(page).status_code == 404
    assert not AccessLogEntry.objects.filter(act="participant_shown").exists()
