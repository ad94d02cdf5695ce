"""Colours: every text on every surface it stands on reaches 4.5:1 (WCAG 1.4.3), controls and focus 3:1 (1.4.11)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
LIGHT, DARK = CSS.split("@media screen and (prefers-color-scheme: dark)")

TEXTS = [
    *product(("ink", "ink-muted", "link", "link-hover"), ("page", "surface", "surface-pale")),
    ("ink-on-green", "surface-green"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-brand", "brand"),
    *[(tone, f"{tone}-surface") for tone in ("waits", "stopped", "done", "neutral")],
    ("stopped", "surface"),
    ("stopped", "page"),
    ("waits", "surface-pale"),
    ("page", "ink"),
]  # fmt: skip
OUTLINES = [
    ("focus", "page"),
    ("focus", "surface"),
    ("line-strong", "surface"),
    ("line-strong", "page"),
    ("waits-line", "page"),
    ("stopped-line", "surface"),
]


def colours(*parts: str) -> dict[str, str]:
    return {name: value for part in parts for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)}


SCHEMES = {"light": colours(LIGHT), "dark": colours(LIGHT, DARK)}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(scheme: str, one: str, other: str) -> float:
    dark, light = sorted(luminance(SCHEMES[scheme][name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_rightly():
    """White on #01351C is 13.75:1 and black on white 21:1."""
    assert round(contrast("light", "on-brand", "brand"), 2) == 13.75


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "surface"), TEXTS)
def test_text_can_be_read_on_its_surface(scheme, text, surface):
    assert contrast(scheme, text, surface) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("outline", "surface"), OUTLINES)
def test_outlines_of_controls_can_be_seen(scheme, outline, surface):
    assert contrast(scheme, outline, surface) >= 3
