"""A folder into the register: everything checked first, then written in one transaction (docs/register-format.md)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.db import connection, transaction
from django.utils.translation import gettext as _

from register.entries import Counts, Entry, RegisterFile, Values, Whole
from register.faults import Fault, FolderRefused, Remark
from register.files import FILES, departments, employment_types, model_years
from register.folder import Folder, RowRead, read_folder


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did, by file name, and what someone should look at."""

    counts: dict[str, Counts]
    remarks: tuple[Remark, ...]

    @property
    def changed_nothing(self) -> bool:
        return not any(count.new or count.changed for count in self.counts.values())


def load_register(*, path: Path) -> Loaded:
    """Load the folder: adds what is new, changes what differs, leaves what it does not name.

    Raises FolderRefused with every fault at once; the register is then untouched.
    """
    folder = read_folder(path)
    with transaction.atomic(), pghistory.context(command="load_register", folder=path.name):
        _wait_for_other_loads()
        whole = Whole(folder.mentioned, folder.unreadable)
        remarks = _check(folder, whole)
        counts = {
            file.NAME: file.save(whole.entries(file.NAME), whole) for file in FILES if _is_written(file, folder, whole)
        }
    return Loaded(counts, tuple(remarks))


def _wait_for_other_loads() -> None:
    """Two loads at once would both find the same rows new; the second waits, then finds them there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_register'))")


def _is_written(file: RegisterFile, folder: Folder, whole: Whole) -> bool:
    """The files of the folder, and the five types where nobody has given others."""
    return folder.holds(file.NAME) or bool(whole.entries(file.NAME))


def _check(folder: Folder, whole: Whole) -> list[Remark]:
    for file in FILES:
        _add(file, folder, whole)
    found: list[Fault | Remark] = [*folder.faults, *_missing_files(folder, whole)]
    for file in FILES:
        found += file.faults(whole)
    if faults := [each for each in found if isinstance(each, Fault)]:
        raise FolderRefused(sorted(dict.fromkeys(faults), key=_place))
    return [each for each in found if isinstance(each, Remark)]


def _place(fault: Fault) -> tuple[int, str, int]:
    """In the order of the format; further model years stand with the first, unknown files last."""
    order = [file.NAME for file in FILES]
    name = model_years.NAME if fault.file.endswith(".toml") else fault.file
    return (order.index(name) if name in order else len(order), fault.file, fault.row)


def _add(file: RegisterFile, folder: Folder, whole: Whole) -> None:
    stored = file.stored()
    whole.add(file.NAME, (), stored)
    rows = folder.rows.get(file.NAME, [])
    entries = [_entry(file, read, stored, whole) for read in rows]
    if file.NAME == employment_types.NAME and not folder.holds(file.NAME):
        entries = _standard_types(stored)
    whole.add(file.NAME, entries, stored)


def _entry(file: RegisterFile, read: RowRead, stored: dict[tuple[object, ...], Values], whole: Whole) -> Entry:
    """A column that the file does not have leaves the register's value."""
    values = dict(read.row.values)
    key = file.key(values, whole)
    before = stored.get(key)
    if before is not None:
        values |= {name: before[name] for name in read.missing_columns}
    return Entry(
        read.file, read.row.number, key, file.filled_in(values, whole), before, read.lines, read.missing_columns
    )


def _standard_types(stored: dict[tuple[object, ...], Values]) -> list[Entry]:
    """Without the file the five types of the decision are there; one that the register has is left as it is."""
    rows = employment_types.standard_rows()
    return [Entry(employment_types.NAME, 1, key, rows[key], None) for key in rows if key not in stored]


def _missing_files(folder: Folder, whole: Whole) -> list[Fault]:
    """A city cannot do without departments and a model year."""
    return [
        Fault(file.NAME, 1, "-", _("filen, eftersom registret är tomt"), _("en mapp utan den"))
        for file in (model_years, departments)
        if not whole.all(file.NAME) and not folder.holds(file.NAME)
    ]
