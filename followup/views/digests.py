"""A person's own choice of mails, and what could not be mailed for the system administrator."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from followup.digest_models import DigestChoice, Every, Language
from followup.operations.digests import choose_digest
from followup.queries.digests import mail_fault, undelivered
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act
from organisation.views.tabs import tabs

PER_PAGE = 50


class DigestForm(forms.Form):
    every = forms.ChoiceField(label=gettext_lazy("Hur ofta"), choices=Every.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Språk i mejlen"), choices=Language.choices)
    email = forms.EmailField(label=gettext_lazy("E-postadress"), required=False)


@require_http_methods(["GET", "POST"])
def digest(request: PersonRequest) -> HttpResponse:
    user = request.user
    choice = DigestChoice.objects.filter(user=user).first() or DigestChoice(user=user)
    standing = {"every": choice.every, "language": choice.language, "email": user.email}
    form = DigestForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        choose_digest(user=user, **form.cleaned_data)
        messages.success(request, _("Ert val är sparat."))
        return redirect("followup:digest")
    context = {"form": form, "choice": choice, "fault": mail_fault(user), "is_sent": settings.MAIL_IS_SENT}
    return render(request, "followup/digest.html", context, status=422 if form.errors else 200)


@require_GET
def digests(request: PersonRequest) -> HttpResponse:
    """Those whom the last mail did not reach."""
    require(request.user, Act.ADMINISTER)
    page = Paginator(undelivered(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs(request.user, "followup:digests"), "is_sent": settings.MAIL_IS_SENT}
    return render(request, "followup/digests.html", context)
