"""An employment file: every row, and everything wrong with it by row and cell (DOMAIN.md 5; register/FORMAT)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.bulk_rows import any_of
from foundation.identity_numbers import looks_like_one
from foundation.tables import CellError, ReadRow, Table, read_rows
from foundation.tables.headings import placed
from foundation.tables.refusals import quoted
from foundation.tables.table import text_of
from organisation.models import Department
from placements import keys
from placements.employment_columns import COLUMNS, LABELS
from placements.employment_decisions import DecisionCheck
from placements.employment_rows import EMPLOYMENT_FIELDS, OPTIONAL_FIELDS, EmploymentRow
from placements.identity import identity_hash
from placements.models import (
    Employment,
    EmploymentType,
    JobParameters,
    Participant,
    ProtectedInFiles,
    RetentionHorizon,
    Supervisor,
)

_KEY = ("employment", "department", "placed_from", "placement_kind")
_MOST_SHARE = 100


@dataclass(frozen=True, slots=True)
class EmploymentReading:
    """Rows ready for the register, and every error. `kept` are fields that the file has no column for."""

    rows: list[EmploymentRow]
    errors: list[CellError]
    kept: tuple[str, ...]


def read_employments(table: Table, *, today: date, places: Mapping[str, int] | None = None) -> EmploymentReading:
    """Read every row. `today` decides the century of identity numbers with ten digits. At most ten queries.

    `places` says where each column stands when someone has matched them. Raises NoHeadingRow when not one heading is
    known; all else is among the errors.
    """
    reading = read_rows(table, COLUMNS, key=_KEY, today=today, places=places)
    check = _Check(table, places, JobParameters.objects.on(today).protected_in_files == ProtectedInFiles.REFUSE)
    rows = [row for read in reading.rows if (row := check.row(read)) is not None]
    check.faulty_rows(table, {read.number for read in reading.rows})
    check.people(rows)
    check.taken_away(rows)
    errors = sorted([*reading.errors, *check.errors], key=lambda error: (error.row, error.index))
    return EmploymentReading(
        rows,
        errors,
        tuple(name for name in reading.missing_columns if name in OPTIONAL_FIELDS),
    )


class _Check:
    """What the cells of a row say about each other, about other rows, and about the register."""

    def __init__(self, table: Table, places: Mapping[str, int] | None, refuses_protected: bool) -> None:
        self.places = dict(places) if places is not None else placed(table, COLUMNS)[0]
        self.errors: list[CellError] = []
        self.departments = _by_word(Department.objects.values_list("code", "name"))
        self.types = _by_word(EmploymentType.objects.values_list("code", "name"))
        self.zeros = {
            "employment": _without_zeros(_keys(Employment)),
            "participant": _without_zeros(_keys(Participant)),
            "department": _without_zeros(self.departments.values()),
        }
        self.first: dict[tuple[str, str], EmploymentRow] = {}
        protected = Participant.objects.filter(is_protected=True).values_list("key", flat=True)
        self.protected = frozenset(protected) if refuses_protected else frozenset()
        self.supervisors = dict(Supervisor.objects.values_list("key", "department__code"))
        self.decisions = DecisionCheck()

    def row(self, read: ReadRow) -> EmploymentRow | None:
        """The row, or None when something in it is wrong; what is wrong is then among the errors."""
        before = len(self.errors)
        values = dict(read.values)
        self._codes(read.number, values)
        self._dates(read)
        if (values["working_share"] or 0) > _MOST_SHARE:  # type: ignore[operator]  # an integer column
            self._error(
                read.number,
                "working_share",
                _("%(n)s procent") % {"n": values["working_share"]},
                _("1–100 procent"),
                _("Skriv 1–100; heltid är 100."),
            )
        self._supervisor(read.number, values)
        self._protected(read)
        if read["decision"]:
            self.errors += self.decisions.cells(read, self.places)
        if len(self.errors) > before:
            return None
        row = _as_row(read.number, values)
        self._agrees(row)
        return row if len(self.errors) == before else None

    def _supervisor(self, number: int, values: dict[str, Any]) -> None:
        key = values["supervisor"]
        if key and self.supervisors.get(key) != values["department"]:
            mend = _("Skriv handledarens nyckel, eller lägg upp handledaren på förvaltningen först.")
            self._error(number, "supervisor", quoted(key), _("en handledare på den förvaltningen"), mend)

    def _protected(self, read: ReadRow) -> None:
        """Only where the setting says that such rows are not taken from a file."""
        if read["participant"] in self.protected:
            self._error(
                read.number,
                "participant",
                quoted(read["participant"]),
                _("en person utan skyddade personuppgifter"),
                _("Ta bort raden ur filen och gör ändringen för hand."),
            )

    def faulty_rows(self, table: Table, faultless: set[int]) -> None:
        """Of rows that have a fault already, so that all of them come at once: the keys and codes."""
        for row in table.rows:
            if row.number not in faultless:
                texts = {name: text_of(row.cell(index)).strip() for name, index in self.places.items()}
                self._codes(row.number, {name: text for name, text in texts.items() if text})

    def _codes(self, number: int, values: dict[str, Any]) -> None:
        for name in ("employment", "participant"):
            if looks_like_one(str(values.get(name, ""))):
                self._error(number, name, str(keys.FOUND), str(keys.EXPECTED), str(keys.MEND))
        for name in ("employment", "participant", "department"):
            text = str(values.get(name, ""))
            if text in self.zeros[name]:
                mend = _("Excel kan ha tagit bort nollor i början. Menade ni %(key)s? Ge kolumnen textformat.")
                self._error(
                    number, name, quoted(text), _("en nyckel i registret"), mend % {"key": self.zeros[name][text]}
                )
        for name, known in (("department", self.departments), ("type", self.types)):
            word = str(values.get(name, "")).casefold()
            if word in known:
                values[name] = known[word]
            elif word and word not in self.zeros.get(name, ()):
                self._unknown(number, name, str(values[name]), set(known.values()))

    def _unknown(self, number: int, name: str, text: str, codes: set[str]) -> None:
        expected = _("en förvaltning i registret") if name == "department" else _("en anställningstyp i registret")
        mend = _("Skriv koden eller hela namnet. Koderna är %(codes)s.") % {"codes": ", ".join(sorted(codes)[:12])}
        self._error(number, name, quoted(text), expected, mend)

    def _dates(self, read: ReadRow) -> None:
        for first, last in (("employed_from", "employed_to"), ("placed_from", "placed_to")):
            if read[last] is not None and read[last] < read[first]:
                self._error(
                    read.number,
                    last,
                    quoted(read[last].isoformat()),
                    _("%(day)s eller senare") % {"day": read[first].isoformat()},
                    _("Rätta första eller sista dagen."),
                )

    def _agrees(self, row: EmploymentRow) -> None:
        """Rows of one employment say the same about it, and rows of one person the same about the person."""
        for what, key, fields in (
            ("employment", row.employment, EMPLOYMENT_FIELDS),
            ("participant", row.participant, ("sex", "identity_number")),
        ):
            first = self.first.setdefault((what, key), row)
            for name in fields if first is not row else ():
                said, earlier = getattr(row, name), getattr(first, name)
                if said != earlier and (what == "employment" or (said and earlier)):
                    self._contradicts(row.number, name, said, first.number, key)

    def _contradicts(self, number: int, name: str, said: object, earlier: int, key: str) -> None:
        found = _("en annan uppgift än på rad %(row)s") if name == "identity_number" else quoted(_shown(said))
        self._error(
            number,
            name,
            found % {"row": earlier} if name == "identity_number" else found,
            _("detsamma som på rad %(row)s, som också gäller %(key)s") % {"row": earlier, "key": key},
            _("Rätta den rad som är fel."),
        )

    def people(self, rows: Iterable[EmploymentRow]) -> None:
        """One identity number is one person, in the file and in the register. One query."""
        numbered = {row.identity_number: row for row in reversed(list(rows)) if row.identity_number}
        owners: dict[str, str] = {}
        if numbered:
            hashes = {identity_hash(number): row for number, row in numbered.items()}
            for key, hash_ in Participant.objects.filter(identity_hash__in=any_of(hashes)).values_list(
                "key", "identity_hash"
            ):
                owners[hashes[hash_ or ""].identity_number] = key
        for row in rows:
            if not row.identity_number:
                continue
            owner = owners.setdefault(row.identity_number, row.participant)
            if owner != row.participant:
                self._error(
                    row.number,
                    "identity_number",
                    _("ett nummer som tillhör deltagare %(key)s") % {"key": owner},
                    _("ett nummer som bara en deltagare har"),
                    _("Använd samma deltagarnyckel, eller rätta numret."),
                )

    def taken_away(self, rows: Iterable[EmploymentRow]) -> None:
        """Who has been made anonymous does not come in again with an old file (DOMAIN.md 10). One or two queries."""
        horizon = RetentionHorizon.objects.day()
        if horizon is None:
            return
        old = [row for row in rows if row.employed_to is not None and row.employed_to <= horizon]
        keys = any_of({row.employment for row in old})
        known = set(Employment.objects.filter(key__in=keys).values_list("key", flat=True))
        for row in old:
            if row.employment not in known:
                self._error(
                    row.number,
                    "employed_to",
                    quoted(_shown(row.employed_to)),
                    _("en dag efter %(day)s") % {"day": horizon.isoformat()},
                    _("Uppgifter om dem som slutade före dess är gallrade och tas inte in igen. Ta bort raden."),
                )

    def _error(self, row: int, name: str, found: str, expected: str, mend: str) -> None:
        self.errors.append(
            CellError(row, name, str(LABELS[name]), found, expected, mend, index=self.places.get(name, 0))
        )


def _by_word(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The code by code and by name, in small letters: what the screen shows can be read again."""
    found = {}
    for code, name in pairs:
        found[name.casefold()] = code
        found[code.casefold()] = code
    return found


def _keys(model: type[Employment] | type[Participant]) -> Iterable[str]:
    """All keys, but only when some begin with a zero: else none can have been lost."""
    keys = model._default_manager.values_list("key", flat=True)
    return keys if keys.filter(key__startswith="0").exists() else ()


def _without_zeros(keys: Iterable[str]) -> Mapping[str, str]:
    """By what a spreadsheet makes of a key of digits: the key, where that is no key of its own."""
    known = set(keys)
    return {bare: key for key in known if key.startswith("0") and (bare := key.lstrip("0")) not in known}


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or _("tomt"))


def _as_row(number: int, values: dict[str, Any]) -> EmploymentRow:
    return EmploymentRow(
        employment=values["employment"],
        participant=values["participant"],
        type=values["type"],
        employed_from=values["employed_from"],
        department=values["department"],
        placed_from=values["placed_from"],
        employed_to=values["employed_to"],
        placed_to=values["placed_to"],
        placement_kind=values["placement_kind"],
        working_share=values["working_share"] or _MOST_SHARE,
        sex=values["sex"] or "",
        end_cause=values["end_cause"] or "",
        name=values["name"],
        job_title=values["job_title"],
        supervisor=values["supervisor"],
        onboarding_on=values["onboarding_on"],
        responsibility_on=values["responsibility_on"],
        decision=values["decision"],
        decision_from=values["decision_from"],
        decision_to=values["decision_to"],
        identity_number=values["identity_number"] or "",
        number=number,
    )
