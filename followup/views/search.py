"""The search in the header."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from followup.queries.search import search as find
from foundation.clock import today
from organisation.requests import PersonRequest


@require_GET
def search(request: PersonRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    hits = find(user=request.user, words=words, today=today())
    return render(request, "followup/search.html", {"words": words, "hits": hits})
