"""Rows that the database itself refuses to change (DESIGN.md 4: closed, signed, issued, archived, logged)."""

from __future__ import annotations

import pgtrigger


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Rows may be added, never changed or deleted."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


def frozen_when(name: str, condition: pgtrigger.Q) -> list[pgtrigger.Trigger]:
    """A row is never changed or deleted once `condition` holds for its old values, e.g. Q(old__state="closed")."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete, condition=condition)]


def frozen_with_parent(name: str, *, parent: str, column: str, frozen: str) -> list[pgtrigger.Trigger]:
    """Rows of a part follow their whole: no insert, change or delete once the parent row is frozen.

    `parent` is the parent's table, `column` this table's reference to it, `frozen` an SQL condition on the parent
    (alias `parent`), e.g. "parent.state = 'closed'".
    """
    func = f"""
        PERFORM 1 FROM {parent} AS parent
          WHERE parent.id IN (
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.{column} END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.{column} END
          ) AND {frozen};
        IF FOUND THEN
          RAISE EXCEPTION '{name}: the row belongs to something that is frozen' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """
    return [
        pgtrigger.Trigger(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func=func,
        )
    ]
