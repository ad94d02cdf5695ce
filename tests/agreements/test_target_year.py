"""One department's whole year and its fee, by hand: no agreement, steps, an amendment, a transfer ended early.

Fritidsförvaltningen, quota 19 (0.057 × 330 = 18.81). The agreement begins in February with a step of 10 in February
and 15 in March, then 19. Amended from July: 22. Two places go to Miljöförvaltningen (quota 12, no agreement) from May
to October, ended from September. With nobody employed everything is missing; 7 500 kr a month from April.

month        Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
base          19  10  15  19  19  19  22  22  22  22  22  22
given away     0   0   0   0   2   2   2   2   0   0   0   0
target        19  10  15  19  17  17  20  20  22  22  22  22
the other     12  12  12  12  14  14  14  14  12  12  12  12

First half-year, charged April to June: 19 + 17 + 17 = 53 → 397 500 kr; the other 12 + 14 + 14 = 40 → 300 000 kr.
Second: 20 + 20 + 22 × 4 = 128 → 960 000 kr; the other 14 + 14 + 12 × 4 = 76 → 570 000 kr.
The city's two together, before and after the transfer: April 31, May 31, July 34, September 34.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.models import AgreementVersion, TransferEnding
from agreements.queries import effective_targets
from allocation.queries.quota_table import quota_table
from billing.queries import department_year
from foundation.periods import HalfYear, Month, months_between
from tests.agreements.factories import (
    AgreementFactory,
    AgreementVersionFactory,
    MonthlyTargetFactory,
    QuotaTransferFactory,
)
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
YEAR = months_between(Month(2021, 1), Month(2021, 12))


@pytest.fixture
def city(small_city):
    agreement = AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    first = AgreementVersionFactory(agreement=agreement, number=1, valid_from=Month(2021, 2), target=19)
    for month, step in ((2, 10), (3, 15)):
        MonthlyTargetFactory(version=first, month=Month(2021, month), target=step)
    AgreementVersion.objects.filter(pk=first.pk).update(state="signed", signed_on="2021-01-15")
    AgreementVersionFactory(
        agreement=agreement, number=2, valid_from=Month(2021, 7), target=22, deviation_note="Fler.", signed=True
    )
    transfer = QuotaTransferFactory(
        from_department=small_city.leisure, to_department=small_city.environment, number=2,
        first_month=Month(2021, 5), last_month=Month(2021, 10), signed=True,
    )  # fmt: skip
    TransferEnding.objects.create(transfer=transfer, from_month=Month(2021, 9), signed_on="2021-08-20")
    return small_city


def test_every_month_of_both_departments(city):
    rows = effective_targets(model_year=city.model_year, months=YEAR)
    own = [rows[city.leisure.pk, month].target for month in YEAR]
    other = [rows[city.environment.pk, month].target for month in YEAR]
    assert own == [19, 10, 15, 19, 17, 17, 20, 20, 22, 22, 22, 22]
    assert other == [12, 12, 12, 12, 14, 14, 14, 14, 12, 12, 12, 12]
    assert [own[n - 1] + other[n - 1] for n in (4, 5, 7, 9)] == [31, 31, 34, 34]
    sources = [rows[city.leisure.pk, month].effective.source for month in YEAR[:4]]
    assert sources == ["formula", "step", "step", "agreed"]


@pytest.mark.parametrize(
    ("which", "first", "second"), [("leisure", 397_500, 960_000), ("environment", 300_000, 570_000)]
)
def test_the_fee_of_a_half_year_in_which_places_move_and_the_agreement_is_amended(city, which, first, second):
    months = department_year(
        department=getattr(city, which), model_year=city.model_year, today=Month(2021, 12).last_day
    )
    fees = {half: sum((one.figures.fee for one in months if one.month in half.months), Decimal(0)) for half in HALVES}
    assert list(fees.values()) == [first, second]


HALVES = (HalfYear(2021, 1), HalfYear(2021, 2))


def test_the_exempt_and_the_company_have_no_target_in_any_month(city):
    rows = effective_targets(model_year=city.model_year, months=YEAR)
    assert {department for department, _month in rows} == {
        city.leisure.pk, city.environment.pk, city.provider.pk,
    }  # fmt: skip
    table = quota_table(city.model_year, reader=UserFactory(role="city_office"), month=city.model_year.first_month)
    assert [one.department.code for one in table.exempt] == ["104"]
    assert [one.code for one in table.companies] == ["105"]
