"""Charts in archived documents: drawn, read aloud, and with their table open."""

from __future__ import annotations

from datetime import date

from django.conf import settings as project

from foundation.charts import BarRow, MonthValues, bars_chart, steps_chart
from foundation.documents.render import render_pdf
from tests.foundation import make_sample
from tests.foundation.pdf import faults, text_of


def test_document_with_charts_passes_and_holds_their_figures(settings):
    settings.TEMPLATES = [{**project.TEMPLATES[0], "DIRS": [*project.TEMPLATES[0]["DIRS"], make_sample.TEMPLATES]}]
    months = [MonthValues("januari", 19, 17), MonthValues("februari", 19, None, 18)]
    rows = [BarRow("Fritidsförvaltningen", 1017, 19)]
    context = {
        "steps": steps_chart(title="Mål och tillsatta", description="17 av 19 i januari.", months=months),
        "bars": bars_chart(title="Per förvaltning", description="1 017.", value_name="Tillsatta", rows=rows),
    }
    pdf = render_pdf(template="chart_document.html", context=context, title="Diagram", created=date(2021, 4, 30))
    assert faults(pdf) == []
    text = text_of(pdf)
    assert "17 av 19 i januari." in text and "1 017" in text and "Strecket tvärs över" in text
