"""The agreements of a year as the table of terms has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, TermsFile, VersionState
from agreements.operations.drafting import VERSION_FIELDS, DraftValues
from agreements.queries.content import versions_with_parts
from agreements.terms.columns import Row, columns, row_of
from agreements.terms.reading import EditedDraft, TermsReading, read_terms
from allocation.models import ModelYear
from foundation.periods import Month, months_between
from foundation.tables import Column, read_table
from foundation.tables.kinds import Value
from organisation.models import Department, User
from organisation.roles import Act

Version = tuple[AgreementVersion, DraftValues]


def values_now(version: AgreementVersion) -> DraftValues:
    """What the version says, as it would be written in a draft. Reads the steps, unless they are already fetched."""
    own = {name: getattr(version, name) for name in VERSION_FIELDS}
    own["excusing_causes"] = tuple(sorted(version.excusing_causes))
    steps = {step.month: step.target for step in version.monthly_targets.all()}
    return DraftValues(registry_number=version.agreement.registry_number, steps=steps, **own)


def months_of_year(year: ModelYear) -> list[Month]:
    return months_between(year.first_month, year.last_month)


def versions_of_year(year: ModelYear, *, reader: User, act: Act = Act.SEE_AGREEMENTS) -> dict[str, Version]:
    """Per department code the open version, else the last signed one, where the reader may `act`. Three queries."""
    rows = versions_with_parts().exclude(state=VersionState.CANCELLED).filter(agreement__model_year=year)
    seen = rows.filter(agreement__department__in=Department.objects.visible_to(reader, act))
    ordered = seen.order_by("agreement__department__code", "number")
    # the highest number is the open one where there is one
    return {row.agreement.department.code: (row, values_now(row)) for row in ordered}


def table_of_terms(year: ModelYear, *, reader: User) -> tuple[tuple[Column, ...], list[list[Value]]]:
    """The columns and rows of the file that can be edited and read in again."""
    months = months_of_year(year)
    wanted = columns(months)
    rows = []
    for code, (version, values) in versions_of_year(year, reader=reader).items():
        shown: Row = {
            "department": code,
            "name": version.agreement.department.name,
            "version": version.number,
            "state": str(version.get_state_display()),
            "quota": version.formula_quota,
        }
        cells = shown | row_of(values, months)
        rows.append([cells[column.name] for column in wanted])
    return wanted, rows


def read_terms_file(content: bytes, name: str, year: ModelYear, *, reader: User) -> TermsReading:
    """The file compared with the drafts as they are now. Raises the refusals of `foundation.tables`."""
    table = read_table(file=content, name=name)
    versions = versions_of_year(year, reader=reader, act=Act.DRAFT_AGREEMENT)
    return read_terms(table, versions=versions, months=months_of_year(year))


@dataclass(frozen=True, slots=True)
class ChangedCell:
    department: Department
    version: AgreementVersion
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TermsComparison:
    """What accepting the file would change; `seen` stands for exactly that."""

    cells: list[ChangedCell]
    drafts: int
    unchanged: int
    seen: str


def comparison_of(file: TermsFile, *, reader: User) -> TermsComparison:
    reading = read_terms_file(bytes(file.content), file.file_name, file.model_year, reader=reader)
    months = months_of_year(file.model_year)
    wanted = {column.name: column for column in columns(months)}
    cells = []
    for one in reading.edited:
        before, after = row_of(one.before, months), row_of(one.after, months)
        cells += [
            ChangedCell(
                one.version.agreement.department,
                one.version,
                str(wanted[name].label),
                _words(wanted[name], before[name]),
                _words(wanted[name], after[name]),
            )
            for name in one.changed
        ]
    return TermsComparison(cells, len(reading.edited), reading.unchanged, fingerprint(reading.edited))


def fingerprint(edited: Iterable[EditedDraft]) -> str:
    """The same drafts with the same changes give the same text."""
    said = [(one.version.pk, one.before, one.after) for one in edited]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _words(column: Column, value: Value) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if value is None or value == "":
        return ""
    return str(column.choices.get(str(value), value))
