from django.urls import path

from followup.views import digests, home, known_report, measures, reports, statistics

app_name = "followup"
urlpatterns = [
    path("setup/", home.setup, name="setup"),
    path("mail/", digests.digest, name="digest"),
    path("mail/undelivered/", digests.digests, name="digests"),
    path("measures/", measures.measures, name="measures"),
    path("statistics/", statistics.participant_statistics, name="statistics"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:report_id>/", known_report.report, name="report"),
    path("reports/<int:report_id>/document/", reports.report_document, name="report_document"),
]
