"""How many are promised: agreements in versions, signatures, steps and transfers (DOMAIN.md 4)."""

from agreements.models.agreement import Agreement, AgreementQuerySet
from agreements.models.signature import Side, Signature
from agreements.models.transfer import QuotaTransfer, TransferQuerySet
from agreements.models.version import AgreementVersion, ExcusingCause, MonthlyTarget, VersionQuerySet, VersionState
from agreements.year_guard import YearUnderAgreements

__all__ = [
    "Agreement",
    "AgreementQuerySet",
    "AgreementVersion",
    "ExcusingCause",
    "MonthlyTarget",
    "QuotaTransfer",
    "Side",
    "Signature",
    "TransferQuerySet",
    "VersionQuerySet",
    "VersionState",
    "YearUnderAgreements",
]
