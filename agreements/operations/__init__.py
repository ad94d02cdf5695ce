"""Agreements: drafted, sent, signed, amended; places transferred between departments (DOMAIN.md 4)."""

from agreements.operations.amending import NothingToAmend, amend
from agreements.operations.commenting import OpenComments, answer_comment, close_comment, comment
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
from agreements.operations.ending import accept_ending, propose_ending, withdraw_ending
from agreements.operations.paper import PaperSaid, confirm_paper, register_paper, withdraw_paper
from agreements.operations.sending import Incomplete, NotSent, send_back, send_for_signing
from agreements.operations.signing import AlreadySigned, ContentChanged, SamePerson, sign
from agreements.operations.transfers import (
    AlreadySettled,
    NotBetweenQuotas,
    TransferTooLarge,
    accept_transfer,
    accept_transfer_ending,
    decline_transfer,
    decline_transfer_ending,
    note_transfer,
    propose_transfer,
    propose_transfer_ending,
    withdraw_transfer,
    withdraw_transfer_ending,
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
    "OpenComments",
    "OutsideModelYear",
    "PaperSaid",
    "SamePerson",
    "TransferTooLarge",
    "accept_ending",
    "accept_transfer",
    "accept_transfer_ending",
    "amend",
    "answer_comment",
    "cancel_version",
    "close_comment",
    "comment",
    "confirm_paper",
    "decline_transfer",
    "decline_transfer_ending",
    "draft_agreement",
    "draft_missing",
    "edit_draft",
    "note_transfer",
    "propose_ending",
    "propose_transfer",
    "propose_transfer_ending",
    "register_paper",
    "send_back",
    "send_for_signing",
    "sign",
    "withdraw_ending",
    "withdraw_paper",
    "withdraw_transfer",
    "withdraw_transfer_ending",
]
