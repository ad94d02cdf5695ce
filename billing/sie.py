"""SIE 4 import files, as a ledger reads them: written, and read back by tests and proof (DOMAIN.md 7).

Standard library only. `#SIETYP 4`, CP437 ("PC8"), CRLF, amounts with a point, debit positive, every voucher sums to 0.
Dimensions 1 and 6 are reserved by the format; those from 20 on are ours, and are declared in the file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

DIMENSIONS = {1: "Kostnadsställe", 6: "Projekt", 20: "Verksamhet", 21: "Motpart", 22: "Aktivitet", 23: "Objekt"}
LONGEST_TEXT = 50  # some ledgers refuse longer voucher texts
_CODEC = "cp437"
_INSTEAD = {
    "§": "par.", "–": "-", "—": "-", "−": "-", "€": "EUR", "”": "'", "“": "'", '"': "'", "’": "'", "…": "...",
    "{": "(", "}": ")", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "Ø": "O", "ø": "o",
}  # fmt: skip
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\{[^}]*\})|(\S+)')


class Unbalanced(ValueError):
    """A voucher whose rows do not sum to 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """Kronor on an account, debit positive; `objects` are (dimension, code) in the order of dimensions."""

    account: str
    amount: Decimal
    objects: tuple[tuple[int, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """Without a number: the ledger that takes it in gives one."""

    series: str
    day: date
    text: str
    rows: tuple[Row, ...]

    @property
    def difference(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


@dataclass(frozen=True, slots=True)
class SieFile:
    program: str
    company: str
    made: date
    vouchers: tuple[Voucher, ...]


def write(file: SieFile) -> bytes:
    """The file's bytes. Raises Unbalanced for a voucher that does not sum to 0."""
    lines = [
        "#FLAGGA 0",
        f"#PROGRAM {_quoted(file.program)} {_quoted('1')}",
        "#FORMAT PC8",
        f"#GEN {file.made:%Y%m%d}",
        "#SIETYP 4",
        f"#FNAMN {_quoted(file.company)}",
    ]
    used = sorted({one for voucher in file.vouchers for row in voucher.rows for one in row.objects})
    lines += [f"#DIM {number} {_quoted(DIMENSIONS[number])}" for number in sorted({number for number, _code in used})]
    lines += [f"#OBJEKT {number} {_quoted(code)} {_quoted(code)}" for number, code in used]
    for voucher in file.vouchers:
        lines += _voucher_lines(voucher)
    return ("\r\n".join(lines) + "\r\n").encode(_CODEC)


def _voucher_lines(voucher: Voucher) -> list[str]:
    if voucher.difference:
        raise Unbalanced(f"{voucher.text}: {voucher.difference}")
    head = f'#VER {_quoted(voucher.series)} "" {voucher.day:%Y%m%d} {_quoted(voucher.text, LONGEST_TEXT)}'
    return [head, "{", *map(_row_line, voucher.rows), "}"]


def _row_line(row: Row) -> str:
    objects = " ".join(f"{number} {_quoted(code)}" for number, code in row.objects)
    return f'#TRANS {plain(row.account)} {{{objects}}} {row.amount:.2f} "" {_quoted(row.text, LONGEST_TEXT)}'


def plain(text: str) -> str:
    """The text in characters that CP437 has: § becomes par., – becomes -, a strange letter loses its accent."""
    return " ".join("".join(map(_character, text)).split())


def _character(character: str) -> str:
    for form in (character, unicodedata.normalize("NFKD", character)[:1]):
        form = _INSTEAD.get(form, form)
        if unicodedata.category(form[0]) == "Cc" and not form.isspace():
            continue
        try:
            form.encode(_CODEC)
        except UnicodeEncodeError:
            continue
        return form
    return "?"


def shortened(text: str) -> str:
    """The text as it stands in a file: plain, at most `LONGEST_TEXT` characters."""
    return plain(text)[:LONGEST_TEXT].rstrip()


def _quoted(text: str, longest: int | None = None) -> str:
    chosen = plain(text) if longest is None else shortened(text)
    return '"' + chosen.replace("\\", "\\\\") + '"'


def read(content: bytes) -> SieFile:
    """What the bytes say; gives back what `write` was given, in plain characters. Raises ValueError when it cannot."""
    lines = content.decode(_CODEC).split("\r\n")
    if "#SIETYP 4" not in lines or "#FORMAT PC8" not in lines or lines[-1] != "":
        raise ValueError("not a whole SIE 4 file in PC8")
    heads = {words[0]: words for words in map(_words, lines) if words and words[0] not in {"#VER", "#TRANS", "{", "}"}}
    vouchers: list[Voucher] = []
    for line in lines:
        words = _words(line)
        if words[:1] == ["#VER"]:
            vouchers.append(Voucher(words[1], _day(words[3]), words[4], ()))
        elif words[:1] == ["#TRANS"]:
            last = vouchers.pop()
            vouchers.append(Voucher(last.series, last.day, last.text, (*last.rows, _read_row(words))))
    return SieFile(heads["#PROGRAM"][1], heads["#FNAMN"][1], _day(heads["#GEN"][1]), tuple(vouchers))


def _words(line: str) -> list[str]:
    return [
        re.sub(r"\\(.)", r"\1", quoted) if quoted or not (braced or bare) else braced or bare
        for quoted, braced, bare in _WORD.findall(line.strip())
    ]


def _read_row(words: list[str]) -> Row:
    inner = _words(words[2][1:-1])
    objects = tuple((int(number), code) for number, code in zip(inner[::2], inner[1::2], strict=True))
    return Row(words[1], Decimal(words[3]), objects, words[5])


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
