"""The place bank: offered, approved, withdrawn, and by whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from placements.models import Place, PlaceComment
from placements.operations.places import (
    AlreadyWithdrawn,
    NothingWritten,
    NotOffered,
    PlaceEndsBeforeStart,
    approve_place,
    offer_place,
    send_back_place,
    withdraw_place,
)
from tests.clock import clock_from
from tests.organisation.factories import DepartmentFactory
from tests.placements.factories import PlaceFactory

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("billing:place_bank"), reverse("placements:place_new")
DRAFTS, OFFERS, ACTS = (reverse(f"placements:place_{name}") for name in ("drafts", "offers", "acts"))
FEB, JAN = date(2021, 2, 1), date(2021, 1, 1)
NOW = datetime(2021, 2, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def story_day():
    with clock_from(FEB):
        yield


def form_of(department, **given):
    values = {
        "department": department.pk, "kind": "external", "workplace": "Simhallen",
        "job_title": "Vaktmästare", "tasks": "", "openings": 2, "available_from": "2021-02-01", "available_to": "",
        "value_for_person": "Lär sig", "value_for_service": "Avlastar", "working_share": 100, "language": "none",
        "draft_key": str(uuid4()),
    }  # fmt: skip
    return {**values, **given}


def test_a_department_offers_its_own_places_only(login_as):
    own, other = DepartmentFactory(), DepartmentFactory()
    client = login_as("department_hr", own)
    response = client.post(OFFERS, form_of(own))
    place = Place.objects.get()
    assert response.url == reverse("placements:place", args=[place.pk])
    assert (place.state, place.openings, place.department) == ("offered", 2, own)
    assert client.post(OFFERS, form_of(other)).status_code == 422
    assert Place.objects.count() == 1


def test_what_the_place_gives_the_person_is_required(login_as):
    own = DepartmentFactory()
    assert login_as("department_hr", own).post(OFFERS, form_of(own, value_for_person="")).status_code == 422


def test_a_place_that_ends_before_it_begins_is_refused_in_the_form(login_as):
    own = DepartmentFactory()
    given = form_of(own, available_from="2021-06-01", available_to="2021-05-31")
    response = login_as("asf_administrator").post(OFFERS, given)
    assert response.status_code == 422
    assert "före den första, 2021-06-01" in response.text
    with pytest.raises(PlaceEndsBeforeStart):
        offer_place(given={"department": own, "available_from": FEB, "available_to": JAN}, today=JAN)


def test_approval_is_once_and_by_asf(login_as):
    place = PlaceFactory()
    assert approve_place(place=place).state == "approved"
    with pytest.raises(NotOffered, match="godkänd"):
        approve_place(place=place)
    other = PlaceFactory()
    url = reverse("placements:place_approval", args=[other.pk])
    assert login_as("department_hr", other.department).post(url).status_code == 403
    login_as("asf_administrator").post(url)
    other.refresh_from_db()
    assert other.state == "approved"


def test_withdrawal_is_once_and_says_why(login_as):
    place = PlaceFactory()
    url = reverse("placements:place_withdrawal", args=[place.pk])
    client = login_as("department_hr", place.department)
    client.post(url, {"reason": ""})
    place.refresh_from_db()
    assert place.state == "offered"
    client.post(url, {"reason": "Ombyggnad"})
    place.refresh_from_db()
    assert place.state == "withdrawn"
    assert Place.pgh_event_model.objects.order_by("pgh_id").last().pgh_context.metadata["reason"] == "Ombyggnad"
    with pytest.raises(AlreadyWithdrawn):
        withdraw_place(place=place, reason="igen", today=FEB)


def test_strangers_find_no_place_and_readers_may_not_withdraw(login_as):
    place = PlaceFactory()
    page, url = (reverse(f"placements:{name}", args=[place.pk]) for name in ("place", "place_withdrawal"))
    assert login_as("department_hr").get(page).status_code == 404
    assert login_as("department_hr").post(url, {"reason": "a"}).status_code == 404
    assert login_as("department_head", place.department).get(page).status_code == 200
    assert login_as("department_head", place.department).post(url, {"reason": "a"}).status_code == 403
    for role in ("finance", "steering_group_member", "system_administrator"):
        assert login_as(role).get(LIST).status_code == 403
    assert login_as("department_head").get(NEW).status_code == 403


def titles_for(client):
    def titles(query):
        return [row.place.job_title for row in client.get(LIST + query).context["rows"]]

    return titles


def test_the_list_searches_filters_and_sorts(login_as):
    host = DepartmentFactory(name="Fritidsförvaltningen")
    PlaceFactory(department=host, job_title="Vaktmästare", openings=1, kind="own_team")
    PlaceFactory(job_title="Kock", openings=5, state="approved")
    PlaceFactory(job_title="Målare", state="withdrawn")
    client = login_as("asf_administrator")
    titles = titles_for(client)
    assert titles("?sort=job_title") == ["Kock", "Vaktmästare"]
    assert titles("?sort=-openings") == ["Kock", "Vaktmästare"]
    assert titles("?q=fritid") == titles("?kind=own_team") == titles(f"?department={host.pk}") == ["Vaktmästare"]
    assert titles("?state=withdrawn") == ["Målare"]
    assert titles("?q=finns+inte") == []
    assert "2 erbjudanden stämmer med filtren, med 6 platser" in client.get(LIST).text
    assert "Kock;Simhallen" in client.get(LIST + "?state=approved&format=csv").content.decode("utf-8-sig")
    assert client.get(LIST, headers={"HX-Request": "true"}).text.startswith('<div id="places">')


WANTED = {
    "job_title": "Kock", "tasks": "Lagar mat", "area": "Rosengård", "hours": "vardagar 7–16", "supervisor_name": "Ann",
    "working_share": 75, "language": "sfi_c", "accessibility": ["seated", "quiet"], "available_from": date(2021, 4, 1),
    "available_to": date(2021, 6, 30),
}  # fmt: skip


@pytest.mark.parametrize("query", [
    "job_title=koc", "tasks=mat", "area=roseng", "hours=vardagar", "supervisor=ann", "share=80", "language=sfi_d",
    "accessibility=seated", "accessibility=seated&accessibility=quiet", "starts_by=2021-05-01",
])  # fmt: skip
def test_each_filter_finds_the_one_that_fits(login_as, query):
    """The other is full time, fluent Swedish, no adaptation, from 1 February and until 31 March."""
    PlaceFactory(**WANTED)
    PlaceFactory(language="fluent", available_to=date(2021, 3, 31))
    assert titles_for(login_as("case_officer"))(f"?{query}") == ["Kock"]


@pytest.mark.parametrize("query", ["language=sfi_b", "share=70", "accessibility=flexible", "starts_by=2021-07-01"])
def test_what_asks_for_more_than_the_place_has_finds_nothing(login_as, query):
    PlaceFactory(**WANTED)
    assert titles_for(login_as("case_officer"))(f"?{query}") == []


def test_what_is_written_is_saved_as_one_draft_however_often(login_as):
    own = DepartmentFactory()
    client, form = login_as("department_hr", own), form_of(own, workplace="", value_for_person="")
    for _time in range(2):
        assert "Sparat" in client.post(DRAFTS, form, headers={"HX-Request": "true"}).text
    told = client.post(DRAFTS, {**form, "available_from": "i morgon"}, headers={"HX-Request": "true"}).text
    assert "Från och med" in told  # what could not be understood
    place = Place.objects.get()
    assert (place.state, place.job_title, place.available_from) == ("draft", "Vaktmästare", FEB)
    response = client.post(DRAFTS, {**form, "workplace": "Badet"})  # by the button
    assert response.url == reverse("placements:place_edit", args=[place.pk])
    client.post(OFFERS, {**form, "workplace": "Badet", "value_for_person": "Lär sig"})
    place.refresh_from_db()
    assert (place.state, place.workplace) == ("offered", "Badet")
    assert Place.objects.count() == 1


def test_a_draft_of_another_department_is_not_written_over(login_as):
    other = PlaceFactory(state="draft")
    own = DepartmentFactory()
    form = form_of(own, draft_key=str(other.draft_key))
    for url in (DRAFTS, OFFERS):
        assert login_as("department_hr", own).post(url, form).status_code == 403
    other.refresh_from_db()
    assert other.state == "draft"


def test_asf_sends_a_place_back_and_the_host_offers_it_again(login_as):
    place = PlaceFactory()
    asf, hr = login_as("asf_administrator"), login_as("department_hr", place.department)
    url = reverse("placements:place_return", args=[place.pk])
    assert hr.post(url, {"text": "a"}).status_code == 403
    with pytest.raises(NothingWritten):
        send_back_place(place=place, text=" ", by=None, now=NOW, today=FEB)
    asf.post(url, {"text": "Vem är handledare?"})
    place.refresh_from_db()
    assert (place.state, place.returned_on is not None) == ("draft", True)
    shown = hr.get(reverse("placements:place", args=[place.pk])).text
    assert "Vem är handledare?" in shown
    assert "ASF skickade tillbaka platsen" in shown
    hr.post(reverse("placements:place_comments", args=[place.pk]), {"text": "Ann från mars."})
    hr.post(OFFERS, form_of(place.department, draft_key=str(place.draft_key)))
    place.refresh_from_db()
    assert (place.state, place.returned_on) == ("offered", None)
    assert list(place.comments.order_by("at").values_list("kind", flat=True)) == ["sent_back", "comment"]


def test_what_the_host_changes_is_gone_through_again_but_not_what_asf_changes(login_as):
    place = PlaceFactory(state="approved")
    url, form = reverse("placements:place_changes", args=[place.pk]), form_of(place.department, area="Hyllie")
    login_as("asf_administrator").post(url, form)
    place.refresh_from_db()
    assert (place.state, place.area) == ("approved", "Hyllie")
    hr = login_as("department_hr", place.department)
    hr.post(url, form)
    union = {"union_on": "2021-01-20", "union_name": "Kommunal", "union_outcome": "agreed"}
    hr.post(url, {**form, **union})
    place.refresh_from_db()
    assert (place.state, place.union_name) == ("approved", "Kommunal"), "the place itself is as it was approved"
    answer = hr.post(url, {**form, **union, "openings": 3}, follow=True)
    place.refresh_from_db()
    assert place.state == "offered"
    assert "ASF går igenom den igen" in answer.text


def test_a_copy_is_a_draft_without_the_union_consultation(login_as):
    union = {"union_on": JAN, "union_name": "Kommunal", "union_outcome": "agreed"}
    place = PlaceFactory(state="approved", area="Hyllie", **union)
    login_as("department_hr", place.department).post(reverse("placements:place_copy", args=[place.pk]))
    copy = Place.objects.exclude(pk=place.pk).get()
    assert (copy.state, copy.area, copy.union_on, copy.openings) == ("draft", "Hyllie", None, 2)
    assert copy.draft_key != place.draft_key


def test_missing_union_consultation_is_warned_of(login_as):
    client = login_as("asf_administrator")
    warned = "Facklig samverkan är inte antecknad"
    assert warned in client.get(reverse("placements:place", args=[PlaceFactory().pk])).text
    done = PlaceFactory(union_on=JAN, union_name="Kommunal", union_outcome="agreed")
    assert warned not in client.get(reverse("placements:place", args=[done.pk])).text


def test_chosen_places_are_acted_on_each_by_itself(login_as):
    offered, approved = PlaceFactory(), PlaceFactory(state="approved")
    client = login_as("asf_administrator")
    chosen = [offered.pk, approved.pk]
    done = client.post(ACTS, {"chosen": chosen, "act": "approve"}).text
    assert "Gjort för 1 av 2" in done
    assert "Bara en erbjuden plats" in done
    offered.refresh_from_db()
    assert offered.state == "approved"
    assert "Gjort för 0 av 2" in client.post(ACTS, {"chosen": chosen, "act": "withdraw"}).text
    assert "Gjort för 2 av 2" in client.post(ACTS, {"chosen": chosen, "act": "withdraw", "reason": "Flytt"}).text


def test_a_department_withdraws_only_its_own_in_bulk(login_as):
    own, other = PlaceFactory(), PlaceFactory()
    client = login_as("department_hr", own.department)
    told = client.post(ACTS, {"chosen": [own.pk, other.pk], "act": "withdraw", "reason": "Flytt"}).text
    assert "Gjort för 1 av 1" in told
    other.refresh_from_db()
    assert other.state == "offered"
    assert "Gjort för 0 av 1" in client.post(ACTS, {"chosen": [own.pk], "act": "approve"}).text


@pytest.mark.parametrize(("values", "name"), [
    ({"openings": 0}, "place_has_openings"),
    ({"available_to": JAN}, "place_ends_after_start"),
    ({"working_share": 101}, "place_share_within_100"),
    ({"value_for_service": ""}, "place_offered_is_complete"),
    ({"union_on": JAN}, "place_union_consultation_is_whole"),
])  # fmt: skip
def test_the_database_refuses(values, name):
    PlaceFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Place.objects.update(**values)


def test_a_comment_says_something():
    with pytest.raises(IntegrityError, match="place_comment_says_something"), transaction.atomic():
        PlaceComment.objects.create(place=PlaceFactory(), at=NOW)
