"""The credit of an invoice: all that is left, or chosen kronor month by month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import InvoiceLine
from billing.part_claims import share_out
from foundation.form_fields import KronorField
from foundation.money import kronor
from foundation.templatetags.overens import month_name


class CreditForm(forms.Form):
    """`left` is kronor: a credit never takes more."""

    extent = forms.ChoiceField(
        label=gettext_lazy("Hur mycket?"),
        choices=[("all", gettext_lazy("allt som är kvar")), ("part", gettext_lazy("en del, månad för månad"))],
        widget=forms.RadioSelect,
        initial="all",
    )

    def __init__(self, *args: Any, lines: Sequence[InvoiceLine], left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.left = lines, left
        for line in self._creditable():
            self.fields[f"line_{line.pk}"] = KronorField(
                label=f"{month_name(line.month).capitalize()}, {line.department_name}",
                help_text=_("högst %(sum)s") % {"sum": kronor(line.amount)},
                max_value=line.amount,
                required=False,
            )
        self.fields["reason"] = forms.CharField(
            label=_("Skäl"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Står på kreditfakturan."),
        )  # fmt: skip

    def _creditable(self) -> list[InvoiceLine]:
        return [line for line in self.lines if line.amount > 0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("extent") == "part" and not self.errors:
            total = sum(self.by_line().values(), Decimal(0))
            if not total:
                raise ValidationError(_("Ingen månad har något belopp. Skriv hur mycket som ska krediteras."))
            if total > self.left:
                raise ValidationError(
                    _("Beloppen är %(total)s tillsammans, men bara %(left)s är kvar av fakturan. Sänk dem.")
                    % {"total": kronor(total), "left": kronor(self.left)}
                )
        return given

    def by_line(self) -> dict[int, Decimal]:
        """The chosen kronor by line id."""
        return {line.pk: self.cleaned_data.get(f"line_{line.pk}") or Decimal(0) for line in self._creditable()}

    def chosen(self) -> dict[int, Decimal] | None:
        """What the operation wants: by line, or None for all that is left."""
        return self.by_line() if self.cleaned_data["extent"] == "part" else None

    def result(self) -> list[tuple[InvoiceLine, Decimal]]:
        """Each line with what would be credited of it, as the credit note will say."""
        if self.cleaned_data["extent"] == "part":
            amounts = self.by_line()
            shares = [amounts.get(line.pk, Decimal(0)) for line in self.lines]
        else:
            shares = share_out(self.left, computed=[line.amount for line in self.lines])
        return [(line, share) for line, share in zip(self.lines, shares, strict=True) if share]
