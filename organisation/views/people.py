"""Who may do what: people and their roles, for the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.clock import today
from organisation.access import require
from organisation.forms import PeopleFilter, PersonForm, RoleEndForm, RoleForm
from organisation.models import Membership, User
from organisation.operations import add_person, end_role, give_role
from organisation.queries.people import people as find_people
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.attempts import attempt
from organisation.views.tabs import tabs

PER_PAGE = 50


@require_GET
def people(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    form = PeopleFilter(request.GET, use_required_attribute=False)
    form.is_valid()
    words, role = form.cleaned_data.get("q", ""), form.cleaned_data.get("role", "")
    page = Paginator(find_people(words=words, role=role, today=today()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "tabs": tabs(request.user, "organisation:people")}
    return render(request, "organisation/_people.html" if request.htmx else "organisation/people.html", context)


@require_http_methods(["GET", "POST"])
def person_new(request: PersonRequest) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: add_person(**form.cleaned_data))
        if made is not None:
            messages.success(request, _("%(name)s är upplagd. Ge nu personen en roll.") % {"name": made.full_name})
            return redirect("organisation:person", pk=made.pk)
    return render(request, "organisation/person_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def person(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    return _person_page(request, get_object_or_404(User, pk=pk), RoleForm(initial={"valid_from": today()}))


@require_POST
def person_roles(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the person a role."""
    require(request.user, Act.ADMINISTER)
    one = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        given = attempt(form, lambda: give_role(person=one, by=request.user, **form.cleaned_data))
        if given is not None:
            messages.success(request, _("%(name)s har fått rollen.") % {"name": one.full_name})
            return redirect("organisation:person", pk=pk)
    return _person_page(request, one, form)


@require_POST
def role_end(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.ADMINISTER)
    membership = get_object_or_404(Membership, pk=pk)
    form = RoleEndForm(request.POST)
    if form.is_valid():
        end_role(membership=membership, on=form.cleaned_data["on"], by=request.user, today=today())
        messages.success(request, _("Rollen gäller till och med %(day)s.") % {"day": form.cleaned_data["on"]})
    else:
        messages.error(request, " ".join(map(str, form.errors["on"])))
    return redirect("organisation:person", pk=membership.user_id)


def _person_page(request: PersonRequest, one: User, form: RoleForm) -> HttpResponse:
    context = {
        "person": one,
        "memberships": one.memberships.select_related("department").order_by("-valid_from", "-id"),
        "form": form,
        "end_form": RoleEndForm(initial={"on": today()}, auto_id=False),
        "today": today(),
    }
    return render(request, "organisation/person.html", context, status=422 if form.errors else 200)
