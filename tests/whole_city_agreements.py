"""What the small city (tests/whole_city.py) has of agreements on paper, endings and tables of terms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from agreements.models import Agreement, AgreementEnding, AgreementVersion, FieldComment, QuotaTransfer, TermsFile
from agreements.operations import (
    PaperSaid,
    accept_transfer,
    accept_transfer_ending,
    amend,
    comment,
    draft_agreement,
    propose_ending,
    propose_transfer,
    propose_transfer_ending,
    register_paper,
    send_for_signing,
    sign,
)
from agreements.operations.terms import propose_terms
from agreements.scans import Scan
from allocation.models import ModelYear
from foundation.periods import Month
from organisation.models import User
from organisation.roles import Role
from tests.allocation.factories import HeadcountFactory, ModelYearFactory
from tests.billing.city import City
from tests.blank import blank_pdf

TODAY = date(2021, 11, 22)  # as in tests/whole_city.py
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
    scan = Scan(blank_pdf(), "application/pdf", "pdf")
    register_paper(version=sent, scan=scan, said=PaperSaid(today, "Berit Bläck", "Pelle Penna"), by=by, today=today)
    return sent


def to_be_ended(signed: AgreementVersion, by: User) -> AgreementEnding:
    """ASF has proposed that it ends with June."""
    last_month = Month(signed.valid_from.year, 6)
    return propose_ending(
        agreement=signed.agreement, last_month=last_month, reason="Verksamheten flyttar.", side="provider", by=by,
        now=ASKED_AT,
    )  # fmt: skip


def promises(base: City, people: dict[str, User]) -> dict[str, dict[str, Any]]:
    """Leisure: a version of 2020 signed by both, an amendment sent for signing, and a draft for 2022."""
    asf = people["asf_administrator"]
    signed = _signed(base, people)
    sent = send_for_signing(version=amend(agreement=signed.agreement, valid_from=Month(2020, 12), by=asf), by=asf)
    HeadcountFactory(department=base.leisure, date=date(2021, 11, 1), permanent=336, all_employees=404)
    draft = draft_agreement(department=base.leisure, model_year=_year(2022, date(2021, 11, 1)), by=asf)
    paper = on_paper(_sent(base, asf, 2019), asf, today=TODAY)
    ending = to_be_ended(_signed(base, people, 2018), asf)
    transfers = _transfers(base, people)
    return {
        "agreement": {"pk": signed.agreement_id},
        "signed": {"pk": signed.agreement_id, "number": signed.number},
        "sent": {"pk": signed.agreement_id, "number": sent.number},
        "draft": {"pk": draft.agreement_id, "number": draft.number},
        "comment": {"pk": asked_about(draft, asf).pk},
        "terms_file": {"pk": terms_file(draft, asf).pk},
        "paper": {"pk": paper.agreement_id, "number": paper.number},
        "ending": {"pk": ending.agreement_id, "ending": ending.pk},
        **{name: {"pk": transfer.pk} for name, transfer in transfers.items()},
    }


def _transfers(base: City, people: dict[str, User]) -> dict[str, QuotaTransfer]:
    """One that waits for ASF's head, one that is accepted and proposed to end, one that has ended early."""
    head, asf = people[Role.DEPARTMENT_HEAD.value], people[Role.ASF_HEAD.value]
    said: dict[str, Any] = {"number": 1, "last_month": None, "today": TODAY}
    waiting = propose_transfer(
        giver=base.leisure, receiver=base.provider, first_month=Month(2021, 12), by=head, side=base.leisure, **said
    )
    accepted = propose_transfer(
        giver=base.provider, receiver=base.leisure, first_month=Month(2021, 12), by=asf, side=base.provider, **said
    )
    ended = propose_transfer(
        giver=base.leisure, receiver=base.provider, first_month=Month(2021, 11), by=head, side=base.leisure, **said
    )
    accept_transfer(transfer=accepted, by=head, today=TODAY)
    accept_transfer(transfer=ended, by=asf, today=TODAY)
    for transfer, month in ((accepted, Month(2021, 12)), (ended, Month(2021, 11))):
        ending = propose_transfer_ending(transfer=transfer, from_month=month, by=asf, side=base.provider, today=TODAY)
    accept_transfer_ending(ending=ending, by=head, today=TODAY)
    return {"transfer": waiting, "accepted_transfer": accepted, "ended_transfer": ended}


def _signed(base: City, people: dict[str, User], year: int = 2020) -> AgreementVersion:
    sent = _sent(base, people["asf_administrator"], year)
    for side, role in (("department", Role.DEPARTMENT_HEAD.value), ("provider", Role.ASF_HEAD.value)):
        sent = sign(version=sent, side=side, by=people[role], seen_sha256=sent.content_sha256, today=TODAY)
    return sent


def _sent(base: City, asf: User, year: int) -> AgreementVersion:
    version = draft_agreement(department=base.leisure, model_year=_year(year, date(2020, 11, 1)), by=asf)
    Agreement.objects.filter(pk=version.agreement_id).update(registry_number=f"ASN-{year}-7")
    AgreementVersion.objects.filter(pk=version.pk).update(
        cost_financing="Förvaltningen bär dem.", department_contact="HR, 040-34 00 00", provider_contact="ASF"
    )
    return send_for_signing(version=version, by=asf)


def _year(year: int, headcount_date: date) -> ModelYear:
    made = ModelYearFactory(year=year, headcount_date=headcount_date)
    return ModelYear.objects.get(pk=made.pk)
