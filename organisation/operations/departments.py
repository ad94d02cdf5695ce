"""Boards, departments and exemptions, kept by the system administrator (DOMAIN.md 2).

Every act is by someone: the request's user stands in the history with each row that is written.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.hindrances import Change, OtherBoard, refuse_hindered
from organisation.models import Board, Department, DepartmentKind, Exemption


class NameTaken(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("Det finns redan en nämnd som heter %(name)s. Välj den, eller ett annat namn.") % {"name": name}
        )


class CodeTaken(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("Koden %(code)s är redan %(name)s. Välj en annan kod: den följer förvaltningen i alla filer.")
            % {"code": department.code, "name": department.name}
        )


class ProviderAlready(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("%(name)s är redan anordnare, och en stad har en. Välj slaget förvaltning.") % {"name": department.name}
        )


class EndsBeforeStart(Refusal):
    def __init__(self, first: Month, last: Month) -> None:
        super().__init__(
            _("Sista månaden, %(last)s, är före den första, %(first)s. Rätta den ena.")
            % {"first": month_name(first), "last": month_name(last)}
        )


class CompanyHasNoQuota(Refusal):
    def __init__(self, company: Department) -> None:
        super().__init__(
            _("%(name)s är ett bolag och har ingen kvot. Bolag behöver inte undantas.") % {"name": company.name}
        )


class ExemptAlready(Refusal):
    def __init__(self, department: Department, earlier: Exemption) -> None:
        first = month_name(earlier.first_month) if earlier.first_month else _("början")
        last = month_name(earlier.last_month) if earlier.last_month else _("tills vidare")
        super().__init__(
            _("%(name)s är redan undantagen från %(first)s till %(last)s. Välj månader utanför, eller ändra det först.")
            % {"name": department.name, "first": first, "last": last}
        )


@transaction.atomic
def add_board(*, name: str) -> Board:
    """Raises NameTaken."""
    if Board.objects.filter(name__iexact=name).exists():
        raise NameTaken(name)
    return Board.objects.create(name=name)


@transaction.atomic
def rename_board(*, board: Board, name: str) -> Board:
    """Issued invoices keep the name that they were issued with. Raises NameTaken."""
    locked = Board.objects.select_for_update().get(pk=board.pk)
    if Board.objects.filter(name__iexact=name).exclude(pk=board.pk).exists():
        raise NameTaken(name)
    locked.name = name
    locked.save(update_fields=["name"])
    return locked


@transaction.atomic
def add_department(*, code: str, name: str, board: Board, kind: str, first_month: Month | None) -> Department:
    """Raises CodeTaken and ProviderAlready."""
    if taken := Department.objects.filter(code=code).first():
        raise CodeTaken(taken)
    _refuse_second_provider(kind)
    return Department.objects.create(code=code, name=name, board=board, kind=kind, first_month=first_month)


@transaction.atomic
def change_department(*, department: Department, name: str, board: Board) -> Department:
    """Another name from now on, or another board while no month is closed.

    After that a new department takes over under the other board (`reorganise`), so that what was owed stays owed by
    the board of that time. Raises what hinders it.
    """
    locked = held(department)
    if board.pk != locked.board_id:
        refuse_hindered(OtherBoard(locked))
    locked.name, locked.board = name, board
    locked.save(update_fields=["name", "board"])
    return locked


@transaction.atomic
def close_department(*, department: Department, last_month: Month | None) -> Department:
    """Its last month; None opens it again. Raises EndsBeforeStart, and what hinders the months after it."""
    locked = held(department)
    if last_month is not None:
        if locked.first_month is not None and last_month < locked.first_month:
            raise EndsBeforeStart(locked.first_month, last_month)
        refuse_hindered(Change([locked], last_month.next(), ends=True))
    locked.last_month = last_month
    locked.save(update_fields=["last_month"])
    return locked


@transaction.atomic
def exempt(*, department: Department, first_month: Month, last_month: Month | None, reason: str) -> Exemption:
    """No quota from a month to a month, both included (D1, decision 1).

    Raises CompanyHasNoQuota, EndsBeforeStart, ExemptAlready, and what hinders those months.
    """
    locked = held(department)
    if locked.is_company:
        raise CompanyHasNoQuota(locked)
    if last_month is not None and last_month < first_month:
        raise EndsBeforeStart(first_month, last_month)
    for earlier in locked.exemptions.all():
        if earlier.touches(first_month, last_month or Month(9999, 12)):
            raise ExemptAlready(locked, earlier)
    refuse_hindered(Change([locked], first_month, last_month, ends=True))
    return Exemption.objects.create(department=locked, first_month=first_month, last_month=last_month, reason=reason)


@transaction.atomic
def end_exemption(*, exemption: Exemption, last_month: Month) -> Exemption:
    """The last month without a quota. Raises EndsBeforeStart, ExemptAlready, and what hinders further months."""
    department = held(exemption.department)
    locked = Exemption.objects.get(pk=exemption.pk)
    if locked.first_month is not None and last_month < locked.first_month:
        raise EndsBeforeStart(locked.first_month, last_month)
    for other in department.exemptions.exclude(pk=locked.pk):
        if locked.first_month is not None and other.touches(locked.first_month, last_month):
            raise ExemptAlready(department, other)
    if locked.last_month is not None and last_month > locked.last_month:
        refuse_hindered(Change([department], locked.last_month.next(), last_month, ends=True))
    locked.last_month = last_month
    locked.save(update_fields=["last_month"])
    return locked


@transaction.atomic
def remove_exemption(*, exemption: Exemption) -> None:
    """One that was never meant; the history keeps it."""
    held(exemption.department)
    Exemption.objects.filter(pk=exemption.pk).delete()


def held(department: Department) -> Department:
    """The row as it is now; who closes months or promises something for it waits until the transaction ends."""
    return Department.objects.select_for_update(no_key=True).get(pk=department.pk)


def _refuse_second_provider(kind: str) -> None:
    if kind == DepartmentKind.PROVIDER and (found := Department.objects.filter(kind=kind).first()):
        raise ProviderAlready(found)
