"""The month between two sides: opened, counted, proposed, confirmed or objected to, closed (DOMAIN.md 6)."""

from billing.operations.months.answering import confirm_by_silence, confirm_month
from billing.operations.months.closing import ClosingRow, Outcome, close_month, close_months
from billing.operations.months.objections import answer_objection, object_to
from billing.operations.months.opening import open_month, propose_month, recount

__all__ = [
    "ClosingRow",
    "Outcome",
    "answer_objection",
    "close_month",
    "close_months",
    "confirm_by_silence",
    "confirm_month",
    "object_to",
    "open_month",
    "propose_month",
    "recount",
]
