"""Finding a person, keeping what is known of one, and how long things are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.form_fields import DayField
from foundation.identity_numbers import InvalidIdentityNumber, normalised
from placements.identity import identity_hash
from placements.models import Participant
from privacy.models import RetentionKind, RetentionRule


class PersonSearch(forms.Form):
    """By key or, for those who may, by identity number; sent by POST so that it never stands in an address."""

    words = forms.CharField(
        label=_("Deltagarnyckel, anställningsnyckel eller personnummer"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Hela nyckeln, t.ex. P00123, eller personnumret med tio eller tolv siffror."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.found: Participant | None = None

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].strip()
        by_key = Participant.objects.filter(key__iexact=words) | Participant.objects.filter(
            employments__key__iexact=words
        )
        self.found = by_key.first() or self._by_number(words)
        if self.found is None:
            raise forms.ValidationError(
                _("Ingen deltagare har den nyckeln eller det numret. Kontrollera att allt är med och sök igen.")
            )
        return words

    def _by_number(self, words: str) -> Participant | None:
        try:
            number = normalised(words, today=self.today)
        except InvalidIdentityNumber:
            return None
        return Participant.objects.filter(identity_hash=identity_hash(number)).first()


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Varför måste uppgifterna finnas kvar?"),
        max_length=200,
        help_text=_("T.ex. ”tvist, dnr ASN-2023-41”. Skriv inga namn."),
    )


class RuleForm(forms.ModelForm[RetentionRule]):
    class Meta:
        model = RetentionRule
        fields = ["kind", "months", "decision", "valid_from"]
        field_classes = {"valid_from": DayField}
        help_texts = {
            "months": _("Hela månader. För deltagare minst 4, så att uppföljningen dag 90 hinner göras."),
            "decision": _("T.ex. dokumenthanteringsplan, paragraf och datum."),
        }
        error_messages = {"kind": {"required": _("Välj vilka uppgifter regeln gäller.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = RetentionKind.choices
