"""All addresses. Each app owns its own; `followup` shows the first page, since it sees the whole house."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from followup.views.home import home
from followup.views.search import search
from organisation.login import DemonstrationLoginView

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("", include("followup.urls")),
    path("", include("privacy.urls")),
    path("", include("organisation.urls")),
    path("", include("allocation.urls")),
    path("", include("agreements.urls")),
    path("", include("placements.urls")),
    path("", include("billing.urls")),
    path("", include("foundation.urls")),
    path("login/", DemonstrationLoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="set_language"),
]
handler400 = "foundation.errors.bad_request"
handler403 = "foundation.errors.forbidden"
handler404 = "foundation.errors.not_found"
handler500 = "foundation.errors.server_error"
