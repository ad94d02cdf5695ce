"""Amendments: one open at a time, also when two begin at once; every term comes along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agreements.models import AgreementVersion
from agreements.operations import amend
from agreements.operations.amending import OpenVersion
from agreements.queries.terms import values_now
from foundation.periods import Month
from tests.agreements.signing import TERMS, signed
from tests.billing.threads import at_once
from tests.organisation.factories import UserFactory

pytestmark = pytest.mark.django_db
MAY = Month(2021, 5)


def test_every_term_comes_along_but_the_first_month_and_the_steps_before_it(small_city):
    full = replace(
        TERMS, target=17, deviation_note="Två byggs om.", part_time_rule="share", fraction_rule="down",
        excusing_causes=("declined",), supervision="En för tre.", unfilled_place_excuses=True, free_terms="Möten.",
        steps={Month(2021, 1): 5, MAY: 9},
    )  # fmt: skip
    draft = amend(agreement=signed(small_city, full).agreement, valid_from=MAY, by=UserFactory())
    found = values_now(AgreementVersion.objects.get(pk=draft.pk))
    assert found == replace(full, valid_from=MAY, steps={MAY: 9})


@pytest.mark.django_db(transaction=True)
def test_two_who_amend_at_once_give_one_draft(small_city):
    agreement = signed(small_city).agreement
    act = lambda: amend(agreement=agreement, valid_from=MAY, by=UserFactory())  # noqa: E731  # two of the same
    outcomes = at_once(act, act)
    assert sorted(type(one).__name__ for one in outcomes) == ["AgreementVersion", OpenVersion.__name__]
    assert agreement.versions.filter(state="draft").count() == 1
