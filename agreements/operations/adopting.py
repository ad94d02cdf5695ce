"""A model year taken from the calculator: made as a copy of the one before, or changed while nothing rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, VersionState
from allocation.models import ModelYear
from allocation.scenario import Parameters
from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import Department, DepartmentKind, User


class AgreementRestsOnYear(Refusal):
    def __init__(self, year: int, agreements: int) -> None:
        super().__init__(
            _(
                "Modellår %(year)s ändras inte: överenskommelser vilar på det (%(n)s), och det som är undertecknat "
                "ligger fast. Anta talen för ett senare år, eller skriv tillägg till överenskommelserna."
            )
            % {"year": year, "n": agreements}
        )


class YearUnderWay(Refusal):
    """Months of it may have been reconciled on the quotas that it gives."""

    def __init__(self, year: int) -> None:
        super().__init__(
            _("Modellår %(year)s tar redan ut avgift och ändras inte. Anta talen för ett senare år.") % {"year": year}
        )


class NoYearToCopy(Refusal):
    def __init__(self, year: int) -> None:
        super().__init__(
            _("Det finns inget modellår före %(year)s att kopiera. Läs in fullmäktiges beslut i registret först.")
            % {"year": year}
        )


class ExemptionsDiffer(Refusal):
    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _(
                "Undantagen skiljer sig från registret för %(names)s. Vilka som är undantagna beslutas för sig: "
                "ändra registret först, eller räkna med de undantag som gäller."
            )
            % {"names": ", ".join(names)}
        )


class DecisionMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Beslutet saknas. Skriv vilket beslut modellåret vilar på, t.ex. KF 2020-12-22 § 291.")
        )


@dataclass(frozen=True, slots=True)
class Adopted:
    model_year: ModelYear
    is_new: bool


@transaction.atomic
def adopt_model_year(*, parameters: Parameters, decision: str, by: User, today: date) -> Adopted:
    """The calculator's parameters become those of the model year in which charging starts (DOMAIN.md 3).

    Nothing signed is touched. Raises DecisionMissing, ExemptionsDiffer, NoYearToCopy, AgreementRestsOnYear and
    YearUnderWay.
    """
    if not decision.strip():
        raise DecisionMissing
    _require_exemptions_of_register(parameters)
    # the row is locked: an agreement that is being drafted on the year waits, or is seen here
    found = ModelYear.objects.select_for_update().filter(year=parameters.year).first()
    if found is not None:
        require_free(found, today)
    model_year = found or _copied(parameters.year)
    model_year.rate = parameters.rate
    model_year.basis = parameters.basis
    model_year.headcount_date = parameters.day
    model_year.rounding = parameters.rounding
    model_year.rounding_total = parameters.total
    model_year.fee = parameters.fee
    model_year.charging_starts = parameters.charging_starts
    model_year.decision = decision.strip()
    with pghistory.context(reason=_("antaget: %(decision)s") % {"decision": decision.strip()}):
        model_year.save()
    return Adopted(model_year, is_new=found is None)


def _require_exemptions_of_register(parameters: Parameters) -> None:
    first, last = Month(parameters.year, 1), Month(parameters.year, 12)
    departments = Department.objects.existing(first, last).exclude(kind=DepartmentKind.COMPANY).in_order()
    differing = [
        one.name
        for one in departments.prefetch_related("exemptions")
        if one.has_quota(first, last) == (one.code in parameters.exempt)
    ]
    if differing:
        raise ExemptionsDiffer(differing)


def require_free(model_year: ModelYear, today: date) -> None:
    resting = Agreement.objects.filter(model_year=model_year)
    live = resting.filter(versions__state__in=[VersionState.DRAFT, VersionState.SENT, VersionState.SIGNED]).distinct()
    if count := live.count():
        raise AgreementRestsOnYear(model_year.year, count)
    if model_year.charging_starts <= Month.of(today):
        raise YearUnderWay(model_year.year)


def _copied(year: int) -> ModelYear:
    """The latest year before, moved: its days follow, and so does everything else until it is decided otherwise."""
    model_year = ModelYear.objects.filter(year__lt=year).order_by("-year").first()
    if model_year is None:
        raise NoYearToCopy(year)
    model_year.pk = None
    model_year._state.adding = True
    model_year.year = year
    model_year.starts, model_year.ends = date(year, 1, 1), date(year, 12, 31)
    return model_year
