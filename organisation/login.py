"""Logging in. In a demonstration the page also offers the constructed people, one per role."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from organisation.models import Membership

# Of every constructed person: load_demonstration sets it, and the login page has buttons that post it.
DEMONSTRATION_PASSWORD = "demonstration"


class DemonstrationLoginView(LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {"demonstration_logins": [], "demonstration_password": ""}
        if settings.DEMONSTRATION:
            people = Membership.objects.in_force().select_related("user", "department").order_by("id")
            shown = {"demonstration_logins": list(people[:20]), "demonstration_password": DEMONSTRATION_PASSWORD}
        return super().get_context_data(**shown, **kwargs)
