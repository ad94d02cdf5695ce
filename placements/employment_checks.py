"""What the cells of an employment file say about each other, about other rows, and about the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.identity_numbers import looks_like_one
from foundation.tables import CellError, ReadRow
from foundation.tables.refusals import quoted
from organisation.models import Department
from placements import keys
from placements.employment_columns import cell_error
from placements.employment_decisions import DecisionCheck
from placements.employment_people import PeopleCheck
from placements.employment_rows import EMPLOYMENT_FIELDS, EmploymentRow
from placements.models import Employment, EmploymentType, Participant, Supervisor

MOST_SHARE = 100
_OF_A_DECISION = ("employment", "decision", "decision_from", "decision_to")


class RowCheck:
    """One for each file: what earlier rows said is remembered, and what the register knows is asked for once."""

    def __init__(self, places: Mapping[str, int], people: PeopleCheck) -> None:
        self.places, self.people = places, people
        self.errors: list[CellError] = []
        self.departments = _by_word(Department.objects.values_list("code", "name"))
        self.types = _by_word(EmploymentType.objects.values_list("code", "name"))
        self.zeros = {
            "employment": _without_zeros(_keys(Employment)),
            "participant": _without_zeros(_keys(Participant)),
            "department": _without_zeros(self.departments.values()),
        }
        self.first: dict[tuple[str, str], EmploymentRow] = {}
        self.supervisors = dict(Supervisor.objects.values_list("key", "department__code"))
        self.decisions = DecisionCheck()

    def cells(self, read: ReadRow) -> tuple[dict[str, Any], bool]:
        """The values, departments and types as codes, and whether anything is wrong; it is then among the errors.

        Of a row with cells that cannot be read the others are checked.
        """
        before, faults = len(self.errors), len(self.people.errors)
        values: dict[str, Any] = dict(read.values)
        self._codes(read.number, values)
        self._dates(read.number, values)
        if (values.get("working_share") or 0) > MOST_SHARE:
            self._error(
                read.number,
                "working_share",
                _("%(n)s procent") % {"n": values["working_share"]},
                _("1–100 procent"),
                _("Skriv 1–100; heltid är 100."),
            )
        self._supervisor(read.number, values)
        self.people.cells(read.number, values)
        if values.get("decision") and all(name in values for name in _OF_A_DECISION):
            self.errors += self.decisions.cells(read, self.places)
        return values, len(self.errors) > before or len(self.people.errors) > faults

    def _supervisor(self, number: int, values: dict[str, Any]) -> None:
        key = values.get("supervisor")
        if key and values.get("department") and self.supervisors.get(key) != values["department"]:
            mend = _("Skriv handledarens nyckel, eller lägg upp handledaren på förvaltningen först.")
            self._error(number, "supervisor", quoted(key), _("en handledare på den förvaltningen"), mend)

    def _codes(self, number: int, values: dict[str, Any]) -> None:
        for name in ("employment", "participant"):
            if looks_like_one(values.get(name, "")):
                self._error(number, name, str(keys.FOUND), str(keys.EXPECTED), str(keys.MEND))
        for name in ("employment", "participant", "department"):
            text = values.get(name, "")
            if text in self.zeros[name]:
                mend = _("Excel kan ha tagit bort nollor i början. Menade ni %(key)s? Ge kolumnen textformat.")
                self._error(
                    number, name, quoted(text), _("en nyckel i registret"), mend % {"key": self.zeros[name][text]}
                )
        for name, known in (("department", self.departments), ("type", self.types)):
            word = values.get(name, "").casefold()
            if word in known:
                values[name] = known[word]
            elif word and word not in self.zeros.get(name, ()):
                self._unknown(number, name, values[name], set(known.values()))

    def _unknown(self, number: int, name: str, text: str, codes: set[str]) -> None:
        expected = _("en förvaltning i registret") if name == "department" else _("en anställningstyp i registret")
        mend = _("Skriv koden eller hela namnet. Koderna är %(codes)s.") % {"codes": ", ".join(sorted(codes)[:12])}
        self._error(number, name, quoted(text), expected, mend)

    def _dates(self, number: int, values: dict[str, Any]) -> None:
        for first, last in (("employed_from", "employed_to"), ("placed_from", "placed_to")):
            begins, ends = values.get(first), values.get(last)
            if begins is not None and ends is not None and ends < begins:
                self._error(
                    number,
                    last,
                    quoted(ends.isoformat()),
                    _("%(day)s eller senare") % {"day": begins.isoformat()},
                    _("Rätta första eller sista dagen."),
                )

    def contradictions(self, row: EmploymentRow) -> bool:
        """Rows of one employment say the same about it, and rows of one person the same about the person."""
        before = len(self.errors)
        for what, key, fields in (
            ("employment", row.employment, EMPLOYMENT_FIELDS),
            ("participant", row.participant, ("sex", "identity_number")),
        ):
            first = self.first.setdefault((what, key), row) if key else row
            for name in fields if first is not row else ():
                said, earlier = _said(row, name), _said(first, name)
                if said != earlier and (what == "employment" or (said and earlier)):
                    self._contradicts(row, name, first.number, key)
        return len(self.errors) > before

    def _contradicts(self, row: EmploymentRow, name: str, earlier: int, key: str) -> None:
        hidden = name == "identity_number" or (name == "participant" and not row.participant)
        found = (
            _("en annan uppgift än på rad %(row)s") % {"row": earlier} if hidden else quoted(shown(getattr(row, name)))
        )
        expected = _("detsamma som på rad %(row)s, som också gäller %(key)s") % {"row": earlier, "key": key}
        self._error(row.number, name, found, expected, _("Rätta den rad som är fel."))

    def _error(self, row: int, name: str, found: str, expected: str, mend: str) -> None:
        self.errors.append(cell_error(row, name, found=found, expected=expected, mend=mend, places=self.places))


def _said(row: EmploymentRow, name: str) -> Any:
    """Who it is, is said by key or by identity number."""
    return row.participant or row.identity_number if name == "participant" else getattr(row, name)


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


def shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or _("tomt"))
