"""employments.csv: employments with their placements, one placement on a row (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.identity_numbers import looks_like_one
from foundation.tables import Column, Kind
from placements import keys
from placements.employment_rows import EMPLOYMENT_FIELDS, EmploymentRow
from placements.models import EndCause, Placement, PlacementKind, Sex
from placements.operations.register_rows import save_employment_rows
from register.entries import Counts, Entry, Key, Values, Whole, ends_before_start, repeated, shown, unknown_department
from register.faults import Fault, Remark

NAME = "employments.csv"
SEXES = {sex.value: sex.label for sex in Sex if sex.value}
PLACEMENT_KINDS = {kind.value: kind.label for kind in PlacementKind}
COLUMNS: tuple[Column, ...] = (
    Column("employment", gettext_lazy("anställning"), required=True, longest=40, aliases=("anställningsnyckel",)),
    Column("participant", gettext_lazy("deltagare"), required=True, longest=40, aliases=("deltagarnyckel",)),
    Column("sex", gettext_lazy("kön"), Kind.CHOICE, choices=SEXES),
    Column("type", gettext_lazy("anställningsform"), required=True, longest=40, aliases=("anställningstyp",)),
    Column(
        "employed_from", gettext_lazy("anställd från och med"), Kind.DATE, required=True, aliases=("anställd från",)
    ),
    Column("employed_to", gettext_lazy("anställd till och med"), Kind.DATE, aliases=("anställd till",)),
    Column("department", gettext_lazy("mottagande förvaltning"), required=True, longest=12, aliases=("förvaltning",)),
    Column("placement_kind", gettext_lazy("slag av plats"), Kind.CHOICE, required=True, choices=PLACEMENT_KINDS),
    Column("placed_from", gettext_lazy("placerad från och med"), Kind.DATE, required=True, aliases=("placerad från",)),
    Column("placed_to", gettext_lazy("placerad till och med"), Kind.DATE, aliases=("placerad till",)),
    Column(
        "working_share", gettext_lazy("sysselsättningsgrad"), Kind.DECIMAL, aliases=("sysselsättningsgrad, procent",)
    ),
    Column("end_cause", gettext_lazy("avslutsorsak"), longest=40),
    Column("job_title", gettext_lazy("yrkestitel"), longest=120),
    Column("supervisor", gettext_lazy("handledare"), Kind.CODE, longest=40, aliases=("handledarnyckel",)),
    Column("onboarding_on", gettext_lazy("introduktion hållen"), Kind.DATE),
    Column("responsibility_on", gettext_lazy("arbetsmiljöansvaret klarlagt"), Kind.DATE),
)
_END_CAUSES = {str(cause.label).casefold(): cause.value for cause in EndCause}
_ROW_FIELDS = frozenset(EmploymentRow._fields)


def key(values: Values, whole: Whole) -> Key:
    return (values["employment"], values["department"], values["placed_from"], values["placement_kind"])


def filled_in(values: Values, whole: Whole) -> Values:
    """A whole job when nothing is said; an end cause may be written as the pages write it."""
    cause = values["end_cause"]
    share = 100 if values["working_share"] is None else values["working_share"]
    return values | {
        "sex": values["sex"] or "",
        "working_share": int(share) if share == int(share) else share,
        "end_cause": _END_CAUSES.get(cause.casefold(), cause),
    }


def stored() -> dict[Key, Values]:
    placements = Placement.objects.order_by("employment__key", "placed_from", "department__code", "kind").values_list(
        "employment__key", "employment__participant__key", "employment__participant__sex", "employment__type__code",
        "employment__employed_from", "employment__employed_to", "department__code", "kind", "placed_from", "placed_to",
        "working_share", "employment__end_cause", "job_title", "supervisor__key", "onboarding_on", "responsibility_on",
    )  # fmt: skip
    names = [column.name for column in COLUMNS]
    rows = (dict(zip(names, row, strict=True)) for row in placements.iterator())
    rows = (row | {"supervisor": row["supervisor"] or ""} for row in rows)
    return {(row["employment"], row["department"], row["placed_from"], row["placement_kind"]): row for row in rows}


def usual(row: Values) -> Values:
    """What is not said; such columns are left out of a dump."""
    return {"job_title": "", "supervisor": "", "onboarding_on": None, "responsibility_on": None}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "placed_from")
    yield from _disagreeing(entries)
    for entry in entries:
        yield from unknown_department(entry, whole)
        for column in ("employment", "participant"):
            if looks_like_one(entry[column]):
                yield entry.fault(column, str(keys.EXPECTED), str(keys.FOUND))
        if not whole.knows("employment_types.csv", entry["type"]):
            codes = ", ".join(sorted(code for (code,) in whole.all("employment_types.csv")))
            yield entry.fault("type", _("en anställningsform som finns (%(codes)s)") % {"codes": codes})
        if entry["supervisor"] and not whole.knows("supervisors.csv", entry["supervisor"]):
            yield entry.fault("supervisor", _("en nyckel som finns i supervisors.csv"))
        yield from ends_before_start(entry, "employed_from", "employed_to")
        yield from ends_before_start(entry, "placed_from", "placed_to")
        yield from _outside_employment(entry)
        if not (isinstance(entry["working_share"], int) and 1 <= entry["working_share"] <= 100):
            yield entry.fault("working_share", _("hela procent, 1–100"))


def _disagreeing(entries: list[Entry]) -> Iterator[Fault]:
    """Rows with one employment id are one employment; one key is one person."""
    employments: dict[str, Entry] = {}
    sexes: dict[str, Entry] = {}
    for entry in entries:
        first = employments.setdefault(entry["employment"], entry)
        for column in EMPLOYMENT_FIELDS:
            if entry[column] != first[column]:
                yield _differs_from(first, entry, column)
        if entry["sex"]:
            earlier = sexes.setdefault(entry["participant"], entry)
            if earlier["sex"] != entry["sex"]:
                yield _differs_from(earlier, entry, "sex")


def _differs_from(first: Entry, entry: Entry, column: str) -> Fault:
    words = {"value": shown(first[column]), "row": first.number}
    return entry.fault(column, _("%(value)s som på rad %(row)s") % words)


def _outside_employment(entry: Entry) -> Iterator[Remark]:
    """Allowed: only the days that both employment and placement cover are counted."""
    if entry["placed_from"] < entry["employed_from"]:
        words = {"day": entry["employed_from"]}
        yield entry.remark("placed_from", _("före anställningens första dag; räknas först från %(day)s") % words)
    if entry["employed_to"] and entry["placed_to"] and entry["placed_to"] > entry["employed_to"]:
        words = {"day": entry["employed_to"]}
        yield entry.remark("placed_to", _("efter anställningens sista dag; räknas bara till %(day)s") % words)


def save(entries: list[Entry], whole: Whole) -> Counts:
    rows = [
        EmploymentRow(
            number=entry.number, **{name: value for name, value in entry.values.items() if name in _ROW_FIELDS}
        )
        for entry in entries
    ]
    saved = save_employment_rows(rows=rows, kept=entries[0].kept if entries else ())
    return Counts(saved.new, saved.changed, saved.unchanged)
