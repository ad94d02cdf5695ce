"""The page with every department's quota: both readings of the basis, the sums, and those outside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from allocation.models import Basis, ModelYear, YearParameters
from allocation.queries.formula import YearQuotas
from allocation.quota import QuotaDerivation, chargeable_months, greatest_fee
from allocation.wording import derivation_sentence, move_sentence
from foundation.periods import Month, months_between
from organisation.models import Department, Exemption, User
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """A department's quota as decided and under the other reading; `greatest_fee` is None for the provider."""

    department: Department
    is_counted: bool
    permanent: QuotaDerivation
    all_employees: QuotaDerivation
    quota: int
    sentence: str
    moves: tuple[str, ...]  # staff that came from other departments or went to them, in words
    greatest_fee: Decimal | None


@dataclass(frozen=True, slots=True)
class ExemptRow:
    department: Department
    exemption: Exemption


@dataclass(frozen=True, slots=True)
class QuotaTable:
    """The quotas of one month. `stages` are the months from which they are others, the year's first among them."""

    model_year: ModelYear
    reading: YearParameters
    month: Month
    stages: list[Month]
    rows: list[QuotaRow]
    exempt: list[ExemptRow]
    companies: list[Department]
    chargeable_months: int

    @property
    def total(self) -> int:
        return sum(row.quota for row in self.rows)

    @property
    def total_without_provider(self) -> int:
        return sum(row.quota for row in self.rows if not row.department.is_provider)

    @property
    def total_permanent(self) -> int:
        return sum(row.permanent.quota for row in self.rows)

    @property
    def total_all_employees(self) -> int:
        return sum(row.all_employees.quota for row in self.rows)

    @property
    def people_permanent(self) -> int:
        return sum(row.permanent.basis_headcount for row in self.rows)

    @property
    def people_all_employees(self) -> int:
        return sum(row.all_employees.basis_headcount for row in self.rows)

    @property
    def greatest_fee(self) -> Decimal:
        return sum((row.greatest_fee for row in self.rows if row.greatest_fee is not None), Decimal(0))

    @property
    def uncounted(self) -> list[Department]:
        return [row.department for row in self.rows if not row.is_counted]

    @property
    def is_scaled(self) -> bool:
        """True when a stated total cannot be reached by rounding: the quotas are then shares of that total."""
        return any(row.permanent.is_scaled or row.all_employees.is_scaled for row in self.rows)


def quota_table(model_year: ModelYear, *, reader: User, month: Month) -> QuotaTable:
    """The departments that the reader sees and that have a quota in the month, by code. Eight queries."""
    quotas, reading = YearQuotas(model_year), model_year.at(month)
    seen = Department.objects.visible_to(reader, Act.SEE_ALLOCATION).existing(month)
    departments = {d.pk: d for d in seen.in_order().select_related("board").prefetch_related("exemptions")}
    both = {basis: quotas.at(month, basis=basis) for basis in (Basis.PERMANENT, Basis.ALL)}
    staff = quotas.staff(month)
    names = dict(Department.objects.values_list("pk", "name")) if any(one.moves for one in staff) else {}
    rows = []
    for counted in staff:
        department = departments.get(counted.department_id)
        if department is None:
            continue
        permanent, everyone = both[Basis.PERMANENT][department.pk], both[Basis.ALL][department.pk]
        chosen = permanent if reading.basis == Basis.PERMANENT else everyone
        rows.append(
            QuotaRow(
                department=department,
                is_counted=counted.permanent is not None,
                permanent=permanent,
                all_employees=everyone,
                quota=chosen.quota,
                sentence=derivation_sentence(chosen, basis=reading.basis, day=reading.headcount_date),
                moves=tuple(move_sentence(one, of=department.pk, names=names) for one in counted.moves),
                greatest_fee=_greatest_fee(department, model_year, chosen.quota),
            )
        )
    return QuotaTable(
        model_year=model_year,
        reading=reading,
        month=month,
        stages=stages_of(quotas),
        rows=rows,
        exempt=[ExemptRow(d, one) for d in departments.values() if not d.is_company and (one := d.exemption_in(month))],
        companies=[d for d in departments.values() if d.is_company],
        chargeable_months=chargeable_months(
            first=model_year.first_month, last=model_year.last_month, charging_starts=reading.charging_starts
        ),
    )


def _greatest_fee(department: Department, model_year: ModelYear, quota: int) -> Decimal | None:
    """If nobody is placed in any of the months that the department has a quota and that carry a fee."""
    if department.is_provider:
        return None
    bearing = department.months_with_quota(model_year.first_month, model_year.last_month)
    readings = [reading for month in bearing if (reading := model_year.at(month)).charging_starts <= month]
    return sum((greatest_fee(quota=quota, fee=one.fee, chargeable_months=1) for one in readings), Decimal(0))


def stages_of(quotas: YearQuotas) -> list[Month]:
    """The months of the year from which departments, staff or parameters are others than the month before."""
    found: list[Month] = []
    before: object = None
    for month in months_between(quotas.model_year.first_month, quotas.model_year.last_month):
        key = (quotas.reading(month).reading, quotas.staff(month))
        if key != before:
            found.append(month)
        before = key
    return found
