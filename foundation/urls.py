from django.urls import path

from foundation import pages, views

app_name = "foundation"
urlpatterns = [
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("runs/<int:run_id>/", views.run_detail, name="run"),
    path("runs/<int:run_id>/resumption/", views.run_resumption, name="run_resumption"),
]
