"""Agreements: drafted, sent, signed, amended; places transferred between departments (DOMAIN.md 4)."""

from agreements.operations.amending import NothingToAmend, amend
from agreements.operations.drafting import (
    AlreadyThere,
    DraftValues,
    NoQuota,
    NotADraft,
    OutsideModelYear,
    cancel_version,
    draft_agreement,
    draft_missing,
    edit_draft,
)
from agreements.operations.sending import Incomplete, NotSent, send_back, send_for_signing
from agreements.operations.signing import AlreadySigned, ContentChanged, SamePerson, sign
from agreements.operations.transfers import (
    AlreadySettled,
    NotBetweenQuotas,
    TransferTooLarge,
    propose_transfer,
    sign_transfer,
    withdraw_transfer,
)

__all__ = [
    "AlreadySettled",
    "AlreadySigned",
    "AlreadyThere",
    "ContentChanged",
    "DraftValues",
    "Incomplete",
    "NoQuota",
    "NotADraft",
    "NotBetweenQuotas",
    "NotSent",
    "NothingToAmend",
    "OutsideModelYear",
    "SamePerson",
    "TransferTooLarge",
    "amend",
    "cancel_version",
    "draft_agreement",
    "draft_missing",
    "edit_draft",
    "propose_transfer",
    "send_back",
    "send_for_signing",
    "sign",
    "sign_transfer",
    "withdraw_transfer",
]
