"""Rules for how long things are kept."""

from __future__ import annotations

from datetime import date

from factory.django import DjangoModelFactory

from privacy.models import RetentionRule


class RetentionRuleFactory(DjangoModelFactory[RetentionRule]):
    class Meta:
        model = RetentionRule

    kind = "person"
    months = 24
    decision = "Dokumenthanteringsplanen § 4"
    valid_from = date(2020, 1, 1)
