"""Versions on their way to being signed, for the tests of what can happen to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.models import AgreementVersion
from agreements.operations import DraftValues, draft_agreement, edit_draft, send_for_signing, sign
from foundation.periods import Month
from organisation.models import User
from tests.conftest import SmallCity
from tests.organisation.factories import UserFactory

TODAY = date(2021, 1, 15)
TERMS = DraftValues(
    registry_number="ASN-2021-101",
    target=19,
    deviation_note="",
    valid_from=Month(2021, 1),
    valid_to=Month(2021, 12),
    counting_rule="last_day",
    fraction_rule="exact",
    unfilled_place_excuses=False,
    cost_financing="Omkostnader bärs av mottagande förvaltning.",
    free_terms="",
    department_contact="HR-enheten, 040-34 00 01",
    provider_contact="Enheten för arbetsmarknadsanställningar, 040-34 00 02",
)


@dataclass(frozen=True)
class People:
    drafter: User
    department_head: User
    asf_head: User


def people_of(city: SmallCity) -> People:
    return People(
        drafter=UserFactory(role="asf_administrator"),
        department_head=UserFactory(role="department_head", department=city.leisure),
        asf_head=UserFactory(role="asf_head"),
    )


def drafted(city: SmallCity, values: DraftValues = TERMS) -> AgreementVersion:
    """A complete draft for the leisure department: quota and target 19."""
    by = UserFactory(role="asf_administrator")
    version = draft_agreement(department=city.leisure, model_year=city.model_year, by=by)
    return edit_draft(version=version, values=values, by=by)


def sent(city: SmallCity, values: DraftValues = TERMS) -> AgreementVersion:
    return send_for_signing(version=drafted(city, values), by=UserFactory(role="asf_administrator"))


def signed(city: SmallCity, values: DraftValues = TERMS) -> AgreementVersion:
    """Signed by both sides on 2021-01-15."""
    version, people = sent(city, values), people_of(city)
    for side, by in (("department", people.department_head), ("provider", people.asf_head)):
        version = sign(version=version, side=side, by=by, seen_sha256=version.content_sha256, today=TODAY)
    return AgreementVersion.objects.get(pk=version.pk)
