"""What is written about agreements: drafts, amendments, signatures, transfers, filters."""

from agreements.forms.acts import AmendForm, EndingForm, ReasonForm, SignForm
from agreements.forms.comments import AnswerForm, CommentForm
from agreements.forms.draft import DraftForm
from agreements.forms.filters import AgreementFilter
from agreements.forms.paper import PaperForm
from agreements.forms.terms import TermsUpload
from agreements.forms.transfers import DeclineForm, TransferEndingForm, TransferFilter, TransferForm

__all__ = [
    "AgreementFilter",
    "AmendForm",
    "AnswerForm",
    "CommentForm",
    "DeclineForm",
    "DraftForm",
    "EndingForm",
    "PaperForm",
    "ReasonForm",
    "SignForm",
    "TermsUpload",
    "TransferEndingForm",
    "TransferFilter",
    "TransferForm",
]
