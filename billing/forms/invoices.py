"""The filters and orders of the list of invoices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice, InvoiceKind
from foundation.periods import HalfYear

SORTS = {
    "number": ("year", "series", "sequence"),
    "board": ("board__name", "year", "sequence"),
    "half_year": ("half_year", "sequence"),
    "issued": ("issued_at",),
    "amount": ("amount",),
}
_STANDINGS: dict[str, Q] = {
    "to_hand_over": Q(hand_over_item=None),
    "handed_over": Q(hand_over_item__isnull=False),
    "without_document": Q(document=None),
}


class InvoiceFilter(forms.Form):
    q = forms.CharField(label=_("Sök"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    half_year = forms.ChoiceField(label=_("Halvår"), required=False)
    kind = forms.ChoiceField(label=_("Slag"), required=False, choices=[("", _("alla slag")), *InvoiceKind.choices])
    standing = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            ("", _("alla lägen")),
            ("to_hand_over", _("inte överlämnade")),
            ("handed_over", _("överlämnade")),
            ("without_document", _("utan dokument")),
        ],
    )

    def __init__(self, *args: Any, half_years: list[HalfYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["half_year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("alla halvår")), *((str(one), str(one)) for one in half_years)]

    def narrowed(self, rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
        """The rows that the filters leave; a filter that cannot be read is passed over."""
        self.full_clean()
        given = self.cleaned_data
        if words := given.get("q", "").strip():
            rows = rows.filter(Q(number__icontains=words) | Q(board__name__icontains=words))
        if given.get("half_year"):
            rows = rows.filter(half_year=given["half_year"])
        if given.get("kind"):
            rows = rows.filter(kind=given["kind"])
        if given.get("standing"):
            rows = rows.filter(_STANDINGS[given["standing"]])
        return rows


def sorted_by(rows: QuerySet[Invoice], sort: str) -> QuerySet[Invoice]:
    """In the order that the table head asks for ("-amount" = falling); newest first without one."""
    fields = SORTS.get(sort.removeprefix("-"))
    if fields is None:
        return rows.order_by("-issued_at", "-number")
    sign = "-" if sort.startswith("-") else ""
    return rows.order_by(*(f"{sign}{field}" for field in fields))
