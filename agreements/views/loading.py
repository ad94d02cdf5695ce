"""What the reader may see of agreements; what is not theirs is not found."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from agreements.models import Agreement, AgreementVersion
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


def visible_agreement(request: PersonRequest, pk: int) -> Agreement:
    """Raises Http404 for a stranger and PermissionDenied for a role that does not read agreements."""
    agreements = Agreement.objects.visible_to(request.user).select_related("department__board", "model_year")
    agreement = get_object_or_404(agreements, pk=pk)
    require(request.user, Act.SEE_AGREEMENTS, agreement.department)
    return agreement


def visible_version(request: PersonRequest, pk: int, number: int) -> AgreementVersion:
    """As `visible_agreement`, for one of its versions."""
    agreement = visible_agreement(request, pk)
    version = get_object_or_404(agreement.versions.select_related("headcount"), number=number)
    version.agreement = agreement
    return version
