"""A real Chromium, logged in as someone, and axe to judge what it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

AXE = (Path(__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Page]

# Playwright's synchronous interface runs an event loop in this thread, which Django would take for a web server's.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    assert program, "no Chromium on this machine: bin/test installs it"
    return {
        "executable_path": program,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[OpenPage]:
    """`open_page("/design/", user)`; the keywords change what the browser is (`scheme`: "light" or "dark")."""
    contexts = []

    def open_(
        path: str, user=None, *, width: int = 1280, scheme: str = "light", language: str = "sv-SE", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=language,
            base_url=live_server.url,
            java_script_enabled=script,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def faults_of() -> Callable[[Page], list[str]]:
    """What axe finds on a page, and whether it must be scrolled sideways; empty for a good one."""

    def judge(page: Page) -> list[str]:
        expression = f"{AXE};axe.run({{preload: false, runOnly: {RULES}}})"
        answer = page.context.new_cdp_session(page).send(
            "Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}
        )
        found = [
            f"{fault['id']}: {node['html'][:200]}"
            for fault in answer["result"]["value"]["violations"]
            for node in fault["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("the page is wider than the window")
        return found

    return judge
