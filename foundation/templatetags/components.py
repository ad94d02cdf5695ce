"""The components of the pages, each drawn by a file of its own in `templates/components/`, where its use is shown.

Built into every template (settings.TEMPLATES), so nothing needs `{% load %}`. `/design/` shows them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.charts import BarsChart, LinesChart, StepsChart
from foundation.display import Event, Figure, Step, Tab
from foundation.glossary import explanation
from foundation.icons import ICONS
from foundation.states import tone_of

register = template.Library()
FORMATS = {"xlsx": "Excel", "csv": "csv", "pdf": "PDF", "zip": "zip"}
_term_numbers = count(1)  # every use on a page needs an id of its own


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return _drawn("components/icon.html", paths=ICONS[name], label=str(label))


@register.simple_tag
def badge(tone: str, label: str, icon: str = "") -> SafeString:
    return _drawn("components/badge.html", tone=tone, label=str(label), icon_name=icon or tone)


@register.simple_tag
def state(value: str, label: str) -> SafeString:
    tone = tone_of(value)
    icon = value if value in ICONS else tone
    return _drawn("components/badge.html", tone=tone, label=str(label), icon_name=icon)


@lru_cache(maxsize=2000)
def _drawn(name: str, **values: Any) -> SafeString:
    """A small component that stands on every row of a list, drawn once for each word it says."""
    return SafeString(render_to_string(name, values))


@register.simple_block_tag
def answer(content: str, tone: str = "") -> SafeString:
    sentence, _separator, action = content.partition("<!-- action -->")
    return SafeString(
        render_to_string(
            "components/answer.html", {"sentence": SafeString(sentence), "action": SafeString(action), "tone": tone}
        )
    )


@register.simple_tag
def action() -> SafeString:
    """Inside `{% answer %}`: what follows is the one thing to do next."""
    return SafeString("<!-- action -->")


@register.simple_block_tag
def card(content: str, title: str = "", id: str = "", tone: str = "") -> SafeString:
    return SafeString(
        render_to_string(
            "components/card.html", {"content": SafeString(content), "title": title, "id": id, "tone": tone}
        )
    )


@register.simple_block_tag
def fold(content: str, title: str, open: bool = False) -> SafeString:
    return SafeString(
        render_to_string("components/fold.html", {"content": SafeString(content), "title": title, "open": open})
    )


@register.simple_block_tag
def message(content: str, tone: str = "information") -> SafeString:
    return SafeString(render_to_string("components/message.html", {"content": SafeString(content), "tone": tone}))


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context, content: str, url: str, button: str, title: str = "", danger: bool = False
) -> SafeString:
    values = {"content": SafeString(content), "url": url, "button": button, "title": title, "danger": danger}
    return SafeString(render_to_string("components/confirm.html", {**values, "csrf_token": context.get("csrf_token")}))


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    return SafeString(render_to_string("components/breadcrumbs.html", {"content": SafeString(content)}))


@register.inclusion_tag("components/crumb.html")
def crumb(label: str, url: str = "") -> dict[str, Any]:
    return {"label": label, "url": url}


@register.simple_block_tag(takes_context=True)
def filter_bar(context: template.RequestContext, content: str, target: str = "") -> SafeString:
    return SafeString(
        render_to_string(
            "components/filter_bar.html",
            {"content": SafeString(content), "target": target, "path": context["request"].path},
        )
    )


@register.inclusion_tag("components/figures.html")
def figures(items: Sequence[Figure], sticky: bool = False) -> dict[str, Any]:
    return {"items": items, "sticky": sticky}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Tab], label: str = "") -> dict[str, Any]:
    return {"items": items, "label": label or _("Delar av sidan")}


@register.inclusion_tag("components/history.html")
def history(events: Sequence[Event]) -> dict[str, Any]:
    """Newest first, as given. An event whose `at` is a moment shows its time too."""
    return {"rows": [(event, isinstance(event.at, datetime)) for event in events]}


@register.inclusion_tag("components/derivation.html")
def derivation(steps: Sequence[Step]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", button: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "button": button}


@register.inclusion_tag("components/progress.html")
def progress(
    title: str, done: int, total: int, failed: int = 0, url: str = "", failures_url: str = ""
) -> dict[str, Any]:
    return {
        "title": title, "done": done, "total": total, "failed": failed, "url": url, "failures_url": failures_url,
        "worked": done + failed, "finished": done + failed >= total,
    }  # fmt: skip


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.RequestContext, page: Page[Any], target: str = "") -> dict[str, Any]:
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page": page, "pages": list(pages), "target": target}


@register.inclusion_tag("components/sort_link.html", takes_context=True)
def sort_link(context: template.RequestContext, name: str, label: str, target: str = "") -> dict[str, Any]:
    current = context["request"].GET.get("sort", "")
    direction = {name: "ascending", f"-{name}": "descending"}.get(current, "")
    return {
        "request": context["request"], "label": label, "target": target, "direction": direction,
        "next": f"-{name}" if direction == "ascending" else name,
    }  # fmt: skip


@register.inclusion_tag("components/downloads.html", takes_context=True)
def downloads(context: template.RequestContext, *formats: str) -> dict[str, Any]:
    return {"request": context["request"], "formats": [(name, FORMATS[name]) for name in formats or ("xlsx", "csv")]}


@register.inclusion_tag("components/term.html")
def term(word: str, shown: str = "") -> dict[str, Any]:
    return {"word": shown or _(word), "explanation": explanation(word), "id": f"term-{next(_term_numbers)}"}


@register.inclusion_tag("components/chart_steps.html")
def chart_steps(chart: StepsChart, pdf: bool = False, table: bool = True) -> dict[str, Any]:
    return {"chart": chart, "pdf": pdf, "table": table}


@register.inclusion_tag("components/chart_lines.html")
def chart_lines(chart: LinesChart, pdf: bool = False) -> dict[str, Any]:
    return {"chart": chart, "pdf": pdf}


@register.inclusion_tag("components/chart_bars.html")
def chart_bars(chart: BarsChart, pdf: bool = False) -> dict[str, Any]:
    return {"chart": chart, "pdf": pdf}
