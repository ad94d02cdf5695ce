"""Which model year holds in a month, and which one a page opens with."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from allocation.models import ModelYear
from foundation.periods import Month
from foundation.refusals import Refusal


class NoModelYear(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Det finns inget modellår än. Läs in registret med fullmäktiges beslut först, eller be er administratör.")
        )


def model_year_of(month: Month) -> ModelYear | None:
    """The model year that covers the month; None when the council has decided nothing for it."""
    return ModelYear.objects.covering(month).order_by("year").first()


def month_shown(model_year: ModelYear, today: date) -> Month:
    """This month, held within the model year: a past year is shown as it ended, a coming one as it begins."""
    return min(max(Month.of(today), model_year.first_month), model_year.last_month)


def current_model_year(today: date) -> ModelYear:
    """The model year of `today`, else the latest that has started, else the first that will. Raises NoModelYear."""
    years = list(ModelYear.objects.order_by("starts"))
    if not years:
        raise NoModelYear
    started = [year for year in years if year.starts <= today]
    return started[-1] if started else years[0]


def asked_model_year(text: str, *, today: date) -> ModelYear:
    """The model year that an address names, as "2021", else that of `today`. Raises NoModelYear."""
    found = ModelYear.objects.filter(year=text).first() if text.isdecimal() and len(text) == 4 else None
    return found or current_model_year(today)
