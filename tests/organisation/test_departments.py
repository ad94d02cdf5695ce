"""The system administrator keeps boards, departments, exemptions and successors."""

from __future__ import annotations

from decimal import Decimal

import pytest

from foundation.periods import Month
from organisation import hindrances
from organisation.models import Exemption, Succession
from organisation.operations import departments as operations
from organisation.operations.reorganising import (
    HandedOnAlready,
    Part,
    SameDepartment,
    SharesDoNotFit,
    SuccessorDoesNotFit,
    reorganise,
    undo_reorganisation,
)
from tests.organisation.factories import BoardFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
JUNE, JULY = Month(2021, 6), Month(2021, 7)


@pytest.fixture
def changes(monkeypatch):
    """What higher apps were asked about."""
    asked = []
    monkeypatch.setattr(hindrances, "_checks", {"test": asked.append})
    return asked


def test_boards_and_departments_are_added_renamed_and_moved():
    board = operations.add_board(name="Fritidsnämnden")
    with pytest.raises(operations.NameTaken, match="finns redan"):
        operations.add_board(name="fritidsnämnden")
    one = operations.add_department(code="101", name="Fritid", board=board, kind="department", first_month=None)
    with pytest.raises(operations.CodeTaken, match="101 är redan Fritid"):
        operations.add_department(code="101", name="Annan", board=board, kind="department", first_month=JULY)
    other = operations.add_board(name="Kulturnämnden")
    operations.change_department(department=one, name="Fritidsförvaltningen", board=other)
    operations.rename_board(board=other, name="Kultur- och fritidsnämnden")
    one.refresh_from_db()
    assert (one.name, one.board.name) == ("Fritidsförvaltningen", "Kultur- och fritidsnämnden")
    with pytest.raises(operations.NameTaken):
        operations.rename_board(board=other, name="Fritidsnämnden")


def test_a_city_has_one_provider():
    board = BoardFactory()
    operations.add_department(code="1", name="ASF", board=board, kind="provider", first_month=None)
    with pytest.raises(operations.ProviderAlready, match="ASF är redan anordnare"):
        operations.add_department(code="2", name="ASF 2", board=board, kind="provider", first_month=None)


def test_a_department_is_closed_and_opened_again(changes):
    one = DepartmentFactory(first_month=Month(2021, 1))
    closed = operations.close_department(department=one, last_month=JUNE)
    assert closed.last_month == JUNE
    assert [(change.first, change.last, change.ends) for change in changes] == [(JULY, None, True)]
    assert operations.close_department(department=one, last_month=None).last_month is None
    with pytest.raises(operations.EndsBeforeStart, match="december 2020, är före den första, januari 2021"):
        operations.close_department(department=one, last_month=Month(2020, 12))


def test_a_department_is_exempt_from_a_month_to_a_month(changes):
    one = DepartmentFactory(name="Valnämndens kansli")
    made = operations.exempt(department=one, first_month=JUNE, last_month=JULY, reason="KF § 291")
    assert changes[0] == hindrances.Change([one], JUNE, JULY, ends=True)
    assert not one.has_quota(JULY) and one.has_quota(JULY.next())
    for first, last in ((JULY, None), (Month(2021, 1), JUNE)):
        with pytest.raises(operations.ExemptAlready, match="från juni 2021 till juli 2021"):
            operations.exempt(department=one, first_month=first, last_month=last, reason="igen")
    with pytest.raises(operations.EndsBeforeStart):
        operations.exempt(department=one, first_month=Month(2022, 2), last_month=Month(2022, 1), reason="bakvänt")
    assert operations.end_exemption(exemption=made, last_month=JUNE).last_month == JUNE
    assert len(changes) == 1  # shorter gives quotas back: nothing to ask
    operations.end_exemption(exemption=made, last_month=Month(2021, 9))
    assert changes[1] == hindrances.Change([one], JULY, Month(2021, 9), ends=True)
    with pytest.raises(operations.EndsBeforeStart):
        operations.end_exemption(exemption=made, last_month=Month(2021, 5))
    operations.remove_exemption(exemption=made)
    assert Exemption.objects.count() == 0 and one.has_quota(JUNE)


def test_a_company_is_not_exempted():
    company = DepartmentFactory(company=True)
    with pytest.raises(operations.CompanyHasNoQuota):
        operations.exempt(department=company, first_month=JUNE, last_month=None, reason="x")


def parts(*pairs):
    return [Part(department, Decimal(share)) for department, share in pairs]


def test_a_department_is_split_and_the_split_undone(changes):
    one, first, second = DepartmentFactory(name="Hel"), DepartmentFactory(), DepartmentFactory()
    rows = reorganise(
        predecessor=one, parts=parts((first, "0.6"), (second, "0.4")), first_month=JULY, decision="KF § 7", closes=True
    )
    one.refresh_from_db()
    assert [row.share for row in rows] == [Decimal("0.6"), Decimal("0.4")]
    assert one.last_month == JUNE
    assert [(change.first, change.ends) for change in changes] == [(JULY, False), (JULY, True)]
    with pytest.raises(HandedOnAlready, match="redan efterträdare från och med juli 2021"):
        reorganise(predecessor=one, parts=parts((first, "1")), first_month=JULY, decision="KF § 8", closes=True)
    undo_reorganisation(predecessor=one, first_month=JULY)
    one.refresh_from_db()
    assert one.last_month is None and Succession.objects.count() == 0


@pytest.mark.parametrize(
    ("shares", "closes", "refusal", "words"),
    [
        (["0.6", "0.3"], True, SharesDoNotFit, "tillsammans 90 procent. När förvaltningen upphör ska de vara 100"),
        (["0.6", "0.5"], False, SharesDoNotFit, "tillsammans 110 procent. De kan inte vara mer än 100"),
        ([], False, SameDepartment, "inte efterträda sig själv"),
    ],
)
def test_shares_that_do_not_fit_are_refused(shares, closes, refusal, words):
    one, others = DepartmentFactory(), DepartmentFactory.create_batch(len(shares))
    with pytest.raises(refusal, match=words):
        reorganise(
            predecessor=one,
            parts=parts(*zip(others, shares, strict=True)),
            first_month=JULY,
            decision="KF",
            closes=closes,
        )
    assert Succession.objects.count() == 0


def test_a_successor_is_another_department_and_exists_then():
    one, ended = DepartmentFactory(), DepartmentFactory(name="Avslutad", last_month=JUNE)
    with pytest.raises(SuccessorDoesNotFit, match="Avslutad finns inte från och med juli 2021"):
        reorganise(predecessor=one, parts=parts((ended, "1")), first_month=JULY, decision="KF § 7", closes=True)
    for same in ([one], [ended, ended]):
        with pytest.raises(SameDepartment):
            reorganise(
                predecessor=one, parts=parts(*((each, "0.5") for each in same)), first_month=JUNE, decision="KF § 7",
                closes=False,
            )  # fmt: skip
