"""A version as the value that is shown, signed and printed."""

from __future__ import annotations

from fractions import Fraction

from agreements.content import AgreementContent, Basis, StaffMove
from agreements.models import AgreementVersion, VersionQuerySet
from allocation.models import Basis as BasisOfYear
from allocation.models import Headcount, HeadcountQuerySet, ModelYear
from allocation.queries import YearQuotas
from allocation.succession import Counted, Moved, origins
from foundation.periods import Month
from organisation.models import Department, DepartmentKind


def versions_with_parts() -> VersionQuerySet:
    """Versions with everything that their content is read from."""
    return AgreementVersion.objects.select_related(
        "agreement__department__board", "agreement__model_year", "headcount"
    ).prefetch_related("monthly_targets")


class Foundations:
    """What the contents of an agreement's versions are read from, read once however many they are. Six queries."""

    def __init__(self, model_year: ModelYear) -> None:
        self.quotas = YearQuotas(model_year)
        self.provider = Department.objects.select_related("board").filter(kind=DepartmentKind.PROVIDER).first()


def content_of(version: AgreementVersion, on: Foundations | None = None) -> AgreementContent:
    """What the version says. One query when it came from `versions_with_parts` and what it rests on is given."""
    agreement = version.agreement
    department = agreement.department
    on = on or Foundations(agreement.model_year)
    year, provider = on.quotas.model_year, on.provider
    reading = year.at(version.valid_from)
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
        basis=_basis(on.quotas, department, version.valid_from),
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


def headcounts_under(version: AgreementVersion) -> HeadcountQuerySet:
    """The counted rows that the quota comes from: the department's own, and those of the ones it took staff from."""
    agreement = version.agreement
    quotas, month = YearQuotas(agreement.model_year), version.valid_from
    counted = origins(agreement.department_id, quotas.mapped(month).moves)
    return Headcount.objects.on(quotas.reading(month).headcount_date).filter(department__in=counted)


def _basis(quotas: YearQuotas, department: Department, month: Month) -> Basis:
    """The staff as the organisation of the month has it; signing locks the rows that it comes from."""
    reading, mapped = quotas.reading(month), quotas.mapped(month)
    staff = mapped.staff.get(department.pk)
    people = _people(staff, reading.basis) if staff else None
    derivation = quotas.at(month).get(department.pk)
    scaled = derivation is not None and derivation.is_scaled
    own = [one for one in mapped.moves if department.pk in (one.hand_on.predecessor, one.hand_on.successor)]
    return Basis(
        rate=reading.rate,
        basis=reading.basis,
        people=people,
        headcount_date=reading.headcount_date,
        rounding=reading.rounding,
        rounding_total=reading.rounding_total,
        share=derivation.share if scaled and derivation else Fraction(reading.rate * (people or 0)),
        moves=_moves(own, reading.basis),
    )


def _moves(moves: list[Moved], basis: str) -> tuple[StaffMove, ...]:
    if not moves:
        return ()
    pairs = {pk for one in moves for pk in (one.hand_on.predecessor, one.hand_on.successor)}
    names = dict(Department.objects.filter(pk__in=pairs).values_list("pk", "name"))
    return tuple(
        StaffMove(
            month=one.hand_on.first_month,
            predecessor=names[one.hand_on.predecessor],
            successor=names[one.hand_on.successor],
            share=one.hand_on.share,
            of=_people(one.of, basis),
            people=_people(one.people, basis),
        )
        for one in moves
    )


def _people(counted: Counted, basis: str) -> int:
    return counted.permanent if basis == BasisOfYear.PERMANENT else counted.all
