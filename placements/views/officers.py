"""Case officers: how many people each has, and everyone handed over from one to another at once (DOMAIN.md 5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.clock import today
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.jobs import HandOverForm
from placements.operations.case_officers import case_officers, hand_over_all
from placements.queries.officers import officer_list
from placements.views.employment_acts import attempt


@require_http_methods(["GET", "POST"])
def officers(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.EDIT_EMPLOYMENTS)
    working = case_officers()
    shown = officer_list(working=working, today=today())
    givers = [row.officer for row in shown.rows if row.has_people]
    form = HandOverForm(request.POST or None, officers=working, givers=givers, initial={"on": today()})
    if form.is_valid():
        given = form.cleaned_data
        number = attempt(
            form,
            lambda: hand_over_all(giver=given["giver"], taker=given["officer"], on=given["on"], note=given["note"]),
        )
        if number is not None:
            text = ngettext(
                "%(n)s person är överlämnad till %(name)s.", "%(n)s personer är överlämnade till %(name)s.", number
            )
            messages.success(request, text % {"n": number, "name": given["officer"].full_name})
            return redirect("placements:officers")
    return render(
        request, "placements/officers.html", {"form": form, "shown": shown}, status=422 if form.errors else 200
    )
