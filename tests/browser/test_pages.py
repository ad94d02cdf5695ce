"""Every page of the table of permissions in a real Chromium, by those who use it: light and wide, dark on a phone.

On a tablet nothing is wider than the window either.

The rows and their readers come from tests/permission_table.py, the things they show from tests/whole_city.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page

from tests.browser.conftest import AXE, RULES
from tests.permission_table import READERS, ROWS, Row
from tests.whole_city import WholeCity, build_whole_city, whole_city_surroundings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILES = {
    "agreements:preview", "agreements:document", "agreements:scan", "agreements:terms",
    "agreements:transfer_preview", "agreements:transfer_document", "agreements:transfer_ending_document",
    "billing:invoice_document", "billing:hand_over",
    "followup:report_document", "billing:forecast_starts",
}  # fmt: skip
# Who a page is opened by: the first of these who may. Some pages are others' work too, and look otherwise to them.
MOST_OFTEN = ("ASF", "FIN", "CLM", "SYS", "HED", "HR")
ALSO_BY = {
    "home": ("HR", "HED", "CAS", "CLM", "FIN"),
    "billing:calendar": ("HR",),
    "billing:reconciliation": ("HR",),
    "billing:half_year": ("HR", "FIN", "CLM"),
    "billing:invoice": ("FIN",),
    "billing:corrections": ("HR",),
    "billing:forecast": ("HR",),
    "agreements:detail": ("HED",),
    "agreements:paper_confirmation": ("HED",),
    "agreements:list": ("HED",),
    "agreements:transfers": ("HED",),
    "agreements:transfer": ("HED", "CHF"),
    "placements:employments": ("HR", "AUD"),
    "placements:employment": ("HR", "AUD"),
    "billing:place_bank": ("HR",),
    "allocation:quotas": ("HR",),
    "allocation:model_year": ("HR",),
    "organisation:proposals": ("HR",),
    "organisation:audit_trail": ("AUD",),
}


@pytest.fixture
def committed_city(transactional_db: None) -> Iterator[WholeCity]:
    with whole_city_surroundings():
        yield build_whole_city()


def readers_of(row: Row) -> list[str]:
    may = [name for name in MOST_OFTEN if row.answers[name] == "ok"][:1]
    return [*may, *(name for name in ALSO_BY.get(row.address, ()) if name not in may)]


def pages_of(city: WholeCity) -> dict[str, list[str]]:
    """Reader → addresses, so that each reader logs in once."""
    found: dict[str, list[str]] = {}
    for row in ROWS:
        if row.method == "GET" and row.address not in FILES:
            for reader in readers_of(row):
                found.setdefault(reader, []).append(reverse(row.address, kwargs=city.objects[row.object]))
    return found


@dataclass
class Eye:
    """One page of one reader, moved from address to address; `said` is what the browser complained about."""

    page: Page
    console: CDPSession
    said: list[str] = field(default_factory=list)

    def judge(self, address: str) -> list[str]:
        self.said.clear()
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        response = self.page.goto(address)
        assert response is not None
        found = [] if response.status == 200 else [f"status {response.status}"]
        self.console.send("Runtime.evaluate", {"expression": AXE})
        found += self._axe() + self._wide() + self._frame()
        self.page.set_viewport_size({"width": 820, "height": 1180})
        found += [f"on a tablet, {fault}" for fault in self._wide()]
        self.page.emulate_media(color_scheme="dark")
        self.page.set_viewport_size({"width": 390, "height": 844})
        found += [f"dark and narrow, {fault}" for fault in self._axe() + self._wide()]
        return [*dict.fromkeys(found), *self.said]

    def _axe(self) -> list[str]:
        expression = f"axe.run({{preload: false, iframes: false, resultTypes: ['violations'], runOnly: {RULES}}})"
        answer = self.console.send(
            "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
        )
        violations = answer["result"]["value"]["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]

    def _wide(self) -> list[str]:
        is_wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return ["the page is wider than the window"] if is_wide else []

    def _frame(self) -> list[str]:
        headings, title = self.page.locator("h1").count(), self.page.title()
        language = self.page.locator("html").get_attribute("lang")
        faults = [] if headings == 1 else [f"{headings} headings of the first level"]
        return faults + ([] if title.strip() and language == "sv" else [f"title {title!r}, lang {language!r}"])


def eye_of(context: BrowserContext) -> Eye:
    page = context.new_page()
    eye = Eye(page, context.new_cdp_session(page))

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            eye.said.append(f"console: {message.text[:200]}")

    page.on("console", hear)
    page.on("pageerror", lambda error: eye.said.append(f"script: {error}"))
    return eye


def test_every_page_is_whole_readable_and_fits(browser: Browser, live_server, committed_city: WholeCity):
    faulty = {}
    for reader, addresses in pages_of(committed_city).items():
        client = Client()
        client.force_login(committed_city.people[READERS[reader]])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(base_url=live_server.url, locale="sv-SE", reduced_motion="reduce")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        eye = eye_of(context)
        faulty |= {f"{address} as {reader}": found for address in addresses if (found := eye.judge(address))}
        context.close()
    assert faulty == {}
