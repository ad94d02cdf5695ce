"""The credit of an invoice: all that is left, or chosen kronor month by month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.queries.remains import MonthLeft, creditable_in_all, shared_out
from foundation.form_fields import KronorField
from foundation.money import kronor
from foundation.templatetags.overens import month_name


class CreditForm(forms.Form):
    """`left` is kronor of the invoice, `months` what is left of each: a credit never takes more of either."""

    extent = forms.ChoiceField(
        label=gettext_lazy("Hur mycket?"),
        choices=[("all", gettext_lazy("allt som är kvar")), ("part", gettext_lazy("en del, månad för månad"))],
        widget=forms.RadioSelect,
        initial="all",
    )

    def __init__(self, *args: Any, months: Sequence[MonthLeft], left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months, self.left = months, creditable_in_all(left, months)
        for one in self._creditable():
            self.fields[f"line_{one.line.pk}"] = KronorField(
                label=f"{month_name(one.line.month).capitalize()}, {one.line.department_name}",
                help_text=_("kvar att kreditera: %(left)s av %(charged)s")
                % {"left": kronor(one.left), "charged": kronor(one.charged)},
                max_value=one.left,
                required=False,
            )
        self.fields["reason"] = forms.CharField(
            label=_("Skäl"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Står på kreditfakturan."),
        )  # fmt: skip

    def seen(self) -> Decimal | None:
        """What was left when the credit note was shown, as the page with it says; None for a form that has not."""
        sent = forms.DecimalField(required=False, max_digits=12, decimal_places=2)
        try:
            seen: Decimal | None = sent.clean(self.data.get("left", ""))
        except ValidationError:
            return None
        return seen

    def _creditable(self) -> list[MonthLeft]:
        return [one for one in self.months if one.left > 0]

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
        """The chosen kronor by id of the month's first line."""
        return {one.line.pk: self.cleaned_data.get(f"line_{one.line.pk}") or Decimal(0) for one in self._creditable()}

    def chosen(self) -> dict[int, Decimal] | None:
        """What the operation wants: by line, or None for all that is left."""
        return self.by_line() if self.cleaned_data["extent"] == "part" else None

    def result(self) -> list[tuple[MonthLeft, Decimal]]:
        """Each month with what would be credited of it, as the credit note will say."""
        amounts = self.chosen()
        if amounts is None:
            shares = shared_out(self.left, self.months)
        else:
            shares = [(one, amounts.get(one.line.pk, Decimal(0))) for one in self.months]
        return [(one, share) for one, share in shares if share]
