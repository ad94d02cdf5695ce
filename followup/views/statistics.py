"""Women and men among those who began, are there or ended, by what one chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from followup.forms import StatisticsFilter
from followup.queries.statistics import statistics
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.models import Sex

HEADINGS: dict[str, Any] = {
    Sex.WOMAN: gettext_lazy("Kvinnor"),
    Sex.MAN: gettext_lazy("Män"),
    Sex.NOT_RECORDED: gettext_lazy("Kön inte angivet"),
}


@require_GET
def participant_statistics(request: PersonRequest) -> HttpResponse:
    """Small groups only to those who work with the people; ?format=xlsx or csv gives the table as it is shown."""
    require(request.user, Act.SEE_REPORTS)
    form = StatisticsFilter(request.GET, today=today())
    chosen = form.chosen()
    # the provider's own, who see who the people are anyway (DOMAIN.md 8)
    whole = may(request.user, Act.SEE_PARTICIPANTS)
    found = statistics(user=request.user, today=today(), whole=whole, **chosen)
    headings = [*(_in_words(column) for column in found.columns), _("Alla")]
    if table_format := request.GET.get("format"):
        columns = [Column("name", gettext_lazy("Fördelat på"))]
        columns += [Column(f"number_{n}", heading, Kind.INTEGER) for n, heading in enumerate(headings, start=1)]
        rows = [(row.name, *row.numbers) for row in found.rows or ()]
        name = f"statistik-{chosen['year']}-{chosen['what']}-{chosen['by']}"
        return table_response(table_format, name=name, columns=columns, rows=rows)
    told = [(row.name, list(zip(headings, row.numbers, strict=True))) for row in found.rows or ()]
    total = list(zip(headings, found.total.numbers, strict=True)) if found.total else []
    context = {"form": form, "found": found, "headings": headings, "rows": told, "total": total, **chosen}
    return render(request, "followup/_statistics.html" if request.htmx else "followup/statistics.html", context)


def _in_words(column: Sequence[Sex]) -> str:
    """The heading of a column: of two sexes when one of them is too small a group to stand alone."""
    first, *others = (str(HEADINGS[sex]) for sex in column)
    return first if not others else _("%(one)s eller %(other)s") % {"one": first, "other": others[0].lower()}
