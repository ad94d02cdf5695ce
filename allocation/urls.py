from django.urls import path

from allocation.views import comparisons, headcounts, imports, model_years, quotas, scenarios

app_name = "allocation"
urlpatterns = [
    path("quotas/", quotas.quotas, name="quotas"),
    path("model-years/<int:year>/", model_years.model_year, name="model_year"),
    path("model-years/<int:year>/publication/", model_years.publication, name="publication"),
    path("notices/<int:pk>/acknowledgement/", model_years.acknowledgement, name="acknowledgement"),
    path("scenarios/", scenarios.scenario, name="scenario"),
    path("headcounts/", headcounts.headcounts, name="headcounts"),
    path("headcounts/import/", imports.headcount_import, name="headcount_import"),
    path("headcounts/import/columns/", imports.columns, name="columns"),
    path("headcounts/import/distribution/", imports.distribution, name="distribution"),
    path("headcounts/import/cancellation/", imports.laying_aside, name="laying_aside"),
    path("headcounts/import/faults/", imports.faulty_file, name="faulty_file"),
    path("headcounts/imports/<int:pk>/", comparisons.comparison, name="comparison"),
    path("headcounts/imports/<int:pk>/acceptance/", comparisons.acceptance, name="acceptance"),
    path("headcounts/imports/<int:pk>/cancellation/", comparisons.cancellation, name="cancellation"),
]
