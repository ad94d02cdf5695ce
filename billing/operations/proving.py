"""The proof done and kept: nightly, or when someone asks for it (DOMAIN.md 7)."""

from __future__ import annotations

from dataclasses import asdict

from django.db import connection, transaction

from billing.models import ProofRun
from billing.queries.proof import prove


def keep_proof() -> ProofRun:
    """Derive everything anew, as it was at one moment, and keep what was found."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:  # what is closed or issued meanwhile is seen whole or not at all
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        proof = prove()
        return ProofRun.objects.create(tried=proof.tried, differences=[asdict(one) for one in proof.differences])
