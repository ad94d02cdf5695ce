"""The effective target of every department and month, with the terms that hold and the trail behind the number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agreements.models import AgreementEnding, AgreementVersion, PartTimeRuleChoice, QuotaTransfer
from agreements.targets import Direction, EffectiveTarget, SignedVersion, Transfer, effective_target, ended
from allocation.models import ModelYear, YearParameters
from allocation.queries import YearQuotas
from allocation.quota import QuotaDerivation
from foundation.periods import Month


@dataclass(frozen=True, slots=True)
class TargetOfMonth:
    """What a department owes in a month and on which terms; `version` is None when no agreement is in force."""

    model_year: ModelYear
    formula: QuotaDerivation
    effective: EffectiveTarget
    version: AgreementVersion | None

    @property
    def target(self) -> int:
        return self.effective.target

    @property
    def reading(self) -> YearParameters:
        """What the model year says for the month."""
        return self.model_year.at(self.effective.month)

    @property
    def counting_rule(self) -> str:
        return self.version.counting_rule if self.version else self.reading.counting_rule

    @property
    def fraction_rule(self) -> str:
        return self.version.fraction_rule if self.version else self.reading.fraction_rule

    @property
    def part_time_rule(self) -> str:
        """Whole jobs where no agreement says otherwise (DOMAIN.md 9)."""
        return self.version.part_time_rule if self.version else PartTimeRuleChoice.WHOLE.value

    @property
    def unfilled_place_excuses(self) -> bool:
        """Off where no agreement says otherwise (DOMAIN.md 9)."""
        return self.version.unfilled_place_excuses if self.version else False

    @property
    def excusing_causes(self) -> tuple[str, ...]:
        """Causes beyond unfilled places; none where no agreement says otherwise (DOMAIN.md 9)."""
        return tuple(sorted(self.version.excusing_causes)) if self.version else ()

    def trail(self) -> dict[str, Any]:
        """Everything the number rests on, in plain values that a frozen month can keep as json."""
        formula, effective = self.formula, self.effective
        return {
            "model_year": self.model_year.year,
            "basis": self.reading.basis,
            "headcount_date": self.reading.headcount_date.isoformat(),
            "headcount": formula.basis_headcount,
            "rate": _plain(formula.rate),
            "exact": _plain(formula.exact),
            "rounding": str(formula.rounding),
            "rounding_total": formula.total,
            "formula_quota": formula.quota,
            "source": str(effective.source),
            "version": effective.version,
            "base": effective.base,
            "transfers_in": effective.transfers_in,
            "transfers_out": effective.transfers_out,
            "target": effective.target,
            "counting_rule": self.counting_rule,
            "fraction_rule": self.fraction_rule,
            "part_time_rule": self.part_time_rule,
            "unfilled_place_excuses": self.unfilled_place_excuses,
            "excusing_causes": list(self.excusing_causes),
        }


def _plain(number: Decimal) -> str:
    """The number without trailing zeros: "0.057", never "0.057000" or "1E+2"."""
    return f"{number.normalize():f}"


def effective_targets(*, model_year: ModelYear, months: Sequence[Month]) -> dict[tuple[int, Month], TargetOfMonth]:
    """The target by department id and month, for the departments with a quota that month (DOMAIN.md 4).

    Nine queries.
    """
    quotas = YearQuotas(model_year)
    versions = signed_versions(model_year)
    transfers = signed_transfers()
    targets = {}
    for month in months:
        for department_id, formula in quotas.at(month).items():
            own = {promise.number: version for promise, version in versions[department_id]}
            promises = [promise for promise, _version in versions[department_id]]
            effective = effective_target(
                month=month,
                versions=promises,
                transfers=transfers[department_id],
                formula_quota=formula.quota,
            )
            version = None if effective.version is None else own[effective.version]
            targets[department_id, month] = TargetOfMonth(model_year, formula, effective, version)
    return targets


def signed_versions(model_year: ModelYear) -> defaultdict[int, list[tuple[SignedVersion, AgreementVersion]]]:
    """Every signed version by department id, as the pure rule wants it and as the row it is. Three queries.

    An agreement that has been ended by both sides covers nothing after its last month.
    """
    by_department: defaultdict[int, list[tuple[SignedVersion, AgreementVersion]]] = defaultdict(list)
    signed = AgreementVersion.objects.signed().filter(agreement__model_year=model_year)
    endings = AgreementEnding.objects.agreed().filter(agreement__model_year=model_year).order_by("through_version")
    ends_of: defaultdict[int, list[AgreementEnding]] = defaultdict(list)
    for ending in endings:
        ends_of[ending.agreement_id].append(ending)
    for version in signed.select_related("agreement").prefetch_related("monthly_targets"):
        promise = promise_until(promise_of(version), ends_of[version.agreement_id])
        by_department[version.agreement.department_id].append((promise, version))
    return by_department


def promise_until(promise: SignedVersion, endings: Iterable[AgreementEnding]) -> SignedVersion:
    """The promise with the agreed endings of its agreement laid over it."""
    for ending in endings:
        [promise] = ended([promise], through=ending.through_version, last_month=ending.last_month)
    return promise


def promise_of(version: AgreementVersion) -> SignedVersion:
    """The version as the pure rule wants it. Reads the steps, unless they are already fetched."""
    steps = {step.month: step.target for step in version.monthly_targets.all()}
    return SignedVersion(version.number, version.valid_from, version.valid_to, version.target, steps)


def quotas_by_month(model_year: ModelYear, department_id: int, months: Iterable[Month]) -> dict[Month, int]:
    """The department's quota by the formula in each of the months; 0 where it has none. Five queries."""
    quotas = YearQuotas(model_year)
    found = {month: quotas.at(month).get(department_id) for month in months}
    return {month: derivation.quota if derivation else 0 for month, derivation in found.items()}


def signed_transfers() -> defaultdict[int, list[Transfer]]:
    """Every signed transfer by department id, once for each of its two sides, as long as it lasts. One query."""
    by_department: defaultdict[int, list[Transfer]] = defaultdict(list)
    for row in QuotaTransfer.objects.signed():
        for department_id, way in ((row.from_department_id, Direction.OUT), (row.to_department_id, Direction.IN)):
            if moved := seen_as(row, way):
                by_department[department_id].append(moved)
    return by_department


def seen_as(row: QuotaTransfer, way: Direction) -> Transfer | None:
    """A row of `signed()` from one side, without the months that an ending has taken away; None if that is all."""
    return Transfer(row.number, row.first_month, row.last_month, way).ended(row.ended_from)
