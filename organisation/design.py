"""`/design/`: every component on one page, with constructed figures. For those who look after the software."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.charts import BarRow, MonthValues, Series, bars_chart, lines_chart, steps_chart
from foundation.display import Event, Figure, Step, Tab
from foundation.states import TONES
from organisation.access import require
from organisation.requests import PersonRequest
from organisation.roles import Act

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DEPARTMENTS = (
    ("Fritidsförvaltningen", 17, 19),
    ("Funktionsstödsförvaltningen", 96, 88),
    ("Serviceförvaltningen", 40, 61),
)


class SampleForm(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="Kort, så att den går att känna igen i en lista.")
    number = forms.IntegerField(label="Antal platser", min_value=1)
    start = forms.DateField(label="Från och med", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Slag", choices=[("1", "Extratjänst"), ("2", "Introduktionsjobb")])
    rounding = forms.ChoiceField(
        label="Avrundning", widget=forms.RadioSelect, choices=[("up", "uppåt från hälften"), ("down", "nedåt")]
    )
    tasks = forms.CharField(label="Arbetsuppgifter", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Fil", required=False, help_text="Excel eller csv, högst 20 MB.")
    agreed = forms.BooleanField(label="Facket är hört", required=False, help_text="Datum och utfall skrivs nedan.")


class SampleFilter(forms.Form):
    q = forms.CharField(label="Sök", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Läge", required=False, choices=[("", "Alla"), ("open", "Väntar")])
    late = forms.BooleanField(label="Bara försenade", required=False)


def _lists() -> dict[str, Any]:
    filled = Step("17 personer räknades den 30 april 2021", "17", "#")
    quota = (Step("5,7 % av 330 tillsvidareanställda den 1 november 2020", "18,81"), Step("avrundat uppåt", "19"))
    return {
        "strip": [
            Figure("Mål", "19", "enligt överenskommelsen", "#"),
            Figure("Räknade", "17", url="#"),
            Figure("Saknas", "2", tone="waits"),
            Figure("Undantas", "0"),
            Figure("Avgift", "15 000 kr", "2 × 7 500 kr", "#"),
        ],
        "tabs": [Tab("Version 2", "#", current=True), Tab("Version 1", "#"), Tab("Kommentarer", "#", count=3)],
        "events": [
            Event(datetime(2021, 5, 6, 8, 15, tzinfo=UTC), "HR, Fritidsförvaltningen", "Invände mot en rad",
                  "Anställningen började den 28 april."),
            Event(date(2021, 5, 3), "ASF-administratör", "Öppnade april 2021", url="#"),
        ],
        "derivation": [
            Step("19 platser minus 17 räknade", "2", steps=(Step("kvot", "19", "#", quota), filled)),
            Step("2 saknade × 7 500 kr", "15 000 kr"),
        ],
        "facts": [("Diarienummer", "STK-2020-1509"), ("Gäller", "2021-01-01 – 2021-12-31"),
                  ("Avrundning", "från hälften uppåt")],
    }  # fmt: skip


def _charts() -> dict[str, Any]:
    targets = (None, 5, 5, 10, 10, 14, 14, 14, 19, 19, 19, 19)
    filled = (0, 2, 4, 7, Fraction(19, 2), 12)
    months = [
        MonthValues(name, targets[i], filled[i] if i < 6 else None, None if i < 6 else 13 + i // 2)
        for i, name in enumerate(MONTHS)
    ]
    return {
        "steps_chart": steps_chart(
            title="Mål och tillsatta 2021", months=months,
            description="I juni är 12 av 14 tillsatta. Prognosen når 18 i december.",
        ),
        "lines_chart": lines_chart(
            title="Nettoökning sedan 1 november 2020", description="430 av 1 000 i juni.", months=MONTHS, target=1000,
            series=[Series("Nettoökning", (40, 90, 160, 240, 330, 430, *[None] * 6)),
                    Series("Prognos", (*[None] * 5, 430, 500, 560, 640, 720, 800, 870))], width=380, height=240,
        ),
        "bars_chart": bars_chart(
            title="Tillsatta per förvaltning, juni 2021", description="En av tre når sitt mål.", value_name="Tillsatta",
            rows=[BarRow(name, value, target) for name, value, target in DEPARTMENTS],
        ),
    }  # fmt: skip


@require_GET
def design(request: PersonRequest) -> HttpResponse:
    """Open to system administrators, and to everyone who is logged in while DEBUG is on."""
    if not settings.DEBUG:
        require(request.user, Act.ADMINISTER)
    page = Paginator(range(1, 200), 20).get_page(request.GET.get("page"))
    context = {
        "form": SampleForm(), "faulty_form": SampleForm({"number": "tre", "kind": "1"}, auto_id="fault_%s"),
        "filter": SampleFilter(request.GET), "departments": DEPARTMENTS, "page": page,
        "tones": sorted(TONES.items(), key=lambda item: item[1]),
    }  # fmt: skip
    return render(request, "foundation/design.html", {**context, **_lists(), **_charts()})
