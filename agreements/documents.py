"""The agreement as a document: the signed one is made once and kept, a draft is made anew and says that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from agreements.content import AgreementContent
from agreements.models import PaperSigning, Signature
from agreements.wording import clauses, derivation_of, differences, moves_in_words
from allocation.models import Basis
from allocation.quota import Rounding
from allocation.wording import exact_number, how_rounded, percentage
from foundation.documents.archive import archive
from foundation.documents.render import render_pdf
from foundation.models import Document

TEMPLATE = "agreements/document.html"


def archive_signed(
    content: AgreementContent,
    *,
    before: AgreementContent | None,
    signatures: Sequence[Signature],
    sha256: str,
    today: date,
    paper: PaperSigning | None = None,
) -> Document:
    """Make the document of a version that both sides have signed, and keep its bytes.

    `before` is what the version that it replaces says: what is new stands in a table of its own. With `paper` the
    document says who signed in ink, and which scan shows it.
    """
    pdf = _render(content, before=before, signatures=signatures, sha256=sha256, created=today, draft=False, paper=paper)
    return archive(kind="agreement", name=file_name(content), content=pdf)


def draft_pdf(content: AgreementContent, *, before: AgreementContent | None = None, sha256: str, today: date) -> bytes:
    """A preview, marked as a draft on every page; kept nowhere."""
    return _render(content, before=before, signatures=[], sha256=sha256, created=today, draft=True)


def file_name(content: AgreementContent) -> str:
    return f"overenskommelse-{content.model_year}-{content.department_code}-version-{content.number}.pdf"


def _render(
    content: AgreementContent,
    *,
    before: AgreementContent | None,
    signatures: Sequence[Signature],
    sha256: str,
    created: date,
    draft: bool,
    paper: PaperSigning | None = None,
) -> bytes:
    with override("sv"):  # documents are Swedish whatever the reader's language
        context = {
            "content": content,
            "clauses": {clause.name: clause for clause in clauses(content)},
            "differences": differences(before, content) if before else [],
            "derivation": derivation_of(content),
            "moves": moves_in_words(content),
            "rate": percentage(content.basis.rate),
            "basis_label": Basis(content.basis.basis).label,
            "rounded": how_rounded(Rounding(content.basis.rounding)),
            "exact": exact_number(content.basis.rate * (content.basis.people or 0)),
            "signatures": {signature.side: signature for signature in signatures},
            "sha256": sha256,
            "paper": paper,
            "is_draft": draft,
        }
        title = f"Överenskommelse om arbetsmarknadsanställningar {content.model_year}: {content.department}"
    return render_pdf(template=TEMPLATE, context=context, title=title, created=created)
