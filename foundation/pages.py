"""Pages about the software itself, open to everyone, also before logging in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.glossary import WORDS


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    words = sorted((_(word), explained) for word, explained in WORDS.items())
    return render(request, "foundation/about.html", {"words": words})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "foundation/accessibility.html")
