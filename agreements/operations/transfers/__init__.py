"""Places move between two departments: proposed by one, answered by the other, noted by ASF, ended by both."""

from agreements.operations.transfers.answering import accept_transfer, decline_transfer, note_transfer
from agreements.operations.transfers.ending import (
    accept_transfer_ending,
    decline_transfer_ending,
    propose_transfer_ending,
    withdraw_transfer_ending,
)
from agreements.operations.transfers.proposing import propose_transfer, withdraw_transfer
from agreements.operations.transfers.refusals import (
    AlreadyEnding,
    AlreadyNoted,
    AlreadySettled,
    EndsOutsideTransfer,
    NoModelYearThen,
    NotAccepted,
    NotBetweenQuotas,
    ReceiverBelowZero,
    SamePersonForBoth,
    TransferTooLarge,
)

__all__ = [
    "AlreadyEnding",
    "AlreadyNoted",
    "AlreadySettled",
    "EndsOutsideTransfer",
    "NoModelYearThen",
    "NotAccepted",
    "NotBetweenQuotas",
    "ReceiverBelowZero",
    "SamePersonForBoth",
    "TransferTooLarge",
    "accept_transfer",
    "accept_transfer_ending",
    "decline_transfer",
    "decline_transfer_ending",
    "note_transfer",
    "propose_transfer",
    "propose_transfer_ending",
    "withdraw_transfer",
    "withdraw_transfer_ending",
]
