"""Quotas of a year in which the organisation changes: small_city, 330 × 5.7 % = 18.81 → 19 and 205 → 12."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from allocation.queries import YearQuotas
from allocation.queries.quota_table import quota_table
from foundation.periods import Month
from organisation.models import Succession
from tests.organisation.factories import DepartmentFactory, ExemptionFactory, UserFactory

pytestmark = pytest.mark.django_db
JUNE, JULY = Month(2021, 6), Month(2021, 7)


def succession(predecessor, successor, share="1", month=JULY):
    return Succession.objects.create(
        predecessor=predecessor, successor=successor, first_month=month, share=Decimal(share), decision="KF § 7"
    )


@pytest.fixture
def split(small_city):
    """Leisure is split from July: 60 % of 330 is 198, 198 × 5.7 % = 11.286 → 11; 132 → 7.524 → 8."""
    sports, culture = (DepartmentFactory(code=code, first_month=JULY) for code in ("111", "112"))
    succession(small_city.leisure, sports, "0.6")
    succession(small_city.leisure, culture, "0.4")
    small_city.leisure.last_month = JUNE
    small_city.leisure.save()
    return small_city, sports, culture


def quotas_at(city, month):
    return {pk: one.quota for pk, one in YearQuotas(city.model_year).at(month).items()}


def test_a_split_department_has_its_quota_until_then_and_its_successors_theirs_from_then(split):
    city, sports, culture = split
    before, after = quotas_at(city, JUNE), quotas_at(city, JULY)
    assert before == {city.leisure.pk: 19, city.environment.pk: 12, city.provider.pk: 108}
    assert after == {sports.pk: 11, culture.pk: 8, city.environment.pk: 12, city.provider.pk: 108}


def test_the_page_shows_the_derivation_and_the_months_from_which_quotas_are_others(split):
    city, sports, _culture = split
    table = quota_table(city.model_year, reader=UserFactory(role="city_office"), month=JULY)
    assert table.stages == [Month(2021, 1), JULY]
    row = next(row for row in table.rows if row.department == sports)
    assert row.sentence.startswith("11 = 5,7")
    assert row.moves == (
        "+198 från Fritidsförvaltningen (60\N{NO-BREAK SPACE}% av 330 tillsvidareanställda) från och med juli 2021",
    )
    # Six months at 7 500 kr: 11 × 7 500 × 6.
    assert row.greatest_fee == 495_000


def test_an_exemption_of_some_months_takes_the_quota_of_those_months_only(small_city):
    ExemptionFactory(department=small_city.environment, first_month=Month(2021, 4), last_month=JUNE)
    found = {month: small_city.environment.pk in quotas_at(small_city, month) for month in (Month(2021, 3), JUNE, JULY)}
    assert found == {Month(2021, 3): True, JUNE: False, JULY: True}
    table = quota_table(small_city.model_year, reader=UserFactory(role="city_office"), month=JUNE)
    assert [row.department.code for row in table.exempt] == ["102", "104"]
    assert table.stages == [Month(2021, 1), Month(2021, 4), JULY]


def test_staff_that_goes_to_a_company_leaves_the_sums(small_city):
    succession(small_city.environment, small_city.company, "1")
    assert quotas_at(small_city, JULY)[small_city.environment.pk] == 0


def test_counts_stand_in_for_headcounts(small_city):
    """0.057 × 1 000 = 57."""
    quotas = YearQuotas(small_city.model_year).counting({small_city.leisure.pk: (1000, 1100)})
    assert quotas.at(JUNE)[small_city.leisure.pk].quota == 57


def test_the_quota_page_follows_the_month_in_the_address(split, login_as):
    client = login_as("city_office")
    text = client.get("/quotas/?year=2021&month=2021-07").text
    assert "från Fritidsförvaltningen" in text and "Kvoterna ändras under året" in text
    assert "från Fritidsförvaltningen" not in client.get("/quotas/?year=2021&month=2021-06").text


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("succession_is_of_another", {"same": True}),
        ("succession_share_is_a_share", {"share": "0"}),
        ("succession_share_is_a_share", {"share": "1.5"}),
        ("succession_has_a_decision", {"decision": ""}),
        ("succession_once_per_pair_and_month", {"twice": True}),
        ("succession_shares_within_whole", {"more": True}),
    ],
)
def test_the_database_refuses_successors(small_city, name, changed):
    values = {"share": Decimal(changed.get("share", "0.6")), "decision": changed.get("decision", "KF § 7")}
    successor = small_city.leisure if "same" in changed else small_city.environment
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Succession.objects.create(predecessor=small_city.leisure, successor=successor, first_month=JULY, **values)
        if "twice" in changed or "more" in changed:
            other = small_city.environment if "twice" in changed else small_city.provider
            share = Decimal("0.3" if "twice" in changed else "0.5")
            Succession.objects.create(
                predecessor=small_city.leisure, successor=other, first_month=JULY, share=share, decision="KF § 7"
            )
