"""monthly_targets.csv: the steps of a version's ramp-up (DOMAIN.md 4). They are written together with their version."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import MonthlyTarget, VersionState
from foundation.tables import Column, Kind
from register.entries import Counts, Entry, Key, Values, Whole, counted, repeated, unknown_department
from register.faults import Fault, Remark
from register.files import agreements

NAME = "monthly_targets.csv"
COLUMNS: tuple[Column, ...] = (
    Column("department", gettext_lazy("förvaltning"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("version", gettext_lazy("version"), Kind.INTEGER, required=True, minimum=1),
    Column("month", gettext_lazy("månad"), Kind.MONTH, required=True),
    Column("target", gettext_lazy("mål"), Kind.INTEGER, required=True, minimum=0, aliases=("målvärde",)),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["department"], whole.year_of_month(values["month"]), values["version"], values["month"])


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def stored() -> dict[Key, Values]:
    steps = MonthlyTarget.objects.exclude(version__state=VersionState.CANCELLED).order_by(
        "version__agreement__department__code", "version__agreement__model_year__year", "version__number", "month"
    )
    rows = steps.values_list(
        "version__agreement__department__code",
        "version__agreement__model_year__year",
        "version__number",
        "month",
        "target",
    )
    return {
        (code, year, version, month): {"department": code, "version": version, "month": month, "target": target}
        for code, year, version, month, target in rows
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "month")
    versions, frozen = whole.all(agreements.NAME), agreements.frozen_versions()
    for entry in entries:
        yield from unknown_department(entry, whole)
        version = versions.get(entry.key[:3])
        if version is None:
            if whole.is_readable(agreements.NAME) and whole.is_readable("model_year.toml"):
                yield entry.fault("version", _("en version i agreements.csv som gäller den månaden"))
        elif not _covers(version, entry):
            period = {"from": version["valid_from"], "to": version["valid_to"] or ""}
            yield entry.fault("month", _("en månad i versionens giltighet (%(from)s–%(to)s)") % period)
        if (entry.is_new or entry.differing) and entry.key[:3] in frozen:
            yield _frozen(entry)


def _covers(version: Values, entry: Entry) -> bool:
    day = entry["month"].first_day
    return bool(version["valid_from"] <= day and (version["valid_to"] is None or day <= version["valid_to"]))


def _frozen(entry: Entry) -> Fault:
    before = entry.before["target"] if entry.before else _("inget steg")
    expected = _("%(before)s, för versionen är undertecknad eller skickad (gör en ny version)")
    return entry.fault("target", expected % {"before": before})


def save(entries: list[Entry], whole: Whole) -> Counts:
    """Nothing is left to write: `agreements.save` has written the steps."""
    return counted(entries)
