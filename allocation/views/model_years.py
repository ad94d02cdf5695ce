"""The decision with all its parameters, made known to the departments and received by them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from allocation.models import ModelYear, Notice
from allocation.operations.publishing import acknowledge, publish
from allocation.queries import month_shown
from allocation.queries.model_years import parameter_rows, publications, revision_rows
from allocation.wording import percentage
from foundation.clock import today
from organisation.access import may, require, sees_whole_city
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act

LONGEST_TEXT = 2000


@require_GET
def model_year(request: PersonRequest, year: int) -> HttpResponse:
    """Every parameter of the decision, with what it means and the decision that set it."""
    user = request.user
    require(user, Act.SEE_ALLOCATION)
    found = get_object_or_404(ModelYear, year=year)
    month = month_shown(found, today())
    reading = found.at(month)
    told = publications(found, reader=user)
    latest = max(one.reading for one in (found, *found.readings))
    context = {
        "model_year": found,
        "reading": reading,
        "month": month,
        "rate": percentage(reading.rate),
        "parameters": parameter_rows(found, month),
        "revisions": revision_rows(found),
        "publications": told,
        "waiting": [one for _publication, notices in told for one in notices if _may_receive(request, one)],
        "sees_whole_city": sees_whole_city(user, Act.SEE_ALLOCATION),
        "may_adopt": may(user, Act.ADOPT_MODEL_YEAR),
        "is_published": any(publication.reading == latest for publication, _notices in told),
        "others": ModelYear.objects.exclude(pk=found.pk).order_by("year"),
    }
    return render(request, "allocation/model_year.html", context)


def _may_receive(request: PersonRequest, notice: Notice) -> bool:
    return notice.acknowledged_at is None and may(request.user, Act.RECEIVE_NOTICES, notice.department)


@require_POST
def publication(request: PersonRequest, year: int) -> HttpResponse:
    """A notice to every department, on its first page until someone there has received it."""
    require(request.user, Act.ADOPT_MODEL_YEAR)
    found = get_object_or_404(ModelYear, year=year)
    made = publish(model_year=found, text=request.POST.get("text", "")[:LONGEST_TEXT], by=request.user)
    number = made.notices.count()
    text = ngettext(
        "%(n)s förvaltning har fått besked. Här syns när den har tagit emot det.",
        "%(n)s förvaltningar har fått besked. Här syns när de har tagit emot det.",
        number,
    )
    messages.success(request, text % {"n": number})
    return redirect("allocation:model_year", year=year)


@require_POST
def acknowledgement(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone at the department says that the notice is received."""
    seen = Department.objects.visible_to(request.user, Act.SEE_ALLOCATION)
    notices = Notice.objects.select_related("department", "publication__model_year").filter(department__in=seen)
    notice = get_object_or_404(notices, pk=pk)
    require(request.user, Act.RECEIVE_NOTICES, notice.department)
    acknowledge(notice=notice, by=request.user)
    messages.success(request, _("Det är antecknat att ni har tagit emot beskedet."))
    return redirect("allocation:model_year", year=notice.publication.model_year.year)
