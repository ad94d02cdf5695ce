"""One agreement as its page shows it: a version read as the document, its signatures, its versions, its history."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.content import AgreementContent, missing_parts
from agreements.models import Agreement, AgreementVersion, Side, Signature, VersionState
from agreements.queries.content import content_of, versions_with_parts
from agreements.queries.listing import facts_of, parties_of
from agreements.standing import Party, Stage, stage_of, standing
from agreements.wording import (
    Clause,
    Difference,
    StandingWords,
    clauses,
    differences,
    missing_in_words,
    standing_in_words,
)
from foundation.periods import Month
from organisation.models import User


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One place on the signature strip; `may_sign` when it waits for the reader."""

    side: Side
    signature: Signature | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class VersionPage:
    agreement: Agreement
    version: AgreementVersion
    versions: list[AgreementVersion]
    content: AgreementContent
    clauses: list[Clause]
    words: StandingWords
    signatures: list[SignatureLine]
    missing: list[str]
    differences: list[Difference]
    replaced: int | None
    parties: frozenset[Party]
    is_in_force: bool

    @property
    def is_draft(self) -> bool:
        return self.version.state == VersionState.DRAFT

    @property
    def is_sent(self) -> bool:
        return self.version.state == VersionState.SENT

    @property
    def may_draft(self) -> bool:
        return Party.DRAFTER in self.parties

    @property
    def may_amend(self) -> bool:
        signed = any(version.state == VersionState.SIGNED for version in self.versions)
        return self.may_draft and signed and not any(version.is_open for version in self.versions)

    @property
    def may_send_back(self) -> bool:
        return self.is_sent and bool(self.parties)

    @property
    def side_to_sign(self) -> Side | None:
        return next((line.side for line in self.signatures if line.may_sign), None)


def version_page(agreement: Agreement, *, number: int | None, reader: User, month: Month) -> VersionPage | None:
    """The asked version, else the open one, else the one in force, else the last; None when there is no such one.

    About ten queries, whatever the number of versions.
    """
    versions = list(
        versions_with_parts().filter(agreement=agreement).prefetch_related("signatures__signer").order_by("number")
    )
    live = [version for version in versions if version.state != VersionState.CANCELLED]
    stands = standing([facts_of(version) for version in live], month=month)
    wanted = number or stands.open or stands.in_force or (versions[-1].number if versions else 0)
    version = next((version for version in versions if version.number == wanted), None)
    if version is None:
        return None
    parties = parties_of(reader, agreement.department)
    content = content_of(version)
    replaced = next((v for v in versions if v.number == content.replaces), None)
    return VersionPage(
        agreement=agreement,
        version=version,
        versions=versions,
        content=content,
        clauses=clauses(content),
        words=_words(version, parties, is_in_force=version.number == stands.in_force, month=month),
        signatures=_strip(version, parties, reader),
        missing=missing_in_words(missing_parts(content)) if version.is_open else [],
        differences=differences(content_of(replaced), content) if replaced else [],
        replaced=replaced.number if replaced else None,
        parties=parties,
        is_in_force=version.number == stands.in_force,
    )


def _words(version: AgreementVersion, parties: frozenset[Party], *, is_in_force: bool, month: Month) -> StandingWords:
    if version.state == VersionState.CANCELLED:
        return StandingWords("neutral", version.get_state_display())
    if version.is_open:
        return standing_in_words(stage_of(facts_of(version)), reader=parties)
    if is_in_force:
        return standing_in_words(Stage.IN_FORCE, reader=parties)
    return standing_in_words(Stage.COMING if version.valid_from > month else Stage.ENDED, reader=parties)


def _strip(version: AgreementVersion, parties: frozenset[Party], reader: User) -> list[SignatureLine]:
    by_side = {signature.side: signature for signature in version.signatures.all()}
    has_signed = any(signature.signer_id == reader.pk for signature in by_side.values())
    is_sent = version.state == VersionState.SENT
    return [
        SignatureLine(
            side=side,
            signature=by_side.get(side),
            may_sign=is_sent and side not in by_side and Party(side.value) in parties and not has_signed,
        )
        for side in Side
    ]
