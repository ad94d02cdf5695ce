"""The database's own refusal to change the board of a department whose months are closed (DOMAIN.md 2: its debt).

The trigger stands on the department's table and is declared here, because closed months are not known below.
"""

from __future__ import annotations

import pgtrigger

from organisation.models import Department

_CLOSED = """
    PERFORM 1 FROM billing_reconciliation AS row WHERE row.department_id = OLD.id AND row.state = 'closed';
    IF FOUND THEN
      RAISE EXCEPTION 'department_board_stands_for_closed_months: another department takes over under the new board'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


class DepartmentWithMonths(Department):
    """The department as its closed months see it."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="department_board_stands_for_closed_months",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.board_id IS DISTINCT FROM NEW.board_id"),
                func=_CLOSED,
            )
        ]
