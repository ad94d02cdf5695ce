"""employment_types.csv: the kinds of employment and which count; absent = the five of the decision (DOMAIN.md 5)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables import Column, Kind
from placements.models import EmploymentType, TypeSupport
from placements.standard_types import STANDARD_TYPES, usual_support_kind, usually_has_grant
from register.entries import Counts, Entry, Key, Values, Whole, counted, ends_before_start, pending, repeated
from register.faults import Fault, Remark

NAME = "employment_types.csv"
COLUMNS: tuple[Column, ...] = (
    Column("code", gettext_lazy("kod"), Kind.CODE, required=True, longest=40),
    Column("name", gettext_lazy("namn"), required=True, longest=80),
    Column("counts", gettext_lazy("räknas"), Kind.BOOLEAN, required=True, aliases=("räknas mot målet",)),
    Column("valid_from", gettext_lazy("från och med"), Kind.DATE, aliases=("gäller från och med", "gäller från")),
    Column("valid_to", gettext_lazy("till och med"), Kind.DATE, aliases=("gäller till och med", "gäller till")),
    Column("support_share", gettext_lazy("stödandel"), Kind.DECIMAL, minimum=0),
    Column("support_ceiling", gettext_lazy("stödtak"), Kind.DECIMAL, minimum=0, aliases=("stödtak, kronor",)),
    Column("support_kind", gettext_lazy("stöd"), Kind.CHOICE, choices=dict(TypeSupport.choices)),
    Column("has_supervisor_grant", gettext_lazy("handledarbidrag"), Kind.BOOLEAN),
)
_FIELDS = [column.name for column in COLUMNS]
_DECIMALS = {"support_share": (Decimal("9.9999"), 4), "support_ceiling": (Decimal("99999999.99"), 2)}


def standard_rows() -> dict[Key, Values]:
    """The five types of the decision, as rows of this file."""
    empty: Values = {
        "counts": True,
        "valid_from": None,
        "valid_to": None,
        "support_share": None,
        "support_ceiling": None,
    }
    rows = ({"code": code, **empty, **values} for code, values in STANDARD_TYPES.items())
    return {(row["code"],): row | usual(row) for row in rows}


def usual(row: Values) -> Values:
    """How a type is supported where the file does not say; such columns are left out of a dump."""
    return {
        "support_kind": usual_support_kind(row["code"], row["support_share"]),
        "has_supervisor_grant": usually_has_grant(row["code"]),
    }


def key(values: Values, whole: Whole) -> Key:
    return (values["code"],)


def filled_in(values: Values, whole: Whole) -> Values:
    return values | {name: value for name, value in usual(values).items() if values[name] is None}


def stored() -> dict[Key, Values]:
    return {(row["code"],): dict(row) for row in EmploymentType.objects.order_by("code").values(*_FIELDS)}


def faults(whole: Whole) -> Iterator[Fault | Remark]:
    entries = whole.entries(NAME)
    yield from repeated(entries, "code")
    for entry in entries:
        yield from ends_before_start(entry, "valid_from", "valid_to")
        for column, (most, decimals) in _DECIMALS.items():
            value = entry[column]
            if value is not None and (value > most or round(value, decimals) != value):
                expected = _("ett tal till och med %(most)s med högst %(decimals)s decimaler")
                yield entry.fault(column, expected % {"most": most, "decimals": decimals})


def save(entries: list[Entry], whole: Whole) -> Counts:
    EmploymentType.objects.bulk_create(
        [EmploymentType(**{field: entry[field] for field in _FIELDS}) for entry in pending(entries)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[field for field in _FIELDS if field != "code"],
    )
    return counted(entries)
