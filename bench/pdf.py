"""How fast documents are made: ours, tagged and archivable, against a plain WeasyPrint document of the same content.

Run:  .venv/bin/python -m bench.pdf [seconds]
Both are made in turn in one process, so that a noisy machine is noisy for both. Prints documents per second of
processor time (median) and the ratio; the goal is at least 1.2 although ours is tagged. Needs no database.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DATABASE_URL", "postgres://nobody@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost/0")

import django
import weasyprint
from django.conf import settings
from django.template.loader import render_to_string

GOAL = 1.2
HEADINGS = [
    "Månad",
    "Mål",
    "Överfört",
    "Effektivt mål",
    "Räknade",
    "Saknas",
    "Undantas",
    "Att betala",
    "Avgift",
    "Belopp",
]
MONTHS = [("januari", 0), ("februari", 0), ("mars", 0), ("april", 9), ("maj", 7), ("juni", 5)]


def context() -> dict[str, Any]:
    """Six months, a bar for each, and sixty employments."""
    return {
        "title": "Internfaktura B-2021-0007",
        "total": 21 * 7500,
        "headings": HEADINGS,
        "months": [
            [f"{name} 2021", 190, -2, 188, 188 - n, n, 0, n, "7 500 kr", f"{n * 7500} kr"] for name, n in MONTHS
        ],
        "bars": [
            {"x": 40 + 92 * place, "y": 20 + 3 * n, "height": 120 - 3 * n, "label": name}
            for place, (name, n) in enumerate(MONTHS)
        ],
        "appendix": [
            [f"A-{1000 + n}", f"Provskolan {n % 9 + 1}", "Extratjänst", f"2020-{n % 12 + 1:02d}-01", "2021-12-31", "ja"]
            for n in range(60)
        ],
    }


def ours() -> bytes:
    from foundation.documents.render import render_pdf

    return render_pdf(template="bench/ours.html", context=context(), title="Internfaktura", created=date(2021, 7, 1))


def naive() -> bytes:
    content: bytes = weasyprint.HTML(string=render_to_string("bench/naive.html", context())).write_pdf()
    return content


def compare(seconds: float, **makers: Callable[[], bytes]) -> dict[str, float]:
    """Documents per second of processor time by maker: the median, makers taking turns."""
    for make in makers.values():
        make()
    taken: dict[str, list[float]] = {name: [] for name in makers}
    until = time.monotonic() + seconds
    while time.monotonic() < until or len(taken["ours"]) < 3:
        for name, make in makers.items():
            began = time.process_time()
            make()
            taken[name].append(time.process_time() - began)
    return {name: 1 / median(times) for name, times in taken.items()}


def main() -> None:
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
    django.setup()
    rates = compare(float(sys.argv[1]) if len(sys.argv) > 1 else 20, ours=ours, naive=naive)
    ratio = rates["ours"] / rates["naive"]
    for name, rate in rates.items():
        print(f"{name:6} {rate:6.2f} documents/s")
    print(f"ratio  {ratio:6.2f} (goal {GOAL}) {'reached' if ratio >= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main()
