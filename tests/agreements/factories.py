"""Agreements, their versions and transfers. `AgreementVersionFactory(signed=True)` is in force all of 2021."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from agreements.models import Agreement, AgreementVersion, MonthlyTarget, QuotaTransfer
from foundation.periods import Month
from tests.allocation.factories import ModelYearFactory
from tests.organisation.factories import DepartmentFactory


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement
        django_get_or_create = ("department", "model_year")

    department = factory.SubFactory(DepartmentFactory)
    model_year = factory.SubFactory(ModelYearFactory)
    registry_number = "ASN-2021-100"


class AgreementVersionFactory(DjangoModelFactory[AgreementVersion]):
    class Meta:
        model = AgreementVersion

    class Params:
        signed = factory.Trait(state="signed", signed_on=date(2021, 1, 15))

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    valid_from = Month(2021, 1)
    valid_to = Month(2021, 12)
    formula_quota = 19
    target = 19
    counting_rule = "last_day"
    fraction_rule = "exact"
    cost_financing = "Omkostnader bärs av mottagande förvaltning."
    department_contact = "HR-enheten, 040-34 00 01"
    provider_contact = "Enheten för arbetsmarknadsanställningar, 040-34 00 02"


class MonthlyTargetFactory(DjangoModelFactory[MonthlyTarget]):
    """A step; make it while the version is a draft."""

    class Meta:
        model = MonthlyTarget

    version = factory.SubFactory(AgreementVersionFactory)
    month = Month(2021, 1)
    target = 5


class QuotaTransferFactory(DjangoModelFactory[QuotaTransfer]):
    class Meta:
        model = QuotaTransfer

    class Params:
        signed = factory.Trait(signed_on=date(2021, 2, 1))

    from_department = factory.SubFactory(DepartmentFactory)
    to_department = factory.SubFactory(DepartmentFactory)
    number = 2
    first_month = Month(2021, 3)
