"""The columns of an employment file, in and out (register/FORMAT, employments.csv, with name and identity number)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from foundation.tables import CellError, Column, Kind
from placements.models import EndCause, PlacementKind, Sex

EMPLOYMENT = Column(
    "employment", _("Anställning"), Kind.CODE, True, aliases=("Anställningsnyckel", "Anställnings-id"), longest=40
)
PARTICIPANT = Column("participant", _("Deltagare"), Kind.CODE, aliases=("Deltagarnyckel",), longest=40)
IDENTITY_NUMBER = Column("identity_number", _("Personnummer"), Kind.IDENTITY_NUMBER, aliases=("Personnr",))
NAME = Column("name", _("Namn"), longest=120)
IS_PROTECTED = Column("is_protected", _("Skyddade personuppgifter"), Kind.BOOLEAN, aliases=("Skyddad identitet",))
SEX = Column("sex", _("Kön"), Kind.CHOICE, choices={key: label for key, label in Sex.choices if key})
TYPE = Column("type", _("Anställningstyp"), required=True, aliases=("Typ",), longest=80)
EMPLOYED_FROM = Column("employed_from", _("Anställd från och med"), Kind.DATE, True, aliases=("Anställd från",))
EMPLOYED_TO = Column("employed_to", _("Anställd till och med"), Kind.DATE, aliases=("Anställd till",))
DEPARTMENT = Column(
    "department", _("Förvaltning"), required=True, aliases=("Förvaltningskod", "Mottagande förvaltning"), longest=120
)
PLACEMENT_KIND = Column(
    "placement_kind", _("Slag av plats"), Kind.CHOICE, True, choices=dict(PlacementKind.choices), aliases=("Slag",)
)
PLACED_FROM = Column("placed_from", _("Placerad från och med"), Kind.DATE, True, aliases=("Placerad från",))
PLACED_TO = Column("placed_to", _("Placerad till och med"), Kind.DATE, aliases=("Placerad till",))
WORKING_SHARE = Column(
    "working_share", _("Sysselsättningsgrad, procent"), Kind.INTEGER, aliases=("Sysselsättningsgrad",), minimum=1
)
END_CAUSE = Column("end_cause", _("Avslutsorsak"), Kind.CHOICE, choices=dict(EndCause.choices))

JOB_TITLE = Column("job_title", _("Yrkestitel"), aliases=("Befattning",), longest=120)
SUPERVISOR = Column("supervisor", _("Handledare, nyckel"), Kind.CODE, aliases=("Handledarnyckel",), longest=40)
ONBOARDING_ON = Column("onboarding_on", _("Introduktion hållen"), Kind.DATE)
RESPONSIBILITY_ON = Column("responsibility_on", _("Arbetsmiljöansvar klarlagt"), Kind.DATE)
DECISION = Column("decision", _("Beslutsnummer"), Kind.CODE, aliases=("Beslut",), longest=40)
DECISION_FROM = Column("decision_from", _("Beslut från och med"), Kind.DATE, aliases=("Beslut från",))
DECISION_TO = Column("decision_to", _("Beslut till och med"), Kind.DATE, aliases=("Beslut till",))

COLUMNS = (
    EMPLOYMENT,
    PARTICIPANT,
    IDENTITY_NUMBER,
    NAME,
    IS_PROTECTED,
    SEX,
    TYPE,
    EMPLOYED_FROM,
    EMPLOYED_TO,
    DEPARTMENT,
    PLACEMENT_KIND,
    PLACED_FROM,
    PLACED_TO,
    WORKING_SHARE,
    END_CAUSE,
    JOB_TITLE,
    SUPERVISOR,
    ONBOARDING_ON,
    RESPONSIBILITY_ON,
    DECISION,
    DECISION_FROM,
    DECISION_TO,
)
_WITH_KEYS = tuple(replace(one, required=one.required or one is PARTICIPANT) for one in COLUMNS)
LABELS = {column.name: column.label for column in COLUMNS}


def columns_beside(places: Collection[str]) -> Sequence[Column]:
    """The columns, where those with these names are in the file: without identity numbers keys are required."""
    return COLUMNS if IDENTITY_NUMBER.name in places else _WITH_KEYS


def cell_error(row: int, name: str, *, found: str, expected: str, mend: str, places: Mapping[str, int]) -> CellError:
    """What is wrong with the row's cell in the column; `places` says where each column stands."""
    return CellError(row, name, str(LABELS[name]), found, expected, mend, index=places.get(name, 0))
