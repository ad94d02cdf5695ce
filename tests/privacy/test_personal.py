"""No table and no text that hangs on a person is forgotten by retention and extract."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from placements.models import Participant
from privacy.personal import LEFT, LEFT_PATHS, TREATMENTS

TEXTS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


def hanging_on_a_person() -> set[type[models.Model]]:
    """Every table with a foreign key that leads, in some steps, to the participant; the history has its own rule."""
    found: set[type[models.Model]] = {Participant}
    while True:
        more = {
            model
            for model in apps.get_models()
            if model not in found
            and not hasattr(model, "pgh_tracked_model")
            and any(
                isinstance(field, models.ForeignKey) and field.related_model in found
                for field in model._meta.concrete_fields
            )
        }
        if not more:
            return found
        found |= more


def test_every_table_that_hangs_on_a_person_has_its_treatment():
    said = {model._meta.label for model in TREATMENTS} | set(LEFT)
    assert {model._meta.label for model in hanging_on_a_person()} == said
    assert set(LEFT) == set(LEFT_PATHS)


def test_every_text_is_blanked_or_said_to_be_kept():
    open_texts = {
        f"{model._meta.label}.{field.name}"
        for model, treatment in TREATMENTS.items()
        if not treatment.delete
        for field in model._meta.concrete_fields
        if isinstance(field, TEXTS)
        and not field.choices
        and field.name not in treatment.blank
        and field.name not in treatment.kept
    }
    assert open_texts == set()
