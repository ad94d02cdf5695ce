"""What is missing and what it costs (DOMAIN.md 6, 7)."""

from billing.models.claim import ClaimDecision, ClaimExtent
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
from billing.models.proof_run import ProofRun
from billing.models.reconciliation import (
    Cause,
    LineReason,
    MissingCause,
    Objection,
    ObjectionState,
    Reconciliation,
    ReconciliationLine,
    ReconciliationState,
)

__all__ = [
    "AccountCoding",
    "Cause",
    "ClaimDecision",
    "ClaimExtent",
    "Correction",
    "CorrectionCarrier",
    "CorrectionState",
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
    "NumberSeries",
    "Objection",
    "ObjectionState",
    "ProofRun",
    "Receipt",
    "ReceiptLine",
    "Reconciliation",
    "ReconciliationLine",
    "ReconciliationState",
    "RepeatedItem",
]
