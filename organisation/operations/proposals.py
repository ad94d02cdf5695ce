"""What companies say that they can offer, and what they are answered (DOMAIN.md 2)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.periods import Month
from foundation.refusals import Refusal
from organisation.models import CompanyProposal, Department, ProposalAnswer, User
from organisation.operations.departments import EndsBeforeStart


class NotACompany(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("%(name)s är inget bolag. Förvaltningar erbjuder platser i platsbanken.") % {"name": department.name}
        )


class AnsweredAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Förslaget är redan besvarat eller återtaget. Inget ändrades."))


class AnswerMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Svaret saknar ord. Skriv vad bolaget ska veta, t.ex. vem som hör av sig."))


@transaction.atomic
def file_proposal(
    *, company: Department, places: int, first_month: Month, last_month: Month | None, text: str, by: User
) -> CompanyProposal:
    """Raises NotACompany and EndsBeforeStart."""
    if not company.is_company:
        raise NotACompany(company)
    if last_month is not None and last_month < first_month:
        raise EndsBeforeStart(first_month, last_month)
    return CompanyProposal.objects.create(
        company=company,
        places=places,
        first_month=first_month,
        last_month=last_month,
        text=text,
        filed_by=by,
        filed_at=timezone.now(),
    )


@transaction.atomic
def answer_proposal(*, proposal: CompanyProposal, answer: ProposalAnswer, text: str, by: User) -> CompanyProposal:
    """Accept or decline, with words. Raises AnsweredAlready and AnswerMissing."""
    if not text.strip():
        raise AnswerMissing
    locked = _waiting(proposal)
    locked.settle(answer, text=text, by=by, now=timezone.now())
    return locked


@transaction.atomic
def withdraw_proposal(*, proposal: CompanyProposal, by: User) -> CompanyProposal:
    """By the company, before it is answered. Raises AnsweredAlready."""
    locked = _waiting(proposal)
    locked.settle(ProposalAnswer.WITHDRAWN, text="", by=by, now=timezone.now())
    return locked


def _waiting(proposal: CompanyProposal) -> CompanyProposal:
    locked = CompanyProposal.objects.select_for_update().get(pk=proposal.pk)
    if not locked.is_waiting:
        raise AnsweredAlready
    return locked
