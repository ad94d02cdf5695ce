"""How long things are kept, and the lists of whom we may no longer know (DOMAIN.md 10)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from foundation.clock import today
from foundation.tables import Column, Kind, table_response
from organisation.access import may, require
from organisation.models import User
from organisation.requests import PersonRequest
from organisation.roles import Act
from privacy.forms import RuleForm
from privacy.models import RetentionRule, RetentionRun
from privacy.operations.retention import perform_retention, rehearse_retention
from privacy.queries.due import held_people
from privacy.queries.lists import due_now, listed_people, people_of, retention_runs, rules_now
from privacy.views.tabs import tabs

PER_PAGE = 100
COLUMNS = (
    Column("participant", gettext_lazy("Deltagare"), Kind.CODE),
    Column("ended", gettext_lazy("Sista dag"), Kind.DATE),
    Column("outcome", gettext_lazy("Utfall")),
)
_READERS = (Act.HANDLE_PERSONAL_DATA, Act.APPLY_RETENTION, Act.SEE_AUDIT_TRAIL)


def _require_reader(user: User) -> None:
    """Raise PermissionDenied (403) for all but ASF's administrators and head and the auditor."""
    if not any(may(user, act) for act in _READERS):
        raise PermissionDenied(_("Det här är till för ASF:s administratörer, chef och revisorer. Be dem om hjälp."))


@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    _require_reader(request.user)
    return _overview(request, RuleForm(initial={"valid_from": today()}))


def _overview(request: PersonRequest, form: RuleForm, *, status: int = 200) -> HttpResponse:
    context = {
        "rules": rules_now(today=today()),
        "due": due_now(today=today()),
        "history": RetentionRule.objects.order_by("-valid_from", "kind"),
        "holds": held_people(),
        "page": Paginator(retention_runs(), 20).get_page(request.GET.get("page")),
        "form": form,
        "decides": may(request.user, Act.APPLY_RETENTION),
        "rehearses": may(request.user, Act.HANDLE_PERSONAL_DATA),
        "tabs": tabs(request.user, "privacy:retention"),
    }
    return render(request, "privacy/retention.html", context, status=status)


@require_POST
def rules(request: PersonRequest) -> HttpResponse:
    """A new rule from a day on; earlier ones stay in the history."""
    require(request.user, Act.APPLY_RETENTION)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _overview(request, form, status=422)
    form.save()
    messages.success(request, _("Regeln är sparad. Den används nästa gång en lista tas fram."))
    return redirect("privacy:retention")


@require_POST
def lists(request: PersonRequest) -> HttpResponse:
    """Work out whom the rule would make anonymous; nothing is taken away yet."""
    require(request.user, Act.HANDLE_PERSONAL_DATA)
    made = rehearse_retention(by=request.user, today=today())
    return redirect("privacy:list", pk=made.pk)


@require_GET
def one_list(request: PersonRequest, pk: int) -> HttpResponse:
    """The list by keys; ?format=xlsx or csv gives all of it."""
    _require_reader(request.user)
    one = get_object_or_404(retention_runs(), pk=pk)
    ids = people_of(one)
    if table_format := request.GET.get("format"):
        rows = [[row.key, row.ended, row.outcome] for row in listed_people(one, ids)]
        return table_response(table_format, name=f"gallring-{one.day.isoformat()}", columns=COLUMNS, rows=rows)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "one": one,
        "page": page,
        "rows": listed_people(one, list(page.object_list)),
        "decides": may(request.user, Act.APPLY_RETENTION) and one.rehearsed_by_id != request.user.pk,
    }
    return render(request, "privacy/list.html", context)


@require_POST
def execution(request: PersonRequest, pk: int) -> HttpResponse:
    """Let it be done. The next page shows how far the workers have come."""
    require(request.user, Act.APPLY_RETENTION)
    done = perform_retention(retention_run=get_object_or_404(RetentionRun, pk=pk), by=request.user)
    assert done.run is not None  # by the database's own rule
    return redirect("foundation:run", run_id=done.run.pk)
