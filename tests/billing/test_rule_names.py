"""The database's choices and the pure modules' words are the same: what one stores the other understands."""

import pytest

from agreements.models import AgreementVersion, ExcusingCause
from allocation.models import ModelYear
from allocation.quota import Rounding
from billing.counting import CountingRule, FractionRule, Reason
from billing.models.reconciliation import MissingCause as MissingCauseRow
from billing.models.reconciliation import ReconciliationLine
from billing.shortfall import MissingCause


@pytest.mark.parametrize(
    ("model", "field", "words"),
    [
        (ModelYear, "rounding", Rounding),
        (ModelYear, "counting_rule", CountingRule),
        (ModelYear, "fraction_rule", FractionRule),
        (AgreementVersion, "counting_rule", CountingRule),
        (AgreementVersion, "fraction_rule", FractionRule),
        (ReconciliationLine, "reason", Reason),
        (MissingCauseRow, "cause", MissingCause),
    ],
)
def test_choices_are_the_words_of_the_rules(model, field, words):
    assert {value for value, _ in model._meta.get_field(field).choices} == set(words)


def test_all_causes_but_the_unfilled_place_can_be_agreed_to_excuse():
    assert {cause.value for cause in ExcusingCause} == set(MissingCause) - {MissingCause.NO_CANDIDATE}
