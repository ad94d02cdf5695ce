"""A version as the value that is shown, signed and printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from agreements.content import AgreementContent, Basis
from agreements.models import AgreementVersion, VersionQuerySet
from allocation.models import YearParameters
from allocation.queries import formula_quotas
from allocation.quota import QuotaDerivation
from organisation.models import Department, DepartmentKind


def versions_with_parts() -> VersionQuerySet:
    """Versions with everything that their content is read from."""
    return AgreementVersion.objects.select_related(
        "agreement__department__board", "agreement__model_year", "headcount"
    ).prefetch_related("monthly_targets")


def content_of(version: AgreementVersion) -> AgreementContent:
    """What the version says. Three queries when the version came from `versions_with_parts`."""
    agreement = version.agreement
    department, year = agreement.department, agreement.model_year
    reading = year.at(version.valid_from)
    provider = Department.objects.select_related("board").filter(kind=DepartmentKind.PROVIDER).first()
    earlier = agreement.versions.signed().filter(number__lt=version.number).order_by("-number")
    return AgreementContent(
        department_code=department.code,
        department=department.name,
        board=department.board.name,
        provider=provider.name if provider else "",
        provider_board=provider.board.name if provider else "",
        model_year=year.year,
        decision=reading.decision,
        registry_number=agreement.registry_number,
        number=version.number,
        replaces=earlier.values_list("number", flat=True).first(),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        basis=_basis(version, reading, formula_quotas(year, version.valid_from).get(department.pk)),
        formula_quota=version.formula_quota,
        target=version.target,
        deviation_note=version.deviation_note,
        steps=tuple(sorted((step.month, step.target) for step in version.monthly_targets.all())),
        counting_rule=version.counting_rule,
        fraction_rule=version.fraction_rule,
        unfilled_place_excuses=version.unfilled_place_excuses,
        cost_financing=version.cost_financing,
        free_terms=version.free_terms,
        department_contact=version.department_contact,
        provider_contact=version.provider_contact,
        fee=reading.fee,
        charging_starts=reading.charging_starts,
        excusing_causes=tuple(sorted(version.excusing_causes)),
        supervision=version.supervision,
        part_time_rule=version.part_time_rule,
    )


def replaced_content(version: AgreementVersion) -> AgreementContent | None:
    """What the signed version before this one says; None when there is none."""
    earlier = versions_with_parts().signed().filter(agreement=version.agreement_id, number__lt=version.number)
    replaced = earlier.order_by("-number").first()
    return content_of(replaced) if replaced else None


def _basis(version: AgreementVersion, reading: YearParameters, derivation: QuotaDerivation | None) -> Basis:
    """The version's own headcount row, so that what is signed rests on the row that is then locked."""
    people = version.headcount.people(reading.basis) if version.headcount else None
    exact = reading.rate * people if people is not None else Decimal(0)
    scaled = derivation is not None and derivation.is_scaled
    return Basis(
        rate=reading.rate,
        basis=reading.basis,
        people=people,
        headcount_date=reading.headcount_date,
        rounding=reading.rounding,
        rounding_total=reading.rounding_total,
        share=derivation.share if scaled and derivation else Fraction(exact),
    )
