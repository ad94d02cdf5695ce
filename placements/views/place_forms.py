"""Writing a place: saved as one types, offered, changed. All of it works without JavaScript, by buttons."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import today
from foundation.refusals import Refusal
from organisation.access import require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.forms.places import DraftForm, PlaceForm, initial_of
from placements.models import Place, PlaceState
from placements.operations.places import change_place, offer_place, save_draft
from placements.views.employment_acts import attempt


@require_GET
def place_new(request: PersonRequest) -> HttpResponse:
    """An empty form; nothing is stored until something is written in it."""
    require(request.user, Act.OFFER_PLACES)
    initial = {"draft_key": uuid4(), "available_from": today()}
    return _page(request, PlaceForm(initial=initial, user=request.user), None)


@require_GET
def place_edit(request: PersonRequest, pk: int) -> HttpResponse:
    one = _own(request, pk)
    return _page(request, PlaceForm(initial=initial_of(one), user=request.user), one)


@require_POST
def place_drafts(request: PersonRequest) -> HttpResponse:
    """Save what is written so far: by htmx as one types, else by the button and back to the form."""
    require(request.user, Act.OFFER_PLACES)
    form = DraftForm(request.POST, user=request.user)
    form.is_valid()
    department = form.cleaned_data.get("department")
    key = form.cleaned_data.get("draft_key")
    if department is None or key is None:
        return _saved(request, form, None, refusal=_("Välj förvaltning. Inget är sparat än."))
    require(request.user, Act.OFFER_PLACES, department=department)
    _refuse_key_of_others(request, form)
    try:
        one = save_draft(draft_key=key, department=department, given=form.given, today=today())
    except Refusal as refusal:
        return _saved(request, form, None, refusal=str(refusal))
    return _saved(request, form, one)


@require_POST
def place_offers(request: PersonRequest) -> HttpResponse:
    """Offer what was written; a draft of it becomes the offer."""
    require(request.user, Act.OFFER_PLACES)
    form = PlaceForm(request.POST, user=request.user)
    if form.is_valid():
        require(request.user, Act.OFFER_PLACES, department=form.cleaned_data["department"])
        _refuse_key_of_others(request, form)
        key = form.cleaned_data["draft_key"]
        made = attempt(form, lambda: offer_place(given=form.given, draft_key=key, today=today()))
        if made:
            messages.success(request, _("Platsen är erbjuden. ASF går igenom den och godkänner den."))
            return redirect("placements:place", pk=made.pk)
    return _page(request, form, _draft_of(request, form), status=422)


@require_POST
def place_changes(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is offered already; ASF goes through it again unless it is ASF that changes it."""
    one = _own(request, pk)
    form = PlaceForm(request.POST, user=request.user)
    by_provider = sees_whole_city(request.user, Act.OFFER_PLACES)
    if form.is_valid():
        require(request.user, Act.OFFER_PLACES, department=form.cleaned_data["department"])
        changed = attempt(
            form, lambda: change_place(place=one, given=form.given, by_provider=by_provider, today=today())
        )
        if changed:
            again = one.state == PlaceState.APPROVED and changed.state == PlaceState.OFFERED
            told = _("Platsen är ändrad. ASF går igenom den igen.") if again else _("Platsen är ändrad.")
            messages.success(request, told)
            return redirect("placements:place", pk=pk)
    return _page(request, form, one, status=422)


def _own(request: PersonRequest, pk: int) -> Place:
    """404 for a stranger, 403 for someone who may read only."""
    one = get_object_or_404(Place.objects.visible_to(request.user).select_related("department"), pk=pk)
    require(request.user, Act.OFFER_PLACES, department=one.department)
    return one


def _refuse_key_of_others(request: PersonRequest, form: PlaceForm) -> None:
    """The key names a place that exists: then it must be one that the user may offer."""
    known = Place.objects.filter(draft_key=form.cleaned_data["draft_key"]).select_related("department").first()
    if known is not None:
        require(request.user, Act.OFFER_PLACES, department=known.department)


def _draft_of(request: PersonRequest, form: PlaceForm) -> Place | None:
    key = form.cleaned_data.get("draft_key")
    return Place.objects.visible_to(request.user).filter(draft_key=key).first() if key else None


def _saved(request: PersonRequest, form: PlaceForm, one: Place | None, *, refusal: str = "") -> HttpResponse:
    """The fragment that says when it was saved, or the form again when there is no script."""
    left = [form.fields[name].label for name in form.errors if name in form.fields]
    if request.htmx:
        context = {"place": one, "at": timezone.now(), "refusal": refusal, "left": left}
        return render(request, "placements/_saved.html", context)
    if one is None:
        form.add_error(None, refusal)
        return _page(request, form, None, status=422)
    messages.success(request, _("Utkastet är sparat."))
    return redirect("placements:place_edit", pk=one.pk)


def _page(request: PersonRequest, form: PlaceForm, one: Place | None, *, status: int = 200) -> HttpResponse:
    is_draft = one is None or one.state == PlaceState.DRAFT
    context = {"form": form, "place": one, "is_draft": is_draft}
    return render(request, "placements/place_form.html", context, status=status)
