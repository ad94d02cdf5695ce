"""Sent, sent back, signed: complete, by two people, on exactly what they saw, also when they act at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from agreements.content import content_sha256
from agreements.models import AgreementVersion, Signature
from agreements.operations import (
    AlreadySigned,
    ContentChanged,
    Incomplete,
    NotADraft,
    NotSent,
    SamePerson,
    send_back,
    send_for_signing,
    sign,
)
from agreements.operations.sending import QuotaMoved
from agreements.queries.content import content_of, versions_with_parts
from allocation.models import Headcount
from foundation.refusals import Refusal
from tests.agreements.signing import TERMS, TODAY, drafted, people_of, sent, signed
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_said_all_at_once(small_city):
    Headcount.objects.filter(department=small_city.leisure).delete()
    empty = replace(TERMS, registry_number="", cost_financing=" ", department_contact="", provider_contact="", target=7)
    version = drafted(small_city, empty)
    with pytest.raises(Incomplete) as refusal:
        send_for_signing(version=version, by=UserFactory())
    assert [message.split(":")[0] for message in refusal.value.messages] == [
        "Antal anställda är inte inläst",
        "Diarienummer saknas",
        "Omkostnadernas finansiering saknas",
        "Kontakt på förvaltningen saknas",
        "Kontakt på ASF saknas",
        "Målet avviker från kvoten",
    ]


def test_a_quota_that_has_moved_since_the_draft_stops_the_sending(small_city):
    version = drafted(small_city)
    Headcount.objects.filter(department=small_city.leisure).update(permanent=350)
    with pytest.raises(QuotaMoved, match="från 19 till 20"):
        send_for_signing(version=version, by=UserFactory())


def test_sending_fixes_the_content_by_its_hash(small_city):
    version = sent(small_city)
    read_again = versions_with_parts().get(pk=version.pk)
    assert version.content_sha256 == content_sha256(content_of(read_again)) != ""
    with pytest.raises(NotADraft):
        send_for_signing(version=version, by=UserFactory())


def test_one_signature_waits_and_the_second_makes_it_final(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    first = sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY)
    assert (first.state, first.document) == ("sent", None)
    final = sign(version=version, side="department", by=people.department_head, seen_sha256=seen, today=TODAY)
    assert (final.state, final.signed_on) == ("signed", TODAY)
    assert final.document.is_intact() and bytes(final.document.content).startswith(b"%PDF")
    assert final.document.name == "overenskommelse-2021-101-version-1.pdf"
    assert Headcount.objects.get(department=small_city.leisure).locked_at is not None


def test_nobody_signs_for_both_sides(small_city):
    version, both = sent(small_city), UserFactory()
    sign(version=version, side="provider", by=both, seen_sha256=version.content_sha256, today=TODAY)
    with pytest.raises(SamePerson):
        sign(version=version, side="department", by=both, seen_sha256=version.content_sha256, today=TODAY)


def test_a_side_signs_once(small_city):
    version = sent(small_city)
    sign(version=version, side="provider", by=UserFactory(), seen_sha256=version.content_sha256, today=TODAY)
    with pytest.raises(AlreadySigned):
        sign(version=version, side="provider", by=UserFactory(), seen_sha256=version.content_sha256, today=TODAY)


def test_only_what_was_sent_can_be_signed(small_city):
    with pytest.raises(NotSent):
        sign(version=drafted(small_city), side="provider", by=UserFactory(), seen_sha256="", today=TODAY)


def test_other_content_than_the_one_that_was_seen_is_not_signed(small_city):
    version = sent(small_city)
    with pytest.raises(ContentChanged):
        sign(version=version, side="provider", by=UserFactory(), seen_sha256="0" * 64, today=TODAY)


def test_content_that_changed_after_it_was_sent_is_not_signed(small_city):
    version = sent(small_city)
    Headcount.objects.filter(department=small_city.leisure).update(permanent=331)
    with pytest.raises(ContentChanged):
        sign(version=version, side="provider", by=UserFactory(), seen_sha256=version.content_sha256, today=TODAY)


def test_sent_back_all_signatures_fall_and_the_same_paper_cannot_be_signed(small_city):
    version = sent(small_city)
    seen = version.content_sha256
    sign(version=version, side="provider", by=UserFactory(), seen_sha256=seen, today=TODAY)
    back = send_back(version=version, reason="Fel mål.", by=UserFactory())
    assert (back.state, back.content_sha256, back.signatures.count()) == ("draft", "", 0)
    with pytest.raises(NotSent):
        sign(version=version, side="department", by=UserFactory(), seen_sha256=seen, today=TODAY)
    with pytest.raises(NotSent):
        send_back(version=version, reason="Igen.", by=UserFactory())


def test_the_database_refuses_to_change_what_is_signed(small_city):
    version = signed(small_city)
    version.target = 1
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        version.save()


def in_threads(*acts: Callable[[], object]) -> list[object]:
    """Run the acts at once on connections of their own; each gives its result or its refusal."""
    start, outcomes = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except Refusal as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_sides_signing_at_once_give_one_final_version(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    in_threads(
        lambda: sign(version=version, side="department", by=people.department_head, seen_sha256=seen, today=TODAY),
        lambda: sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY),
    )
    final = AgreementVersion.objects.get(pk=version.pk)
    assert (final.state, final.signatures.count()) == ("signed", 2)
    assert final.document is not None


@pytest.mark.django_db(transaction=True)
def test_one_side_signing_twice_at_once_signs_once(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    act = lambda: sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY)  # noqa: E731  # two of the same
    outcomes = in_threads(act, act)
    assert AlreadySigned in outcomes and Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_while_it_is_sent_back_gives_one_or_the_other_never_a_signed_draft(small_city):
    version, people = sent(small_city), people_of(small_city)
    seen = version.content_sha256
    sign(version=version, side="department", by=people.department_head, seen_sha256=seen, today=TODAY)
    outcomes = in_threads(
        lambda: sign(version=version, side="provider", by=people.asf_head, seen_sha256=seen, today=TODAY),
        lambda: send_back(version=version, reason="Vänta.", by=people.drafter),
    )
    final = AgreementVersion.objects.get(pk=version.pk)
    assert NotSent in outcomes
    assert (final.state, final.signatures.count()) in {("signed", 2), ("draft", 0)}
