"""Agreements of departments that were split or parted: derived from, and locking, the staff that was counted before.

small_city: 330 × 5.7 % = 18.81 → 19. Split from July: 60 % is 198 → 11.286 → 11, and 132 → 7.524 → 8.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from agreements.content import canonical
from agreements.hindrances import SignedOnTheStaff
from agreements.models import AgreementVersion
from agreements.operations import amend, draft_agreement, edit_draft, send_for_signing, sign
from agreements.operations.signing import ContentChanged
from agreements.queries.content import content_of, headcounts_under
from agreements.queries.listing import agreement_rows
from agreements.standing import Stage
from allocation.models import Headcount
from allocation.succession import Counted, HandOn, Moved, origins, reached
from foundation.periods import Month
from organisation.operations.reorganising import Part, reorganise, undo_reorganisation
from tests.agreements.signing import TERMS, TODAY, signed
from tests.agreements.test_documents import told_faults, words
from tests.organisation.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
JULY, SEPTEMBER = Month(2021, 7), Month(2021, 9)


@pytest.fixture
def sports(small_city):
    """One of two successors."""
    first, second = (
        DepartmentFactory(code=code, name=name, first_month=JULY)
        for code, name in (("111", "Idrottsförvaltningen"), ("112", "Kulturförvaltningen"))
    )
    reorganise(
        predecessor=small_city.leisure, parts=[Part(first, Decimal("0.6")), Part(second, Decimal("0.4"))],
        first_month=JULY, decision="KF § 7", closes=True,
    )  # fmt: skip
    return first


def sent_for(department, city, **changed) -> AgreementVersion:
    by = UserFactory(role="asf_administrator")
    version = draft_agreement(department=department, model_year=city.model_year, by=by)
    values = replace(TERMS, target=version.formula_quota, valid_from=version.valid_from, **changed)
    return send_for_signing(version=edit_draft(version=version, values=values, by=by), by=by)


def signed_by_both(version: AgreementVersion) -> AgreementVersion:
    department = version.agreement.department
    people = {
        "department": UserFactory(role="department_head", department=department),
        "provider": UserFactory(role="asf_head"),
    }
    for side, by in people.items():
        version = sign(version=version, side=side, by=by, seen_sha256=version.content_sha256, today=TODAY)
    return AgreementVersion.objects.get(pk=version.pk)


def test_a_successor_signs_on_the_staff_that_it_took_over_and_locks_its_count(small_city, sports):
    version = signed_by_both(sent_for(sports, small_city))
    assert (version.valid_from, version.formula_quota, version.target) == (JULY, 11, 11)
    text = words(bytes(version.document.content))
    assert "11 = 5,7 % av 198 tillsvidareanställda den 1 november 2020 = 11,286, avrundat" in text
    moved = "198 av 330 tillsvidareanställda i Fritidsförvaltningen (60 %) räknas hos Idrottsförvaltningen."
    assert f"Juli 2021: {moved}" in text
    assert told_faults(bytes(version.document.content)) == []
    counted = Headcount.objects.get(department=small_city.leisure)
    assert counted.locked_at is not None
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Headcount.objects.filter(pk=counted.pk).update(permanent=400)
    assert Headcount.objects.get(department=small_city.environment).locked_at is None


def test_the_page_says_where_the_staff_comes_from(small_city, sports, login_as):
    version = sent_for(sports, small_city)
    text = login_as("asf_administrator").get(reverse("agreements:detail", args=[version.agreement_id])).text
    assert "198 av 330 tillsvidareanställda i Fritidsförvaltningen" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_another_count_of_the_predecessor_while_it_is_sent_stops_the_signing(small_city, sports):
    """60 % of 340 is 204: the quota would be 11.628 → 12."""
    version = sent_for(sports, small_city)
    Headcount.objects.filter(department=small_city.leisure).update(permanent=340)
    with pytest.raises(ContentChanged):
        signed_by_both(version)


def test_what_is_signed_on_the_staff_hinders_that_it_is_moved_again(small_city, sports):
    signed_by_both(sent_for(sports, small_city))
    for act in (
        lambda: undo_reorganisation(predecessor=small_city.leisure, first_month=JULY),
        lambda: reorganise(
            predecessor=sports, parts=[Part(small_city.environment, Decimal("0.5"))], first_month=JULY,
            decision="KF § 8", closes=False,
        ),
    ):  # fmt: skip
        with pytest.raises(SignedOnTheStaff, match="Idrottsförvaltningen har undertecknat att 11 anställningar"):
            act()


def test_an_agreement_from_january_stands_when_half_the_staff_leaves_later_and_its_amendment_says_so(small_city):
    """165 × 5.7 % = 9.405 → 9 from September; never from January, which is signed."""
    agreement = signed(small_city).agreement
    half = [Part(small_city.environment, Decimal("0.5"))]
    with pytest.raises(SignedOnTheStaff, match="januari 2021"):
        reorganise(predecessor=small_city.leisure, parts=half, first_month=Month(2021, 1), decision="KF", closes=False)
    reorganise(predecessor=small_city.leisure, parts=half, first_month=SEPTEMBER, decision="KF § 9", closes=False)
    amended = amend(agreement=agreement, valid_from=SEPTEMBER, by=UserFactory())
    content = content_of(amended)
    assert (amended.formula_quota, content.basis.people) == (9, 165)
    assert [(one.predecessor, one.people, one.of) for one in content.basis.moves] == [
        ("Fritidsförvaltningen", 165, 330)
    ]
    assert b'"moves"' in canonical(content)
    assert b'"moves"' not in canonical(content_of(agreement.versions.get(number=1)))


def test_a_merged_department_rests_on_its_own_count_and_on_the_others(small_city):
    """205 + 330 = 535."""
    reorganise(
        predecessor=small_city.leisure, parts=[Part(small_city.environment, Decimal(1))], first_month=JULY,
        decision="KF § 7", closes=True,
    )  # fmt: skip
    version = draft_agreement(department=small_city.environment, model_year=small_city.model_year, by=UserFactory())
    version.valid_from = JULY
    assert content_of(version).basis.people == 535
    assert {one.department for one in headcounts_under(version)} == {small_city.environment, small_city.leisure}


def test_the_list_has_all_who_bear_a_quota_some_time_of_the_year_with_the_nearest_quota(small_city):
    """Leisure hands all its 330 on from September and is closed: 19 for both, and what it signed has an end."""
    version = signed(small_city)
    new = DepartmentFactory(code="141", name="Idrottsförvaltningen", first_month=Month(2021, 9))
    reorganise(
        predecessor=small_city.leisure, parts=[Part(new, Decimal(1))], first_month=Month(2021, 9), decision="KF § 7",
        closes=True,
    )  # fmt: skip
    reader = UserFactory(role="asf_administrator")
    for month, stage in ((Month(2021, 5), Stage.IN_FORCE), (Month(2021, 10), Stage.ENDED)):
        found = agreement_rows(model_year=small_city.model_year, reader=reader, month=month)
        rows = {row.department: row for row in found}
        assert set(rows) == {small_city.leisure, small_city.environment, new}
        assert (rows[small_city.leisure].quota, rows[new].quota) == (19, 19)
        assert rows[version.agreement.department].standing.stage == stage


def moved(predecessor: int, successor: int, month: Month) -> Moved:
    return Moved(HandOn(predecessor, successor, month, Decimal(1)), Counted(9, 9), Counted(9, 9))


def test_origins_reach_back_through_others_and_not_to_what_left_later():
    moves = [moved(1, 2, JULY), moved(2, 3, SEPTEMBER), moved(4, 2, Month(2021, 10))]
    assert origins(3, moves) == {1, 2, 3}
    assert origins(2, moves) == {1, 2, 4}


def test_reached_are_all_those_after_from_the_month_on():
    steps = [one.hand_on for one in (moved(2, 3, SEPTEMBER), moved(1, 2, JULY), moved(5, 6, JULY))]
    assert reached([1], steps, month=JULY) == {1, 2, 3}
    assert reached([1], steps, month=SEPTEMBER) == {1}
