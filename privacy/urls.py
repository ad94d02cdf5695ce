from django.urls import path

from privacy.views import people, retention

app_name = "privacy"
urlpatterns = [
    path("personal-data/", people.search, name="search"),
    path("personal-data/people/<int:pk>/", people.person, name="person"),
    path("personal-data/people/<int:pk>/extract/", people.extract, name="extract"),
    path("personal-data/people/<int:pk>/holds/", people.holds, name="holds"),
    path("personal-data/holds/<int:pk>/lifting/", people.hold_lifting, name="hold_lifting"),
    path("retention/", retention.overview, name="retention"),
    path("retention/rules/", retention.rules, name="rules"),
    path("retention/lists/", retention.lists, name="lists"),
    path("retention/lists/<int:pk>/", retention.one_list, name="list"),
    path("retention/lists/<int:pk>/execution/", retention.execution, name="execution"),
]
