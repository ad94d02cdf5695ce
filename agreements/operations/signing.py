"""Signing: two different people, each on exactly the content they saw; the last signature makes it final."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.closed_months import hold
from agreements.content import AgreementContent, content_sha256
from agreements.documents import archive_signed
from agreements.models import AgreementVersion, PaperSigning, Signature, VersionState
from agreements.operations.commenting import refuse_open_comments
from agreements.operations.conflicts import refuse_conflicts
from agreements.operations.drafting import claimed
from agreements.operations.sending import NotSent
from agreements.queries.content import content_of, headcounts_under, replaced_content
from foundation.refusals import Refusal
from organisation.models import User


class ContentChanged(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Innehållet är inte längre det som ni såg eller det som skickades för underskrift. "
                "Inget är undertecknat. Läs det på nytt; stämmer det inte, skicka tillbaka det."
            )
        )


class AlreadySigned(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Den sidan har redan undertecknat. Inget ändras."))


class PaperWaits(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Ett papper med underskrifter är registrerat. Intyga det, eller ta bort det och underteckna här.")
        )


class SamePerson(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Ni har redan undertecknat för den andra sidan. En annan person måste underteckna för den här.")
        )


@transaction.atomic
def sign(*, version: AgreementVersion, side: str, by: User, seen_sha256: str, today: date) -> AgreementVersion:
    """One side signs the content whose hash it saw; with both, the version is final and its document is kept.

    Raises NotSent, PaperWaits, ContentChanged, OpenComments, AlreadySigned, SamePerson, TouchesClosedMonth and
    LessThanGivenAway. Two who sign at once wait for each other on the version's row, so exactly one makes it final.
    """
    hold([version.agreement.department_id])  # before the version, as those who close months do
    locked = claimed(version)
    if locked.state != VersionState.SENT:
        raise NotSent
    if PaperSigning.objects.filter(version=locked).exists():
        raise PaperWaits
    content = agreed_content(locked, seen_sha256)
    refuse_open_comments(locked)
    earlier = list(locked.signatures.select_related("signer"))
    if any(signature.side == side for signature in earlier):
        raise AlreadySigned
    if any(signature.signer_id == by.pk for signature in earlier):
        raise SamePerson
    latest = Signature.objects.create(
        version=locked, side=side, signer=by, signed_at=timezone.now(), content_sha256=seen_sha256
    )
    if earlier:
        conclude(locked, content, [*earlier, latest], today)
    return locked


def agreed_content(locked: AgreementVersion, seen_sha256: str) -> AgreementContent:
    """What was sent, seen and still holds. Raises ContentChanged, TouchesClosedMonth and LessThanGivenAway."""
    # nobody accepts another number while we sign on this one
    list(headcounts_under(locked).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    content = content_of(locked)
    if not locked.content_sha256 == seen_sha256 == content_sha256(content):
        raise ContentChanged
    refuse_conflicts(locked)
    return content


def conclude(
    version: AgreementVersion,
    content: AgreementContent,
    signatures: list[Signature],
    today: date,
    *,
    paper: PaperSigning | None = None,
) -> None:
    """Both have signed, here or on `paper`: keep the document, freeze the version, lock the headcounts under it."""
    document = archive_signed(
        content,
        before=replaced_content(version),
        signatures=signatures,
        sha256=version.content_sha256,
        today=today,
        paper=paper,
    )
    version.sign(on=paper.signed_on if paper else today, document=document)
    headcounts_under(version).lock(now=timezone.now())
