"""One agreement as its page shows it: a version read as the document, its signatures, its versions, its history."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.content import AgreementContent, missing_parts
from agreements.models import Agreement, AgreementEnding, AgreementVersion, PaperSigning, Side, Signature, VersionState
from agreements.queries.content import Foundations, content_of, versions_with_parts
from agreements.queries.listing import facts_of, last_month_of, parties_of, side_of
from agreements.queries.notes import Note, notes_of
from agreements.remaining import Remaining, remaining
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
class ClauseShown:
    """A clause with the comments that stand in its margin."""

    clause: Clause
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class VersionPage:
    agreement: Agreement
    version: AgreementVersion
    versions: list[AgreementVersion]
    content: AgreementContent
    clauses: list[ClauseShown]
    words: StandingWords
    signatures: list[SignatureLine]
    missing: list[str]
    differences: list[Difference]
    replaced: int | None
    parties: frozenset[Party]
    is_in_force: bool
    side: Side | None
    may_comment: bool
    paper: PaperSigning | None
    remaining: list[Remaining]
    endings: list[AgreementEnding]
    holds_to: Month | None
    reader_id: int

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
    def may_register_paper(self) -> bool:
        """ASF may, while nobody has signed here."""
        nobody = not any(line.signature for line in self.signatures)
        return self.is_sent and self.may_draft and nobody and self.paper is None

    @property
    def may_confirm_paper(self) -> bool:
        waits = self.is_sent and self.paper is not None and self.paper.registered_by_id != self.reader_id
        return waits and bool(self.parties)

    @property
    def proposed_ending(self) -> AgreementEnding | None:
        return next((ending for ending in self.endings if ending.agreed_on is None), None)

    @property
    def agreed_ending(self) -> AgreementEnding | None:
        """The ending that holds for the version shown."""
        agreed = [ending for ending in self.endings if ending.agreed_on]
        return next((ending for ending in agreed if self.version.number <= ending.through_version), None)

    @property
    def may_propose_ending(self) -> bool:
        """Those who draft or sign, when something is signed, nothing is open and no ending is on its way."""
        signed = [version.number for version in self.versions if version.state == VersionState.SIGNED]
        if not signed or not self.parties or any(version.is_open for version in self.versions):
            return False
        return not any(ending.through_version == max(signed) for ending in self.endings)

    @property
    def may_accept_ending(self) -> bool:
        """The other side's signer."""
        ending = self.proposed_ending
        signs_for = {party.value for party in self.parties}
        return ending is not None and ending.proposed_side != self.side and self.side in signs_for

    @property
    def side_to_sign(self) -> Side | None:
        return next((line.side for line in self.signatures if line.may_sign), None)


def version_page(agreement: Agreement, *, number: int | None, reader: User, month: Month) -> VersionPage | None:
    """The asked version, else the open one, else the one in force, else the last; None when there is no such one.

    About twelve queries, whatever the number of versions.
    """
    versions = list(
        versions_with_parts()
        .filter(agreement=agreement)
        .prefetch_related("signatures__signer", "agreement__endings")
        .order_by("number")
    )
    live = [version for version in versions if version.state != VersionState.CANCELLED]
    stands = standing([facts_of(version) for version in live], month=month)
    wanted = number or stands.open or stands.in_force or (versions[-1].number if versions else 0)
    version = next((version for version in versions if version.number == wanted), None)
    if version is None:
        return None
    on = Foundations(agreement.model_year)
    content = content_of(version, on)
    replaced = next((v for v in versions if v.number == content.replaces), None)
    before = content_of(replaced, on) if replaced else None
    is_in_force = version.number == stands.in_force
    return _page(agreement, version, versions, content, before, reader, month, is_in_force=is_in_force)


def _page(
    agreement: Agreement,
    version: AgreementVersion,
    versions: list[AgreementVersion],
    content: AgreementContent,
    before: AgreementContent | None,
    reader: User,
    month: Month,
    *,
    is_in_force: bool,
) -> VersionPage:
    parties = parties_of(reader, agreement.department)
    side = side_of(reader, agreement.department)
    notes = notes_of(version, side=side, reader=reader)
    paper = PaperSigning.objects.select_related("scan", "registered_by").filter(version=version).first()
    missing = missing_in_words(missing_parts(content)) if version.is_open else []
    return VersionPage(
        agreement=agreement,
        version=version,
        versions=versions,
        content=content,
        clauses=[ClauseShown(clause, notes.get(clause.name, [])) for clause in clauses(content)],
        words=_words(version, parties, is_in_force=is_in_force, month=month),
        signatures=_strip(version, parties, reader, is_paper=paper is not None),
        missing=missing,
        differences=differences(before, content) if before else [],
        replaced=before.number if before else None,
        parties=parties,
        is_in_force=is_in_force,
        side=side,
        may_comment=side is not None and version.is_open,
        paper=paper,
        remaining=_remaining(version, missing, notes, paper),
        endings=sorted(version.agreement.endings.all(), key=lambda ending: ending.through_version),
        holds_to=last_month_of(version),
        reader_id=reader.pk,
    )


def _remaining(
    version: AgreementVersion, missing: list[str], notes: dict[str, list[Note]], paper: PaperSigning | None
) -> list[Remaining]:
    return remaining(
        state=version.state,
        missing=missing,
        unanswered=[note.comment.side for one in notes.values() for note in one if note.is_open],
        signed={signature.side for signature in version.signatures.all()},
        paper_waits=paper is not None,
    )


def _words(version: AgreementVersion, parties: frozenset[Party], *, is_in_force: bool, month: Month) -> StandingWords:
    if version.state == VersionState.CANCELLED:
        return StandingWords("neutral", version.get_state_display())
    if version.is_open:
        return standing_in_words(stage_of(facts_of(version)), reader=parties)
    if is_in_force:
        return standing_in_words(Stage.IN_FORCE, reader=parties)
    stage = Stage.COMING if facts_of(version).begins_after(month) else Stage.ENDED
    return standing_in_words(stage, reader=parties)


def _strip(
    version: AgreementVersion, parties: frozenset[Party], reader: User, *, is_paper: bool
) -> list[SignatureLine]:
    by_side = {signature.side: signature for signature in version.signatures.all()}
    has_signed = any(signature.signer_id == reader.pk for signature in by_side.values())
    waits = version.state == VersionState.SENT and not is_paper
    return [
        SignatureLine(
            side=side,
            signature=by_side.get(side),
            may_sign=waits and side not in by_side and Party(side.value) in parties and not has_signed,
        )
        for side in Side
    ]
