"""Signed in ink: ASF registers the scan, a second person vouches for it, and the version is signed (DOMAIN.md 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.closed_months import hold
from agreements.models import AgreementVersion, PaperSigning, VersionState
from agreements.operations.commenting import refuse_open_comments
from agreements.operations.drafting import claimed
from agreements.operations.sending import NotSent
from agreements.operations.signing import ContentChanged, agreed_content, conclude
from agreements.scans import Scan
from foundation.documents.archive import archive
from foundation.refusals import Refusal
from organisation.models import User


class SignedInTheSystem(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("En sida har redan undertecknat här. Låt den andra göra det också, eller skicka först tillbaka den.")
        )


class PaperAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Ett papper är redan registrerat och väntar på att en annan person intygar det."))


class NoPaper(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Inget papper är registrerat för versionen, eller inte längre. Se hur den står."))


class SameRegistrar(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Ni har själv registrerat papperet. En annan person måste intyga det."))


class SignedInFuture(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Dagen för underskrift har inte varit än. Skriv den dag som står på papperet."))


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """What stands on the paper: the day, and who signed for each side."""

    signed_on: date
    department_signer: str
    provider_signer: str


@transaction.atomic
def register_paper(*, version: AgreementVersion, scan: Scan, said: PaperSaid, by: User, today: date) -> PaperSigning:
    """Keep the scan as it is, with what stands on it. Nothing is signed until someone else vouches for it.

    Raises NotSent, SignedInTheSystem, PaperAlready and SignedInFuture.
    """
    locked = claimed(version)
    if locked.state != VersionState.SENT:
        raise NotSent
    if locked.signatures.exists():
        raise SignedInTheSystem
    if PaperSigning.objects.filter(version=locked).exists():
        raise PaperAlready
    if said.signed_on > today:
        raise SignedInFuture
    agreement = locked.agreement
    name = f"inskannad-{agreement.model_year.year}-{agreement.department.code}-version-{locked.number}.{scan.ending}"
    return PaperSigning.objects.create(
        version=locked,
        scan=archive(kind="agreement_scan", name=name, content=scan.content, media_type=scan.media_type),
        signed_on=said.signed_on,
        department_signer=said.department_signer,
        provider_signer=said.provider_signer,
        content_sha256=locked.content_sha256,
        registered_by=by,
        registered_at=timezone.now(),
    )


@transaction.atomic
def confirm_paper(*, version: AgreementVersion, by: User, seen_sha256: str, today: date) -> AgreementVersion:
    """A second person has compared the scan with the text: the version is signed, on the day that the paper says.

    Raises NotSent, NoPaper, SameRegistrar, ContentChanged, OpenComments, TouchesClosedMonth and LessThanGivenAway.
    """
    hold([version.agreement.department_id])  # before the version, as those who close months do
    locked = claimed(version)
    if locked.state != VersionState.SENT:
        raise NotSent
    paper = PaperSigning.objects.select_related("scan").filter(version=locked).first()
    if paper is None:
        raise NoPaper
    if paper.registered_by_id == by.pk:
        raise SameRegistrar
    content = agreed_content(locked, seen_sha256)
    if paper.content_sha256 != seen_sha256:
        raise ContentChanged
    refuse_open_comments(locked)
    paper.confirm(by=by, now=timezone.now())
    conclude(locked, content, [], today, paper=paper)
    return locked


@transaction.atomic
def withdraw_paper(*, version: AgreementVersion, by: User) -> None:
    """Take a registered paper away, e.g. the wrong scan; its bytes stay in the archive. Raises NotSent and NoPaper."""
    locked = claimed(version)
    if locked.state != VersionState.SENT:
        raise NotSent
    deleted, _rows = PaperSigning.objects.filter(version=locked).delete()
    if not deleted:
        raise NoPaper
