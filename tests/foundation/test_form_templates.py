"""How `{{ form }}` comes out: label, help and error tied to the field, and what may be left out says so."""

from __future__ import annotations

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation


class Sample(forms.Form):
    title = forms.CharField(label="Rubrik", help_text="Kort.")
    tasks = forms.CharField(label="Uppgifter", required=False)
    agreed = forms.BooleanField(label="Facket är hört", required=False)
    cause = forms.ChoiceField(label="Orsak", choices=BLANK_CHOICE_DASH, required=False)
    host = forms.ChoiceField(label="Plats", choices=BLANK_CHOICE_DASH)
    rounding = forms.ChoiceField(label="Avrundning", widget=forms.RadioSelect, choices=[("up", "uppåt")])


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def test_help_and_error_are_tied_to_the_field():
    html = Sample({}).as_div()
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html and 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_fields_that_may_be_left_out_say_so():
    html = Sample().as_div()
    assert html.count("(frivilligt)") == 2
    assert "Uppgifter <span" in html


def test_checkbox_stands_with_its_label_and_choices_in_a_fieldset_with_a_legend():
    html = Sample().as_div()
    assert 'class="field check"' in html
    assert "<legend>Avrundning</legend>" in html


def test_what_nobody_has_chosen_is_said_in_words():
    html = Sample().as_div()
    assert "---" not in html
    assert html.index(">inget valt</option>") < html.index(">välj</option>")


def test_faults_of_the_whole_form_come_first():
    form = Sample({"title": "x", "rounding": "up"})
    form.add_error(None, "Slutet är före början. Välj en senare dag.")
    html = form.as_div()
    assert html.index("Slutet är före början") < html.index("Rubrik")
    assert "errorlist nonfield" in html
