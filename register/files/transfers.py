"""transfers.csv: places that move between two departments' targets, whole months (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import QuotaTransfer, TransferNotice
from billing.models import Reconciliation
from foundation.periods import Month
from foundation.tables import Column, Kind
from organisation.models import Department
from register.bearing import has_quota
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
from register.targets import first_months_below_zero

NAME = "transfers.csv"
COLUMNS: tuple[Column, ...] = (
    Column("from_department", gettext_lazy("från förvaltning"), required=True, longest=12, aliases=("från",)),
    Column("to_department", gettext_lazy("till förvaltning"), required=True, longest=12, aliases=("till",)),
    Column("number", gettext_lazy("antal"), Kind.INTEGER, required=True, minimum=1),
    Column("first_month", gettext_lazy("första månaden"), Kind.MONTH, required=True),
    Column("last_month", gettext_lazy("sista månaden"), Kind.MONTH),
    Column("reason", gettext_lazy("varför")),
    Column("proposed_for", gettext_lazy("föreslagen för"), longest=12),
    Column("proposed_on", gettext_lazy("föreslagen"), Kind.DATE),
    Column("signed_on", gettext_lazy("undertecknad"), Kind.DATE),
    Column("declined_on", gettext_lazy("avböjd"), Kind.DATE),
    Column("decline_reason", gettext_lazy("varför avböjd")),
    Column("withdrawn_on", gettext_lazy("tillbakadragen"), Kind.DATE),
    Column("noted_on", gettext_lazy("noterad av ASF"), Kind.DATE),
)
SETTLED = ("signed_on", "declined_on", "withdrawn_on")
PLAIN = ("number", "first_month", "last_month", "reason", "proposed_on", *SETTLED, "decline_reason")


def key(values: Values, whole: Whole) -> Key:
    """One live transfer for each start; those that came to nothing are told apart by the day on which they did."""
    return _key(values)


def _key(values: Values) -> Key:
    gone_on = values["declined_on"] or values["withdrawn_on"]
    return (values["from_department"], values["to_department"], values["first_month"], gone_on)


def filled_in(values: Values, whole: Whole) -> Values:
    return values | {"proposed_for": values["proposed_for"] or values["from_department"]}


def stored() -> dict[Key, Values]:
    transfers = QuotaTransfer.objects.select_related("from_department", "to_department", "proposed_for", "notice")
    rows = [
        _values(one) for one in transfers.order_by("from_department__code", "to_department__code", "first_month", "pk")
    ]
    return {_key(row): row for row in rows}


def _values(one: QuotaTransfer) -> Values:
    return {
        "from_department": one.from_department.code,
        "to_department": one.to_department.code,
        "number": one.number,
        "first_month": one.first_month,
        "last_month": one.last_month,
        "reason": one.reason,
        "proposed_for": one.proposing_side.code,
        "proposed_on": one.proposed_on,
        "signed_on": one.signed_on,
        "declined_on": one.declined_on,
        "decline_reason": one.decline_reason,
        "withdrawn_on": one.withdrawn_on,
        "noted_on": one.notice.noted_on if hasattr(one, "notice") else None,
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "first_month")
    closed = _closed_months()
    below_zero = first_months_below_zero(whole)
    for entry in entries:
        yield from ends_before_start(entry, "first_month", "last_month")
        yield from _parties(entry, whole)
        yield from _settled(entry)
        if entry.before and _is_settled(entry.before):
            yield from _changed_though_settled(entry)
        elif entry["signed_on"]:
            yield from _in_closed_month(entry, closed)
        if entry.key in below_zero and entry.key[3] is None:
            month, has = below_zero[entry.key]
            words = {"has": has, "month": month}
            yield entry.fault("number", _("högst %(has)s, som %(month)s är allt givaren har kvar") % words)


def _parties(entry: Entry, whole: Whole) -> Iterator[Fault]:
    for column in ("from_department", "to_department"):
        yield from unknown_department(entry, whole, column)
        if not has_quota(whole, entry[column], entry["first_month"]):
            yield entry.fault(column, _("en förvaltning som har en kvot"))
    if entry["from_department"] == entry["to_department"]:
        yield entry.fault("to_department", _("en annan förvaltning än den som ger"))


def _settled(entry: Entry) -> Iterator[Fault]:
    """At most one of the three days, and the ones that belong to it."""
    days = [name for name in SETTLED if entry[name] is not None]
    if len(days) > 1:
        yield entry.fault(days[1], _("en tom cell, för %(column)s är ifylld") % {"column": days[0]})
    if entry["declined_on"] is not None and not entry["decline_reason"]:
        yield entry.fault("decline_reason", _("varför överföringen avböjdes"))
    if entry["noted_on"] is not None and entry["signed_on"] is None:
        yield entry.fault("noted_on", _("en tom cell, för överföringen är inte undertecknad"))
    if entry["proposed_for"] not in (entry["from_department"], entry["to_department"]):
        yield entry.fault("proposed_for", _("någon av de två förvaltningarna"))


def _is_settled(values: Values) -> bool:
    return any(values[name] is not None for name in SETTLED)


def _changed_though_settled(entry: Entry) -> Iterator[Fault]:
    before = entry.before or {}
    for column in entry.differing:
        if column == "noted_on" and before[column] is None:
            continue  # ASF may note it later
        expected = _("%(before)s, för överföringen är undertecknad") % {"before": shown(before[column])}
        yield entry.fault(column, expected)


def _closed_months() -> set[tuple[str, Month]]:
    return set(Reconciliation.objects.closed().values_list("department__code", "month"))


def _in_closed_month(entry: Entry, closed: set[tuple[str, Month]]) -> Iterator[Fault]:
    """A transfer is refused if it would change a closed month (DOMAIN.md 4)."""
    for code, month in sorted(closed):
        within = entry["first_month"] <= month and (entry["last_month"] is None or month <= entry["last_month"])
        if within and code in (entry["from_department"], entry["to_department"]):
            words = {"month": month, "code": code}
            yield entry.fault("first_month", _("en månad efter %(month)s, som är stängd för %(code)s") % words)
            return


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    kept = {_key(_values(one)): one for one in QuotaTransfer.objects.select_related("from_department", "to_department")}
    for entry in pending(entries):
        transfer = kept.get(entry.key) or _open_of(entry, kept) or QuotaTransfer()
        if transfer.pk is None or transfer.is_open:  # what is settled can only be noted
            for name in ("from_department", "to_department", "proposed_for"):
                setattr(transfer, name, departments[entry[name]])
            for name in PLAIN:
                setattr(transfer, name, entry[name])
            transfer.save()
        if entry["noted_on"] is not None and not TransferNotice.objects.filter(transfer=transfer).exists():
            TransferNotice.objects.create(transfer=transfer, noted_on=entry["noted_on"])
    return counted(entries)


def _open_of(entry: Entry, kept: dict[Key, QuotaTransfer]) -> QuotaTransfer | None:
    """The open proposal that the row says was declined or withdrawn."""
    found = kept.get((*entry.key[:3], None))
    return found if found is not None and found.is_open and entry.key[3] is not None else None
