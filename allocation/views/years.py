"""Which model year the address asks for."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from allocation.models import ModelYear
from allocation.queries import current_model_year
from foundation.clock import today
from organisation.requests import PersonRequest


def chosen_model_year(request: PersonRequest) -> ModelYear:
    """`?year=2021`, else the current one. Raises NoModelYear, and Http404 for a year that is not there."""
    year = request.GET.get("year", "")
    if not year:
        return current_model_year(today())
    return get_object_or_404(ModelYear, year=int(year) if year.isdecimal() and len(year) == 4 else 0)
