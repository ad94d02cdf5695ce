"""What a version may not do to what has been settled already: closed months, and places given away by transfers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.closed_months import refuse_closed
from agreements.models import AgreementVersion
from agreements.queries.effective import promise_of, quotas_by_month, signed_transfers, signed_versions
from agreements.targets import first_month_overdrawn
from foundation.periods import Month, months_between
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name


class LessThanGivenAway(Refusal):
    def __init__(self, month: Month) -> None:
        super().__init__(
            _(
                "Målet för %(month)s är lägre än det antal platser som redan är överfört till andra förvaltningar. "
                "Höj målet, eller flytta först tillbaka platser."
            )
            % {"month": month_name(month)}
        )


def refuse_conflicts(version: AgreementVersion) -> None:
    """Hold the department; raises TouchesClosedMonth and LessThanGivenAway (DOMAIN.md 4, Amendment and Transfer)."""
    department = version.agreement.department
    refuse_closed([department], first=version.valid_from, last=version.valid_to)
    if month := overdrawn_month(version):
        raise LessThanGivenAway(month)


def overdrawn_month(version: AgreementVersion) -> Month | None:
    """The first month in which the version would promise less than the department has given away. Five queries."""
    agreement = version.agreement
    year, department_id = agreement.model_year, agreement.department_id
    transfers = signed_transfers()[department_id]
    if not transfers:
        return None
    promises = [promise for promise, _version in signed_versions(year)[department_id]]
    months = months_between(version.valid_from, min(version.valid_to or year.last_month, year.last_month))
    return first_month_overdrawn(
        versions=[*(one for one in promises if one.number != version.number), promise_of(version)],
        transfers=transfers,
        formula_quotas=quotas_by_month(year, department_id, months),
    )
