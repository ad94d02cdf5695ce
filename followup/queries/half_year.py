"""The half-year at hand as finance and the claim decision-maker see it: five steps, and what stops each (UX.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from allocation.models import ModelYear
from billing.models import Invoice, Reconciliation
from billing.queries.claims import BoardClaim, computed_claims
from billing.queries.half_year_page import HalfYearPage, half_year_page
from foundation.periods import HalfYear
from foundation.states import DONE, GOING, NEUTRAL, STOPPED, WAITS
from organisation.roles import Act


@dataclass(frozen=True, slots=True)
class HalfYearStep:
    """One of the five. `stop` says what stands in the way ("" when nothing does), `stop_url` where that is mended."""

    name: str
    act: Act
    tone: str
    word: str
    url: str
    stop: str = ""
    stop_url: str = ""

    @property
    def waits(self) -> bool:
        """Something is to be done, and it can be done now."""
        return self.tone == WAITS


@dataclass(frozen=True, slots=True)
class HalfYearNow:
    page: HalfYearPage
    steps: tuple[HalfYearStep, ...]

    @property
    def half_year(self) -> HalfYear:
        return self.page.half_year

    @property
    def next_step(self) -> HalfYearStep | None:
        return next((step for step in self.steps if step.waits), None)

    def next_for(self, acts: frozenset[Act]) -> HalfYearStep | None:
        """The first step that waits and that someone with these acts may take."""
        return next((step for step in self.steps if step.waits and step.act in acts), None)


def half_year_now(*, model_year: ModelYear, today: date) -> HalfYearNow:
    """The half-year that is being worked on. A constant number of queries."""
    page = half_year_page(half_year=_at_hand(model_year, today), day=today)
    return HalfYearNow(page, _steps(page))


def _at_hand(model_year: ModelYear, today: date) -> HalfYear:
    """The last one that has begun to be reconciled, or the one before while something is left to do in it.

    Before the first month is opened: the last that has ended within the model year, else its first.
    """
    months = Reconciliation.objects.order_by("-month").values_list("month", flat=True)
    latest = months.first()
    if latest is None:
        half_year = HalfYear.of(min(max(today, model_year.starts), model_year.ends))
        earlier = half_year.previous()
        return earlier if half_year.last_day > today and earlier.first_day >= model_year.starts else half_year
    before = latest.half_year.previous()
    if months.filter(month__in=before.months).exists() and _is_left(before):
        return before
    return latest.half_year


def _is_left(half_year: HalfYear) -> bool:
    if Invoice.objects.filter(half_year=half_year, hand_over_item=None).exists():
        return True
    return any(_waits(one) for one in computed_claims(half_year=half_year))


def _waits(claim: BoardClaim) -> bool:
    if claim.invoice:
        return False
    return claim.is_held_back or claim.is_ready or (bool(claim.computed) and not claim.is_decided)


def _steps(page: HalfYearPage) -> tuple[HalfYearStep, ...]:
    here = reverse("billing:half_year", args=[page.half_year])
    return (
        _rehearse(page, f"{here}#rehearse"),
        _decide(page, f"{here}#decide"),
        _issue(page, f"{here}#issue", here),
        _documents(page, f"{here}#documents"),
        _hand_over(page, f"{here}#hand-over"),
    )


def _rehearse(page: HalfYearPage, url: str) -> HalfYearStep:
    held_back = len(page.held_back)
    stop = (
        ngettext(
            "%(n)s nämnd hålls tillbaka av månader som inte är stängda",
            "%(n)s nämnder hålls tillbaka av månader som inte är stängda",
            held_back,
        )
        % {"n": held_back}
        if held_back
        else ""
    )
    calendar = f"{reverse('billing:calendar')}?year={page.half_year.year}" if stop else ""
    if page.rehearsed_afresh:
        tone, word = DONE, _("aktuell")
    else:
        tone = WAITS if page.ready or page.undecided else NEUTRAL
        word = _("har ändrats sedan dess") if page.run else _("inte gjort")
    return HalfYearStep(_("Repetera"), Act.REHEARSE_HALF_YEAR, tone, word, url, stop, calendar)


def _decide(page: HalfYearPage, url: str) -> HalfYearStep:
    if number := len(page.undecided):
        word = ngettext("%(n)s nämnd väntar på beslut", "%(n)s nämnder väntar på beslut", number) % {"n": number}
        return HalfYearStep(_("Besluta"), Act.DECIDE_CLAIM, WAITS, word, url)
    tone, word = (DONE, _("beslutat")) if page.claimed else (NEUTRAL, _("inget att besluta"))
    return HalfYearStep(_("Besluta"), Act.DECIDE_CLAIM, tone, word, url)


def _issue(page: HalfYearPage, url: str, here: str) -> HalfYearStep:
    if number := len(page.ready):
        word = ngettext("%(n)s faktura att utfärda", "%(n)s fakturor att utfärda", number) % {"n": number}
        if page.can_be_issued:
            return HalfYearStep(_("Fakturera"), Act.ISSUE_INVOICES, WAITS, word, url)
        stop = _("Repetera först, så att utkasten stämmer")
        return HalfYearStep(_("Fakturera"), Act.ISSUE_INVOICES, STOPPED, word, url, stop, f"{here}#rehearse")
    if page.undecided:
        stop, word = _("Väntar på beslut i steg 2"), _("kan inte göras än")
        return HalfYearStep(_("Fakturera"), Act.ISSUE_INVOICES, NEUTRAL, word, url, stop, f"{here}#decide")
    tone, word = (DONE, _("utfärdat")) if page.invoiced else (NEUTRAL, _("inget att utfärda"))
    return HalfYearStep(_("Fakturera"), Act.ISSUE_INVOICES, tone, word, url)


def _documents(page: HalfYearPage, url: str) -> HalfYearStep:
    now = page.documents
    word = _("%(done)s av %(total)s klara") % {"done": now.done, "total": now.total}
    if now.failed:
        stop = ngettext("%(n)s misslyckades", "%(n)s misslyckades", now.failed) % {"n": now.failed}
        address = reverse("foundation:run", args=[now.run.pk]) if now.run else url
        return HalfYearStep(_("Dokument"), Act.ISSUE_INVOICES, STOPPED, word, url, stop, address)
    if not now.total:
        return HalfYearStep(_("Dokument"), Act.ISSUE_INVOICES, NEUTRAL, _("inga än"), url)
    return HalfYearStep(_("Dokument"), Act.ISSUE_INVOICES, DONE if now.done == now.total else GOING, word, url)


def _hand_over(page: HalfYearPage, url: str) -> HalfYearStep:
    if number := page.to_hand_over:
        word = ngettext("%(n)s faktura att lämna över", "%(n)s fakturor att lämna över", number) % {"n": number}
        return HalfYearStep(_("Lämna över"), Act.HAND_OVER, WAITS, word, url)
    tone, word = (DONE, _("överlämnat")) if page.documents.total else (NEUTRAL, _("inget än"))
    return HalfYearStep(_("Lämna över"), Act.HAND_OVER, tone, word, url)
