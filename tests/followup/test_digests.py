"""One mail a day at most: of what is new, in the person's language, without personal data, and never twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import Error, transaction
from django.urls import reverse

from billing.models import MonthParameters
from billing.operations import months
from followup.digest import all_told, is_due, news, still_told
from followup.models import Digest, DigestChoice
from followup.operations.digests import choose_digest, people_to_tell, send_digest
from followup.queries.tasks import first_page_tasks
from followup.tasks import send_digest as send_digest_task
from placements.models import EmploymentImport
from tests.billing.city import APRIL, ASKED
from tests.billing.threads import at_once
from tests.organisation.factories import MembershipFactory, UserFactory

DEADLINE, PROPOSED = date(2021, 5, 14), date(2021, 5, 5)
MONDAY = date(2021, 5, 10)


@pytest.fixture(autouse=True)
def mail_is_sent(settings):
    settings.MAIL_IS_SENT, settings.PUBLIC_URL = True, "https://overens.example.se"


@pytest.fixture
def hr(city):
    return UserFactory(role="department_hr", department=city.leisure, email="hr@example.se")


@pytest.fixture
def april(city, hr):
    [row] = months.open_month(month=APRIL, by=None, departments=[city.leisure])
    return months.propose_month(reconciliation=row, by=None, deadline=DEADLINE, today=ASKED)


def send(user, day):
    return send_digest(user=user, day=day, today=day)


@dataclass
class Thing:
    text: str
    number: int = 1
    key: str = ""
    stage: int = 0


def test_news_is_what_grew_or_came_back():
    """Told 3; 2 today is no news and is remembered as 2; 3 again is."""
    told = all_told([Thing("a", 3), Thing("b")])
    today = [Thing("a", 2), Thing("c")]
    assert [one.text for one in news(today, told)] == ["c"]
    told = still_told(today, told)
    assert [one.text for one in news([Thing("a", 3), Thing("b"), Thing("c")], told)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("every", "last", "day", "due"),
    [
        ("daily", None, MONDAY, True),
        ("daily", MONDAY, MONDAY, False),
        ("daily", MONDAY, MONDAY + timedelta(1), True),
        ("weekly", None, MONDAY, True),
        ("weekly", MONDAY, MONDAY + timedelta(6), False),
        ("weekly", MONDAY - timedelta(1), MONDAY, True),
        ("weekly", date(2020, 12, 31), date(2021, 1, 1), False),  # the same week, though another year
        ("weekly", date(2021, 1, 3), date(2021, 1, 4), True),
        ("never", None, MONDAY, False),
    ],
)
def test_when_it_is_due(every, last, day, due):
    assert is_due(every, last=last, day=day) is due


@pytest.mark.parametrize(
    ("day", "stages"),
    [(11, 1), (10, 0), (13, 1), (14, 2), (15, 3), (31, 3)],  # 3 days before the 14th, that day, the day after
)
def test_reminder_stages(day, stages):
    assert MonthParameters().stages_passed(deadline=DEADLINE, today=date(2021, 5, day)) == stages


def test_each_day_says_what_is_new_and_each_reminder_stage_says_it_again(april, hr):
    days = [date(2021, 5, day) for day in range(6, 19)]
    sent = [day.day for day in days if send(hr, day)]
    assert sent == [6, 11, 14, 15]
    first, reminder = mail.outbox[0], mail.outbox[1]
    assert "April 2021 väntar på er bekräftelse – senast 2021-05-14" in first.body
    assert "Påminnelse: April 2021 väntar på er bekräftelse" in reminder.body
    assert f"https://overens.example.se{reverse('billing:reconciliation', args=[april.pk])}" in first.body
    assert (first.to, first.subject) == (["hr@example.se"], "Överens: 1 sak att göra")


def test_the_stages_are_parameters(april, hr):
    MonthParameters.objects.create(valid_from=date(2021, 5, 1), reminder_days=[1], source="ASN § 1")
    assert [day for day in range(6, 19) if send(hr, date(2021, 5, day))] == [6, 13]


def test_a_second_try_the_same_day_does_nothing(april, hr):
    assert send(hr, PROPOSED).state == "sent"
    assert send(hr, PROPOSED) is None
    assert (len(mail.outbox), Digest.objects.count()) == (1, 1)


def test_the_mail_is_what_the_first_page_says(april, hr, client):
    send(hr, PROPOSED)
    for task in first_page_tasks(user=hr, today=PROPOSED):
        assert task.text in mail.outbox[0].body


def test_weekly_and_never_are_kept_to(april, hr):
    choose_digest(user=hr, every="weekly", language="sv", email="hr@example.se")
    assert [day for day in range(6, 19) if send(hr, date(2021, 5, day))] == [6, 11, 17]
    choose_digest(user=hr, every="never", language="sv", email="hr@example.se")
    months.object_to(reconciliation=april, placement=None, figure=16, text="En saknas.", by=hr)
    assert send(hr, date(2021, 6, 1)) is None


def test_it_is_written_in_the_persons_language(april, hr):
    choose_digest(user=hr, every="daily", language="en", email="hr@example.se")
    send(hr, PROPOSED)
    assert mail.outbox[0].subject == "Överens: 1 thing to do"
    assert "This is new to do in Överens:" in mail.outbox[0].body


def test_no_file_name_is_mailed(city, db):
    asf = UserFactory(role="asf_administrator", email="asf@example.se")
    EmploymentImport.objects.create(
        file_name="Anna Andersson 850101.xlsx", sha256="0", rows=b"", row_count=1, imported_by=asf
    )
    send(asf, PROPOSED)
    assert "Anna" not in mail.outbox[0].body
    assert "En inläst fil är jämförd och väntar på godkännande" in mail.outbox[0].body


def test_someone_without_an_address_is_told_on_the_first_page_and_so_is_the_administrator(april, hr, login_as):
    hr.email = ""
    hr.save()
    assert send(hr, PROPOSED).state == "no_address"
    [task] = [task for task in first_page_tasks(user=hr, today=PROPOSED) if task.key == "unmailed"]
    assert task.text == "Mejlet 2021-05-05 kom inte fram: ingen e-postadress – ange en adress som fungerar"
    page = login_as("system_administrator").get(reverse("followup:digests")).text
    assert hr.full_name in page and "ingen e-postadress" in page
    choose_digest(user=hr, every="daily", language="sv", email="ny@example.se")
    assert not [task for task in first_page_tasks(user=hr, today=PROPOSED) if task.key == "unmailed"]
    assert send(hr, date(2021, 5, 6)).state == "sent"
    assert mail.outbox[-1].to == ["ny@example.se"]


def test_what_the_server_refuses_is_said_again_the_next_day(april, hr, monkeypatch, login_as):
    def refuse(self, *args):
        raise SMTPRecipientsRefused({"hr@example.se": (550, b"no such user")})

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        refused = send(hr, PROPOSED)
    assert (refused.state, refused.fault) == ("refused", "SMTPRecipientsRefused")
    assert any(task.key == "unmailed" for task in first_page_tasks(user=hr, today=PROPOSED))
    assert "e-postservern tog inte emot" in login_as("system_administrator").get(reverse("followup:digests")).text
    assert send(hr, PROPOSED) is None
    assert send(hr, date(2021, 5, 6)).state == "sent"


def test_nothing_is_sent_without_a_mail_server(april, hr, settings):
    settings.MAIL_IS_SENT = False
    assert send(hr, PROPOSED) is None
    assert not Digest.objects.exists()


def test_only_those_with_a_role_in_force_are_told(hr, city):
    UserFactory()
    gone = UserFactory()
    MembershipFactory(user=gone, role="finance", valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    assert people_to_tell() == [hr.pk]


def test_the_task_takes_an_id(april, hr):
    assert send_digest_task(hr.pk) is True


def test_each_chooses_for_oneself_and_a_bad_address_is_refused(hr, client):
    client.force_login(hr)
    address = reverse("followup:digest")
    assert "varje dag när det finns något nytt" in client.get(address).text
    bad = {"every": "weekly", "language": "en", "email": "inte en adress"}
    assert client.post(address, bad).status_code == 422
    assert not DigestChoice.objects.exists()
    client.post(address, bad | {"email": "ny@example.se"})
    choice = DigestChoice.objects.get(user=hr)
    hr.refresh_from_db()
    assert (choice.every, choice.language, hr.email) == ("weekly", "en", "ny@example.se")


def _refused(name, act):
    with pytest.raises(Error, match=name), transaction.atomic():
        act()


def test_the_database_keeps_one_row_per_person_and_day_and_settled_ones_as_they_are(april, hr):
    row = send(hr, PROPOSED)
    _refused("digest_once_per_person_and_day", lambda: Digest.objects.create(user=hr, day=PROPOSED, tasks=1))
    _refused("digest_settled_is_frozen", lambda: Digest.objects.filter(pk=row.pk).update(state="refused"))
    _refused("digest_settled_has_time", lambda: Digest.objects.create(user=hr, day=MONDAY, tasks=1, state="sent"))
    _refused("digest_choice_every_is_known", lambda: DigestChoice.objects.update(every="hourly"))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_one_mail(april, hr):
    results = at_once(*(partial(send, hr, PROPOSED) for _ in range(4)))
    assert not [one for one in results if isinstance(one, Exception)]
    assert (len(mail.outbox), Digest.objects.count()) == (1, 1)
