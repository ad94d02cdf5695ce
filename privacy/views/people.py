"""One person's data: who looked at it, all that is kept, and what holds it back (DOMAIN.md 10)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.access_log import log_access
from foundation.clock import today
from foundation.tables import Column, Kind, file_response, table_response
from foundation.templatetags.overens import moment
from organisation.access import may, require
from organisation.models import User
from organisation.purposes import Purpose, log_look, purpose_context
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.models import Participant
from placements.sight import sight_of
from privacy.documents import extract_pdf
from privacy.forms import HoldForm, PersonSearch
from privacy.models import LegalHold
from privacy.operations.retention import lift_hold, place_hold
from privacy.queries.accesses import accesses_of, in_words
from privacy.queries.extract import extract_of
from privacy.views.tabs import tabs

PER_PAGE = 50
ACCESS_COLUMNS = (
    Column("at", gettext_lazy("När")),
    Column("who", gettext_lazy("Vem")),
    Column("roles", gettext_lazy("Roll")),
    Column("act", gettext_lazy("Vad")),
    Column("purpose", gettext_lazy("Ändamål")),
)
EXTRACT_COLUMNS = (
    Column("part", gettext_lazy("Del")),
    Column("number", gettext_lazy("Post"), Kind.INTEGER),
    Column("name", gettext_lazy("Uppgift")),
    Column("value", gettext_lazy("Värde")),
)


def _require_reader(user: User) -> None:
    """Raise PermissionDenied (403) for all but those who handle personal data and the auditor."""
    if not (may(user, Act.HANDLE_PERSONAL_DATA) or may(user, Act.SEE_AUDIT_TRAIL)):
        raise PermissionDenied(_("Det här är till för ASF-administratörer och revisorer. Be någon av dem om hjälp."))


@require_http_methods(["GET", "POST"])
def search(request: PersonRequest) -> HttpResponse:
    """Find one person by key or number. What was sought stands in no address and in no log."""
    _require_reader(request.user)
    form = PersonSearch(request.POST or None, today=today())
    if form.is_valid() and form.found is not None:
        return redirect("privacy:person", pk=form.found.pk)
    handles = may(request.user, Act.HANDLE_PERSONAL_DATA)
    context = {"form": form, "tabs": tabs(request.user, "privacy:search"), "handles": handles}
    return render(request, "privacy/search.html", context, status=422 if form.errors else 200)


@require_GET
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Who looked at the person; ?format=xlsx or csv gives the same as a file."""
    _require_reader(request.user)
    one = get_object_or_404(Participant, pk=pk)
    entries = accesses_of(one.pk)
    if table_format := request.GET.get("format"):
        rows = [[moment(look.at), look.who, look.roles, look.act, look.purpose] for look in in_words(entries)]
        log_look(request, act="access_report_exported", subject=one.key, people=[one.pk])
        return table_response(table_format, name=f"atkomst-{one.key}", columns=ACCESS_COLUMNS, rows=rows)
    log_look(request, act="access_report_shown", subject=one.key, people=[one.pk])
    return _person_page(request, one, HoldForm())


def _person_page(request: PersonRequest, one: Participant, form: HoldForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(accesses_of(one.pk), PER_PAGE).get_page(request.GET.get("page"))
    holds = list(
        LegalHold.objects.filter(participant=one).select_related("placed_by", "lifted_by").order_by("-placed_at")
    )
    name = sight_of(request.user).name_of(one.name, is_protected=one.is_protected)
    context = {
        "person": one,
        "heading": name or one.key,
        "page": page,
        "looks": in_words(page.object_list),
        "holds": holds,
        "live_hold": next((hold for hold in holds if hold.lifted_at is None), None),
        "form": form,
        "handles": may(request.user, Act.HANDLE_PERSONAL_DATA),
        **purpose_context(request),
    }
    return render(request, "privacy/person.html", context, status=status)


@require_POST
def extract(request: PersonRequest, pk: int) -> HttpResponse:
    """All that is kept about the person, as a PDF or a workbook to give to the person. Asked for by POST, since it is
    an act of its own that holds the identity number, and is logged as the person's own request."""
    require(request.user, Act.HANDLE_PERSONAL_DATA)
    one = get_object_or_404(Participant, pk=pk)
    people, purpose = [one.pk], Purpose.PERSON_REQUEST
    log_access(user=request.user, act="person_extracted", subject=one.key, purpose=purpose, people=people)
    with override("sv"):  # whatever language the reader has chosen: it is a document to give away
        return _extract_file(one, request.POST.get("format", ""))


def _extract_file(one: Participant, table_format: str) -> HttpResponse:
    facts, name = extract_of(one), f"registerutdrag-{one.key}"
    if table_format == "xlsx":
        rows = [(fact.part, fact.number, fact.name, fact.value) for fact in facts]
        return table_response("xlsx", name=name, columns=EXTRACT_COLUMNS, rows=rows)
    content = extract_pdf(key=one.key, facts=facts, day=today())
    return file_response(content, name=f"{name}.pdf", media_type="application/pdf")


@require_POST
def holds(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.HANDLE_PERSONAL_DATA)
    one = get_object_or_404(Participant, pk=pk)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _person_page(request, one, form, status=422)
    place_hold(participant=one, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Uppgifterna hålls kvar tills ni häver det. Ingen gallring rör dem."))
    return redirect("privacy:person", pk=pk)


@require_POST
def hold_lifting(request: PersonRequest, pk: int) -> HttpResponse:
    require(request.user, Act.HANDLE_PERSONAL_DATA)
    hold = get_object_or_404(LegalHold, pk=pk)
    lift_hold(hold=hold, by=request.user)
    messages.success(request, _("Uppgifterna hålls inte längre kvar. Nu gäller de vanliga reglerna igen."))
    return redirect("privacy:person", pk=hold.participant_id)
