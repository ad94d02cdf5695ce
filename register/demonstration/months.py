"""The months of the story as two sides' work: put before the departments, answered, closed; July is still going on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from billing.models import Reconciliation, ReconciliationLine
from billing.operations.months import (
    answer_objection,
    close_month,
    close_months,
    confirm_month,
    confirm_rest,
    object_to,
    open_month,
    park_and_close,
    propose_month,
)
from billing.operations.reopening import confirm_reopening, propose_reopening
from foundation.periods import HalfYear, Month
from register.demonstration.cast import Users
from register.demonstration.people import HR_OF
from register.demonstration.stock import PROVIDER
from register.demonstration.story_clock import on

OPENED, ANSWERED, DEADLINE, CLOSED = 3, 10, 17, 20  # days of the month after
OPEN_MONTH = Month(2021, 7)
NOT_ASKED_YET = "230"
PARKED, REOPENED, REOPENED_MONTH = "160", "200", Month(2021, 5)


def live_through_the_half_year(users: Users, register_late: Callable[[], None]) -> None:
    """January to June: most departments let the deadline pass, six answer, two object."""
    for month in HalfYear(2021, 1).months:
        _propose(month, users, besides=())
        if month == Month(2021, 3):
            _object_to_illness(users)
        if month == Month(2021, 4):
            _object_to_missing_people(users, register_late)
        disputed = {PARKED} if month == Month(2021, 6) else set()
        _confirm(month, users, HR_OF.keys() - disputed)
        for code in disputed:
            _dispute(_of(code, month), users)
        with on(_after(month, CLOSED)) as today:
            for code in disputed:
                _park(_of(code, month), users, today)
            close_months(months=[month], by=users["asf.handlaggare"], today=today)
        if month == REOPENED_MONTH:
            _open_again(month, users)


def _dispute(month: Reconciliation, users: Users) -> None:
    """The department says that one more should count, and confirms the rest."""
    by = users[HR_OF[PARKED]]
    with on(_after(month.month, ANSWERED)):
        text = "En som började den 28 juni på Exempelförskolan finns inte på listan."
        object_to(reconciliation=month, placement=None, figure=month.counted + 1, text=text, by=by)
        confirm_rest(reconciliation=month, by=by)


def _park(month: Reconciliation, users: Users, today: date) -> None:
    """Not settled yet on the story's last day."""
    park_and_close(reconciliation=month, deadline=date(2021, 8, 20), by=users["asf.handlaggare"], today=today)


def _open_again(month: Month, users: Users) -> None:
    """Two people open a closed month, and it is closed anew as it was: the closing before it is kept."""
    by = users["asf.handlaggare"]
    with on(_after(month, CLOSED + 2)):
        reason = "Protokollet från avstämningen saknade förvaltningens underskrift (konstruerat)."
        reopening = propose_reopening(reconciliation=_of(REOPENED, month), reason=reason, by=by)
    with on(_after(month, CLOSED + 3)) as today:
        row = confirm_reopening(reopening=reopening, by=users["asf.chef"])
        propose_month(reconciliation=row, by=by, deadline=_after(month, CLOSED + 10), today=today)
    with on(_after(month, CLOSED + 4)) as today:
        confirm_month(reconciliation=_of(REOPENED, month), by=users[HR_OF[REOPENED]], today=today)
        close_month(reconciliation=_of(REOPENED, month), by=by, today=today)


def open_july(users: Users) -> None:
    """Two have confirmed, one objects, one is not asked yet, the others have until the deadline."""
    _propose(OPEN_MONTH, users, besides=(NOT_ASKED_YET,))
    _confirm(OPEN_MONTH, users, ("200", "220"))
    month = _of("170", OPEN_MONTH)
    text = "Personen slutade hos oss den 16 juli enligt handledaren. Varför räknas placeringen?"
    text_of_month = "Tre som började den 26 juli på Exempelskolan finns inte på listan."
    with on(date(2021, 8, 6)):
        by = users["hr.grundskola"]
        object_to(reconciliation=month, placement=_some_line(month).placement, text=text, figure=0, by=by)
        object_to(reconciliation=month, placement=None, text=text_of_month, figure=month.counted + 3, by=by)


def _propose(month: Month, users: Users, *, besides: Iterable[str]) -> None:
    by = users["asf.handlaggare"]
    with on(_after(month, OPENED)) as today:
        for reconciliation in open_month(month=month, by=by):
            code = reconciliation.department.code
            if code != PROVIDER and code not in besides:
                propose_month(reconciliation=reconciliation, by=by, deadline=_after(month, DEADLINE), today=today)


def _confirm(month: Month, users: Users, departments: Iterable[str]) -> None:
    with on(_after(month, ANSWERED + 2)) as today:
        for code in departments:
            confirm_month(reconciliation=_of(code, month), by=users[HR_OF[code]], today=today)


def _object_to_illness(users: Users) -> None:
    month = _of("160", Month(2021, 3))
    with on(date(2021, 4, 8)):
        objection = object_to(
            reconciliation=month,
            placement=_some_line(month).placement,
            text="Personen var sjukskriven hela mars. Ska hon räknas?",
            figure=0,
            by=users["hr.forskola"],
        )
    with on(date(2021, 4, 9)):
        answer = "Ja, frånvaro ändrar inte räkningen: anställningen och placeringen fanns den sista dagen."
        answer_objection(
            objection=objection, accept=False, answer=answer, by=users["asf.handlaggare"], today=date(2021, 4, 9)
        )


def _object_to_missing_people(users: Users, register_late: Callable[[], None]) -> None:
    with on(date(2021, 5, 7)):
        month = _of("170", Month(2021, 4))
        objection = object_to(
            reconciliation=month,
            placement=None,
            figure=month.counted + 2,
            text="Två som började den 26 april finns inte på listan.",
            by=users["hr.grundskola"],
        )
    with on(date(2021, 5, 10)):
        register_late()
        answer = "Ni har rätt. Anställningarna är nu registrerade och månaden är räknad på nytt."
        answer_objection(
            objection=objection, accept=True, answer=answer, by=users["asf.handlaggare"], today=date(2021, 5, 10)
        )


def _of(code: str, month: Month) -> Reconciliation:
    return Reconciliation.objects.select_related("department", "model_year").get(department__code=code, month=month)


def _some_line(month: Reconciliation) -> ReconciliationLine:
    lines = ReconciliationLine.objects.filter(reconciliation=month, counted=True).order_by("employment_key")
    return lines.select_related("placement")[3]


def _after(month: Month, day: int) -> date:
    return month.next().first_day.replace(day=day)
