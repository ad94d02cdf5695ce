"""How many are promised: agreements in versions, signatures, steps and transfers (DOMAIN.md 4)."""

from agreements.models.agreement import Agreement, AgreementQuerySet
from agreements.models.comment import CommentQuerySet, CommentState, FieldComment
from agreements.models.ending import AgreementEnding, EndingQuerySet
from agreements.models.paper import PaperSigning
from agreements.models.proposal import Proposal, ProposalState
from agreements.models.signature import Side, Signature
from agreements.models.terms_file import TermsFile, TermsFileState
from agreements.models.transfer import QuotaTransfer, TransferEnding, TransferNotice, TransferQuerySet
from agreements.models.version import (
    AgreementVersion,
    ExcusingCause,
    MonthlyTarget,
    PartTimeRuleChoice,
    VersionQuerySet,
    VersionState,
)
from agreements.year_guard import YearUnderAgreements

__all__ = [
    "Agreement",
    "AgreementEnding",
    "AgreementQuerySet",
    "AgreementVersion",
    "CommentQuerySet",
    "CommentState",
    "EndingQuerySet",
    "ExcusingCause",
    "FieldComment",
    "MonthlyTarget",
    "PaperSigning",
    "PartTimeRuleChoice",
    "Proposal",
    "ProposalState",
    "QuotaTransfer",
    "Side",
    "Signature",
    "TermsFile",
    "TermsFileState",
    "TransferEnding",
    "TransferNotice",
    "TransferQuerySet",
    "VersionQuerySet",
    "VersionState",
    "YearUnderAgreements",
]
