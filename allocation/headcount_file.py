"""The file with counted staff: its columns, and what is wrong in it beyond the single cell (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import Headcount
from foundation.tables import CellError, Column, Kind, ReadRow, Table, read_rows
from organisation.models import Department

COLUMNS = (
    Column(
        "department",
        gettext_lazy("Förvaltningskod"),
        required=True,
        aliases=("Förvaltning", "Kod"),
        longest=120,
    ),
    Column("name", gettext_lazy("Namn"), longest=120),
    Column("date", gettext_lazy("Datum"), Kind.DATE, required=True),
    Column("permanent", gettext_lazy("Tillsvidareanställda"), Kind.INTEGER, required=True, minimum=0),
    Column("all", gettext_lazy("Alla anställda"), Kind.INTEGER, required=True, minimum=0),
)


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One department's staff on a day, as the file says."""

    department: str  # code
    date: date
    permanent: int
    all: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"date": self.date.isoformat()}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> CountedRow:
        return cls(row["department"], date.fromisoformat(row["date"]), row["permanent"], row["all"])


@dataclass(frozen=True, slots=True)
class HeadcountReading:
    rows: list[CountedRow]
    errors: list[CellError]


def read_headcounts(table: Table) -> HeadcountReading:
    """Every row and every error of the file. Three queries at most. Raises NoHeadingRow."""
    reading = read_rows(table, COLUMNS)
    codes = _codes(Department.objects.all())
    known = [
        (row, codes[row["department"].casefold()]) for row in reading.rows if row["department"].casefold() in codes
    ]
    errors = [*reading.errors]
    errors += [_unknown_department(table, row) for row in reading.rows if row["department"].casefold() not in codes]
    errors += _repeated(table, known)
    errors += [_more_permanent_than_all(table, row) for row, _code in known if row["permanent"] > row["all"]]
    rows = [CountedRow(code, row["date"], row["permanent"], row["all"]) for row, code in known]
    errors += _locked(table, known)
    return HeadcountReading(rows, sorted(errors, key=lambda error: error.row))


def _codes(departments: Iterable[Department]) -> dict[str, str]:
    """Code by what may stand in the file: the code itself or the whole name."""
    codes = {}
    for department in departments:
        codes[department.name.casefold()] = department.code
        codes[department.code.casefold()] = department.code
    return codes


def _error(table: Table, row: ReadRow, name: str, *, found: str, expected: str, mend: str, fact: str) -> CellError:
    column = next(column for column in COLUMNS if column.name == name)
    index = next((i for i, text in enumerate(table.headings) if text and _is(column, text)), 0)
    return CellError(row.number, name, str(column.label), found, expected, mend, fact, index)


def _is(column: Column, heading: str) -> bool:
    return heading.casefold() in {str(column.label).casefold(), column.name, *map(str.casefold, column.aliases)}


def _unknown_department(table: Table, row: ReadRow) -> CellError:
    found = f"”{row['department']}”"
    return _error(
        table,
        row,
        "department",
        found=found,
        expected=_("en förvaltning i registret"),
        mend=_("Skriv förvaltningens kod så som den står i listan över kvoter, t.ex. 140."),
        fact=_("%(found)s är ingen förvaltning i registret") % {"found": found},
    )


def _more_permanent_than_all(table: Table, row: ReadRow) -> CellError:
    found = _("%(permanent)s tillsvidareanställda är fler än %(all)s anställda") % {
        "permanent": row["permanent"],
        "all": row["all"],
    }
    mend = _("De tillsvidareanställda ingår i alla anställda: rätta det ena talet.")
    return _error(table, row, "permanent", found=found, expected=_("högst alla anställda"), mend=mend, fact=found)


def _repeated(table: Table, known: list[tuple[ReadRow, str]]) -> list[CellError]:
    """The same department and day twice, also when one row has the code and the other the name."""
    first: dict[tuple[str, date], int] = {}
    errors = []
    for row, code in known:
        earlier = first.setdefault((code, row["date"]), row.number)
        if earlier != row.number:
            found = _("samma förvaltning och datum som på rad %(earlier)s") % {"earlier": earlier}
            mend = _("Ta bort rad %(row)s eller rad %(earlier)s.") % {"row": row.number, "earlier": earlier}
            expected = _("en rad för varje förvaltning och datum")
            errors.append(_error(table, row, "department", found=found, expected=expected, mend=mend, fact=found))
    return errors


def _locked(table: Table, known: list[tuple[ReadRow, str]]) -> list[CellError]:
    dates = {row["date"] for row, _code in known}
    locked = {
        (row.department.code, row.date): row
        for row in Headcount.objects.exclude(locked_at=None).filter(date__in=dates).select_related("department")
    }
    errors = []
    for row, code in known:
        kept = locked.get((code, row["date"]))
        if kept is None or (kept.permanent, kept.all_employees) == (row["permanent"], row["all"]):
            continue
        found = f"{row['permanent']} / {row['all']}"
        expected = f"{kept.permanent} / {kept.all_employees}"
        mend = _("Låt raden stå som den är i registret, eller skriv ett nytt datum.")
        fact = _("en undertecknad överenskommelse vilar på %(kept)s (tillsvidare / alla), filen har %(found)s")
        fact %= {"kept": expected, "found": found}
        errors.append(_error(table, row, "permanent", found=found, expected=expected, mend=mend, fact=fact))
    return errors
