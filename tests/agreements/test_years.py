"""Model years written, copied, changed and revised; the database's own refusal (small_city: 19, 12 and 108)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from agreements.closed_months import TouchesClosedMonth
from agreements.forms.years import initial_of_copy
from agreements.operations.adopting import AgreementRestsOnYear, YearUnderWay
from agreements.operations.drafting import OutsideModelYear
from agreements.operations.years import (
    NothingChanged,
    YearsOverlap,
    YearThere,
    change_model_year,
    create_model_year,
    revise_model_year,
)
from agreements.queries import effective_targets
from agreements.queries.years import effect_of_revision
from allocation.models import ModelYear, ModelYearRevision
from allocation.parameter_words import values_of
from allocation.queries.model_years import parameter_rows, revision_rows
from billing.models import Reconciliation
from billing.operations.months import close_months
from billing.queries.figures import figures
from foundation.periods import Month
from tests.agreements.factories import AgreementFactory, AgreementVersionFactory
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
JUNE, JULY = Month(2021, 6), Month(2021, 7)
BEFORE = date(2020, 12, 1)


def values(city, **changed):
    year = city.model_year
    days = {"year": year.year, "starts": year.starts, "ends": year.ends}
    return days | values_of(year) | changed


def revise(city, month=JULY, **changed):
    parameters = values_of(city.model_year) | {"decision": "KF 2021-06-01 § 9"} | changed
    return revise_model_year(
        model_year=city.model_year, values=parameters, first_month=month, reason="Fler anställda", by=UserFactory()
    )


def signed(city, department, target=25):
    agreement = AgreementFactory(department=department, model_year=city.model_year)
    return AgreementVersionFactory(agreement=agreement, target=target, signed=True)


def test_a_year_is_made_once_and_overlaps_none(small_city):
    by = UserFactory()
    with pytest.raises(YearThere, match="2021 finns redan"):
        create_model_year(values=values(small_city), by=by)
    with pytest.raises(YearsOverlap, match="delvis i modellår 2021"):
        create_model_year(values=values(small_city, year=2022), by=by)
    days = {"year": 2022, "starts": date(2022, 1, 1), "ends": date(2022, 12, 31)}
    made = create_model_year(values=values(small_city, **days), by=by)
    assert (made.year, made.rate) == (2022, small_city.model_year.rate)


def test_a_copy_is_the_latest_reading_and_charges_from_january(small_city):
    revise(small_city, fee=Decimal(8000))
    initial = initial_of_copy(ModelYear.objects.get())
    assert (initial["year"], initial["starts"], initial["ends"]) == (2022, date(2022, 1, 1), date(2022, 12, 31))
    assert (initial["charging_starts"], initial["fee"], initial["decision"]) == (Month(2022, 1), "8000", "")
    assert initial["headcount_date"] == small_city.model_year.headcount_date


def test_a_year_is_changed_while_nothing_rests_on_it_and_it_charges_nothing(small_city):
    year, by = small_city.model_year, UserFactory()
    changed = change_model_year(model_year=year, values=values(small_city, fee=Decimal(8000)), by=by, today=BEFORE)
    assert changed.fee == 8000
    with pytest.raises(NothingChanged):
        change_model_year(model_year=year, values=values(small_city, fee=Decimal(8000)), by=by, today=BEFORE)
    with pytest.raises(YearUnderWay):
        change_model_year(model_year=year, values=values(small_city), by=by, today=date(2021, 4, 1))
    AgreementVersionFactory(agreement=AgreementFactory(department=small_city.leisure, model_year=year))
    with pytest.raises(AgreementRestsOnYear):
        change_model_year(model_year=year, values=values(small_city), by=by, today=BEFORE)


def test_the_database_refuses_what_agreements_rest_on(small_city):
    version = AgreementVersionFactory(
        agreement=AgreementFactory(department=small_city.leisure, model_year=small_city.model_year)
    )
    for change in (lambda: ModelYear.objects.update(fee=1), lambda: ModelYear.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError, match="model_year_rested_on_by_agreements"), transaction.atomic():
            change()
    version.cancel()
    assert ModelYear.objects.update(fee=1) == 1


def test_a_revision_holds_from_its_month_and_both_readings_are_kept(small_city):
    """0.06 × 330 = 19.8 → 20 from July; 19 till June. Environment has signed 25, and keeps it."""
    signed(small_city, small_city.environment)
    effect = effect_of_revision(
        small_city.model_year, values_of(small_city.model_year) | {"rate": Decimal("0.06")}, JULY
    )
    assert [(row.department.code, row.before, row.after, row.version) for row in effect.rows] == [
        ("101", 19, 20, None),
        ("102", 12, 12, 1),
        ("103", 108, 114, None),
    ]
    assert (effect.before, effect.after) == (139, 146)
    revise(small_city, rate=Decimal("0.06"), fee=Decimal(8000))
    year = ModelYear.objects.get()
    targets = effective_targets(model_year=year, months=[JUNE, JULY])
    assert [targets[small_city.leisure.pk, month].target for month in (JUNE, JULY)] == [19, 20]
    assert [targets[small_city.environment.pk, month].target for month in (JUNE, JULY)] == [25, 25]
    assert (year.at(JUNE).fee, year.at(JULY).fee, year.rate) == (7500, 8000, Decimal("0.057"))
    rows = {row.label: row for row in parameter_rows(year, JULY)}
    assert rows["Fördelningstal"].decision == "KF 2021-06-01 § 9" and rows["Fördelningstal"].since == JULY
    assert rows["Avrundning"].since is None
    assert [one.name for one in revision_rows(year)[0].differences] == ["rate", "fee", "decision"]


def test_the_fee_of_a_month_is_that_of_its_reading(small_city):
    """Nobody is placed: 12 missing in June at 7 500 kr, 12 in July at 8 000 kr."""
    revise(small_city, fee=Decimal(8000))
    found = {row.month: row.fee for row in figures(first=JUNE, last=JULY) if row.department == small_city.environment}
    assert found == {JUNE: 90_000, JULY: 96_000}


def test_a_revision_touches_no_closed_month(small_city):
    close_months(months=[Month(2021, number) for number in range(1, 8)], by=None)
    frozen = list(Reconciliation.objects.order_by("pk").values_list("pk", "target", "fee", "target_trail"))
    with pytest.raises(TouchesClosedMonth, match="Juli 2021 är stängd"):
        revise(small_city, fee=Decimal(8000))
    revise(small_city, month=Month(2021, 8), fee=Decimal(8000))
    assert list(Reconciliation.objects.order_by("pk").values_list("pk", "target", "fee", "target_trail")) == frozen


def test_a_later_revision_stands_over_an_earlier_from_its_month(small_city):
    revise(small_city, fee=Decimal(8000))
    year = ModelYear.objects.get()
    revise_model_year(
        model_year=year, values=values_of(year) | {"fee": Decimal(9000), "decision": "KF § 10"},
        first_month=Month(2021, 9), reason="Igen", by=UserFactory(),
    )  # fmt: skip
    year = ModelYear.objects.get()
    assert [int(year.at(Month(2021, number)).fee) for number in (6, 7, 8, 9)] == [7500, 8000, 8000, 9000]
    assert [one.reading for one in year.readings] == [2, 3]


def test_a_revision_changes_something_within_the_year(small_city):
    with pytest.raises(NothingChanged):
        revise(small_city)
    with pytest.raises(OutsideModelYear):
        revise(small_city, month=Month(2022, 1), fee=Decimal(1))


def test_the_database_keeps_revisions(small_city):
    revision = revise(small_city, fee=Decimal(8000))
    for change in (lambda: ModelYearRevision.objects.update(fee=1), revision.delete):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()
    parameters = values_of(revision)
    given = {"model_year": small_city.model_year, "first_month": JULY, "made_at": timezone.now(), "number": 2}
    for name, wrong in (
        ("model_year_revision_numbered_once", {"number": 1}),
        ("model_year_revision_says_why", {"reason": ""}),
        ("model_year_revision_rate_is_a_share", {"rate": 2}),
        ("model_year_revision_fee_not_negative", {"fee": -1}),
        ("model_year_revision_largest_remainder_has_total", {"rounding": "largest_remainder"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ModelYearRevision.objects.create(**(given | parameters | {"reason": "Därför"} | wrong))


def posted(client, address, **changed):
    """The form as it is shown, with changes; what is shown to change is then sent again to be saved."""
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else str(value) for name, value in data.items() if value is not False} | changed
    shown = client.post(address, data)
    if shown.status_code != 200:
        return shown, None
    return shown, client.post(address, data | {"seen": shown.context["seen"]})


def test_the_city_office_copies_2021_to_2022_and_sees_what_changes_first(small_city, login_as):
    client = login_as("city_office")
    shown, saved = posted(client, "/model-years/new/?copy=2021", decision="KF 2021-12-21 § 300")
    assert not shown.context["is_first"]
    assert {one.name for one in shown.context["differences"]} == {
        "year", "starts", "ends", "charging_starts", "decision",
    }  # fmt: skip
    assert saved.status_code == 302
    made = ModelYear.objects.get(year=2022)
    assert (made.charging_starts, made.rate) == (Month(2022, 1), Decimal("0.057"))
    assert "KF 2021-12-21 § 300" in client.get("/model-years/2022/").text


def test_what_is_saved_is_what_was_shown(small_city, login_as):
    client = login_as("city_office")
    shown, _saved = posted(client, "/model-years/2021/change/", fee="8000")
    data = {name: str(value) for name, value in shown.context["form"].data.items()} | {"fee": "9000"}
    again = client.post("/model-years/2021/change/", data | {"seen": shown.context["seen"]})
    assert again.status_code == 200 and "9\N{NO-BREAK SPACE}000" in again.text
    assert ModelYear.objects.get().fee == 7500


def test_the_first_model_year_is_written_by_hand(login_as, db):
    client = login_as("asf_administrator")
    assert "Kom igång" in client.get("/").text
    shown, saved = posted(
        client, "/model-years/new/", year="2021", starts="2021-01-01", ends="2021-12-31", rate="5,7",
        headcount_date="2020-11-01", fee="7500", charging_starts="2021-04", increase_target="1000",
        created_target="1500", offered_target="1500", baseline_date="2020-11-01", decision="KF 2020-12-22 § 291",
        basis="permanent", rounding="half_up", counting_rule="last_day", fraction_rule="exact", silence_confirms="on",
    )  # fmt: skip
    assert shown.context["is_first"] and saved.status_code == 302
    assert ModelYear.objects.get().rate == Decimal("0.057")


def test_a_year_that_agreements_rest_on_is_revised_on_its_page(small_city, login_as):
    signed(small_city, small_city.environment)
    client = login_as("asf_administrator")
    assert client.get("/model-years/2021/change/").status_code == 302
    shown, saved = posted(
        client, "/model-years/2021/revision/", first_month="2021-07", reason="Ny budget", decision="KF § 9", rate="6"
    )
    assert "ligger fast i version 1" in shown.text and "följer kvoten" in shown.text
    assert saved.status_code == 302
    page = client.get("/model-years/2021/").text
    assert "Ny budget" in page and "Revision 1" in page


def test_faulty_parameters_are_said_all_at_once(small_city, login_as):
    client = login_as("asf_administrator")
    shown, _saved = posted(
        client, "/model-years/new/?copy=2021", rate="200", starts="2022-01-02", ends="2022-12-30",
        rounding="largest_remainder", decision="",
    )  # fmt: skip
    assert shown.status_code == 422
    assert {"rate", "starts", "ends", "rounding_total", "decision"} <= set(shown.context["form"].errors)
    assert ModelYear.objects.count() == 1
