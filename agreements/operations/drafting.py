"""Drafts: written from the quota, edited, put aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.closed_months import first_open_month
from agreements.models import Agreement, AgreementVersion, MonthlyTarget, PaperSigning, VersionState
from allocation.models import Headcount, ModelYear
from allocation.queries import YearQuotas, formula_quotas
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department, User


class NoQuota(Refusal):
    """The department is exempt, a company, or the provider itself."""

    def __init__(self, department: Department, first: Month, last: Month) -> None:
        if department.is_provider:
            why = _("ASF kan inte ingå en överenskommelse med sig själv")
        else:
            exemption = None if department.is_company else department.exemption_in(first, last)
            why = exemption.reason if exemption else _("den har ingen kvot då")
            why = _("bolag har ingen kvot") if department.is_company else why
        super().__init__(
            _("%(name)s ska inte ha någon överenskommelse: %(why)s. Välj en förvaltning med kvot.")
            % {"name": department.name, "why": why}
        )


class AlreadyThere(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("%(name)s har redan en överenskommelse för året. Öppna den och skriv ett tillägg om något ska ändras.")
            % {"name": department.name}
        )


class NotADraft(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Versionen är inte ett utkast längre och kan inte ändras. Skicka tillbaka den först.")
        )


class OutsideModelYear(Refusal):
    def __init__(self, model_year: ModelYear) -> None:
        super().__init__(
            _("Månaden ligger utanför modellåret. Välj en månad från %(first)s till %(last)s.")
            % {"first": month_name(model_year.first_month), "last": month_name(model_year.last_month)}
        )


@dataclass(frozen=True, slots=True)
class DraftValues:
    """Everything that can be written in a draft. `steps`: target by month, only where it is not the agreed target."""

    registry_number: str
    target: int
    deviation_note: str
    valid_from: Month
    valid_to: Month | None
    counting_rule: str
    fraction_rule: str
    unfilled_place_excuses: bool
    cost_financing: str
    free_terms: str
    department_contact: str
    provider_contact: str
    steps: Mapping[Month, int] = field(default_factory=dict)
    excusing_causes: tuple[str, ...] = ()
    supervision: str = ""
    part_time_rule: str = "whole"


# what a draft has of its own; the registry number is the agreement's, the steps are rows
VERSION_FIELDS = [field.name for field in fields(DraftValues) if field.name not in ("registry_number", "steps")]


@transaction.atomic
def draft_agreement(*, department: Department, model_year: ModelYear, by: User) -> AgreementVersion:
    """The first version, with the quota as target and the model year's own terms. Raises NoQuota and AlreadyThere."""
    bearing = department.months_with_quota(model_year.first_month, model_year.last_month)
    if not bearing or department.is_provider:
        raise NoQuota(department, model_year.first_month, model_year.last_month)
    # one drafter at a time: two must not write the same department's first version
    ModelYear.objects.select_for_update(no_key=True).get(pk=model_year.pk)
    agreement, _created = Agreement.objects.get_or_create(department=department, model_year=model_year)
    if agreement.versions.exclude(state=VersionState.CANCELLED).exists():
        raise AlreadyThere(department)
    return _first_version(agreement, YearQuotas(model_year), bearing)


@transaction.atomic
def draft_missing(*, model_year: ModelYear, by: User) -> list[AgreementVersion]:
    """A draft for every department that should have an agreement and has none; the second run makes none."""
    ModelYear.objects.select_for_update(no_key=True).get(pk=model_year.pk)
    has_one = Agreement.objects.filter(
        model_year=model_year, versions__state__in=[VersionState.DRAFT, VersionState.SENT, VersionState.SIGNED]
    )
    first, last = model_year.first_month, model_year.last_month
    without = Department.objects.with_quota(first, last).in_order().exclude(kind="provider")
    without = without.exclude(pk__in=has_one.values("department")).prefetch_related("exemptions")
    quotas = YearQuotas(model_year)
    drafts = []
    for department in without:
        agreement, _created = Agreement.objects.get_or_create(department=department, model_year=model_year)
        drafts.append(_first_version(agreement, quotas, department.months_with_quota(first, last)))
    return drafts


@transaction.atomic
def edit_draft(*, version: AgreementVersion, values: DraftValues, by: User) -> AgreementVersion:
    """Write the draft anew; its quota is counted again on today's headcount. Raises NotADraft and OutsideModelYear."""
    locked = claimed(version)
    if locked.state != VersionState.DRAFT:
        raise NotADraft
    agreement = locked.agreement
    check_within(agreement.model_year, values.valid_from, values.valid_to, *values.steps)
    agreement.registry_number = values.registry_number
    agreement.save(update_fields=["registry_number"])
    for name in VERSION_FIELDS:
        setattr(locked, name, getattr(values, name))
    locked.formula_quota = quota_of(agreement, values.valid_from)
    locked.headcount = headcount_of(agreement, values.valid_from)
    locked.save()
    locked.monthly_targets.all().delete()
    MonthlyTarget.objects.bulk_create(
        MonthlyTarget(version=locked, month=month, target=target) for month, target in values.steps.items()
    )
    return locked


@transaction.atomic
def cancel_version(*, version: AgreementVersion, reason: str, by: User) -> None:
    """Put an open version aside; what was in force stays in force. Raises NotADraft when it is signed or cancelled."""
    locked = claimed(version)
    if not locked.is_open:
        raise NotADraft
    with pghistory.context(reason=reason):
        locked.signatures.all().delete()
        PaperSigning.objects.filter(version=locked).delete()
        locked.cancel()


def claimed(version: AgreementVersion) -> AgreementVersion:
    """The version as it is now, locked until the transaction ends: signers, senders and editors wait for each other."""
    versions = AgreementVersion.objects.select_for_update(of=("self",))
    return versions.select_related("agreement__department", "agreement__model_year", "headcount").get(pk=version.pk)


def check_within(model_year: ModelYear, *months: Month | None) -> None:
    for month in months:
        if month is not None and not model_year.first_month <= month <= model_year.last_month:
            raise OutsideModelYear(model_year)


def quota_of(agreement: Agreement, month: Month) -> int:
    """The department's quota in the month by the formula; 0 when it has none then."""
    derivation = formula_quotas(agreement.model_year, month).get(agreement.department_id)
    return derivation.quota if derivation else 0


def headcount_of(agreement: Agreement, month: Month) -> Headcount | None:
    """The department's own counted row; None where nobody has counted it, e.g. one that has taken over another's."""
    day = agreement.model_year.at(month).headcount_date
    return Headcount.objects.on(day).filter(department=agreement.department_id).first()


def _first_version(agreement: Agreement, quotas: YearQuotas, bearing: list[Month]) -> AgreementVersion:
    """From the first open month in which the department has a quota to the last in which it has."""
    year, department = agreement.model_year, agreement.department
    last = agreement.versions.order_by("-number").first()
    valid_from = min(first_open_month(department, at_least=bearing[0]), bearing[-1])
    derivation = quotas.at(valid_from).get(department.pk)
    quota, reading = derivation.quota if derivation else 0, year.at(valid_from)
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        valid_from=valid_from,
        valid_to=bearing[-1],
        headcount=headcount_of(agreement, valid_from),
        formula_quota=quota,
        target=quota,
        counting_rule=reading.counting_rule,
        fraction_rule=reading.fraction_rule,
    )
