"""The file with counted staff: its columns, and what is wrong in it beyond the single cell (DOMAIN.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.matching import recognised
from allocation.models import Headcount
from allocation.reorganisation import CountedRow, Distribution, Part, StrayRow, merged
from foundation.periods import Month
from foundation.tables import CellError, Column, Kind, ReadRow, Table, read_rows
from organisation.models import Department

COLUMNS = (
    Column(
        "department",
        gettext_lazy("Förvaltningskod"),
        required=True,
        aliases=("Förvaltning", "Kod", "Enhet"),
        longest=120,
    ),
    Column("name", gettext_lazy("Namn"), longest=120),
    Column("date", gettext_lazy("Datum"), Kind.DATE, required=True),
    Column(
        "permanent",
        gettext_lazy("Tillsvidareanställda"),
        Kind.INTEGER,
        required=True,
        minimum=0,
        aliases=("Tillsvidare", "Antal tillsvidareanställda"),
    ),
    Column(
        "all",
        gettext_lazy("Alla anställda"),
        Kind.INTEGER,
        required=True,
        minimum=0,
        aliases=("Alla", "Samtliga", "Samtliga anställda", "Antal anställda"),
    ),
)
MOST_STRAY_ROWS = 60  # with more, the file or the choice of columns is wrong


@dataclass(frozen=True, slots=True)
class HeadcountReading:
    """What the file gives as it has been matched and distributed. With errors there is nothing to accept.

    `stray` are all rows without a department of their own, `waiting` those that nobody has distributed yet.
    """

    rows: list[CountedRow]
    errors: list[CellError]
    stray: list[StrayRow] = field(default_factory=list)
    waiting: list[StrayRow] = field(default_factory=list)


def read_headcounts(
    table: Table,
    *,
    places: Mapping[str, int] | None = None,
    day: date | None = None,
    distribution: Mapping[int, Distribution] | None = None,
) -> HeadcountReading:
    """Every row and every error of the file. Three queries at most. Raises NoHeadingRow.

    `places` and `day`: as the columns were matched on the screen, and the date of a file that has none of its own.
    `distribution`: where rows of unknown departments go, by their numbers; one that no longer fits waits anew.
    """
    reading = read_rows(table, _columns(day), places=places)
    for row in reading.rows:
        row.values["date"] = day or row["date"]
    at = _At(table, places if places is not None else recognised(table.headings, COLUMNS))
    departments = list(Department.objects.all())
    codes, spans = _codes(departments), {one.code: one.exists for one in departments}
    known = [
        (row, code)
        for row in reading.rows
        if (code := codes.get(row["department"].casefold())) and spans[code].covers(Month.of(row["date"]))
    ]
    named = {row.number for row, _code in known}
    stray = [_stray(row) for row in reading.rows if row.number not in named]
    fitting = {row.number: found for row in stray if (found := _fitting(row, distribution or {}, set(codes.values())))}
    parts = [(row, part) for row in stray if row.number in fitting for part in fitting[row.number].parts]
    own = [CountedRow(code, row["date"], row["permanent"], row["all"]) for row, code in known]
    rows = merged(own, [(row.date, part) for row, part in parts])
    waiting = [row for row in stray if row.number not in fitting]
    errors = [*reading.errors, *_repeated(at, known), *_more_permanent_than_all(at, reading.rows)]
    errors += _locked(at, rows, _numbers(known, parts))
    if errors or len(waiting) > MOST_STRAY_ROWS:  # then also these are said, so that the file is mended in one go
        errors += [_unknown_department(at, row) for row in waiting]
    return HeadcountReading(rows, sorted(errors, key=lambda error: error.row), stray, waiting)


def _columns(day: date | None) -> tuple[Column, ...]:
    return COLUMNS if day is None else tuple(column for column in COLUMNS if column.name != "date")


def _stray(row: ReadRow) -> StrayRow:
    return StrayRow(row.number, row["department"], row["date"], row["permanent"], row["all"])


def _fitting(row: StrayRow, distribution: Mapping[int, Distribution], codes: set[str]) -> Distribution | None:
    found = distribution.get(row.number)
    is_known = found is not None and {part.department for part in found.parts} <= codes
    return found if found is not None and is_known and found.fits(row) else None


def _numbers(known: list[tuple[ReadRow, str]], parts: list[tuple[StrayRow, Part]]) -> dict[tuple[str, date], int]:
    """The row that a department's numbers come from, first of all its own."""
    numbers = {(code, row["date"]): row.number for row, code in known}
    for row, part in parts:
        numbers.setdefault((part.department, row.date), row.number)
    return numbers


def _codes(departments: Iterable[Department]) -> dict[str, str]:
    """Code by what may stand in the file: the code itself or the whole name."""
    codes = {}
    for department in departments:
        codes[department.name.casefold()] = department.code
        codes[department.code.casefold()] = department.code
    return codes


@dataclass(frozen=True, slots=True)
class _At:
    """Makes errors that know where their column stands in the file."""

    table: Table
    places: Mapping[str, int]

    def error(self, row: int, name: str, *, found: str, expected: str, mend: str, fact: str) -> CellError:
        column = next(column for column in COLUMNS if column.name == name)
        return CellError(row, name, str(column.label), found, expected, mend, fact, self.places.get(name, 0))


def _unknown_department(at: _At, row: StrayRow) -> CellError:
    found = f"”{row.text}”"
    return at.error(
        row.number,
        "department",
        found=found,
        expected=_("en förvaltning i registret"),
        mend=_("Skriv förvaltningens kod så som den står i listan över kvoter, t.ex. 140."),
        fact=_("%(found)s är ingen förvaltning i registret") % {"found": found},
    )


def _more_permanent_than_all(at: _At, rows: Iterable[ReadRow]) -> list[CellError]:
    errors = []
    for row in rows:
        if row["permanent"] <= row["all"]:
            continue
        found = _("%(permanent)s tillsvidareanställda är fler än %(all)s anställda") % {
            "permanent": row["permanent"],
            "all": row["all"],
        }
        mend = _("De tillsvidareanställda ingår i alla anställda: rätta det ena talet.")
        expected = _("högst alla anställda")
        errors.append(at.error(row.number, "permanent", found=found, expected=expected, mend=mend, fact=found))
    return errors


def _repeated(at: _At, known: list[tuple[ReadRow, str]]) -> list[CellError]:
    """The same department and day twice, also when one row has the code and the other the name."""
    first: dict[tuple[str, date], int] = {}
    errors = []
    for row, code in known:
        earlier = first.setdefault((code, row["date"]), row.number)
        if earlier != row.number:
            found = _("samma förvaltning och datum som på rad %(earlier)s") % {"earlier": earlier}
            mend = _("Ta bort rad %(row)s eller rad %(earlier)s.") % {"row": row.number, "earlier": earlier}
            expected = _("en rad för varje förvaltning och datum")
            errors.append(at.error(row.number, "department", found=found, expected=expected, mend=mend, fact=found))
    return errors


def _locked(at: _At, rows: list[CountedRow], numbers: Mapping[tuple[str, date], int]) -> list[CellError]:
    locked = {
        (row.department.code, row.date): row
        for row in Headcount.objects.exclude(locked_at=None)
        .filter(date__in={row.date for row in rows})
        .select_related("department")
    }
    errors = []
    for row in rows:
        kept = locked.get((row.department, row.date))
        if kept is None or (kept.permanent, kept.all_employees) == (row.permanent, row.all):
            continue
        found = f"{row.permanent} / {row.all}"
        expected = f"{kept.permanent} / {kept.all_employees}"
        mend = _("Låt raden stå som den är i registret, eller skriv ett nytt datum.")
        fact = _("en undertecknad överenskommelse vilar på %(kept)s (tillsvidare / alla), filen har %(found)s")
        fact %= {"kept": expected, "found": found}
        number = numbers[row.department, row.date]
        errors.append(at.error(number, "permanent", found=found, expected=expected, mend=mend, fact=fact))
    return errors
