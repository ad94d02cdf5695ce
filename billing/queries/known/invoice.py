"""An invoice then and now: whether it was issued, what was left of it, and what the register said of its months."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from billing.models import Invoice, InvoiceKind, InvoiceLine
from billing.queries.measured import OutsideModelYears, measured_months
from foundation.known_day import PARAMETER, ThenNow, both
from foundation.money import kronor
from foundation.periods import Month
from foundation.templatetags.overens import day as written
from foundation.templatetags.overens import month_name
from organisation.models import Department

Key = tuple[int, Month]


def invoice_then_now(*, invoice: Invoice, day: date) -> list[ThenNow]:
    """The invoice itself is frozen; what was known around it may differ."""
    lines = list(invoice.lines.select_related("reconciliation__department").order_by("position"))
    then, now = both(lambda: {**_standing(invoice), **_register(lines)}, day=day)
    urls = {_label(one): f"{reverse('billing:reconciliation', args=[one.reconciliation_id])}" for one in lines}
    query = f"?{PARAMETER}={day.isoformat()}#known"
    return [
        ThenNow(label, then.get(label, ""), now.get(label, ""), f"{urls[label]}{query}" if label in urls else "")
        for label in {**then, **now}
    ]


def _standing(invoice: Invoice) -> dict[str, str]:
    """Empty before it was issued."""
    found = Invoice.objects.filter(pk=invoice.pk).select_related("hand_over_item__hand_over").first()
    if found is None:
        return {_("Utfärdad"): _("inte än")}
    notes = Invoice.objects.filter(corrects=found).exclude(kind=InvoiceKind.INVOICE)
    credited = sum(-note.amount for note in notes if note.is_credit)
    item = getattr(found, "hand_over_item", None)
    return {
        _("Utfärdad"): written(found.issued_at),
        _("Belopp"): kronor(found.amount),
        _("Krediterat"): kronor(credited),
        _("Kvar"): kronor(found.amount - credited),
        _("Överlämnad"): written(item.hand_over.handed_at) if item else _("nej"),
    }


def _label(line: InvoiceLine) -> str:
    names = {"department": line.department_name, "month": month_name(line.month)}
    return _("%(department)s %(month)s, avgift enligt registret") % names


def _register(lines: list[InvoiceLine]) -> dict[str, str]:
    """The fee of each line's month, counted on the register."""
    departments = Department.objects.filter(pk__in={one.reconciliation.department_id for one in lines})
    months = sorted({one.month for one in lines})
    try:
        measured, _there = measured_months(months=months, departments=list(departments))
    except OutsideModelYears:
        return {}
    keys = {(one.reconciliation.department_id, one.month): _label(one) for one in lines}
    return {label: kronor(measured[key].shortfall.fee) for key, label in keys.items() if key in measured}
