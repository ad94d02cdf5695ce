"""A new installation's way to the first reconciliation, step by step (UX.md, first start)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Agreement
from allocation.models import Headcount, ModelYear
from organisation.models import Department, Membership
from organisation.roles import Act, Role


@dataclass(frozen=True, slots=True)
class SetupStep:
    """`url` is "" when the step is not this reader's."""

    name: str
    how: str
    done: bool
    url: str


def setup_steps(acts: frozenset[Act]) -> list[SetupStep]:
    """Organisation, model year, headcounts, quotas, agreements: what is done, and who does the rest. Five queries."""
    has_year, has_headcounts = ModelYear.objects.exists(), Headcount.objects.exists()
    return _who_and_what(acts, has_year) + _how_many(acts, has_year, has_headcounts)


def _address(acts: frozenset[Act], name: str, act: Act, *, reachable: bool = True) -> str:
    return reverse(name) if act in acts and reachable else ""


def _who_and_what(acts: frozenset[Act], has_year: bool) -> list[SetupStep]:

    return [
        SetupStep(
            _("Organisationen: nämnder, förvaltningar och bolag"),
            _("Systemadministratören lägger upp dem, eller läser in ett helt register med kommandot load_register."),
            Department.objects.exists(),
            _address(acts, "organisation:boards", Act.ADMINISTER),
        ),
        SetupStep(
            _("Personerna och deras roller"),
            _("Systemadministratören ger en roll åt alla som ska arbeta här: HR, chefer, ASF och ekonomi."),
            Membership.objects.exclude(role=Role.SYSTEM_ADMINISTRATOR).exists(),
            _address(acts, "organisation:people", Act.ADMINISTER),
        ),
        SetupStep(
            _("Modellåret: fullmäktiges beslut med fördelningstal, avgift och mål"),
            _("ASF eller stadskontoret skriver in beslutet. Vad det säger visas innan det sparas."),
            has_year,
            _address(acts, "agreements:year_new", Act.ADOPT_MODEL_YEAR),
        ),
    ]


def _how_many(acts: frozenset[Act], has_year: bool, has_headcounts: bool) -> list[SetupStep]:
    return [
        SetupStep(
            _("Antalet anställda per förvaltning"),
            _("ASF läser in en fil från Excel eller csv; skillnaderna visas innan något ändras."),
            has_headcounts,
            _address(acts, "allocation:headcount_import", Act.IMPORT_HEADCOUNTS),
        ),
        SetupStep(
            _("Kvoterna"),
            _("Räknas ut av sig själva när modellåret och antalet anställda finns. Granska dem."),
            has_year and has_headcounts,
            _address(acts, "allocation:quotas", Act.SEE_ALLOCATION, reachable=has_year),
        ),
        SetupStep(
            _("Överenskommelser för alla"),
            _("ASF skriver utkasten, båda sidorna undertecknar."),
            Agreement.objects.exists(),
            _address(acts, "agreements:list", Act.DRAFT_AGREEMENT, reachable=has_year),
        ),
    ]
