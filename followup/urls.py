from django.urls import path

from followup.views import measures, reports

app_name = "followup"
urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("reports/", reports.reports, name="reports"),
    path("reports/orders/", reports.report_order, name="report_order"),
    path("reports/<int:report_id>/document/", reports.report_document, name="report_document"),
]
