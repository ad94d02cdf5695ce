"""company_proposals.csv: what the city's companies say that they can offer, and the answers (DOMAIN.md 2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Column, Kind
from organisation.models import CompanyProposal, Department, DepartmentKind, ProposalAnswer
from register.entries import (
    Counts,
    Entry,
    Key,
    Values,
    Whole,
    counted,
    ends_before_start,
    pending,
    repeated,
    shown,
    unknown_department,
)
from register.faults import Fault, Remark
from register.files import departments

NAME = "company_proposals.csv"
ANSWERS = {answer.value: answer.label for answer in ProposalAnswer if answer.value}
COLUMNS: tuple[Column, ...] = (
    Column("company", gettext_lazy("bolag"), required=True, longest=12),
    Column("places", gettext_lazy("antal platser"), Kind.INTEGER, required=True, minimum=1),
    Column("first_month", gettext_lazy("första månaden"), Kind.MONTH, required=True),
    Column("last_month", gettext_lazy("sista månaden"), Kind.MONTH),
    Column("text", gettext_lazy("vad bolaget kan erbjuda"), required=True, longest=10_000),
    Column("filed_on", gettext_lazy("lämnat"), Kind.DATE, required=True),
    Column("answer", gettext_lazy("svar"), Kind.CHOICE, choices=ANSWERS),
    Column("answer_text", gettext_lazy("svar i ord"), longest=10_000),
    Column("answered_on", gettext_lazy("besvarat"), Kind.DATE),
)


def key(values: Values, whole: Whole) -> Key:
    """A company says one thing of a month on a day."""
    return _key(values)


def _key(values: Values) -> Key:
    return (values["company"], values["first_month"], values["filed_on"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    """Of several from the same company, month and day the last stands."""
    rows = CompanyProposal.objects.select_related("company").order_by("company__code", "first_month", "filed_at", "pk")
    return {_key(values): values for values in map(_values, rows)}


def _values(one: CompanyProposal) -> Values:
    return {
        "company": one.company.code,
        "places": one.places,
        "first_month": one.first_month,
        "last_month": one.last_month,
        "text": one.text,
        "filed_on": timezone.localdate(one.filed_at),
        "answer": one.answer or None,
        "answer_text": one.answer_text,
        "answered_on": timezone.localdate(one.answered_at) if one.answered_at else None,
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "filed_on")
    kinds = {key[0]: values["kind"] for key, values in whole.all(departments.NAME).items()}
    for entry in entries:
        yield from unknown_department(entry, whole, "company")
        yield from ends_before_start(entry, "first_month", "last_month")
        yield from ends_before_start(entry, "filed_on", "answered_on")
        if kinds.get(entry["company"], DepartmentKind.COMPANY) != DepartmentKind.COMPANY:
            yield entry.fault("company", _("ett bolag: förvaltningar erbjuder platser i platsbanken"))
        yield from _answered(entry)


def _answered(entry: Entry) -> Iterator[Fault]:
    """An answer has a day and, unless it is withdrawn, words; one that is given is not changed."""
    if (entry["answer"] is None) != (entry["answered_on"] is None):
        yield entry.fault("answered_on", _("en dag när det finns ett svar, annars en tom cell"))
    if entry["answer"] in (ProposalAnswer.ACCEPTED, ProposalAnswer.DECLINED) and not entry["answer_text"]:
        yield entry.fault("answer_text", _("svaret i ord, som bolaget kan läsa"))
    if entry.before and entry.before["answer"]:
        for column in entry.differing:
            expected = _("%(before)s, för förslaget är besvarat") % {"before": shown(entry.before[column])}
            yield entry.fault(column, expected)


def save(entries: list[Entry], whole: Whole) -> Counts:
    """Who filed and who answered is not part of the folder."""
    companies = {each.code: each for each in Department.objects.filter(kind=DepartmentKind.COMPANY)}
    kept = {_key(_values(one)): one for one in CompanyProposal.objects.select_related("company").order_by("pk")}
    for entry in pending(entries):
        one = kept.get(entry.key) or CompanyProposal(filed_at=_noon(entry["filed_on"]))
        one.company = companies[entry["company"]]
        for name in ("places", "first_month", "last_month", "text", "answer_text"):
            setattr(one, name, entry[name])
        one.answer = entry["answer"] or ProposalAnswer.WAITING
        one.answered_at = _noon(entry["answered_on"]) if entry["answered_on"] else None
        one.save()
    return counted(entries)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
