"""What the small city (tests/whole_city.py) has of agreements on paper, endings and tables of terms."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agreements.models import AgreementEnding, AgreementVersion, FieldComment, TermsFile
from agreements.operations import PaperSaid, comment, propose_ending, register_paper
from agreements.operations.terms import propose_terms
from agreements.scans import Scan
from foundation.periods import Month
from organisation.models import User

ASKED_AT = datetime(2021, 11, 20, 9, tzinfo=UTC)


def asked_about(draft: AgreementVersion, by: User) -> FieldComment:
    return comment(version=draft, field="target", text="Räcker 19?", side="provider", by=by, now=ASKED_AT)


def terms_file(draft: AgreementVersion, by: User) -> TermsFile:
    """The draft's target raised by one in a spreadsheet; nobody has accepted it yet."""
    head = "Förvaltningskod;Överenskommet mål;Varför målet avviker från kvoten"
    content = f"{head}\r\n101;{draft.target + 1};En till.\r\n".encode()
    return propose_terms(content=content, file_name="villkor.csv", model_year=draft.agreement.model_year, by=by)


def on_paper(sent: AgreementVersion, by: User, *, today: date) -> AgreementVersion:
    """Signed in ink: the scan waits for somebody to vouch for it."""
    scan = Scan(b"%PDF-1.4 scanned\n%%EOF\n", "application/pdf", "pdf")
    register_paper(version=sent, scan=scan, said=PaperSaid(today, "Berit Bläck", "Pelle Penna"), by=by, today=today)
    return sent


def to_be_ended(signed: AgreementVersion, by: User) -> AgreementEnding:
    """ASF has proposed that it ends with June."""
    last_month = Month(signed.valid_from.year, 6)
    return propose_ending(
        agreement=signed.agreement, last_month=last_month, reason="Verksamheten flyttar.", side="provider", by=by,
        now=ASKED_AT,
    )  # fmt: skip
