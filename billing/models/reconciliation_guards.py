"""What the database refuses to do to a closed month, and the one way back: a reopening that two people stand for."""

from __future__ import annotations

import pgtrigger

# what a reopening takes away; everything else of the row must stay as it was closed
REOPENED = (
    "state", "closed_at", "closed_by", "proposed_at", "proposed_by", "proposed_on", "deadline", "least_days",
    "confirmed_at", "confirmed_by", "by_silence",
)  # fmt: skip
_COLUMNS = ", ".join(f"'{name}_id'" if name.endswith("_by") else f"'{name}'" for name in REOPENED)

_FROZEN = f"""
    IF TG_OP = 'UPDATE' AND NEW.state = 'open'
      AND (to_jsonb(NEW) - ARRAY[{_COLUMNS}]) = (to_jsonb(OLD) - ARRAY[{_COLUMNS}])
      AND EXISTS (SELECT 1 FROM billing_reopening AS way
        WHERE way.reconciliation_id = OLD.id AND way.closed_at = OLD.closed_at AND way.state = 'confirmed')
      AND NOT EXISTS (SELECT 1 FROM billing_invoiceline AS line WHERE line.reconciliation_id = OLD.id)
      AND NOT EXISTS (SELECT 1 FROM billing_parkedline AS parked WHERE parked.reconciliation_id = OLD.id)
      AND NOT EXISTS (SELECT 1 FROM billing_correction AS change
        WHERE change.reconciliation_id = OLD.id AND change.state = 'accepted')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'pgtrigger: closed_month_is_frozen: a closed month is reopened only by two people, uninvoiced';
"""

# nothing open is closed over, and what is parked has its rows
_WHOLE = """
    IF EXISTS (SELECT 1 FROM billing_objection AS one WHERE one.reconciliation_id = NEW.id AND one.state = 'open')
    THEN RAISE EXCEPTION 'month_closes_whole: an objection has neither an answer nor a parked line'
      USING ERRCODE = 'restrict_violation'; END IF;
    IF (NEW.parked <> '0') IS DISTINCT FROM
      EXISTS (SELECT 1 FROM billing_parkedline AS parked
        WHERE parked.reconciliation_id = NEW.id AND NOT parked.in_lines)
    THEN RAISE EXCEPTION 'month_closes_whole: the parked number and the parked lines do not go together'
      USING ERRCODE = 'restrict_violation'; END IF;
    RETURN NEW;
"""

CLOSED_MONTH_GUARDS = [
    pgtrigger.Trigger(
        name="closed_month_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state="closed"),
        func=_FROZEN,
    ),
    pgtrigger.Trigger(
        name="month_closes_whole",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state="closed"),
        func=_WHOLE,
    ),
]
