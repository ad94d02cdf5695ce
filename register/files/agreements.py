"""agreements.csv: every version of every agreement; with a day of signing it is signed, else a draft (DOMAIN.md 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementVersion, ExcusingCause, PartTimeRuleChoice, VersionState
from allocation.models import CountingRuleChoice, FractionRuleChoice
from foundation.periods import Month
from foundation.tables import Column, Kind
from organisation.models import DepartmentKind
from register.bearing import has_quota
from register.entries import (
    Counts,
    Entry,
    Key,
    Values,
    Whole,
    counted,
    ends_before_start,
    pending,
    repeated,
    shown,
    unknown_department,
)
from register.faults import Fault, Remark
from register.operations.versions import save_versions

NAME = "agreements.csv"
COUNTING_RULES = {rule.value: rule.label for rule in CountingRuleChoice}
FRACTION_RULES = {rule.value: rule.label for rule in FractionRuleChoice}
PART_TIME_RULES = {rule.value: rule.label for rule in PartTimeRuleChoice}
OWN_COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("version", gettext_lazy("version"), Kind.INTEGER, required=True, minimum=1),
    Column("valid_from", gettext_lazy("gäller från och med"), Kind.DATE, required=True, aliases=("gäller från",)),
    Column("valid_to", gettext_lazy("gäller till och med"), Kind.DATE, aliases=("gäller till",)),
    Column("target", gettext_lazy("mål"), Kind.INTEGER, required=True, minimum=0, aliases=("målvärde",)),
    Column("deviation_note", gettext_lazy("varför målet avviker"), longest=10_000),
    Column("counting_rule", gettext_lazy("räkneregel"), Kind.CHOICE, choices=COUNTING_RULES),
    Column("fraction_rule", gettext_lazy("delar"), Kind.CHOICE, choices=FRACTION_RULES),
    Column("unfilled_place_excuses", gettext_lazy("ofylld plats undantas"), Kind.BOOLEAN),
    # required of the column; an empty cell is allowed in a draft only, see faults
    Column("cost_financing", gettext_lazy("finansiering av omkostnader"), longest=10_000, aliases=("omkostnader",)),
    Column("signed_on", gettext_lazy("undertecknad"), Kind.DATE),
)
# may be left out of the file, and are left out of a dump in which no row says anything there
TERM_COLUMNS: tuple[Column, ...] = (
    Column("registry_number", gettext_lazy("diarienummer"), longest=40),
    Column("part_time_rule", gettext_lazy("deltid"), Kind.CHOICE, choices=PART_TIME_RULES),
    Column("excusing_causes", gettext_lazy("orsaker som räknas bort"), longest=200),
    Column("supervision", gettext_lazy("handledning"), longest=10_000),
    Column("free_terms", gettext_lazy("övriga villkor"), longest=10_000),
    Column("department_contact", gettext_lazy("kontakt på förvaltningen"), longest=200),
    Column("provider_contact", gettext_lazy("kontakt på asf"), longest=200),
)
COLUMNS = (*OWN_COLUMNS, *TERM_COLUMNS)
REQUIRED_COLUMNS = ("cost_financing",)
_BETWEEN = re.compile(r"[\s,;]+")
_MOST_VERSIONS = 999
_DAY = timedelta(days=1)


def key(values: Values, whole: Whole) -> Key:
    """Versions are numbered within the department and the model year."""
    return (values["department"], _year_of(values, whole), values["version"])


def _year_of(values: Values, whole: Whole) -> int | None:
    """The model year in which the version begins, else the first that it reaches into."""
    begins: date = values["valid_from"]
    ends = max(begins, values["valid_to"] or date.max)
    years = [year for year in whole.model_years() if year["starts"] <= ends and begins <= year["ends"]]
    return years[0]["year"] if years else None


def filled_in(values: Values, whole: Whole) -> Values:
    """Counting rules that are not given are the model year's (DOMAIN.md 9)."""
    year = whole.all("model_year.toml").get((_year_of(values, whole),), {})
    defaults = {
        "counting_rule": year.get("counting_rule"),
        "fraction_rule": year.get("fraction_rule"),
        "unfilled_place_excuses": False,
        "part_time_rule": PartTimeRuleChoice.WHOLE.value,
    }
    causes = {"excusing_causes": ", ".join(causes_in(values["excusing_causes"] or ""))}
    return values | causes | {name: default for name, default in defaults.items() if values[name] is None}


def usual(values: Values) -> Values:
    """What the columns that came later say where nothing is agreed; see `register.dump`."""
    return {column.name: None if column.kind is Kind.CHOICE else "" for column in TERM_COLUMNS}


def causes_in(text: str) -> list[str]:
    """The causes of a cell like "declined, other", in the order of the alphabet."""
    return sorted({word for word in _BETWEEN.split(text.strip()) if word})


def stored() -> dict[Key, Values]:
    """Cancelled versions are left out: nothing rests on them. A sent one is a draft until it is signed."""
    versions = AgreementVersion.objects.exclude(state=VersionState.CANCELLED).select_related(
        "agreement__department", "agreement__model_year"
    )
    ordered = sorted(versions, key=lambda v: (v.agreement.department.code, v.agreement.model_year.year, v.number))
    return {(v.agreement.department.code, v.agreement.model_year.year, v.number): _values(v) for v in ordered}


def _values(version: AgreementVersion) -> Values:
    return {
        "department": version.agreement.department.code,
        "version": version.number,
        "valid_from": version.valid_from.first_day,
        "valid_to": version.valid_to.last_day if version.valid_to else None,
        "target": version.target,
        "deviation_note": version.deviation_note,
        "counting_rule": version.counting_rule,
        "fraction_rule": version.fraction_rule,
        "unfilled_place_excuses": version.unfilled_place_excuses,
        "cost_financing": version.cost_financing,
        "signed_on": version.signed_on,
        "registry_number": version.agreement.registry_number,
        "part_time_rule": version.part_time_rule,
        "excusing_causes": ", ".join(sorted(version.excusing_causes)),
        "supervision": version.supervision,
        "free_terms": version.free_terms,
        "department_contact": version.department_contact,
        "provider_contact": version.provider_contact,
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "version")
    frozen = frozen_versions()
    for entry in entries:
        yield from unknown_department(entry, whole)
        yield from _periods(entry, whole)
        yield from _signing(entry, whole)
        yield from _causes(entry)
        if entry.before and (state := frozen.get(entry.key)):
            yield from _changed_though_frozen(entry, state)
    yield from _two_open(whole)
    yield from _two_registry_numbers(whole)


def _periods(entry: Entry, whole: Whole) -> Iterator[Fault]:
    yield from ends_before_start(entry, "valid_from", "valid_to")
    if entry["version"] > _MOST_VERSIONS:
        yield entry.fault("version", _("ett nummer till och med %(most)s") % {"most": _MOST_VERSIONS})
    if entry["valid_from"].day != 1:
        yield entry.fault("valid_from", _("den första dagen i en månad"))
    if entry["valid_to"] and (entry["valid_to"] + _DAY).day != 1:
        expected = _("den sista dagen i en månad, t.ex. %(day)s") % {"day": Month.of(entry["valid_to"]).last_day}
        yield entry.fault("valid_to", expected)
    if entry.key[1] is None and whole.is_readable("model_year.toml"):
        years = ", ".join(f"{year['starts']}–{year['ends']}" for year in whole.model_years()) or _("inget finns")
        yield entry.fault("valid_from", _("en månad i ett modellår (%(years)s)") % {"years": years})


def _signing(entry: Entry, whole: Whole) -> Iterator[Fault | Remark]:
    department = whole.all("departments.csv").get((entry["department"],))
    if department and department["kind"] == DepartmentKind.PROVIDER:
        yield entry.fault("department", _("en förvaltning: anordnaren kan inte sluta avtal med sig själv"))
    elif not has_quota(whole, entry["department"], Month.of(entry["valid_from"])):
        yield entry.remark("department", _("har ingen kvot; överenskommelsen påverkar inga siffror"))
    if entry["signed_on"] and not entry["cost_financing"]:
        yield entry.fault("cost_financing", _("hur omkostnaderna finansieras, som allt undertecknat ska säga"))


def _causes(entry: Entry) -> Iterator[Fault]:
    if unknown := set(causes_in(entry["excusing_causes"])) - set(ExcusingCause.values):
        expected = _("orsaker bland %(causes)s") % {"causes": ", ".join(ExcusingCause.values)}
        yield entry.fault("excusing_causes", expected, found=", ".join(sorted(unknown)))


def _two_registry_numbers(whole: Whole) -> Iterator[Fault]:
    """The number is the agreement's, so all its versions say the same."""
    said: dict[Key, Entry] = {}
    for entry in whole.entries(NAME):
        first = said.setdefault(entry.key[:2], entry)
        if entry["registry_number"] != first["registry_number"]:
            expected = _("%(number)s som på rad %(row)s, för numret är hela överenskommelsens")
            words = {"number": shown(first["registry_number"]), "row": first.number}
            yield entry.fault("registry_number", expected % words)


def frozen_versions() -> dict[Key, str]:
    """The versions that a folder cannot change, with their state."""
    versions = AgreementVersion.objects.filter(state__in=[VersionState.SIGNED, VersionState.SENT])
    rows = versions.values_list("agreement__department__code", "agreement__model_year__year", "number", "state")
    return {(code, year, number): state for code, year, number, state in rows}


def _changed_though_frozen(entry: Entry, state: str) -> Iterator[Fault]:
    words = {
        VersionState.SIGNED.value: _("%(before)s, för versionen är undertecknad (gör en ny version)"),
        VersionState.SENT.value: _("%(before)s, för versionen är skickad för underskrift (ta tillbaka den först)"),
    }
    for column in entry.differing:
        yield entry.fault(column, words[state] % {"before": shown((entry.before or {})[column])})


def _two_open(whole: Whole) -> Iterator[Fault]:
    """One open version at a time (DOMAIN.md 4, Amendment)."""
    first_open: dict[Key, int] = {}
    for key_, values in sorted(whole.all(NAME).items(), key=lambda item: str(item[0][:2]) + f"{item[0][2]:05d}"):
        if values["signed_on"] is None:
            first_open.setdefault(key_[:2], key_[2])
    for entry in whole.entries(NAME):
        first = first_open.get(entry.key[:2])
        if entry["signed_on"] is None and first not in (None, entry.key[2]):
            expected = _("en dag för underskrift, för version %(first)s är redan ett utkast") % {"first": first}
            yield entry.fault("signed_on", expected)


def save(entries: list[Entry], whole: Whole) -> Counts:
    """The versions with their steps: a signed version must hold its steps when it is signed."""
    save_versions(pending(entries), whole)
    return counted(entries)
