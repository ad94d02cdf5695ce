"""agreement_endings.csv: agreements that end before their time; with a day both sides have agreed (DOMAIN.md 4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, AgreementEnding, Side
from billing.models import Reconciliation
from foundation.periods import Month
from foundation.tables import Column, Kind
from register.entries import (
    Counts,
    Entry,
    Key,
    Values,
    Whole,
    counted,
    pending,
    repeated,
    shown,
    unknown_department,
)
from register.faults import Fault, Remark
from register.files import agreements
from register.targets import first_month_overdrawn, months_from

NAME = "agreement_endings.csv"
COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("model_year", gettext_lazy("modellår"), Kind.INTEGER, required=True, minimum=2000),
    Column("version", gettext_lazy("till och med version"), Kind.INTEGER, required=True, minimum=1),
    Column("last_month", gettext_lazy("sista månaden"), Kind.MONTH, required=True),
    Column("reason", gettext_lazy("varför"), required=True, longest=10_000),
    Column("proposed_side", gettext_lazy("föreslagen av"), Kind.CHOICE, choices=dict(Side.choices)),
    Column("agreed_on", gettext_lazy("överenskommet"), Kind.DATE),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["department"], values["model_year"], values["version"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values | {"proposed_side": values["proposed_side"] or Side.PROVIDER.value}


def stored() -> dict[Key, Values]:
    rows = AgreementEnding.objects.select_related("agreement__department", "agreement__model_year").order_by(
        "agreement__department__code", "agreement__model_year__year", "through_version"
    )
    return {
        (row.agreement.department.code, row.agreement.model_year.year, row.through_version): {
            "department": row.agreement.department.code,
            "model_year": row.agreement.model_year.year,
            "version": row.through_version,
            "last_month": row.last_month,
            "reason": row.reason,
            "proposed_side": row.proposed_side,
            "agreed_on": row.agreed_on,
        }
        for row in rows
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "version")
    versions = whole.all(agreements.NAME)
    for entry in entries:
        yield from unknown_department(entry, whole)
        version = versions.get(entry.key)
        if (version is None or version["signed_on"] is None) and whole.is_readable(agreements.NAME):
            yield entry.fault("version", _("en undertecknad version i agreements.csv"))
        if entry.before and entry.before["agreed_on"]:
            yield from _changed_though_agreed(entry)
        elif entry["agreed_on"]:
            yield from _closed(entry)
            yield from _given_away(entry, whole)


def _changed_though_agreed(entry: Entry) -> Iterator[Fault]:
    for column in entry.differing:
        expected = _("%(before)s, för båda sidor är redan överens")
        yield entry.fault(column, expected % {"before": shown((entry.before or {})[column])})


def _closed(entry: Entry) -> Iterator[Fault]:
    """An ending that is new to the register changes no closed month."""
    closed = Reconciliation.objects.closed().filter(
        department__code=entry["department"],
        month__gt=entry["last_month"],
        model_year__year=entry["model_year"],
    )
    if row := closed.order_by("-month").first():
        yield entry.fault("last_month", _("%(month)s eller senare, för den månaden är stängd") % {"month": row.month})


def _given_away(entry: Entry, whole: Whole) -> Iterator[Fault]:
    """The quota covers what has been given away to other departments."""
    years = [Month.of(one["ends"]) for one in whole.model_years() if one["year"] == entry["model_year"]]
    months = months_from(whole, entry["last_month"].next(), max(years, default=None))
    if month := first_month_overdrawn(whole, entry["department"], months):
        expected = _("en månad efter vilken kvoten räcker till det som är överfört (inte %(month)s)")
        yield entry.fault("last_month", expected % {"month": month})


@transaction.atomic
def save(entries: list[Entry], whole: Whole) -> Counts:
    """A proposal that was made elsewhere has no proposer of ours."""
    now = timezone.now()
    for entry in pending(entries):
        agreement = Agreement.objects.get(department__code=entry["department"], model_year__year=entry["model_year"])
        AgreementEnding.objects.update_or_create(
            agreement=agreement,
            through_version=entry["version"],
            defaults={name: entry[name] for name in ("last_month", "reason", "proposed_side", "agreed_on")},
            create_defaults={
                "last_month": entry["last_month"],
                "reason": entry["reason"],
                "proposed_side": entry["proposed_side"],
                "agreed_on": entry["agreed_on"],
                "proposed_at": now,
            },
        )
    return counted(entries)
