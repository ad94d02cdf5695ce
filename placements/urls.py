from django.urls import path

from placements.views import employment_acts, employments, imports, places

app_name = "placements"
urlpatterns = [
    path("employments/", employments.employments, name="employments"),
    path("employments/new/", employment_acts.employment_new, name="employment_new"),
    path("employments/imports/new/", imports.import_new, name="employment_import_new"),
    path("employments/imports/<int:pk>/", imports.import_comparison, name="employment_import"),
    path("employments/imports/<int:pk>/acceptance/", imports.import_acceptance, name="import_acceptance"),
    path("employments/imports/<int:pk>/cancellation/", imports.import_cancellation, name="import_cancellation"),
    path("employments/<int:pk>/", employments.employment, name="employment"),
    path("employments/<int:pk>/end/", employment_acts.employment_end, name="employment_end"),
    path("employments/<int:pk>/change/", employment_acts.employment_change, name="employment_change"),
    path("employments/<int:pk>/protection/", employment_acts.employment_protection, name="employment_protection"),
    path("placements/<int:pk>/move/", employment_acts.placement_move, name="placement_move"),
    path("placements/<int:pk>/change/", employment_acts.placement_change, name="placement_change"),
    path("places/", places.places, name="places"),
    path("places/new/", places.place_new, name="place_new"),
    path("places/<int:pk>/", places.place, name="place"),
    path("places/<int:pk>/approval/", places.place_approval, name="place_approval"),
    path("places/<int:pk>/withdrawal/", places.place_withdrawal, name="place_withdrawal"),
]  # fmt: skip
