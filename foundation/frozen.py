"""Rows that the database itself refuses to change (DESIGN.md 4: closed, signed, issued, archived, logged)."""

from __future__ import annotations

import pgtrigger


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Rows may be added, never changed or deleted."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


def frozen_when(name: str, condition: pgtrigger.Q) -> list[pgtrigger.Trigger]:
    """A row is never changed or deleted once `condition` holds for its old values, e.g. Q(old__state="closed")."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete, condition=condition)]


def frozen_with_parent(
    name: str, *, parent: str, column: str, frozen: str, comes_in_bulk: bool = False
) -> list[pgtrigger.Trigger]:
    """Rows of a part follow their whole: no insert, change or delete once the parent row is frozen.

    `parent` is the parent's table, `column` this table's reference to it, `frozen` an SQL condition on the parent
    (alias `parent`), e.g. "parent.state = 'closed'". Rows that come by the thousand are looked at once per statement.
    """
    changed = pgtrigger.Update | pgtrigger.Delete
    func = f"""
        PERFORM 1 FROM {parent} AS parent
          WHERE parent.id IN (
            CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE OLD.{column} END,
            CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE NEW.{column} END
          ) AND {frozen};
        {_refused(name)}
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """
    operation = changed if comes_in_bulk else pgtrigger.Insert | changed
    rows = pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)
    return [rows, _new_rows(name, parent, column, frozen)] if comes_in_bulk else [rows]


def _new_rows(name: str, parent: str, column: str, frozen: str) -> pgtrigger.Trigger:
    """The same refusal for all new rows of a statement."""
    return pgtrigger.Trigger(
        name=f"{name}_new",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_values"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
        func=f"""
            PERFORM 1 FROM {parent} AS parent
              WHERE parent.id IN (SELECT DISTINCT {column} FROM new_values) AND {frozen};
            {_refused(name)}
            RETURN NULL;
        """,
    )


def _refused(name: str) -> str:
    return f"""IF FOUND THEN
          RAISE EXCEPTION '{name}: the row belongs to something that is frozen' USING ERRCODE = 'restrict_violation';
        END IF;"""
