"""What is missing and what it costs (DOMAIN.md 6, 7)."""

from billing.board_guard import DepartmentWithMonths
from billing.models.claim import ClaimDecision, ClaimExtent, ClaimProposal
from billing.models.coding import AccountCoding
from billing.models.correction import Correction, CorrectionCarrier, CorrectionState
from billing.models.hand_over import (
    HandOver,
    HandOverItem,
    LedgerLayout,
    Receipt,
    ReceiptLine,
    RepeatedItem,
)
from billing.models.invoice import (
    Invoice,
    InvoiceKind,
    InvoiceLine,
    NumberSeries,
)
from billing.models.invoice_run import InvoiceRun, InvoiceRunState
from billing.models.objection import Objection, ObjectionState, ParkedLine, ParkedSettlement
from billing.models.parameters import MonthParameters
from billing.models.proof_run import ProofRun
from billing.models.reconciliation import (
    Cause,
    LineReason,
    MissingCause,
    Reconciliation,
    ReconciliationLine,
    ReconciliationState,
)
from billing.models.reopening import Reopening, ReopeningState

__all__ = [
    "AccountCoding",
    "Cause",
    "ClaimDecision",
    "ClaimExtent",
    "ClaimProposal",
    "Correction",
    "CorrectionCarrier",
    "CorrectionState",
    "DepartmentWithMonths",
    "HandOver",
    "HandOverItem",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceRun",
    "InvoiceRunState",
    "LedgerLayout",
    "LineReason",
    "MissingCause",
    "MonthParameters",
    "NumberSeries",
    "Objection",
    "ObjectionState",
    "ParkedLine",
    "ParkedSettlement",
    "ProofRun",
    "Receipt",
    "ReceiptLine",
    "Reconciliation",
    "ReconciliationLine",
    "ReconciliationState",
    "Reopening",
    "ReopeningState",
    "RepeatedItem",
]
