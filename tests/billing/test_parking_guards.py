"""What the database and the proof refuse of parked lines, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import Error, transaction

from billing.models import Objection, ParkedLine, ParkedSettlement, Reconciliation
from billing.proof import of_month
from billing.queries.proof import frozen_months

DEADLINE, LATER = date(2021, 5, 14), date(2021, 6, 14)
IN_TIME, AFTER = date(2021, 5, 12), date(2021, 5, 15)


def _refused(name, act):
    with pytest.raises(Error, match=name), transaction.atomic():
        act()


def test_the_database_refuses_every_other_way(parked, april, asf):
    row = Reconciliation.objects.filter(pk=april.pk)
    _refused("parked_line_is_kept", lambda: ParkedLine.objects.update(share="2"))
    _refused("parked_line_is_kept", lambda: ParkedLine.objects.all().delete())
    _refused("closed_month_is_frozen", lambda: row.update(parked="0"))
    _refused("objection_of_closed_month", lambda: Objection.objects.update(state="rejected"))

    def settle(**values):
        now = parked.parked_at
        ParkedSettlement.objects.create(parked=parked, settled_at=now, settled_by=asf, **{"answer": "Nej.", **values})

    _refused("corrects_what_does_not_count", lambda: settle(counts=False))
    _refused("parked_settlement_has_answer", lambda: settle(counts=True, answer=""))
    settle(counts=True)
    _refused("parked_settlement_is_kept", lambda: ParkedSettlement.objects.update(counts=False))
    _refused("parked_id", lambda: settle(counts=True))


def test_the_database_closes_no_month_over_an_open_objection_or_an_empty_parking(disputed):
    row = Reconciliation.objects.filter(pk=disputed.pk)
    closed = {"state": "closed", "closed_at": disputed.proposed_at, "confirmed_at": disputed.proposed_at}
    _refused("month_closes_whole", lambda: row.update(**closed))
    Objection.objects.update(state="rejected", answer="Nej.", answered_at=disputed.proposed_at)
    _refused("month_closes_whole", lambda: row.update(parked="1", **closed))
    _refused("parked_line_fits_its_month", lambda: ParkedLine.objects.create(
        objection=Objection.objects.get(), reconciliation=disputed, placement=Objection.objects.get().placement,
        share=1, deadline=LATER, parked_at=disputed.proposed_at,
    ))  # fmt: skip


def test_the_proof_finds_a_parked_number_that_its_lines_do_not_give(parked):
    [month] = frozen_months()
    assert list(of_month(month)) == []
    found = list(of_month(replace(month, parked_shares=(Fraction(2),))))
    assert {one.subject.split()[-1] for one in found} == {"parked", "counted", "missing", "chargeable", "fee"}
