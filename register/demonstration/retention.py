"""How long the city of the story keeps what it knows of people."""

from __future__ import annotations

from datetime import date

from privacy.models import RetentionKind, RetentionRule

FROM = date(2020, 12, 1)
DECISION = "Dokumenthanteringsplan ASN, punkt 4 (konstruerad)"
MONTHS = {RetentionKind.PERSON: 24, RetentionKind.FILE: 6, RetentionKind.ACCESS_LOG: 60}


def lay_down_the_rules() -> None:
    """Two years for who the participants were, half a year for files, five years for the access log."""
    for kind, months in MONTHS.items():
        RetentionRule.objects.create(kind=kind, months=months, decision=DECISION, valid_from=FROM)
