"""Files whose rows are rows of one table: key, references to other files, and everything else as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from foundation.tables import Column, Kind
from register.entries import Counts, Entry, Key, Values, Whole, counted, repeated, shown
from register.faults import Fault, FolderRefused, Remark


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another file by its code."""

    file: str
    model: type[models.Model]
    code: str = "code"

    def is_known(self, whole: Whole, value: str) -> bool:
        known = {key[0] for key in whole.all(self.file)}
        return value in known or not whole.is_readable(self.file)

    def ids(self, codes: set[str]) -> dict[str, int]:
        found = self.model._default_manager.filter(**{f"{self.code}__in": codes})
        return dict(found.values_list(self.code, "pk"))


@dataclass
class PlainFile:
    """`KEYS` are the columns that together name a row; `FIELDS` model fields whose names are not the column's."""

    NAME: str
    COLUMNS: tuple[Column, ...]
    KEYS: tuple[str, ...]
    MODEL: type[models.Model]
    REFERENCES: Mapping[str, Reference] = field(default_factory=dict)
    FIELDS: Mapping[str, str] = field(default_factory=dict)

    def key(self, values: Values, whole: Whole) -> Key:
        return tuple(values[name] for name in self.KEYS)

    def filled_in(self, values: Values, whole: Whole) -> Values:
        """An empty cell is the model's own default; texts are never null."""
        return {name: self._default(name) if value is None else value for name, value in values.items()}

    def _default(self, name: str) -> Any:
        if name in self.REFERENCES:
            return None
        one = self.MODEL._meta.get_field(self.FIELDS.get(name, name))
        return one.get_default() if one.has_default() else None  # type: ignore[union-attr]  # a field of its own

    def stored(self) -> dict[Key, Values]:
        paths = [self._path(column.name) for column in self.COLUMNS]
        names = [column.name for column in self.COLUMNS]
        rows = self.MODEL._default_manager.order_by(*(self._path(name) for name in self.KEYS)).values_list(*paths)
        found = (dict(zip(names, row, strict=True)) for row in rows)
        return {tuple(row[name] for name in self.KEYS): self._as_read(row) for row in found}

    def _as_read(self, row: Values) -> Values:
        """Empty texts of references as a file gives them."""
        texts = {column.name for column in self.COLUMNS if column.kind in (Kind.TEXT, Kind.CODE)}
        return {name: "" if value is None and name in texts else value for name, value in row.items()}

    def _path(self, name: str) -> str:
        column = self.FIELDS.get(name, name)
        return f"{column}__{self.REFERENCES[name].code}" if name in self.REFERENCES else column

    def faults(self, whole: Whole) -> Iterator[Fault | Remark]:
        entries = whole.entries(self.NAME)
        yield from repeated(entries, self.KEYS[0])
        for entry in entries:
            for name, reference in self.REFERENCES.items():
                if entry[name] and not reference.is_known(whole, entry[name]):
                    yield entry.fault(name, _("något som finns i %(file)s") % {"file": reference.file})
            for column in self.COLUMNS:
                if column.kind is Kind.DECIMAL and entry[column.name] is not None:
                    yield from self._too_exact(entry, column.name)

    def _too_exact(self, entry: Entry, name: str) -> Iterator[Fault]:
        one = self.MODEL._meta.get_field(self.FIELDS.get(name, name))
        places, digits = one.decimal_places, one.max_digits  # type: ignore[union-attr]  # a decimal field
        value = entry[name]
        if round(value, places) != value or value >= 10 ** (digits - places):
            words = {"decimals": places, "shown": shown(value)}
            yield entry.fault(name, _("ett tal med högst %(decimals)s decimaler") % words)

    def save(self, entries: list[Entry], whole: Whole) -> Counts:
        """Raises FolderRefused with the words of the constraint that the rows break."""
        ids = {name: one.ids({e[name] for e in entries if e[name]}) for name, one in self.REFERENCES.items()}
        fresh = [self._row(entry, ids) for entry in entries if entry.is_new]
        changed = [entry for entry in entries if entry.differing]
        try:
            self.MODEL._default_manager.bulk_create(fresh)
            for entry in changed:
                where = {self._path(name): value for name, value in zip(self.KEYS, entry.key, strict=True)}
                self.MODEL._default_manager.filter(**where).update(**self._values(entry, ids))
        except IntegrityError as error:
            raise FolderRefused([self._refused(str(error))]) from None
        return counted(entries)

    def _row(self, entry: Entry, ids: Mapping[str, Mapping[str, int]]) -> models.Model:
        return self.MODEL(**self._values(entry, ids))

    def _values(self, entry: Entry, ids: Mapping[str, Mapping[str, int]]) -> Values:
        values: Values = {}
        for column in self.COLUMNS:
            name, value = column.name, entry[column.name]
            if name in self.REFERENCES:
                values[f"{self.FIELDS.get(name, name)}_id"] = ids[name][value] if value else None
            else:
                values[self.FIELDS.get(name, name)] = value
        return values

    def _refused(self, words: str) -> Fault:
        broken = next((one for one in self.MODEL._meta.constraints if one.name in words), None)
        expected = str(broken.violation_error_message) if broken else words.splitlines()[0]
        return Fault(self.NAME, 1, "-", expected, _("rader som bryter mot det"))
