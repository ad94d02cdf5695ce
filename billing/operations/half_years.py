"""The half-year run: rehearsed by one person, issued by another, documents made by the workers (DOMAIN.md 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import InvoiceRun, InvoiceRunState
from billing.operations.issuing import Parties, issue_invoice, start_documents
from billing.operations.numbers import held_series
from billing.queries.drafts import INVOICED, READY, BoardDraft, drafts
from foundation.periods import HalfYear
from foundation.refusals import Refusal
from organisation.models import Board, User


class AlreadyIssued(Refusal):
    def __init__(self, run: InvoiceRun) -> None:
        name = run.issued_by.full_name if run.issued_by else _("systemet")
        super().__init__(
            _("Repetitionen av %(half_year)s är redan utfärdad, %(at)s av %(name)s. Läs resultatet på halvårets sida.")
            % {"half_year": run.half_year, "at": f"{timezone.localtime(run.issued_at):%Y-%m-%d %H:%M}", "name": name}
        )


class RehearserCannotIssue(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Ni repeterade själv det här halvåret. En annan person ska utfärda fakturorna."))


class RehearsalOutdated(Refusal):
    def __init__(self, boards: Sequence[str]) -> None:
        super().__init__(
            _("Underlaget har ändrats sedan repetitionen för %(boards)s. Repetera på nytt och granska skillnaden.")
            % {"boards": ", ".join(boards)}
        )


class NothingToIssue(Refusal):
    def __init__(self, half_year: HalfYear) -> None:
        super().__init__(
            _("Det finns inget att utfärda för %(half_year)s: allt är fakturerat, avstått eller hålls tillbaka.")
            % {"half_year": half_year}
        )


@transaction.atomic
def rehearse(*, half_year: HalfYear, by: User | None, today: date) -> InvoiceRun:
    """Write down what would be issued now: per board its state, lines, faults, and what differs from last time.

    Raises OutsideModelYears.
    """
    before = {one["board_id"]: one for one in _last_drafts(half_year)}
    waiting = drafts(half_year=half_year, day=today, despite_faults=by is None)
    now = [draft.as_json() for draft in waiting]
    for one in now:
        one["changes"] = _changes(before.get(one["board_id"]), one) if before else []
    return InvoiceRun.objects.create(half_year=half_year, drafts=now, rehearsed_by=by)


def _last_drafts(half_year: HalfYear) -> list[dict[str, Any]]:
    last = InvoiceRun.objects.filter(half_year=half_year).order_by("-rehearsed_at", "-pk").first()
    return list(last.drafts) if last else []


def _changes(before: dict[str, Any] | None, now: dict[str, Any]) -> list[dict[str, Any]]:
    """What differs since the last rehearsal: of the board as a whole, then line by line."""
    if before is None:
        return [{"what": "new", "then": None, "now": now["computed"]}]
    found = [
        {"what": name, "then": before[name], "now": now[name]}
        for name in ("state", "computed", "claimed")
        if before[name] != now[name]
    ]
    if now["state"] == INVOICED:  # what was drafted stands on its invoice
        return found
    then, lines = _by_line(before), _by_line(now)
    for key in sorted({*then, *lines}, key=str):
        old, new = then.get(key), lines.get(key)
        if (old and old["computed"]) != (new and new["computed"]):
            named = (new or old or {}) | {}
            found.append(
                {
                    "what": "line",
                    "department": named["department_name"],
                    "month": named["month"],
                    "then": old and old["computed"],
                    "now": new and new["computed"],
                }
            )
    return found


def _by_line(draft: dict[str, Any]) -> dict[tuple[int, int | None], dict[str, Any]]:
    return {(line["reconciliation_id"], line["correction_id"]): line for line in draft["lines"]}


@transaction.atomic
def issue(*, run: InvoiceRun, by: User | None, today: date) -> InvoiceRun:
    """Issue every board that is ready and was so when rehearsed, with numbers from the same transaction.

    Whoever comes second waits for the first and is told. Raises AlreadyIssued, RehearserCannotIssue,
    RehearsalOutdated, NothingToIssue.
    """
    held_series(series="F", year=run.half_year.year)
    list(Board.objects.select_for_update().order_by("pk"))  # no claim is decided and no correction settled meanwhile
    held = InvoiceRun.objects.select_for_update(of=("self",)).select_related("issued_by").get(pk=run.pk)
    if held.state == InvoiceRunState.ISSUED:
        raise AlreadyIssued(held)
    if by is not None and by.pk == held.rehearsed_by_id:
        raise RehearserCannotIssue
    ready = _as_rehearsed(held, today)
    parties = Parties(today)
    invoices = [issue_invoice(claim=one.claim, lines=one.lines, parties=parties, by=by) for one in ready]
    held.state, held.issued_by, held.issued_at = InvoiceRunState.ISSUED, by, timezone.now()
    held.documents_run = start_documents(invoices, title=f"Fakturor {held.half_year}", by=by)
    held.save(update_fields=["state", "issued_by", "issued_at", "documents_run"])
    return held


def _as_rehearsed(run: InvoiceRun, today: date) -> list[BoardDraft]:
    """The drafts to issue: as they are now, and exactly as they were rehearsed."""
    now = drafts(half_year=run.half_year, day=today, despite_faults=run.rehearsed_by_id is None)
    rehearsed = {one["board_id"]: one for one in run.drafts}
    was_ready = [one for one in now if rehearsed.get(one.claim.board.pk, {}).get("state") == READY]
    ready = [one for one in was_ready if one.state != INVOICED]
    changed = [
        one.claim.board.name
        for one in ready
        if one.state != READY or one.as_json()["lines"] != rehearsed[one.claim.board.pk]["lines"]
    ]
    if changed:
        raise RehearsalOutdated(changed)
    if not ready:
        raise NothingToIssue(run.half_year)
    return ready
