"""successors.csv: who takes over which share of a department's staff, from which month (DOMAIN.md 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementVersion
from billing.models import Reconciliation
from foundation.periods import Month
from foundation.tables import Column, Kind
from organisation.models import Department, Succession
from register.entries import Counts, Entry, Key, Values, Whole, counted, pending, repeated, unknown_department
from register.faults import Fault, Remark

NAME = "successors.csv"
COLUMNS: tuple[Column, ...] = (
    Column("predecessor", gettext_lazy("föregångare"), required=True, longest=12),
    Column("successor", gettext_lazy("efterträdare"), required=True, longest=12),
    Column("first_month", gettext_lazy("från och med"), Kind.MONTH, required=True),
    Column("share", gettext_lazy("andel"), Kind.DECIMAL, required=True),
    Column("decision", gettext_lazy("beslut"), required=True, longest=200),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["predecessor"], values["successor"], values["first_month"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    rows = Succession.objects.order_by("first_month", "predecessor__code", "successor__code")
    names = [column.name for column in COLUMNS]
    found = rows.values_list("predecessor__code", "successor__code", "first_month", "share", "decision")
    return {row[:3]: dict(zip(names, row, strict=True)) for row in found}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "successor")
    totals: defaultdict[tuple[str, Month], Decimal] = defaultdict(Decimal)
    for (predecessor, _successor, month), values in whole.all(NAME).items():
        totals[predecessor, month] += values["share"]
    for entry in entries:
        yield from unknown_department(entry, whole, "predecessor")
        yield from unknown_department(entry, whole, "successor")
        if entry["predecessor"] == entry["successor"]:
            yield entry.fault("successor", _("en annan förvaltning än föregångaren"))
        if not (0 < entry["share"] <= 1 and round(entry["share"], 6) == entry["share"]):
            yield entry.fault("share", _("en andel över 0 och högst 1 med högst sex decimaler, t.ex. 0.6"))
        elif totals[entry["predecessor"], entry["first_month"]] > 1:
            yield entry.fault("share", _("andelar som tillsammans är högst 1"))
        if entry.is_new or "share" in entry.differing:
            yield from _settled(entry)


def _settled(entry: Entry) -> Iterator[Fault]:
    """Staff is not moved under closed months, nor under what the register has signed on it as it is counted."""
    codes, first = (entry["predecessor"], entry["successor"]), entry["first_month"]
    closed = Reconciliation.objects.closed().filter(department__code__in=codes, month__gte=first)
    if row := closed.order_by("-month", "department__code").select_related("department").first():
        words = {"month": row.month, "code": row.department.code}
        yield entry.fault("first_month", _("en månad efter %(month)s, som är stängd för %(code)s") % words)
        return
    signed = AgreementVersion.objects.signed().filter(agreement__department__code__in=codes, valid_from__gte=first)
    for version in signed.select_related("agreement__department", "agreement__model_year").order_by("-valid_from"):
        agreement = version.agreement
        if agreement.model_year.at(version.valid_from).headcount_date < first.first_day:
            words = {"month": version.valid_from, "code": agreement.department.code}
            expected = _("en månad efter %(month)s, som %(code)s har undertecknat på de anställda som de är räknade")
            yield entry.fault("first_month", expected % words)
            return


def save(entries: list[Entry], whole: Whole) -> Counts:
    """Rows that shrink come first, so that no sum is more than the whole on the way."""
    by_code = {each.code: each for each in Department.objects.all()}
    changed = sorted(pending(entries), key=lambda one: one["share"] - (one.before["share"] if one.before else 0))
    for entry in changed:
        Succession.objects.update_or_create(
            predecessor=by_code[entry["predecessor"]],
            successor=by_code[entry["successor"]],
            first_month=entry["first_month"],
            defaults={"share": entry["share"], "decision": entry["decision"]},
        )
    return counted(entries)
