"""What supports jobs: parameters, terms, supervisors, decisions, wages, leave, training (DOMAIN.md 5)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.tables import Column, Kind
from organisation.models import Department
from placements.models import (
    Employment,
    EmploymentType,
    JobParameters,
    Leave,
    Module,
    ProtectedInFiles,
    Supervisor,
    SupportDecision,
    SupportTerms,
    Training,
    Wage,
)
from register.plain import PlainFile, Reference

EMPLOYMENT = Reference("employments.csv", Employment, "key")
TYPE = Reference("employment_types.csv", EmploymentType)


def _employment() -> Column:
    return Column("employment", _("anställning"), Kind.CODE, True, aliases=("anställningsnyckel",), longest=40)


def _day(name: str, label: str | Promise, *, required: bool = True) -> Column:
    return Column(name, label, Kind.DATE, required)


def _amount(name: str, label: str | Promise, *, required: bool = False) -> Column:
    return Column(name, label, Kind.DECIMAL, required, minimum=0)


job_parameters = PlainFile(
    NAME="job_parameters.csv",
    COLUMNS=(
        _day("valid_from", _("gäller från och med")),
        _amount("payroll_overhead", _("PO, andel av lönen"), required=True),
        _amount("statutory_fees", _("arbetsgivaravgifter, andel av lönen"), required=True),
        _amount("support_ceiling", _("stödtak"), required=True),
        _amount("standard_wage", _("schablonlön")),
        _amount("grant_first", _("handledarbidrag först")),
        Column("grant_first_months", _("antal första månader"), Kind.INTEGER, minimum=0),
        _amount("grant_after", _("handledarbidrag därefter")),
        Column("supervisor_load", _("varna när en handledare har fler än"), Kind.INTEGER, minimum=1),
        Column("booking_days", _("svarsdagar för ett förslag"), Kind.INTEGER, minimum=1),
        Column("booking_reminder_days", _("påminnelse dagar före"), Kind.INTEGER, minimum=0),
        Column(
            "protected_in_files", _("skyddade i filer"), Kind.CHOICE,
            choices={one.value: one.label for one in ProtectedInFiles},
        ),
        Column("source", _("källa"), longest=200),
    ),
    KEYS=("valid_from",),
    MODEL=JobParameters,
)  # fmt: skip

support_terms = PlainFile(
    NAME="support_terms.csv",
    COLUMNS=(
        Column("type", _("anställningsform"), Kind.CODE, True, aliases=("anställningstyp",), longest=40),
        _day("valid_from", _("gäller från och med")),
        _amount("share", _("andel eller antal gånger")),
        _amount("ceiling", _("stödtak")),
    ),
    KEYS=("type", "valid_from"),
    MODEL=SupportTerms,
    REFERENCES={"type": TYPE},
)

supervisors = PlainFile(
    NAME="supervisors.csv",
    COLUMNS=(
        Column("supervisor", _("handledare"), Kind.CODE, True, aliases=("handledarnyckel",), longest=40),
        Column("department", _("förvaltning"), Kind.CODE, True, longest=12),
        Column("name", _("namn"), required=True, longest=120),
        Column("workplace", _("arbetsplats"), longest=120),
        Column("contact", _("kontakt"), longest=120),
        _day("active_from", _("från och med")),
        _day("active_to", _("till och med"), required=False),
    ),
    KEYS=("supervisor",),
    MODEL=Supervisor,
    REFERENCES={"department": Reference("departments.csv", Department)},
    FIELDS={"supervisor": "key"},
)

support_decisions = PlainFile(
    NAME="support_decisions.csv",
    COLUMNS=(
        _employment(),
        Column("number", _("beslutsnummer"), Kind.CODE, True, longest=40),
        Column("type", _("anställningsform"), Kind.CODE, True, aliases=("anställningstyp",), longest=40),
        _day("valid_from", _("från och med")),
        _day("valid_to", _("till och med")),
        _amount("share", _("andel eller antal gånger")),
    ),
    KEYS=("employment", "number"),
    MODEL=SupportDecision,
    REFERENCES={"employment": EMPLOYMENT, "type": TYPE},
)

wages = PlainFile(
    NAME="wages.csv",
    COLUMNS=(_employment(), _day("valid_from", _("från och med")), _amount("monthly", _("månadslön"), required=True)),
    KEYS=("employment", "valid_from"),
    MODEL=Wage,
    REFERENCES={"employment": EMPLOYMENT},
)

leaves = PlainFile(
    NAME="leaves.csv",
    COLUMNS=(
        _employment(),
        _day("first_day", _("ledig från och med")),
        _day("last_day", _("ledig till och med"), required=False),
        Column("is_paid", _("med lön"), Kind.BOOLEAN),
    ),
    KEYS=("employment", "first_day"),
    MODEL=Leave,
    REFERENCES={"employment": EMPLOYMENT},
)

trainings = PlainFile(
    NAME="trainings.csv",
    COLUMNS=(
        _employment(),
        Column("module", _("utbildning"), Kind.CHOICE, True, choices={one.value: one.label for one in Module}),
        _day("offered_on", _("erbjuden")),
        _day("started_on", _("påbörjad"), required=False),
        _day("completed_on", _("genomförd"), required=False),
    ),
    KEYS=("employment", "module"),
    MODEL=Training,
    REFERENCES={"employment": EMPLOYMENT},
)
