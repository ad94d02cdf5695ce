"""The whole register as a folder of files that an empty installation can load (docs/register-format.md)."""

from __future__ import annotations

import codecs
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import PartTimeRuleChoice
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.tables import Column, write_csv
from register.entries import RegisterFile, Values
from register.files import FILES, agreements, employment_types, model_years

_AS_TEXT = {"rate", "fee"}  # exact decimals stand in quotation marks


class FolderNotEmpty(Refusal):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Mappen %(folder)s är inte tom. Ange en mapp som är tom eller inte finns än.") % {"folder": folder}
        )


def dump_register(*, path: Path) -> dict[str, int]:
    """Write the register to an empty or new folder; the number of rows by file name. Files without rows are left out.

    Raises FolderNotEmpty.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FolderNotEmpty(path)
    path.mkdir(parents=True, exist_ok=True)
    written = _write_model_years(path)
    years = model_years.stored()
    for file in FILES:
        if file.NAME == model_years.NAME:
            continue
        rows = file.stored()
        if file.NAME == employment_types.NAME and _plain(rows) == _plain(employment_types.standard_rows()):
            continue  # absent = the five types of the decision
        if file.NAME == agreements.NAME:
            rows = {key: _without_default(values, years[key[1],]) for key, values in rows.items()}
        if rows:
            (path / file.NAME).write_bytes(_csv(file, list(rows.values())))
            written[file.NAME] = len(rows)
    return written


def _write_model_years(path: Path) -> dict[str, int]:
    """The first year is model_year.toml, further ones carry their year in the name."""
    written = {}
    for index, values in enumerate(model_years.stored().values()):
        name = f"model_year_{values['year']}.toml" if index else model_years.NAME
        lines = [f"{key} = {_toml(key, value)}" for key, value in values.items() if value is not None]
        (path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        written[name] = 1
    return written


def _toml(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Month):
        return value.first_day.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) or key in _AS_TEXT:
        return f'"{_short(value):f}"'
    return json.dumps(value, ensure_ascii=False)


def _csv(file: RegisterFile, rows: list[Values]) -> bytes:
    """Without byte order mark, so that any program reads the first heading."""
    columns = _said(file, rows)
    cells = [[_short(row[column.name]) for column in columns] for row in rows]
    return write_csv(columns, cells, headings="name", decimal_mark=".").removeprefix(codecs.BOM_UTF8)


def _said(file: RegisterFile, rows: list[Values]) -> list[Column]:
    """Without the columns that a file may leave out and in which every row says the usual."""
    usual = getattr(file, "usual", None)
    if usual is None:
        return list(file.COLUMNS)
    said = {name for row in rows for name, value in usual(row).items() if row[name] != value}
    quiet = set(usual(rows[0])) - said
    return [column for column in file.COLUMNS if column.name not in quiet]


def _short(value: Any) -> Any:
    """Decimals without the zeros that the database adds."""
    return value.normalize() if isinstance(value, Decimal) else value


def _without_default(values: Values, year: Values) -> Values:
    """The fraction rule says something only where there can be parts, or when it is not the model year's."""
    is_whole = values["counting_rule"] != "average" and values["part_time_rule"] == PartTimeRuleChoice.WHOLE
    if is_whole and values["fraction_rule"] == year["fraction_rule"]:
        values = values | {"fraction_rule": None}
    return values | {"part_time_rule": None} if values["part_time_rule"] == PartTimeRuleChoice.WHOLE else values


def _plain(rows: dict[Any, Values]) -> list[list[Any]]:
    return sorted([[str(_short(value)) for _name, value in sorted(row.items())] for row in rows.values()])
