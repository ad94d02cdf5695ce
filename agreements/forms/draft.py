"""The form of a draft: every term of the agreement, and the twelve months as a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementVersion, ExcusingCause
from agreements.operations import DraftValues
from agreements.operations.drafting import VERSION_FIELDS
from agreements.pasted import read_steps
from foundation.periods import Month, months_between
from foundation.templatetags.overens import month_name

LABELS = {"valid_from": gettext_lazy("Första månaden"), "valid_to": gettext_lazy("Sista månaden")}
HELP = {
    "target": gettext_lazy("Så många anställningar förvaltningen ska ha. Förslaget är kvoten."),
    "deviation_note": gettext_lazy("Behövs bara när målet är ett annat tal än kvoten."),
    "valid_from": gettext_lazy("Skriv år och månad, t.ex. 2021-01."),
    "valid_to": gettext_lazy("Tom betyder tills vidare."),
    "counting_rule": gettext_lazy("Vilken dag en anställning ska pågå för att räknas den månaden."),
    "fraction_rule": gettext_lazy("Gäller när räkneregeln är genomsnitt per dag eller deltid räknas som en del."),
    "part_time_rule": gettext_lazy("Vad den räknas för som inte arbetar heltid. Hela anställningar är det vanliga."),
    "unfilled_place_excuses": gettext_lazy(
        "Utan kryss är målet uppnått först när platsen är fylld, vem det än beror på att den står tom."
    ),
    "supervision": gettext_lazy("Vem som handleder, hur mycket tid det får ta och vilket stöd ASF ger."),
    "cost_financing": gettext_lazy(
        "Vem betalar handledning, utrustning och annat som anställningen kostar förvaltningen? "
        "Måste fyllas i före underskrift."
    ),
    "free_terms": gettext_lazy("Det ni har kommit överens om utöver fälten ovan."),
    "department_contact": gettext_lazy(
        "Enhet och telefon, hellre än en persons namn. Måste fyllas i före underskrift."
    ),
    "provider_contact": gettext_lazy("Enhet och telefon. Måste fyllas i före underskrift."),
}


# may be empty in a draft but not when it is signed, so their labels do not say that they are optional
NEEDED_BEFORE_SIGNING = ("registry_number", "cost_financing", "department_contact", "provider_contact")


class DraftForm(forms.ModelForm[AgreementVersion]):
    """Saving is an operation's; the form gives `values()`. Nothing but the shape is demanded of a draft."""

    class Meta:
        model = AgreementVersion
        fields = VERSION_FIELDS
        labels = LABELS
        help_texts = HELP
        widgets = {
            "deviation_note": forms.Textarea(attrs={"rows": 3}),
            "supervision": forms.Textarea(attrs={"rows": 3}),
            "cost_financing": forms.Textarea(attrs={"rows": 4}),
            "free_terms": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = (
        "target", "deviation_note", "valid_from", "valid_to", "counting_rule", "part_time_rule",
        "fraction_rule", "unfilled_place_excuses", "excusing_causes", "supervision",
    )  # fmt: skip
    excusing_causes = forms.MultipleChoiceField(
        label=gettext_lazy("Orsaker som räknas bort"),
        choices=ExcusingCause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("En anställning som saknas av en kryssad orsak kostar inget. Utan kryss räknas allt."),
    )
    registry_number = forms.CharField(
        label=gettext_lazy("Diarienummer"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Ärendets nummer i diariet. Måste fyllas i före underskrift."),
    )

    pasted_steps = forms.CharField(
        label=gettext_lazy("Klistra in hela raden"),
        required=False,
        strip=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Tolv tal från Excel, en ruta för varje månad. De ersätter det som står i rutorna. "
            "En tom ruta betyder det överenskomna målet."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreement = self.instance.agreement
        self.fields["registry_number"].initial = agreement.registry_number
        for name in NEEDED_BEFORE_SIGNING:
            self.fields[name].says_optional = False  # type: ignore[attr-defined]  # read by field.html
        self.months = months_between(agreement.model_year.first_month, agreement.model_year.last_month)
        steps = {step.month: step.target for step in self.instance.monthly_targets.all()}
        for month in self.months:
            self.fields[_step_name(month)] = forms.IntegerField(
                label=month_name(month, "M"),
                required=False,
                min_value=0,
                max_value=32_000,
                initial=steps.get(month),
                widget=forms.NumberInput(attrs={"data-paste-column": "steps", "inputmode": "numeric"}),
            )
            self.fields[_step_name(month)].says_optional = False  # type: ignore[attr-defined]  # as above

    @property
    def terms(self) -> list[forms.BoundField]:
        """All but the months, in the order of the document."""
        names = ["registry_number", *(name for name in self.fields if name in VERSION_FIELDS)]
        return [self[name] for name in names]

    @property
    def steps(self) -> list[forms.BoundField]:
        return [self[_step_name(month)] for month in self.months]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        quota, target = self.instance.formula_quota, cleaned.get("target")
        if target is not None and target != quota and not cleaned.get("deviation_note"):
            text = _("Målet är %(target)s men kvoten är %(quota)s. Skriv varför, eller sätt målet till %(quota)s.")
            self.add_error("deviation_note", text % {"target": target, "quota": quota})
        self._take_pasted(cleaned)
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        for month in self.months:
            is_outside = (first and month < first) or (last and month > last)
            if cleaned.get(_step_name(month)) is not None and is_outside:
                text = _("Månaden ligger utanför den tid som överenskommelsen gäller. Töm rutan eller ändra tiden.")
                self.add_error(_step_name(month), text)
        return cleaned

    def _take_pasted(self, cleaned: dict[str, Any]) -> None:
        """What was pasted stands in place of what the boxes hold."""
        text = cleaned.get("pasted_steps") or ""
        if not text.strip():
            return
        pasted = read_steps(text, self.months)
        for error in pasted.errors:
            self.add_error("pasted_steps", error)
        if not pasted.errors:
            for month in self.months:
                cleaned[_step_name(month)] = pasted.targets.get(month)

    def values(self) -> DraftValues:
        """A step that says the same as the agreed target is no step of its own."""
        cleaned = self.cleaned_data
        steps = {
            month: target
            for month in self.months
            if (target := cleaned[_step_name(month)]) not in (None, cleaned["target"])
        }
        own = {name: cleaned[name] for name in VERSION_FIELDS}
        own["excusing_causes"] = tuple(sorted(own["excusing_causes"]))
        return DraftValues(registry_number=cleaned["registry_number"], steps=steps, **own)


def _step_name(month: Month) -> str:
    return f"step_{month.year}_{month.month:02d}"
