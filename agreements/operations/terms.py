"""A table of terms on its way in, and many drafts sent at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementVersion, TermsFile, TermsFileState
from agreements.operations.drafting import edit_draft
from agreements.operations.sending import send_for_signing
from agreements.queries.terms import fingerprint, read_terms_file
from allocation.models import ModelYear
from foundation.refusals import Refusal
from organisation.models import User


class NothingNew(Refusal):
    def __init__(self, file_name: str) -> None:
        super().__init__(
            _("Varje rad i %(name)s står redan så i utkasten. Inget ändras. Välj en annan fil om ni väntade er något.")
            % {"name": file_name}
        )


class FileSettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Filen är redan godkänd eller avbruten. Inget ändras. Läs in den på nytt om det behövs.")
        )


class ComparedAnew(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Utkasten har ändrats sedan ni såg jämförelsen. Inget är ändrat. Läs jämförelsen på nytt.")
        )


@transaction.atomic
def propose_terms(*, content: bytes, file_name: str, model_year: ModelYear, by: User) -> TermsFile:
    """Keep a faultless file for comparison. The same file again while it waits gives the one that waits.

    Raises NothingNew when it says what the drafts already say, and the refusals of `foundation.tables`.
    """
    reading = read_terms_file(content, file_name, model_year, reader=by)
    if not reading.edited:
        raise NothingNew(file_name)
    digest = hashlib.sha256(content).hexdigest()
    same = TermsFile.objects.filter(model_year=model_year, sha256=digest, state=TermsFileState.WAITING).first()
    return same or TermsFile.objects.create(
        model_year=model_year, file_name=file_name[:200], content=content, sha256=digest, imported_by=by
    )


@transaction.atomic
def accept_terms(*, file: TermsFile, seen: str, by: User) -> int:
    """Write every changed draft, or none; the number of drafts. `seen` is the comparison that the person read.

    Raises FileSettled, ComparedAnew, NotADraft and OutsideModelYear.
    """
    locked = _claimed(file)
    reading = read_terms_file(bytes(locked.content), locked.file_name, locked.model_year, reader=by)
    if reading.errors or fingerprint(reading.edited) != seen:
        raise ComparedAnew
    with pghistory.context(reason=_("Inläst från %(file)s") % {"file": locked.file_name}):
        for one in reading.edited:
            edit_draft(version=one.version, values=one.after, by=by)
    locked.settle(TermsFileState.ACCEPTED, by=by, now=timezone.now())
    return len(reading.edited)


@transaction.atomic
def cancel_terms(*, file: TermsFile, by: User) -> None:
    """Leave the drafts as they are. Raises FileSettled on the second run."""
    _claimed(file).settle(TermsFileState.CANCELLED, by=by, now=timezone.now())


def send_many(*, versions: Collection[AgreementVersion], by: User) -> tuple[int, list[str]]:
    """Send each for signing; the number sent, and why the others were not, one text each. Each for itself."""
    sent, refusals = 0, []
    for version in versions:
        try:
            send_for_signing(version=version, by=by)
        except Refusal as refusal:
            refusals.append(f"{version.agreement.department.name}: {' '.join(refusal.messages)}")
        else:
            sent += 1
    return sent, refusals


def _claimed(file: TermsFile) -> TermsFile:
    locked = TermsFile.objects.select_for_update(of=("self",)).select_related("model_year").get(pk=file.pk)
    if not locked.is_waiting:
        raise FileSettled
    return locked
