from django.urls import path, register_converter

from billing.converters import HalfYearConverter
from billing.views import calendar, months

register_converter(HalfYearConverter, "half_year")

app_name = "billing"
urlpatterns = [
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
]
