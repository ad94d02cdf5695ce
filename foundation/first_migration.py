"""A first migration in one step, so that an empty database has its tables in seconds instead of minutes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AllTogether(Operation):
    """Tables and triggers of an app as one operation.

    Django renders every related model anew after each operation: with hundreds of triggers that is all the time it
    takes. Here they are rendered once, when all are known. Only tables that do not exist can be made this way: each
    is made as it is in the end, so no operation may alter what another one made.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the state of all operations, without rendering in between."""
        state.__dict__.pop("apps", None)  # a cached property: rendered again when next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Do each of them towards the end state."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What the list of migrations says of it."""
        return f"Make {len(self.operations)} tables and triggers"
