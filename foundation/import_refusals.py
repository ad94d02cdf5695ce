"""What every file that is compared with the register before it is accepted says no to."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.refusals import Refusal


class EarlierImport(Protocol):
    """The same file as it was accepted before."""

    settled_at: datetime | None


class NothingNew(Refusal):
    """The file says what the register already says."""

    def __init__(self, file_name: str, earlier: EarlierImport | None) -> None:
        if earlier is not None and earlier.settled_at is not None:
            found = _("Filen är densamma som ni läste in %(day)s (%(file)s).") % {
                "day": timezone.localdate(earlier.settled_at).isoformat(),
                "file": file_name,
            }
        else:
            found = _("Varje rad i %(file)s står redan så i registret.") % {"file": file_name}
        super().__init__(_("%(found)s Inget ändras. Välj en annan fil om ni väntade er en ändring.") % {"found": found})


class ImportSettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Filen är redan godkänd eller avbruten. Inget ändras. Läs in den på nytt om det behövs.")
        )
