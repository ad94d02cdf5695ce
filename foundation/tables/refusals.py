"""Why a file as a whole cannot be read. Each says what was found, what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.identity_numbers import without_identity_numbers
from foundation.refusals import Refusal

MOST_CELLS_NAMED = 20
LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """What stood in the file, in quotation marks, not longer than a line and without identity numbers."""
    text = without_identity_numbers(" ".join(text.split()))
    return f"”{text[:LONGEST_QUOTE]}…”" if len(text) > LONGEST_QUOTE else f"”{text}”"


class UnreadableFile(Refusal):
    """The file cannot be read as a table."""


class WrongFileType(UnreadableFile):
    def __init__(self, found: str) -> None:
        super().__init__(
            _(
                "Filen är %(found)s. Här går det att läsa in Excelfiler (.xlsx) och csv-filer. "
                "Öppna den i Excel, välj Spara som och Excel-arbetsbok (.xlsx) eller CSV UTF-8."
            )
            % {"found": found}
        )


class EmptyFile(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen är tom. Den ska ha en rad med rubriker och en rad för varje uppgift. "
                "Kontrollera att rätt fil är vald och att tabellen ligger på det första bladet."
            )
        )


class MacroWorkbook(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Excelfilen innehåller makron. Av säkerhetsskäl läser vi bara filer utan makron. "
                "Spara den som Excel-arbetsbok (.xlsx) och välj den filen."
            )
        )


class ProtectedFile(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen är skyddad med lösenord. Vi kan bara läsa filer utan lösenord. "
                "Ta bort lösenordet i Excel (Arkiv, Information, Skydda arbetsbok) och spara filen på nytt."
            )
        )


class LegacyWorkbook(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen är sparad i det gamla Excelformatet (.xls). Här väntas .xlsx eller csv. "
                "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx)."
            )
        )


class DamagedFile(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Filen är skadad och går inte att öppna. Här väntas en hel Excelfil (.xlsx) eller csv-fil. "
                "Öppna den i Excel, spara den på nytt och välj den nya filen."
            )
        )


class FileTooLarge(UnreadableFile):
    def __init__(self, found_bytes: int, most_bytes: int) -> None:
        super().__init__(
            _(
                "Filen är större än %(most)s MB (%(found)s MB). Ta bort blad, bilder och kolumner som inte behövs, "
                "eller dela tabellen på flera filer."
            )
            % {"found": -(-found_bytes // 1024**2), "most": most_bytes // 1024**2}
        )


class UnpacksTooLarge(UnreadableFile):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Excelfilen blir orimligt stor när den packas upp. En tabell med vanliga rader gör inte det. "
                "Kopiera tabellen till en ny, tom arbetsbok och spara den."
            )
        )


class TooManyCells(UnreadableFile):
    def __init__(self, most_rows: int, most_columns: int) -> None:
        super().__init__(
            _(
                "Tabellen är för stor. Den får ha högst %(rows)s rader och %(columns)s kolumner. Ta bort det som står "
                "långt ned eller långt till höger på bladet, eller dela tabellen på flera filer."
            )
            % {"rows": most_rows, "columns": most_columns}
        )


class NoHeadingRow(UnreadableFile):
    def __init__(self, row: int, found: str, expected: Sequence[str] = ()) -> None:
        super().__init__(
            _(
                "Rad %(row)s är inte en rad med rubriker: där står %(found)s. Tabellens första rad ska ha kolumnernas "
                "namn%(expected)s. Lägg till en rubrikrad överst."
            )
            % {"row": row, "found": quoted(found), "expected": f" ({', '.join(expected)})" if expected else ""}
        )


class MergedCells(UnreadableFile):
    def __init__(self, ranges: Sequence[str]) -> None:
        super().__init__(
            _(
                "Cellerna %(ranges)s är sammanfogade. Varje kolumn ska ha en egen rubrik och varje rad egna celler. "
                "Markera cellerna i Excel, ta bort sammanfogningen och fyll i varje cell."
            )
            % {"ranges": ", ".join(ranges[:MOST_CELLS_NAMED])}
        )


class UnreadableText(UnreadableFile):
    def __init__(self, row: int) -> None:
        super().__init__(
            _(
                "Csv-filen går inte att dela upp i celler vid rad %(row)s: ett citattecken står fel eller saknas. "
                'En text inom citattecken ska börja och sluta med ". Rätta raden, eller spara filen på nytt från Excel.'
            )
            % {"row": row}
        )


class FormulasWithoutValues(UnreadableFile):
    """One message for each cell, so that all can be mended at once."""

    def __init__(self, cells: Sequence[str]) -> None:
        mend = _("Där väntas ett värde. Öppna filen i Excel och spara den, eller klistra in cellen som värde.")
        named = [
            _("Cell %(cell)s innehåller en formel utan färdigt resultat. %(mend)s") % {"cell": cell, "mend": mend}
            for cell in cells[:MOST_CELLS_NAMED]
        ]
        rest = len(cells) - len(named)
        more = ngettext("Detsamma gäller %(rest)s cell till.", "Detsamma gäller %(rest)s celler till.", rest)
        super().__init__(*named, *([more % {"rest": rest}] if rest else []))


class FormulaFaults(UnreadableFile):
    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            *(
                _(
                    "Cell %(cell)s innehåller ett formelfel (%(found)s). Där väntas ett värde. Rätta formeln eller "
                    "skriv värdet i cellen."
                )
                % {"cell": cell, "found": found}
                for cell, found in faults[:MOST_CELLS_NAMED]
            )
        )
