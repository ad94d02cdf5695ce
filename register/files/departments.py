"""departments.csv: boards with their departments, the provider, and the companies that host (DOMAIN.md 2)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Reconciliation
from foundation.tables import Column, Kind
from organisation.models import Board, Department, DepartmentKind, Exemption
from register.entries import Counts, Entry, Key, Values, Whole, counted, ends_before_start, pending, repeated, shown
from register.faults import Fault, Remark

NAME = "departments.csv"
KINDS = {
    DepartmentKind.DEPARTMENT.value: gettext_lazy("förvaltning"),
    DepartmentKind.PROVIDER.value: gettext_lazy("anordnare"),
    DepartmentKind.COMPANY.value: gettext_lazy("bolag"),
}
COLUMNS: tuple[Column, ...] = (
    Column("code", gettext_lazy("kod"), required=True, longest=12, aliases=("förvaltningskod",)),
    Column("name", gettext_lazy("namn"), required=True, longest=120, aliases=("department", "förvaltning")),
    Column("board", gettext_lazy("nämnd"), required=True, longest=120),
    Column("kind", gettext_lazy("slag"), Kind.CHOICE, required=True, choices=KINDS),
    Column("exempt_reason", gettext_lazy("undantagen"), longest=200, aliases=("exempt", "skäl till undantag")),
    Column("first_month", gettext_lazy("finns från och med"), Kind.MONTH),
    Column("last_month", gettext_lazy("finns till och med"), Kind.MONTH),
)


def key(values: Values, whole: Whole) -> Key:
    return (values["code"],)


def filled_in(values: Values, whole: Whole) -> Values:
    return values


def usual(row: Values) -> Values:
    """A department exists without end in either direction."""
    return {"first_month": None, "last_month": None}


def stored() -> dict[Key, Values]:
    """`exempt_reason` is an exemption without first and last month; others stand in exemptions.csv."""
    always_exempt = dict(_always().values_list("department", "reason"))
    return {
        (each.code,): {
            "code": each.code,
            "name": each.name,
            "board": each.board.name,
            "kind": each.kind,
            "exempt_reason": always_exempt.get(each.pk, ""),
            "first_month": each.first_month,
            "last_month": each.last_month,
        }
        for each in Department.objects.select_related("board").in_order()
    }


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    """A code is one department; a city has one provider (DOMAIN.md 2)."""
    yield from repeated(whole.entries(NAME), "code")
    for entry in whole.entries(NAME):
        yield from ends_before_start(entry, "first_month", "last_month")
    yield from _other_board(whole)
    providers = sorted(k[0] for k, values in whole.all(NAME).items() if values["kind"] == DepartmentKind.PROVIDER)
    if len(providers) < 2:
        return
    for entry in whole.entries(NAME):
        others = ", ".join(code for code in providers if code != entry["code"])
        if entry["kind"] == DepartmentKind.PROVIDER and (entry.is_new or entry.differing):
            yield entry.fault(
                "kind", _("högst en anordnare i staden"), _("en till utöver %(others)s") % {"others": others}
            )


def _other_board(whole: Whole) -> Iterator[Fault]:
    """The board stands for what is closed; another department takes over under another board."""
    closed = set(Reconciliation.objects.closed().values_list("department__code", flat=True))
    for entry in whole.entries(NAME):
        if entry["code"] in closed and "board" in entry.differing:
            before = shown((entry.before or {})["board"])
            yield entry.fault("board", _("%(board)s, som står för stängda månader") % {"board": before})


def save(entries: list[Entry], whole: Whole) -> Counts:
    to_write = pending(entries)
    names = {entry["board"] for entry in to_write}
    Board.objects.bulk_create([Board(name=name) for name in sorted(names)], ignore_conflicts=True)
    boards = {board.name: board for board in Board.objects.filter(name__in=names)}
    existing = {each.code: each for each in Department.objects.all()}
    # who stops being the provider comes before who becomes it
    for entry in sorted(to_write, key=lambda entry: entry["kind"] == DepartmentKind.PROVIDER):
        department = existing.get(entry["code"]) or Department(code=entry["code"])
        department.name, department.kind = entry["name"], entry["kind"]
        department.board = boards[entry["board"]]
        department.first_month, department.last_month = entry["first_month"], entry["last_month"]
        department.save()
        _exempt_always(department, entry["exempt_reason"])
    return counted(entries)


def _exempt_always(department: Department, reason: str) -> None:
    if not reason:
        _always().filter(department=department).delete()
    elif not _always().filter(department=department).update(reason=reason):
        Exemption.objects.create(department=department, reason=reason)


def _always() -> QuerySet[Exemption]:
    return Exemption.objects.filter(first_month=None, last_month=None)
