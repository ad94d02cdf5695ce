"""Logging in. In a demonstration the page also offers the constructed people, one per role."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from organisation.models import Membership


class DemonstrationLoginView(LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = Membership.objects.in_force().select_related("user", "department").order_by("id")
        return super().get_context_data(
            demonstration_logins=list(people[:20]) if settings.DEMONSTRATION else [], **kwargs
        )
