"""Women and men among those who began, are there or ended, by what one chooses."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from followup.forms import StatisticsFilter
from followup.queries.statistics import statistics
from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act

COLUMNS = (
    Column("name", gettext_lazy("Fördelat på")),
    Column("women", gettext_lazy("Kvinnor"), Kind.INTEGER),
    Column("men", gettext_lazy("Män"), Kind.INTEGER),
    Column("not_recorded", gettext_lazy("Kön inte angivet"), Kind.INTEGER),
    Column("all", gettext_lazy("Alla"), Kind.INTEGER),
)


@require_GET
def participant_statistics(request: PersonRequest) -> HttpResponse:
    """Small groups only to those who work with the people; ?format=xlsx or csv gives the table as it is shown."""
    require(request.user, Act.SEE_REPORTS)
    form = StatisticsFilter(request.GET, today=today())
    chosen = form.chosen()
    # the provider's own, who see who the people are anyway (DOMAIN.md 8)
    whole = may(request.user, Act.SEE_PARTICIPANTS)
    found = statistics(user=request.user, today=today(), whole=whole, **chosen)
    if table_format := request.GET.get("format"):
        rows = [(row.name, *row.numbers) for row in found.rows or ()]
        name = f"statistik-{chosen['year']}-{chosen['what']}-{chosen['by']}"
        return table_response(table_format, name=name, columns=COLUMNS, rows=rows)
    context = {"form": form, "found": found, **chosen}
    return render(request, "followup/_statistics.html" if request.htmx else "followup/statistics.html", context)
