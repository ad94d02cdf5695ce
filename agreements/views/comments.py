"""Comments on single fields: asked, answered, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.forms import AnswerForm, CommentForm
from agreements.models import AgreementVersion, FieldComment, Side
from agreements.operations import answer_comment, close_comment, comment
from agreements.queries.listing import side_of
from agreements.views.acts import NotSaid
from agreements.views.loading import visible_version
from agreements.wording import clause_headings
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act


@require_POST
def comments(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    version = visible_version(request, pk, number)
    side = _side(request, version)
    form = CommentForm(request.POST, names=list(clause_headings()))
    if not form.is_valid():
        raise NotSaid(_("Kommentaren är tom. Skriv vad ni undrar, vid det fält det gäller."))
    said = form.cleaned_data
    comment(version=version, field=said["field"], text=said["text"], side=side, by=request.user, now=timezone.now())
    messages.success(request, _("Kommentaren är sparad. Den andra sidan ser den på sin första sida."))
    return _back(version, said["field"])


@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    side = _side(request, found.version)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotSaid(_("Svaret är tomt. Skriv det och försök igen."))
    answer_comment(comment=found, text=form.cleaned_data["answer"], side=side, by=request.user, now=timezone.now())
    messages.success(request, _("Svaret är sparat. Den som frågade avslutar kommentaren."))
    return _back(found.version, found.field)


@require_POST
def closure(request: PersonRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    close_comment(comment=found, side=_side(request, found.version), by=request.user, now=timezone.now())
    messages.success(request, _("Kommentaren är avslutad."))
    return _back(found.version, found.field)


def _visible(request: PersonRequest, pk: int) -> FieldComment:
    rows = FieldComment.objects.visible_to(request.user).select_related("version__agreement__department")
    return get_object_or_404(rows, pk=pk)


def _side(request: PersonRequest, version: AgreementVersion) -> Side:
    department = version.agreement.department
    require(request.user, Act.COMMENT_AGREEMENT, department)
    side = side_of(request.user, department)
    assert side is not None  # whoever may comment speaks for one side
    return side


def _back(version: AgreementVersion, field: str) -> HttpResponse:
    address = reverse("agreements:detail", args=[version.agreement_id])
    return redirect(f"{address}?version={version.number}#clause-{field}")
