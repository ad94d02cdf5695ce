"""A model year made known to all departments, and received by each (DOMAIN.md 3)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import ModelYear, Notice, Publication
from foundation.refusals import Refusal
from organisation.models import Department, DepartmentKind, User


class PublishedAlready(Refusal):
    def __init__(self, model_year: ModelYear) -> None:
        super().__init__(
            _("Modellår %(year)s är redan publicerat som det lyder nu. Inget skickades.") % {"year": model_year.year}
        )


class NobodyToTell(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Det finns ingen förvaltning att meddela. Lägg upp förvaltningarna först."))


class ReceivedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Beskedet är redan mottaget av någon hos er. Inget ändrades."))


@transaction.atomic
def publish(*, model_year: ModelYear, text: str, by: User) -> Publication:
    """A notice to every department that exists in the year, also the exempt ones. Companies and ASF get none.

    The year's latest reading is what is published, once. Raises PublishedAlready and NobodyToTell.
    """
    locked = ModelYear.objects.select_for_update(no_key=True).get(pk=model_year.pk)
    reading = max((one.reading for one in locked.readings), default=locked.reading)
    if Publication.objects.filter(model_year=locked, reading=reading).exists():
        raise PublishedAlready(locked)
    departments = Department.objects.existing(locked.first_month, locked.last_month)
    told = list(departments.filter(kind=DepartmentKind.DEPARTMENT).in_order())
    if not told:
        raise NobodyToTell
    publication = Publication.objects.create(
        model_year=locked, reading=reading, text=text, published_by=by, published_at=timezone.now()
    )
    Notice.objects.bulk_create(Notice(publication=publication, department=one) for one in told)
    return publication


@transaction.atomic
def acknowledge(*, notice: Notice, by: User) -> Notice:
    """Someone at the department has received it; who and when are kept. Raises ReceivedAlready."""
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if locked.acknowledged_at is not None:
        raise ReceivedAlready
    locked.acknowledge(by=by, now=timezone.now())
    return locked
