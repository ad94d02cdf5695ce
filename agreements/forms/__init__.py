"""What is written about agreements: drafts, amendments, signatures, transfers, filters."""

from agreements.forms.acts import AmendForm, ReasonForm, SignForm
from agreements.forms.draft import DraftForm
from agreements.forms.filters import AgreementFilter
from agreements.forms.transfers import TransferForm

__all__ = ["AgreementFilter", "AmendForm", "DraftForm", "ReasonForm", "SignForm", "TransferForm"]
