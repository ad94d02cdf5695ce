"""Comments on single fields: open, answered, closed, by the right side; nothing is sent or signed over an open one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError
from django.urls import reverse

from agreements.models import AgreementVersion, FieldComment
from agreements.operations import (
    OpenComments,
    answer_comment,
    close_comment,
    comment,
    send_back,
    send_for_signing,
    sign,
)
from agreements.operations.commenting import AlreadyAnswered, NotOpenForComments, NotYoursToAnswer, NotYoursToClose
from tests.agreements.signing import TODAY, drafted, people_of, sent, signed
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 1, 12, 9, tzinfo=UTC)


def asked(version: AgreementVersion, *, side: str = "department", field: str = "target") -> FieldComment:
    return comment(version=version, field=field, text="Räcker 19?", side=side, by=UserFactory(), now=NOW)


def answered(one: FieldComment) -> FieldComment:
    return answer_comment(comment=one, text="Ja.", side="provider", by=UserFactory(), now=NOW)


def test_asked_answered_by_the_other_side_closed_by_the_one_that_asked(small_city):
    one = asked(drafted(small_city))
    assert one.state == "open"
    one = answered(one)
    assert (one.state, one.answer) == ("answered", "Ja.")
    one = close_comment(comment=one, side="department", by=UserFactory(), now=NOW)
    assert (one.state, one.closed_at) == ("closed", NOW)


def test_ones_own_side_does_not_answer_and_the_other_does_not_close(small_city):
    one = asked(drafted(small_city))
    with pytest.raises(NotYoursToAnswer):
        answer_comment(comment=one, text="Ja.", side="department", by=UserFactory(), now=NOW)
    with pytest.raises(NotYoursToAnswer):
        answer_comment(comment=one, text="Ja.", side="provider", by=one.author, now=NOW)
    with pytest.raises(NotYoursToClose):
        close_comment(comment=one, side="provider", by=UserFactory(), now=NOW)


def test_a_second_answer_and_a_second_closing_change_nothing(small_city):
    one = answered(asked(drafted(small_city)))
    with pytest.raises(AlreadyAnswered):
        answered(one)
    close_comment(comment=one, side="department", by=UserFactory(), now=NOW)
    with pytest.raises(AlreadyAnswered):
        close_comment(comment=one, side="department", by=UserFactory(), now=NOW)


def test_a_question_can_be_taken_back_unanswered(small_city):
    one = close_comment(comment=asked(drafted(small_city)), side="department", by=UserFactory(), now=NOW)
    assert (one.state, one.answer) == ("closed", "")


def test_what_is_signed_takes_no_comments(small_city):
    with pytest.raises(NotOpenForComments):
        asked(signed(small_city))


def test_nothing_is_sent_while_a_question_is_open_and_an_answered_one_does_not_stop_it(small_city):
    version = drafted(small_city)
    one = asked(version)
    with pytest.raises(OpenComments, match="1 kommentar är obesvarad"):
        send_for_signing(version=version, by=UserFactory())
    answered(one)
    assert send_for_signing(version=version, by=UserFactory()).state == "sent"


def test_nothing_is_signed_while_a_question_is_open(small_city):
    version, people = sent(small_city), people_of(small_city)
    asked(version)
    with pytest.raises(OpenComments):
        sign(
            version=version,
            side="department",
            by=people.department_head,
            seen_sha256=version.content_sha256,
            today=TODAY,
        )


def test_comments_live_on_when_the_version_is_sent_back(small_city):
    version = sent(small_city)
    asked(version)
    send_back(version=version, reason="Fel mål.", by=UserFactory())
    assert version.comments.count() == 1


def refused(change: object, **values: object) -> str:
    """What the database says when these values are written."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        FieldComment.objects.filter(pk=change.pk).update(**values)
    return str(error.value)


def test_the_database_holds_the_states(small_city):
    version = drafted(small_city)
    one = asked(version)
    assert "comment_says_something" in refused(one, text="")
    assert "comment_answer_has_author_and_time" in refused(one, answer="Ja.")
    assert "comment_state_follows_its_stamps" in refused(one, state="closed")
    stamps = {"state": "answered", "answer": "Ja.", "answered_at": NOW}
    assert "comment_answered_by_another" in refused(one, answered_by=one.author, **stamps)
    close_comment(comment=one, side="department", by=UserFactory(), now=NOW)
    assert "closed_comment_is_frozen" in refused(one, text="Annat.") or "Cannot update" in refused(one, text="Annat.")


def test_the_database_signs_nothing_over_an_open_comment_and_freezes_comments_with_the_version(small_city):
    version = sent(small_city)
    one = asked(version)
    with pytest.raises(IntegrityError, match="version_signed_without_open_comments"), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(state="signed", signed_on=TODAY)
    answered(one)
    AgreementVersion.objects.filter(pk=version.pk).update(state="signed", signed_on=TODAY)
    assert "comment_on_settled_version_is_frozen" in refused(one, text="Annat.")


@pytest.mark.django_db(transaction=True)
def test_a_question_and_the_last_signature_at_once_never_give_a_signed_version_with_an_open_question(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    sign(version=version, side="department", by=people.department_head, seen_sha256=seen, today=TODAY)
    at_once(
        lambda: sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY),
        lambda: comment(version=version, field="target", text="?", side="department", by=people.drafter, now=NOW),
    )
    state = AgreementVersion.objects.get(pk=version.pk).state
    assert (state, FieldComment.objects.count()) in {("signed", 0), ("sent", 1)}


def test_the_page_shows_the_question_beside_its_field_and_whom_it_waits_for(login_as, small_city):
    version = drafted(small_city)
    hr, asf = login_as("department_hr", small_city.leisure), login_as("asf_administrator")
    address = reverse("agreements:comments", args=[version.agreement_id, version.number])
    page = reverse("agreements:detail", args=[version.agreement_id])
    response = hr.post(address, {"field": "cost_financing", "text": "Vem betalar skor?"})
    assert response.url.endswith("#clause-cost_financing")
    assert "Ta tillbaka" in hr.get(page).text and "Ert svar" not in hr.get(page).text
    text = asf.get(page).text
    assert "Vem betalar skor?" in text and "Svarar på 1 kommentar." in text
    assert "väntar på ert svar" in asf.get("/").text
    one = FieldComment.objects.get()
    asf.post(reverse("agreements:comment_answer", args=[one.pk]), {"answer": "ASF betalar dem."})
    assert "ASF betalar dem." in hr.get(page).text and "väntar på ert svar" not in asf.get("/").text
    hr.post(reverse("agreements:comment_closure", args=[one.pk]))
    text = hr.get(page).text
    assert "kommentaren till ”Så finansieras omkostnaderna” är avslutad" in text


def test_an_empty_comment_and_one_on_no_field_are_refused(login_as, small_city):
    version, client = drafted(small_city), login_as("asf_administrator")
    address = reverse("agreements:comments", args=[version.agreement_id, version.number])
    for values in ({"field": "target", "text": " "}, {"field": "password", "text": "?"}):
        client.post(address, values)
    one = asked(version)
    client.post(reverse("agreements:comment_answer", args=[one.pk]), {"answer": ""})
    assert [c.state for c in FieldComment.objects.all()] == ["open"]
