from django.urls import path, register_converter

from billing.converters import HalfYearConverter
from billing.views import (
    calendar,
    claims,
    codings,
    corrections,
    credits,
    forecasts,
    half_years,
    hand_overs,
    invoices,
    months,
    place_bank,
    proof,
)

register_converter(HalfYearConverter, "half_year")

app_name = "billing"
urlpatterns = [
    path("places/", place_bank.place_bank, name="place_bank"),
    path("reconciliations/", calendar.calendar, name="calendar"),
    path("reconciliations/openings/", calendar.openings, name="openings"),
    path("reconciliations/proposals/", calendar.proposals, name="proposals"),
    path("reconciliations/silences/", calendar.silences, name="silences"),
    path("reconciliations/closures/", calendar.closures, name="closures"),
    path("reconciliations/<int:pk>/", months.reconciliation, name="reconciliation"),
    path("reconciliations/<int:pk>/confirmation/", months.confirmation, name="confirmation"),
    path("reconciliations/<int:pk>/objections/", months.objections, name="objections"),
    path("reconciliations/<int:pk>/count/", months.count, name="count"),
    path("reconciliations/<int:pk>/causes/", months.causes, name="causes"),
    path("reconciliations/<int:pk>/proposal/", months.proposal, name="proposal"),
    path("reconciliations/<int:pk>/silence/", months.silence, name="silence"),
    path("reconciliations/<int:pk>/closure/", months.closure, name="closure"),
    path("objections/<int:pk>/answer/", months.objection_answer, name="objection_answer"),
    # the half-years are the first page of invoices, and all its addresses lie under it
    path("invoices/", half_years.half_years, name="half_years"),
    path("invoices/all/", invoices.invoices, name="invoices"),
    path("invoices/half-years/<half_year:half_year>/", half_years.half_year, name="half_year"),
    path("invoices/half-years/<half_year:half_year>/claims/", claims.claims, name="claims"),
    path("invoices/half-years/<half_year:half_year>/claims/<int:pk>/", claims.claim, name="claim"),
    path("invoices/half-years/<half_year:half_year>/rehearsals/", half_years.rehearsals, name="rehearsals"),
    path("invoices/half-years/<half_year:half_year>/rehearsals/<int:pk>/", half_years.rehearsal, name="rehearsal"),
    path("invoices/half-years/<half_year:half_year>/rehearsals/<int:pk>/issue/", half_years.issue, name="issue"),
    path("invoices/<int:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<int:pk>/why/", invoices.invoice_why, name="invoice_why"),
    path("invoices/<int:pk>/document/", invoices.invoice_document, name="invoice_document"),
    path("invoices/<int:pk>/credit/", credits.credit, name="credit"),
    path("invoices/<int:pk>/credit-notes/", credits.credit_notes_of, name="credit_notes"),
    path("invoices/forecast/", forecasts.forecast, name="forecast"),
    path("invoices/forecast/starts/", forecasts.starts, name="forecast_starts"),
    path("invoices/corrections/", corrections.corrections, name="corrections"),
    path("invoices/corrections/searches/", corrections.searches, name="correction_searches"),
    path("invoices/corrections/acceptances/", corrections.acceptances, name="correction_acceptances"),
    path("invoices/corrections/<int:pk>/acceptance/", corrections.acceptance, name="correction_acceptance"),
    path("invoices/corrections/<int:pk>/note/", corrections.note, name="correction_note"),
    path("invoices/corrections/<int:pk>/dismissal/", corrections.dismissal, name="correction_dismissal"),
    path("invoices/hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("invoices/hand-overs/<int:pk>/", hand_overs.hand_over, name="hand_over"),
    path("invoices/proof/", proof.proof, name="proof"),
    path("invoices/codings/", codings.codings, name="codings"),
]
