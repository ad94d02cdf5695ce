"""Amendments: a new version from the one in force, which stays in force until the new one is signed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.closed_months import refuse_closed
from agreements.models import Agreement, AgreementVersion, MonthlyTarget, VersionState
from agreements.operations.drafting import check_within, headcount_of, quota_of
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import User


class NothingToAmend(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Det finns ingen undertecknad version att ändra. Gör först klart den överenskommelse som är på väg.")
        )


class OpenVersion(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Det finns redan en öppen version. Gör klart eller avbryt den först."))


@transaction.atomic
def amend(*, agreement: Agreement, valid_from: Month, by: User) -> AgreementVersion:
    """A draft that says what the version in force says, from the first of `valid_from`; steps from then on come along.

    Raises OutsideModelYear, OpenVersion, NothingToAmend and TouchesClosedMonth.
    """
    agreements = Agreement.objects.select_for_update(of=("self",)).select_related("department", "model_year")
    locked = agreements.get(pk=agreement.pk)
    check_within(locked.model_year, valid_from)
    versions = list(locked.versions.prefetch_related("monthly_targets").order_by("number"))
    if any(version.is_open for version in versions):
        raise OpenVersion
    signed = [version for version in versions if version.state == VersionState.SIGNED]
    if not signed:
        raise NothingToAmend
    refuse_closed([locked.department], first=valid_from, last=None)
    base = max((v for v in signed if v.covers(valid_from)), key=lambda v: v.number, default=signed[-1])
    steps = [(step.month, step.target) for step in base.monthly_targets.all() if step.month >= valid_from]
    draft = _copy(base, number=versions[-1].number + 1, valid_from=valid_from, last=locked.model_year.last_month)
    MonthlyTarget.objects.bulk_create(
        MonthlyTarget(version=draft, month=month, target=target) for month, target in steps
    )
    return draft


def _copy(base: AgreementVersion, *, number: int, valid_from: Month, last: Month) -> AgreementVersion:
    ends = base.valid_to if base.valid_to is None or base.valid_to >= valid_from else last
    return AgreementVersion.objects.create(
        agreement_id=base.agreement_id,
        number=number,
        valid_from=valid_from,
        valid_to=ends,
        headcount=headcount_of(base.agreement, valid_from),
        formula_quota=quota_of(base.agreement, valid_from),
        target=base.target,
        deviation_note=base.deviation_note,
        counting_rule=base.counting_rule,
        fraction_rule=base.fraction_rule,
        part_time_rule=base.part_time_rule,
        unfilled_place_excuses=base.unfilled_place_excuses,
        excusing_causes=base.excusing_causes,
        supervision=base.supervision,
        cost_financing=base.cost_financing,
        free_terms=base.free_terms,
        department_contact=base.department_contact,
        provider_contact=base.provider_contact,
    )
