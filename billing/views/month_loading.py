"""How a month is loaded, shown and answered with: shared by all acts on one month."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from billing.forms.months import CausesForm, DeadlineForm, parking_deadline, usual_deadline
from billing.models import Reconciliation
from billing.queries.declined import suggested_causes
from billing.queries.known import month_then_now
from billing.queries.month_page import month_page
from billing.queries.objection_limits import highest_figure
from billing.queries.parked_outcomes import parked_outcomes
from billing.trail_links import trail_links
from foundation.clock import today
from foundation.known_day import known_day
from organisation.access import may, require
from organisation.requests import PersonRequest
from organisation.roles import Act
from placements.queries.employment import openable
from placements.sight import sight_of


def load(request: PersonRequest, pk: int, act: Act) -> Reconciliation:
    """The month, if this person may see it (else 404) and may do this with it (else 403)."""
    visible = Reconciliation.objects.visible_to(request.user)
    people = ("opened_by", "proposed_by", "confirmed_by", "closed_by")
    row = get_object_or_404(visible.select_related("department", "model_year", "version", *people), pk=pk)
    require(request.user, act, row.department)
    return row


def show(request: PersonRequest, row: Reconciliation) -> HttpResponse:
    """The page, or the part of it that htmx exchanges."""
    page, now = month_page(row, links=trail_links(row, request.user)), today()
    user = request.user

    def may_open(employments: Collection[int]) -> set[int]:
        return openable(employments=employments, user=user, sight=sight_of(user), today=now)

    known = known_day(request.GET.dict(), today=now)
    can_answer = may(user, Act.CONFIRM_MONTH, row.department)
    can_object = can_answer and (row.awaits_department or row.is_disputed)
    context: dict[str, Any] = {
        "page": page,
        "known": known,
        "known_rows": [],
        "known_differences": [],
        "row": row,
        "today": now,
        "month_has_ended": row.has_ended(now),
        "deadline_passed": row.time_is_out(now),
        "can_answer": can_answer,
        "can_object": can_object,
        "can_reconcile": may(user, Act.RECONCILE),
        "openable": may_open([one.employment_id for one in (*page.counted, *page.not_counted) if one.employment_id]),
        "highest_figure": highest_figure(row) if can_object else None,
        "deadline_form": DeadlineForm(
            initial={"deadline": usual_deadline(row.month, now, running=row.answerable_until)}
        ),
        "parking_form": DeadlineForm(initial={"deadline": parking_deadline(now)}, prefix="parking"),
        "can_park": row.can_park(now),
        "parked_outcomes": parked_outcomes(row) if may(user, Act.RECONCILE) else [],
        "can_settle_reopening": may(user, Act.CONFIRM_REOPENING),
        "causes_form": CausesForm(numbers=row.causes),
        "suggested": suggested_causes(row.department, row.month),
        "fragment": bool(request.htmx),
    }
    if known.day:
        told = month_then_now(department=row.department, month=row.month, day=known.day, may_open=may_open)
        context |= {"known_rows": told.rows, "known_differences": told.differences}
    return render(request, "billing/_month.html" if request.htmx else "billing/reconciliation.html", context)


def answer_with(request: PersonRequest, pk: int, text: str) -> HttpResponse:
    """After an act: its result said, on the page as it is now."""
    messages.success(request, text)
    if request.htmx:
        return show(request, load(request, pk, Act.SEE_RECONCILIATIONS))
    return redirect("billing:reconciliation", pk=pk)
