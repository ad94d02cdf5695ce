"""A comment on a field, and the answer to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 2000


class CommentForm(forms.Form):
    """`fields`: the names of the clauses that can be commented."""

    field = forms.ChoiceField(choices=[])
    text = forms.CharField(max_length=MOST_CHARACTERS, error_messages={"required": _("Kommentaren är tom. Skriv den.")})

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in names]


class AnswerForm(forms.Form):
    answer = forms.CharField(max_length=MOST_CHARACTERS, error_messages={"required": _("Svaret är tomt. Skriv det.")})
