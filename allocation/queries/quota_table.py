"""The page with every department's quota: both readings of the basis, the sums, and those outside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from allocation.models import Basis, ModelYear
from allocation.queries.formula import counted_staff, quotas_from
from allocation.quota import QuotaDerivation, chargeable_months, greatest_fee
from allocation.wording import derivation_sentence
from organisation.models import Department, User
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
    greatest_fee: Decimal | None


@dataclass(frozen=True, slots=True)
class QuotaTable:
    model_year: ModelYear
    rows: list[QuotaRow]
    exempt: list[Department]
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


def quota_table(model_year: ModelYear, *, reader: User) -> QuotaTable:
    """The departments that the reader sees, by code. Two queries."""
    departments = {
        d.pk: d for d in Department.objects.visible_to(reader, Act.SEE_ALLOCATION).in_order().select_related("board")
    }
    staff = counted_staff(model_year)
    permanent = quotas_from(staff, model_year, basis=Basis.PERMANENT)
    everyone = quotas_from(staff, model_year, basis=Basis.ALL)
    months = chargeable_months(
        first=model_year.first_month, last=model_year.last_month, charging_starts=model_year.charging_starts
    )
    rows = []
    for counted in staff:
        department = departments.get(counted.department_id)
        if department is None:
            continue
        chosen = (permanent if model_year.basis == Basis.PERMANENT else everyone)[department.pk]
        fee = greatest_fee(quota=chosen.quota, fee=model_year.fee, chargeable_months=months)
        rows.append(
            QuotaRow(
                department=department,
                is_counted=counted.permanent is not None,
                permanent=permanent[department.pk],
                all_employees=everyone[department.pk],
                quota=chosen.quota,
                sentence=derivation_sentence(chosen, basis=model_year.basis, day=model_year.headcount_date),
                greatest_fee=None if department.is_provider else fee,
            )
        )
    outside = [d for d in departments.values() if not d.has_quota]
    return QuotaTable(
        model_year=model_year,
        rows=rows,
        exempt=[d for d in outside if d.exempt_reason],
        companies=[d for d in outside if not d.exempt_reason],
        chargeable_months=months,
    )
