"""The month between two sides: opened, counted, proposed, confirmed or objected to, closed (DOMAIN.md 6)."""

from billing.operations.months.answering import confirm_by_silence, confirm_month, confirm_rest
from billing.operations.months.closing import ClosingRow, Outcome, close_month, close_months
from billing.operations.months.objections import answer_objection, object_to, withdraw_objection
from billing.operations.months.opening import open_month, propose_month, recount
from billing.operations.months.parking import park_and_close

__all__ = [
    "ClosingRow",
    "Outcome",
    "answer_objection",
    "close_month",
    "close_months",
    "confirm_by_silence",
    "confirm_month",
    "confirm_rest",
    "object_to",
    "open_month",
    "park_and_close",
    "propose_month",
    "recount",
    "withdraw_objection",
]
