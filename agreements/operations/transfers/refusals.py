"""What is said no to about transfers, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import month_name
from organisation.models import Department


class NotBetweenQuotas(Refusal):
    def __init__(self, department: Department) -> None:
        super().__init__(
            _("%(name)s har ingen kvot att flytta till eller från. Välj två förvaltningar med kvot.")
            % {"name": department.name}
        )


class NoModelYearThen(Refusal):
    def __init__(self, month: Month) -> None:
        super().__init__(
            _("Inget modellår omfattar %(month)s. Välj en månad i ett beslutat modellår.")
            % {"month": month_name(month)}
        )


class TransferTooLarge(Refusal):
    def __init__(self, giver: Department, number: int, month: Month) -> None:
        super().__init__(
            _(
                "%(name)s har färre än %(n)s platser kvar att lämna i %(month)s. "
                "Minska antalet eller välj andra månader."
            )
            % {"name": giver.name, "n": number, "month": month_name(month)}
        )


class ReceiverBelowZero(Refusal):
    """The places to be given back have been given away in their turn."""

    def __init__(self, receiver: Department, month: Month) -> None:
        super().__init__(
            _(
                "%(name)s har själv lämnat platserna vidare och skulle få ett mål under noll i %(month)s. "
                "Avsluta först den överföringen, eller välj en senare månad."
            )
            % {"name": receiver.name, "month": month_name(month)}
        )


class AlreadySettled(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Förslaget är redan accepterat, avböjt eller tillbakadraget. Inget ändras. "
                "En accepterad överföring avslutas i förtid när båda är överens."
            )
        )


class SamePersonForBoth(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Ni har själv föreslagit det här. En annan person svarar för den andra sidan."))


class NotAccepted(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Överföringen är inte accepterad. Ett förslag dras tillbaka eller avböjs i stället.")
        )


class AlreadyNoted(Refusal):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Överföringen är redan noterad av ASF. Inget ändras."))


class AlreadyEnding(Refusal):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Det finns redan ett avslut eller ett förslag om att avsluta överföringen. Svara på det först; "
                "är det accepterat kan ni föreslå en ny överföring."
            )
        )


class EndsOutsideTransfer(Refusal):
    def __init__(self, first: Month, last: Month | None) -> None:
        if last is None:
            text = _("Överföringen gäller från och med %(first)s. Välj en månad som hör till den.")
        else:
            text = _("Överföringen gäller %(first)s–%(last)s. Välj en månad som hör till den.")
        super().__init__(text % {"first": month_name(first), "last": month_name(last) if last else ""})
