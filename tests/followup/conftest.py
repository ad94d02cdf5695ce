"""The register example as a city in 2021, and a clock that stands at a day of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from billing.operations.months import close_months
from tests.billing.city import FIRST_HALF, City, build_city

SetDay = Callable[[date], None]


@pytest.fixture
def city(db: None) -> City:
    return build_city()


@pytest.fixture
def closed_city(city: City) -> City:
    """January to June are closed: 37 500 kr and 22 500 kr may be claimed."""
    close_months(months=FIRST_HALF.months, by=None)
    return city


@pytest.fixture
def set_day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    """`set_day(date(2021, 7, 5))`: what follow-up's pages take for today."""

    def set_(day: date) -> None:
        for module in ("home", "reports", "measures", "search"):
            name = "today_now" if module == "home" else "today"
            monkeypatch.setattr(f"followup.views.{module}.{name}", lambda: day)

    return set_


@pytest.fixture
def quick_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents as a few bytes, and no broker."""
    monkeypatch.setattr("followup.documents.render_pdf", lambda **kwargs: b"%PDF- " + kwargs["title"].encode())
    monkeypatch.setattr("foundation.runs._send_one", lambda piece_id: None)
