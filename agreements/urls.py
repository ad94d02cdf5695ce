from django.urls import path

from agreements.views import acts, adoption, detail, listing, signing, transfers, years

app_name = "agreements"
_VERSION = "agreements/<int:pk>/versions/<int:number>/"
urlpatterns = [
    path("agreements/", listing.agreements, name="list"),
    path("agreements/drafts/", listing.drafts, name="drafts"),
    path("agreements/<int:pk>/", detail.agreement, name="detail"),
    path("agreements/<int:pk>/amendment/", acts.amendment, name="amendment"),
    path(_VERSION + "draft/", detail.draft, name="draft"),
    path(_VERSION + "preview/", detail.preview, name="preview"),
    path(_VERSION + "document/", detail.document, name="document"),
    path(_VERSION + "sending/", acts.sending, name="sending"),
    path(_VERSION + "return/", acts.return_to_draft, name="return"),
    path(_VERSION + "cancellation/", acts.cancellation, name="cancellation"),
    path(_VERSION + "signature/", signing.signature, name="signature"),
    path("model-years/new/", years.year_new, name="year_new"),
    path("model-years/<int:year>/change/", years.year_change, name="year_change"),
    path("model-years/<int:year>/revision/", years.year_revision, name="year_revision"),
    path("scenarios/adoption/", adoption.adoption, name="adoption"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<int:pk>/signature/", transfers.signature, name="transfer_signature"),
    path("transfers/<int:pk>/withdrawal/", transfers.withdrawal, name="transfer_withdrawal"),
]
