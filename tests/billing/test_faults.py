"""The list of what would make an invoice wrong: each fault made, found, and led to where it is mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing.models import AccountCoding, MonthParameters, Reconciliation
from billing.operations.half_years import rehearse
from billing.operations.months import close_months, open_month
from billing.queries.faults import Fault
from billing.queries.rehearsal import fault_link
from billing.tolerance import Tolerance, is_far_from
from foundation.periods import HalfYear, Month
from placements.models import Employment, EmploymentType, Placement, SupportDecision
from tests.billing.city import FIRST_HALF, TODAY, City, place
from tests.billing.steps import with_codings

SECOND_HALF = HalfYear(2021, 2)


@pytest.fixture
def coded(closed_city: City) -> City:
    with_codings(closed_city.leisure, closed_city.environment, closed_city.provider)
    return closed_city


def faults(half_year: HalfYear = FIRST_HALF, today: date = TODAY) -> dict[str, list[Fault]]:
    """By board, but for the decision that nobody has made."""
    drafts = rehearse(half_year=half_year, by=None, today=today).drafts
    found = {one["board"]: [Fault.from_json(fault) for fault in one["faults"]] for one in drafts}
    return {board: [one for one in theirs if one.kind != "no_decision"] for board, theirs in found.items()}


def kinds(**kwargs: object) -> dict[str, list[str]]:
    return {board: [one.kind for one in theirs] for board, theirs in faults(**kwargs).items()}


def employment(number: int) -> Employment:
    return Employment.objects.get(key=f"E{number:04d}")


def test_a_half_year_without_faults_has_none(coded):
    assert kinds() == {"Fritidsnämnden": [], "Miljönämnden": []}


def test_months_that_are_not_over_are_told_of_together_and_nobody_is_asked_to_close_them(coded):
    """On 9 August: July can be closed; August to December cannot."""
    found = faults(SECOND_HALF, date(2021, 8, 9))["Fritidsnämnden"]
    assert [(one.kind, one.is_blocking) for one in found] == [("month_not_opened", True), ("month_not_over", True)]
    assert found[1].text == (
        "Fritidsförvaltningen: 2021-08 – 2021-12 är inte slut än och kan stängas först när månaden är slut."
    )
    assert fault_link(found[1]).url == "/reconciliations/?month=2021-08"


def test_a_month_ends_when_its_last_day_is_over(coded):
    on_the_day = faults(SECOND_HALF, date(2021, 7, 31))["Fritidsnämnden"]
    assert [one.kind for one in on_the_day] == ["month_not_over"]
    the_day_after = faults(SECOND_HALF, date(2021, 8, 1))["Fritidsnämnden"]
    assert [one.kind for one in the_day_after] == ["month_not_opened", "month_not_over"]


def test_an_opened_month_that_is_not_over_is_not_asked_for_either(coded):
    open_month(month=Month(2021, 8), by=None)
    found = faults(SECOND_HALF, date(2021, 8, 9))["Miljönämnden"]
    assert [one.kind for one in found] == ["month_not_opened", "month_not_over"]


def test_coding_and_reference_code_are_asked_for_on_both_sides(closed_city):
    with_codings(closed_city.leisure, closed_city.environment)
    AccountCoding.objects.filter(department=closed_city.leisure).update(reference_code="")
    assert kinds() == {
        "Fritidsnämnden": ["no_reference_code", "no_provider_coding"],
        "Miljönämnden": ["no_provider_coding"],
    }


def test_someone_counted_who_has_another_employment_on_the_same_days(coded):
    """P0001 (leisure, half-time, from 11 January) is employed once more, half-time, at environment from 1 July."""
    other = place(coded.environment, date(2021, 7, 1), number=501)
    Placement.objects.filter(employment__key__in=["E0001", "E0501"]).update(working_share=50)
    assert kinds()["Fritidsnämnden"] == []
    Employment.objects.filter(pk=other.employment_id).update(participant=employment(1).participant)
    [fault] = faults()["Fritidsnämnden"]
    assert (fault.kind, fault.is_blocking, fault.names["keys"]) == ("employments_overlap", False, "E0001")
    assert fault_link(fault).url == f"/employments/{employment(1).pk}/"
    Employment.objects.filter(pk=employment(1).pk).update(employed_to=date(2021, 6, 30))  # ends the day before
    assert kinds()["Fritidsnämnden"] == []


def test_an_employment_without_a_decision_at_its_start_is_found_when_decisions_are_kept(coded):
    """All 31 that a closed month counted have support; only E0001 has a decision for its first day, 11 January."""
    kind = EmploymentType.objects.get(code="extratjanst")
    EmploymentType.objects.update(support_kind="wage_share", support_share=Decimal(1))
    assert kinds()["Fritidsnämnden"] == []
    days = {"valid_from": date(2021, 1, 11), "valid_to": date(2021, 12, 31)}
    SupportDecision.objects.create(employment=employment(1), number="AF1", type=kind, **days)
    late = days | {"valid_from": date(2021, 1, 12)}
    SupportDecision.objects.create(employment=employment(2), number="AF2", type=kind, **late)
    [fault] = faults()["Fritidsnämnden"]
    assert (fault.kind, fault.names["number"]) == ("employment_without_decision", "18")
    assert fault.names["keys"] == "E0002, E0003, E0004 +15"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"counts": False}, ["type_no_longer_qualifies"]),
        ({"valid_to": date(2021, 5, 31)}, ["type_no_longer_qualifies"]),
        ({"valid_from": date(2021, 2, 1)}, ["type_no_longer_qualifies"]),
        ({"valid_from": date(2021, 1, 31)}, []),
        ({"valid_to": date(2021, 6, 30)}, []),
    ],
)
def test_a_type_that_no_longer_qualifies(coded, change, expected):
    EmploymentType.objects.update(**change)
    found = [kind for kind in kinds()["Fritidsnämnden"] if kind != "register_changed"]
    assert found == expected


@pytest.mark.parametrize(
    ("now", "months", "before", "months_before", "far"),
    [
        # kronor per charged month: 37 500 / 3 = 12 500 and 150 000 / 6 = 25 000: twice as much is not more than twice
        (150_000, 6, 37_500, 3, False),
        (157_500, 6, 37_500, 3, False),  # 26 250: 13 750 more is less than two employments (15 000)
        (180_000, 6, 37_500, 3, True),  # 30 000: 17 500 more, 2.4 times
        (90_000, 6, 45_000, 3, False),  # 15 000 and 15 000
        (0, 6, 45_000, 3, True),  # nothing: 15 000 less
        (0, 6, 44_999, 3, False),
        (37_500, 3, 0, 0, False),  # nothing to compare with
    ],
)
def test_how_far_is_far(now, months, before, months_before, far):
    assert far == is_far_from(
        now=Decimal(now), months=months, before=Decimal(before), months_before=months_before, fee_each=Decimal(7500),
        tolerance=Tolerance(Decimal(2), 2),
    )  # fmt: skip


def test_what_is_far_is_a_dated_parameter(coded):
    """75 000 kr a month is six times 12 500: not far where seven times is, from the day that says so."""
    for number in range(1, 11):
        Employment.objects.filter(key=f"E{number:04d}").update(employed_to=date(2021, 7, 15))
    close_months(months=SECOND_HALF.months, by=None)
    MonthParameters.objects.create(valid_from=date(2022, 1, 10), far_times=Decimal(7), source="Beslut 1")
    assert [one.kind for one in faults(SECOND_HALF, date(2022, 1, 9))["Fritidsnämnden"]] == ["sum_far_from_last"]
    assert faults(SECOND_HALF, date(2022, 1, 10))["Fritidsnämnden"] == []


def test_a_sum_far_from_the_last_half_years_is_told_with_both(coded):
    """Leisure: 37 500 kr in three months, 12 500 a month. From July ten have left: 10 × 7 500 = 75 000 a month."""
    for number in range(1, 11):
        Employment.objects.filter(key=f"E{number:04d}").update(employed_to=date(2021, 7, 15))
    close_months(months=SECOND_HALF.months, by=None)
    found = faults(SECOND_HALF, date(2022, 1, 15))
    [fault] = found["Fritidsnämnden"]
    assert (fault.kind, fault.is_blocking) == ("sum_far_from_last", False)
    nb = "\N{NO-BREAK SPACE}"
    assert f"75{nb}000{nb}kr per avgiftsmånad är långt från förra halvårets 12{nb}500{nb}kr" in fault.text
    assert fault_link(fault).url == "/invoices/half-years/2021-H1/"
    assert found["Miljönämnden"] == []  # 7 500 a month before, 7 500 now
    assert Reconciliation.objects.closed().filter(month=Month(2021, 12)).exists()
