"""transfer_endings.csv: accepted transfers that end before their time, agreed on or proposed (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import QuotaTransfer, TransferEnding
from agreements.models.proposal import LIVE
from billing.models import Reconciliation
from foundation.tables import Column, Kind
from organisation.models import Department
from register.entries import Counts, Entry, Key, Values, Whole, counted, pending, repeated, shown
from register.faults import Fault, Remark
from register.targets import first_month_overdrawn, months_from

NAME = "transfer_endings.csv"
COLUMNS: tuple[Column, ...] = (
    Column("from_department", gettext_lazy("från förvaltning"), required=True, longest=12, aliases=("från",)),
    Column("to_department", gettext_lazy("till förvaltning"), required=True, longest=12, aliases=("till",)),
    Column("first_month", gettext_lazy("första månaden"), Kind.MONTH, required=True),
    Column("from_month", gettext_lazy("upphör från och med"), Kind.MONTH, required=True),
    Column("reason", gettext_lazy("varför")),
    Column("proposed_for", gettext_lazy("föreslagen för"), longest=12),
    Column("proposed_on", gettext_lazy("föreslagen"), Kind.DATE),
    Column("signed_on", gettext_lazy("undertecknad"), Kind.DATE),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["from_department"], values["to_department"], values["first_month"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values | {"proposed_for": values["proposed_for"] or values["from_department"]}


def stored() -> dict[Key, Values]:
    """Those that hold or wait; an ending that was declined or withdrawn changed nothing."""
    endings = TransferEnding.objects.filter(LIVE).select_related(
        "transfer__from_department", "transfer__to_department", "proposed_for"
    )
    order = ("transfer__from_department__code", "transfer__to_department__code", "transfer__first_month")
    rows = [_values(one) for one in endings.order_by(*order)]
    return {(row["from_department"], row["to_department"], row["first_month"]): row for row in rows}


def _values(one: TransferEnding) -> Values:
    return {
        "from_department": one.transfer.from_department.code,
        "to_department": one.transfer.to_department.code,
        "first_month": one.transfer.first_month,
        "from_month": one.from_month,
        "reason": one.reason,
        "proposed_for": one.proposing_side.code,
        "proposed_on": one.proposed_on,
        "signed_on": one.signed_on,
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "first_month")
    transfers = whole.all("transfers.csv")
    for entry in entries:
        transfer = transfers.get((*entry.key, None))
        if transfer is None or transfer["signed_on"] is None:
            if whole.is_readable("transfers.csv"):
                yield entry.fault("first_month", _("en undertecknad överföring i transfers.csv"))
            continue
        yield from _outside(entry, transfer)
        if entry["proposed_for"] not in entry.key[:2]:
            yield entry.fault("proposed_for", _("någon av de två förvaltningarna"))
        if entry.before and entry.before["signed_on"]:
            for column in entry.differing:
                words = {"before": shown(entry.before[column])}
                yield entry.fault(column, _("%(before)s, för avslutet är undertecknat") % words)
        elif entry["signed_on"]:
            yield from _in_closed_month(entry)
            yield from _given_on(entry, transfer, whole)


def _outside(entry: Entry, transfer: Values) -> Iterator[Fault]:
    first, last = transfer["first_month"], transfer["last_month"]
    if entry["from_month"] < first or (last is not None and entry["from_month"] > last):
        words = {"first": first, "last": last or _("tills vidare")}
        yield entry.fault("from_month", _("en av överföringens månader, %(first)s–%(last)s") % words)


def _in_closed_month(entry: Entry) -> Iterator[Fault]:
    """The places go back in a month that is open for both."""
    closed = Reconciliation.objects.closed().filter(department__code__in=entry.key[:2], month__gte=entry["from_month"])
    last = closed.order_by("-month", "-department__code").select_related("department").first()
    if last is not None:
        words = {"month": last.month, "code": last.department.code}
        yield entry.fault("from_month", _("en månad efter %(month)s, som är stängd för %(code)s") % words)


def _given_on(entry: Entry, transfer: Values, whole: Whole) -> Iterator[Fault]:
    """The receiver has not given the places away in its turn."""
    receiver = entry["to_department"]
    months = months_from(whole, entry["from_month"], transfer["last_month"])
    if month := first_month_overdrawn(whole, receiver, months):
        words = {"code": receiver, "month": month}
        yield entry.fault("from_month", _("en månad då %(code)s har platserna kvar (inte %(month)s)") % words)


def save(entries: list[Entry], whole: Whole) -> Counts:
    departments = {each.code: each for each in Department.objects.all()}
    for entry in pending(entries):
        transfer = QuotaTransfer.objects.signed().get(
            from_department=departments[entry["from_department"]],
            to_department=departments[entry["to_department"]],
            first_month=entry["first_month"],
        )
        TransferEnding.objects.filter(LIVE).update_or_create(
            transfer=transfer,
            defaults={
                "from_month": entry["from_month"],
                "reason": entry["reason"],
                "proposed_for": departments[entry["proposed_for"]],
                "proposed_on": entry["proposed_on"],
                "signed_on": entry["signed_on"],
            },
        )
    return counted(entries)
