"""What people fill in: faults in words, and what the operations get."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing.forms.claims import DecisionForm
from billing.forms.credits import CreditForm
from billing.forms.invoices import InvoiceFilter
from billing.forms.months import CausesForm, DeadlineForm, usual_deadline
from billing.models import Invoice, InvoiceLine
from billing.queries.claims import BoardClaim
from billing.queries.remains import MonthLeft
from foundation.periods import HalfYear, Month
from organisation.models import Board


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "deadline"),
    [
        (date(2021, 5, 1), date(2021, 5, 9)),  # the 9th of the following month
        (date(2021, 5, 2), date(2021, 5, 9)),
        (date(2021, 5, 6), date(2021, 5, 13)),  # never less than a week away
    ],
)
def test_the_usual_deadline_is_the_ninth_and_never_less_than_a_week_away(today, deadline):
    assert usual_deadline(Month(2021, 4), today) == deadline


def test_causes_left_empty_are_none_and_negative_ones_are_refused():
    form = CausesForm({"no_candidate": "2", "declined": ""}, numbers={})
    assert form.is_valid()
    assert form.numbers()["no_candidate"] == 2
    assert form.numbers()["declined"] == 0
    assert not CausesForm({"other": "-1"}, numbers={}).is_valid()


def test_a_deadline_that_is_no_day_is_refused():
    assert not DeadlineForm({"deadline": "snart"}).is_valid()
    assert DeadlineForm({"deadline": "2021-05-09"}).is_valid()


def test_a_part_claim_is_written_with_a_decimal_comma():
    claim = BoardClaim(Board(), HalfYear(2021, 1), (), (), (), (), None, None)
    given = {"extent": "part", "claimed": "30 000,50", "reason": "x", "delegation": "4.2"}
    form = DecisionForm(given, claim=claim, said=None)
    assert form.is_valid(), form.errors
    assert form.said() == given | {"claimed": Decimal("30000.50")}


def test_a_reason_for_less_does_not_follow_a_decision_on_all():
    claim = BoardClaim(Board(), HalfYear(2021, 1), (), (), (), (), None, None)
    form = DecisionForm({"extent": "all", "reason": "avtalat om mindre", "delegation": "4.2"}, claim=claim, said=None)
    assert form.is_valid(), form.errors
    assert form.said() == {"extent": "all", "claimed": None, "reason": "", "delegation": "4.2"}


def months() -> list[MonthLeft]:
    """April 30 000 kr, May 7 500 kr and a month before the charging start with 0 kr."""
    amounts = ((3, 0), (4, 30000), (5, 7500))
    return [
        MonthLeft(
            InvoiceLine(pk=month, month=Month(2021, month), amount=Decimal(amount), department_name="Fritid"),
            Decimal(amount),
            Decimal(amount),
        )
        for month, amount in amounts
    ]


def credit_form(left: int = 37500, **given: str) -> CreditForm:
    return CreditForm({"reason": "Fel", **given}, months=months(), left=Decimal(left))


def test_a_whole_credit_takes_what_is_left_and_names_no_lines():
    form = credit_form(extent="all")
    assert form.is_valid(), form.errors
    assert form.chosen() is None
    assert [(one.line.pk, share) for one, share in form.result() if share] == [(4, 30000), (5, 7500)]


def test_a_part_credit_gives_kronor_by_line():
    form = credit_form(extent="part", line_4="7500")
    assert form.is_valid(), form.errors
    assert form.chosen() == {4: Decimal(7500), 5: Decimal(0)}
    assert form.result()[0][1] == 7500


def test_months_without_an_amount_cannot_be_credited():
    assert "line_3" not in credit_form(extent="all").fields


def test_a_credit_of_nothing_or_more_than_is_left_is_refused_in_words():
    assert "Ingen månad har något belopp" in str(credit_form(extent="part").errors)
    form = credit_form(extent="part", line_4="20000", left=15000)
    assert "bara 15\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr är kvar" in str(form.errors)
    assert not credit_form(extent="part", line_4="30001").is_valid()


@pytest.mark.django_db
def test_filters_that_cannot_be_read_are_passed_over():
    filters = InvoiceFilter({"half_year": "snart", "kind": "x", "standing": "y"}, half_years=[HalfYear(2021, 1)])
    assert "WHERE" not in str(filters.narrowed(Invoice.objects.all()).query)
