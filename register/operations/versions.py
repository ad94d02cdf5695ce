"""Agreement versions from a folder, each with its steps before it is signed (DOMAIN.md 4)."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement, AgreementVersion, MonthlyTarget, VersionState
from agreements.queries.content import headcounts_under
from allocation.models import Headcount, ModelYear
from allocation.queries import YearQuotas
from foundation.periods import Month
from organisation.models import Department
from register.entries import Entry, Key, Whole

_PLAIN = (
    "target", "deviation_note", "counting_rule", "fraction_rule", "part_time_rule", "unfilled_place_excuses",
    "supervision", "cost_financing", "free_terms", "department_contact", "provider_contact",
)  # fmt: skip


@transaction.atomic
def save_versions(entries: list[Entry], whole: Whole) -> None:
    """Write drafts with their steps, then sign those that have a day of signing. The caller has checked them.

    A version signed on paper has no document of ours; the headcount that it rests on is locked.
    """
    steps = _steps_to_write(whole)
    by_key = {entry.key: entry for entry in entries}
    rests_on = _Foundations()
    # in the order of their numbers: an agreement has one open version at a time
    for key in sorted({*by_key, *steps}, key=lambda key: (key[2], str(key))):
        version = _version(key, by_key.get(key), rests_on)
        _save_steps(version, steps.get(key, {}))
        entry = by_key.get(key)
        if entry and entry["signed_on"]:
            _sign(version, entry)


def _steps_to_write(whole: Whole) -> dict[Key, dict[Month, int]]:
    steps: defaultdict[Key, dict[Month, int]] = defaultdict(dict)
    for entry in whole.entries("monthly_targets.csv"):
        if entry.is_new or entry.differing:
            steps[entry.key[:3]][entry["month"]] = entry["target"]
    return dict(steps)


class _Foundations:
    """What versions rest on: departments, model years, headcounts and quotas, each read once."""

    def __init__(self) -> None:
        self.departments = {each.code: each for each in Department.objects.all()}
        self.years = {each.year: each for each in ModelYear.objects.all()}
        self.quotas = {year: YearQuotas(model_year) for year, model_year in self.years.items()}
        self.headcounts = {(each.department_id, each.date): each for each in Headcount.objects.all()}


def _version(key: Key, entry: Entry | None, rests_on: _Foundations) -> AgreementVersion:
    """The version as a draft with the folder's values; as it is when the folder names only steps of it."""
    code, year, number = key
    department, model_year = rests_on.departments[code], rests_on.years[year]
    agreement, _created = Agreement.objects.get_or_create(department=department, model_year=model_year)
    version = AgreementVersion.objects.filter(agreement=agreement, number=number).first()
    if entry is None and version is not None:
        return version
    version = version or AgreementVersion(agreement=agreement, number=number)
    if entry is not None:
        for name in _PLAIN:
            setattr(version, name, entry[name])
        version.excusing_causes = [cause for cause in entry["excusing_causes"].split(", ") if cause]
        version.valid_from = Month.of(entry["valid_from"])
        version.valid_to = Month.of(entry["valid_to"]) if entry["valid_to"] else None
    if entry is not None and agreement.registry_number != entry["registry_number"]:
        agreement.registry_number = entry["registry_number"]
        agreement.save(update_fields=["registry_number"])
    derivation = rests_on.quotas[year].at(version.valid_from).get(department.pk)
    version.formula_quota = derivation.quota if derivation else 0
    version.headcount = rests_on.headcounts.get((department.pk, model_year.at(version.valid_from).headcount_date))
    version.state = VersionState.DRAFT
    version.save()
    return version


def _save_steps(version: AgreementVersion, steps: dict[Month, int]) -> None:
    MonthlyTarget.objects.bulk_create(
        [MonthlyTarget(version=version, month=month, target=target) for month, target in sorted(steps.items())],
        update_conflicts=True,
        unique_fields=["version", "month"],
        update_fields=["target"],
    )


def _sign(version: AgreementVersion, entry: Entry) -> None:
    version.state, version.signed_on = VersionState.SIGNED, entry["signed_on"]
    version.save(update_fields=["state", "signed_on"])
    headcounts_under(version).lock(now=timezone.now())
