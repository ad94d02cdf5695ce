"""The accrual at a month's end as a file for the ledger: booked on its last day, reversed on the next month's first.

When the invoice comes, nothing is left of the accrual: the books then say what the invoice says (DOMAIN.md 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing import sie
from billing.ledger_files import CodingMissing, LedgerForm, missing_parts, side_row
from billing.models import HandOver
from billing.operations.hand_overs import archived_ledger_file
from billing.operations.issuing import Parties
from billing.operations.numbers import held_series
from billing.queries.accruals import Accrual, BoardAccrual, accrual
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.tables import Column, Kind, write_csv, write_xlsx
from foundation.tables.kinds import Value
from organisation.models import User

SERIES = "P"
COLUMNS = (
    Column("day", "Datum", Kind.DATE),
    Column("text", "Text"),
    Column("account", "Konto", Kind.CODE),
    *(Column(f"dimension_{number}", name, Kind.CODE) for number, name in sie.DIMENSIONS.items()),
    Column("amount", "Belopp", Kind.DECIMAL),
)


class MonthNotOver(Refusal):
    def __init__(self, month: Month) -> None:
        text = _("%(month)s är inte slut än. Periodisera när månaden har gått.")
        super().__init__(text % {"month": month})


class NothingToAccrue(Refusal):
    def __init__(self, month: Month) -> None:
        text = _("Inget är intjänat och ofakturerat vid utgången av %(month)s. Det behövs ingen periodisering.")
        super().__init__(text % {"month": month})


class AlreadyAccrued(Refusal):
    def __init__(self, month: Month) -> None:
        text = _("%(month)s är redan periodiserad. Hämta filen bland överlämningarna.")
        super().__init__(text % {"month": month})


@transaction.atomic
def hand_over_accrual(*, month: Month, form: LedgerForm, by: User | None, today: date) -> HandOver:
    """Write the month's accrual and its reversal, once. Two at once: the second is told.

    Raises MonthNotOver, AlreadyAccrued, NothingToAccrue, and CodingMissing when a side has no coding that day.
    """
    if month.last_day >= today:
        raise MonthNotOver(month)
    held_series(series=SERIES, year=month.year)
    if HandOver.objects.filter(accrual_month=month).exists():
        raise AlreadyAccrued(month)
    found = accrual(month)
    if not found.boards:
        raise NothingToAccrue(month)
    vouchers = accrual_vouchers(found)
    content = _file(form, vouchers, company=Parties(month.last_day).seller.get("board", ""), today=today)
    document = archived_ledger_file(content, form=form, subject=f"periodisering-{month}")
    return HandOver.objects.create(form=form.value, accrual_month=month, document=document, handed_by=by)


def accrual_vouchers(found: Accrual) -> list[sie.Voucher]:
    """For each board the accrual on the last day, then all reversals on the next month's first day."""
    last, first = found.month.last_day, found.month.next().first_day
    parties = Parties(last)
    sides = [(one, parties.between(one.claim.board, one.claim.departments)) for one in found.boards]
    missing = [text for _one, both in sides for text in missing_parts(str(found.month), both)]
    if missing:
        raise CodingMissing(list(dict.fromkeys(missing)))
    booked = [_voucher(one, both, last, "Periodisering", 1) for one, both in sides]
    return booked + [_voucher(one, both, first, "Återföring", -1) for one, both in sides]


def _voucher(
    one: BoardAccrual, sides: tuple[dict[str, str], dict[str, str]], day: date, word: str, sign: int
) -> sie.Voucher:
    seller, buyer = sides
    text = sie.shortened(f"{word} {one.claim.half_year} {buyer['board']}")
    rows = (side_row(buyer, sign * one.amount, text), side_row(seller, -sign * one.amount, text))
    return sie.Voucher(SERIES, day, text, rows)


def _file(form: LedgerForm, vouchers: Sequence[sie.Voucher], *, company: str, today: date) -> bytes:
    if form == LedgerForm.SIE:
        return sie.write(sie.SieFile("Överens", company, today, tuple(vouchers)))
    with override("sv"):
        rows = [cells for voucher in vouchers for cells in _cells(voucher)]
        return write_xlsx(COLUMNS, rows) if form == LedgerForm.XLSX else write_csv(COLUMNS, rows)


def _cells(voucher: sie.Voucher) -> Iterable[list[Value]]:
    for row in voucher.rows:
        codes = dict(row.objects)
        yield [voucher.day, row.text, row.account, *(codes.get(number, "") for number in sie.DIMENSIONS), row.amount]
