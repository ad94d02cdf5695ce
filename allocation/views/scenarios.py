"""The scenario calculator: everything in the address, nothing stored (DOMAIN.md 3; UX.md, Scenario)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from allocation.models import ModelYear
from allocation.queries import current_model_year
from allocation.queries.headcounts import headcount_dates
from allocation.queries.scenario import departments_in_scenarios, exempt_codes, staff_on
from allocation.scenario import Parameters, calculate
from allocation.scenario_form import ScenarioForm, fields_of_year, hidden_fields, with_prefix
from allocation.scenario_table import Calculated, body_of, file_columns, file_rows, picture, rows_of, summary
from allocation.wording import percentage
from foundation.clock import today
from foundation.tables import table_response
from foundation.templatetags.overens import day, month_name
from organisation.access import may, require, sees_whole_city
from organisation.models import Department
from organisation.requests import PersonRequest
from organisation.roles import Act

LETTERS = ("a", "b", "c")


@dataclass(frozen=True, slots=True)
class ScenarioColumn:
    """A column on the screen: its fields, what they gave, and why they gave nothing."""

    letter: str
    form: ScenarioForm
    fields: dict[str, Any]
    result: Calculated | None
    errors: list[str]
    without: str  # the address without this column


@require_GET
def scenario(request: PersonRequest) -> HttpResponse:
    """For those who see the whole city; ?format=xlsx or csv gives the table."""
    require(request.user, Act.SEE_ALLOCATION)
    if not sees_whole_city(request.user, Act.SEE_ALLOCATION):
        raise Http404
    year = current_model_year(today())
    departments = departments_in_scenarios()
    columns = _columns(request, year, departments)
    calculated = [column.result for column in columns if column.result]
    rows = rows_of(calculated, departments)
    if (asked := request.GET.get("format")) and calculated:
        about = [(one.letter.upper(), _in_words(one.parameters)) for one in calculated]
        return table_response(
            asked, name="fordelning-scenario", columns=file_columns(calculated), rows=file_rows(rows), about=about
        )
    context = {
        "model_year": year,
        "columns": columns,
        "calculated": [(one, picture(one)) for one in calculated],
        "rows": body_of(rows),
        "summary": summary(calculated, targets=_targets(year)),
        "compares": len(calculated) > 1,
        "one_more": _one_more(columns),
        "may_adopt": may(request.user, Act.ADOPT_MODEL_YEAR),
    }
    name = "allocation/_scenario.html" if request.htmx else "allocation/scenario.html"
    return render(request, name, context)


def _targets(year: ModelYear) -> list[tuple[str, int]]:
    """What the sums are held against: the net increase, and the employments that are to be created."""
    return [(_("nettoökning"), year.increase_target), (_("skapade anställningar"), year.created_target)]


def _columns(request: PersonRequest, year: ModelYear, departments: list[Department]) -> list[ScenarioColumn]:
    """The columns of the address; without any, one that says what the model year says."""
    dates = headcount_dates()
    usual = cache(lambda: fields_of_year(year, exempt_codes(year, departments)))
    given = {letter: _given(request, letter, usual) for letter in LETTERS if f"{letter}-rate" in request.GET}
    given = given or {"a": usual()}
    forms = {
        letter: ScenarioForm(dict(with_prefix(letter, fields)), prefix=letter, dates=dates, departments=departments)
        for letter, fields in given.items()
    }
    valid = {letter: form.parameters() for letter, form in forms.items() if form.is_valid()}
    staff = staff_on({parameters.day for parameters in valid.values()}, departments)
    columns = []
    for letter, form in forms.items():
        result, errors = None, _errors(form)
        if parameters := valid.get(letter):
            try:
                counted = staff[parameters.day]
                carried = hidden_fields(letter, given[letter])
                result = Calculated(
                    letter, parameters, counted, calculate(parameters, counted), carried, year.increase_target
                )
            except ValueError:
                errors = [_("Ingen är räknad den dagen, så summan kan inte fördelas. Välj ett annat datum.")]
        others = {other: fields for other, fields in given.items() if other != letter}
        columns.append(ScenarioColumn(letter, form, given[letter], result, errors, _address(others)))
    return columns


def _given(request: PersonRequest, letter: str, usual: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The column's fields in the address; what an address made by hand leaves out is as the model year says."""
    said = {name: request.GET.getlist(f"{letter}-{name}") for name in ScenarioForm.base_fields}
    fields: dict[str, Any] = {name: values[0][:40] for name, values in said.items() if values and name != "exempt"}
    is_whole = len(fields) == len(said) - 1
    exempt = {"exempt": said["exempt"]} if is_whole or said["exempt"] else {}
    return fields | exempt if is_whole else usual() | fields | exempt


def _errors(form: ScenarioForm) -> list[str]:
    return [
        f"{form.fields[name].label}: {text}" if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]


def _one_more(columns: list[ScenarioColumn]) -> str:
    """The address with one more column, equal to the last; empty when there are three."""
    given = {column.letter: column.fields for column in columns}
    free = next((letter for letter in LETTERS if letter not in given), None)
    return _address(dict(sorted({**given, free: columns[-1].fields}.items()))) if free else ""


def _address(given: dict[str, dict[str, Any]]) -> str:
    pairs = [pair for letter, fields in given.items() for pair in with_prefix(letter, fields)]
    return "?" + urlencode(pairs, doseq=True)


def _in_words(parameters: Parameters) -> str:
    return _("%(rate)s, %(basis)s, %(day)s, %(rounding)s, avgift %(fee)s kr från och med %(month)s") % {
        "rate": percentage(parameters.rate),
        "basis": parameters.basis,
        "day": day(parameters.day),
        "rounding": parameters.rounding,
        "fee": parameters.fee,
        "month": month_name(parameters.charging_starts),
    }
