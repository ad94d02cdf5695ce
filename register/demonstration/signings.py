"""Two agreements signed in the system, and an amendment that is asked about and waits for its signatures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from agreements.models import AgreementVersion, Side, VersionState
from agreements.operations import (
    DraftValues,
    amend,
    answer_comment,
    comment,
    edit_draft,
    send_for_signing,
    sign,
)
from foundation.periods import Month
from register.demonstration.cast import Users
from register.demonstration.story_clock import on


@dataclass(frozen=True, slots=True)
class Signing:
    department: str
    head: str
    contact: str
    registry_number: str
    day: date


SIGNINGS = (
    Signing("220", "chef.service", "Henrik Provström", "ASN-2021-EXEMPEL-220", date(2021, 1, 18)),
    Signing("140", "chef.fritid", "Hanna Exempelsson", "ASN-2021-EXEMPEL-140", date(2021, 1, 25)),
)
AMENDED, AMENDED_FROM, SENT_ON = "220", Month(2021, 9), date(2021, 8, 5)
ASKED_ON = date(2021, 8, 6)


def sign_in_the_system(users: Users) -> None:
    for signing in SIGNINGS:
        with on(signing.day):
            version = AgreementVersion.objects.get(
                agreement__department__code=signing.department, agreement__model_year__year=2021, number=1
            )
            values = replace(
                _values(version), registry_number=signing.registry_number, department_contact=signing.contact
            )
            draft = edit_draft(version=version, values=values, by=users["asf.handlaggare"])
            sent = send_for_signing(version=draft, by=users["asf.handlaggare"])
            for side, username in ((Side.DEPARTMENT, signing.head), (Side.PROVIDER, "asf.chef")):
                sign(
                    version=sent,
                    side=side.value,
                    by=users[username],
                    seen_sha256=sent.content_sha256,
                    today=signing.day,
                )


def send_an_amendment(users: Users) -> None:
    """Serviceförvaltningen offers more from September; both sides have yet to sign."""
    signed = AgreementVersion.objects.select_related("agreement").get(
        agreement__department__code=AMENDED, agreement__model_year__year=2021, number=1
    )
    by = users["asf.handlaggare"]
    with on(SENT_ON):
        draft = amend(agreement=signed.agreement, valid_from=AMENDED_FROM, by=by)
        note = "Fem platser till när lokalvården tar över två skolor i september (konstruerat)."
        values = replace(_values(draft), target=signed.target + 5, deviation_note=note)
        send_for_signing(version=edit_draft(version=draft, values=values, by=by), by=by)


def ask_about_the_amendment(users: Users) -> None:
    """Serviceförvaltningen asks before it signs, and gets its answer."""
    version = AgreementVersion.objects.get(agreement__department__code=AMENDED, state=VersionState.SENT)
    with on(ASKED_ON):
        asked = comment(
            version=version, field="cost_financing", text="Vem betalar arbetskläder i de två skolorna? (konstruerat)",
            side=Side.DEPARTMENT.value, by=users["hr.service"], now=timezone.now(),
        )  # fmt: skip
        answer_comment(
            comment=asked, text="Ni, inom samma ram som för de övriga. (konstruerat)", side=Side.PROVIDER.value,
            by=users["asf.handlaggare"], now=timezone.now(),
        )  # fmt: skip


def _values(version: AgreementVersion) -> DraftValues:
    """What the draft says now, so that only what the story changes is changed."""
    return DraftValues(
        registry_number=version.agreement.registry_number,
        target=version.target,
        deviation_note=version.deviation_note,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        counting_rule=version.counting_rule,
        fraction_rule=version.fraction_rule,
        unfilled_place_excuses=version.unfilled_place_excuses,
        cost_financing=version.cost_financing,
        free_terms=version.free_terms,
        department_contact=version.department_contact,
        provider_contact=version.provider_contact or "Amina Låtsasson",
        steps={step.month: step.target for step in version.monthly_targets.all()},
    )
