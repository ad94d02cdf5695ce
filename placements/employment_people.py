"""Whom an employment file speaks of: one number is one person, protection, and who has been taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foundation.bulk_rows import any_of
from foundation.tables import CellError
from foundation.tables.refusals import quoted
from placements.anonymous import is_anonymous
from placements.employment_columns import cell_error
from placements.employment_rows import EmploymentRow
from placements.identity import identity_hash
from placements.models import (
    Employment,
    JobParameters,
    Participant,
    ProtectedInFiles,
    RetentionHorizon,
    RetiredKey,
    RetiredKeyKind,
)


class PeopleCheck:
    """One for each file. The errors are gathered in `errors`; an identity number stands in none of them."""

    def __init__(self, places: Mapping[str, int], *, today: date) -> None:
        self.places = places
        self.errors: list[CellError] = []
        self.refuses_protected = JobParameters.objects.on(today).protected_in_files == ProtectedInFiles.REFUSE
        protected = Participant.objects.filter(is_protected=True).values_list("key", "identity_hash")
        self.protected = {word for pair in protected for word in pair if word}

    def cells(self, number: int, values: Mapping[str, Any]) -> None:
        """What a row says of its person, as far as its cells can be read."""
        self._who(number, values)
        protected = self._is_protected(values)
        if self.refuses_protected and (protected or values.get("is_protected")):
            name = "participant" if protected and values.get("participant") else "is_protected"
            self._error(
                number,
                name,
                quoted(values["participant"]) if name == "participant" else _("skyddade personuppgifter"),
                _("en person utan skyddade personuppgifter"),
                _("Ta bort raden ur filen och gör ändringen för hand."),
            )
        elif protected and values.get("is_protected") is False:
            self._error(
                number,
                "is_protected",
                quoted(_("nej")),
                _("ja eller en tom cell, eftersom personen har skyddade personuppgifter"),
                _("Skyddet tas bort för hand, på anställningens sida."),
            )

    def _who(self, number: int, values: Mapping[str, Any]) -> None:
        if values.get("participant") == "" and values.get("identity_number", "unreadable") is None:
            self._error(
                number,
                "participant",
                _("en tom cell"),
                _("en deltagarnyckel, eller ett personnummer på raden"),
                _("Fyll i en av dem."),
            )

    def _is_protected(self, values: Mapping[str, Any]) -> bool:
        number = values.get("identity_number")
        return values.get("participant") in self.protected or bool(
            self.protected and number and identity_hash(number) in self.protected
        )

    def whole_file(self, rows: Iterable[EmploymentRow]) -> None:
        """What only all faultless rows together tell. At most six queries."""
        rows = list(rows)
        self._numbers(rows)
        self._taken_away(rows)
        self._retired(rows)

    def _numbers(self, rows: list[EmploymentRow]) -> None:
        """One identity number is one person, in the file and in the register. One query, or none."""
        numbered = [row for row in rows if row.identity_number and row.participant]
        owners: dict[str, str] = {}
        if numbered:
            hashes = {identity_hash(row.identity_number): row.identity_number for row in numbered}
            known = Participant.objects.filter(identity_hash__in=any_of(hashes))
            for key, hash_ in known.values_list("key", "identity_hash"):
                owners[hashes[hash_ or ""]] = key
        for row in numbered:
            owner = owners.setdefault(row.identity_number, row.participant)
            if owner != row.participant:
                self._error(
                    row.number,
                    "identity_number",
                    _("ett nummer som tillhör deltagare %(key)s") % {"key": owner},
                    _("ett nummer som bara en deltagare har"),
                    _("Använd samma deltagarnyckel, eller rätta numret."),
                )

    def _taken_away(self, rows: list[EmploymentRow]) -> None:
        """Who has been made anonymous does not come in again with an old file (DOMAIN.md 10). One or two queries."""
        horizon = RetentionHorizon.objects.day()
        if horizon is None:
            return
        old = [row for row in rows if row.employed_to is not None and row.employed_to <= horizon]
        keys = any_of({row.employment for row in old})
        known = set(Employment.objects.filter(key__in=keys).values_list("key", flat=True))
        for row in old:
            if row.employment not in known and row.employed_to:
                self._error(
                    row.number,
                    "employed_to",
                    quoted(row.employed_to.isoformat()),
                    _("en dag efter %(day)s") % {"day": horizon.isoformat()},
                    _("Uppgifter om dem som slutade före dess är gallrade och tas inte in igen. Ta bort raden."),
                )

    def _retired(self, rows: list[EmploymentRow]) -> None:
        """Keys that somebody has or had who is anonymous by now are nobody else's. At most three queries."""
        any_retired = RetiredKey.objects.exists()
        for kind, name in ((RetiredKeyKind.PARTICIPANT, "participant"), (RetiredKeyKind.EMPLOYMENT, "employment")):
            keys = {key for row in rows if (key := getattr(row, name))}
            refused = {key for key in keys if is_anonymous(key)}
            refused |= RetiredKey.objects.among(kind, keys) if any_retired else set()
            for row in rows if refused else ():
                if (key := getattr(row, name)) in refused:
                    self._error(
                        row.number,
                        name,
                        quoted(key),
                        _("en nyckel som ingen gallrad har eller har haft"),
                        _("Ge personen eller anställningen en nyckel som aldrig har använts."),
                    )

    def _error(self, row: int, name: str, found: str, expected: str, mend: str) -> None:
        self.errors.append(cell_error(row, name, found=found, expected=expected, mend=mend, places=self.places))
