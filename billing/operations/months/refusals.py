"""What may be said no to in the month between two sides."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.models import Objection, Reconciliation
from billing.operations.months.standing import named, standing
from foundation.periods import Month
from foundation.refusals import Refusal
from foundation.templatetags.overens import exact
from placements.models import Placement


class MonthIsClosed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _(
                "%(name)s stängdes %(at)s. En stängd månad ändras inte. Ändra registret, "
                "så föreslås en rättelse av månaden."
            )
            % {"name": named(reconciliation), "at": timezone.localdate(reconciliation.closed_at).isoformat()}
        )


class MonthIsConfirmed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _(
                "%(name)s är bekräftad av förvaltningen, så siffrorna står fast. "
                "Stäng månaden, eller föreslå den på nytt om den ska räknas om."
            )
            % {"name": named(reconciliation)}
        )


class ObjectionsLeft(Refusal):
    def __init__(self, reconciliation: Reconciliation, number: int) -> None:
        super().__init__(
            ngettext(
                "%(name)s har %(number)s obesvarad invändning. Besvara den först.",
                "%(name)s har %(number)s obesvarade invändningar. Besvara dem först.",
                number,
            )
            % {"name": named(reconciliation), "number": number}
        )


class TargetMoved(Refusal):
    def __init__(self, reconciliation: Reconciliation, target: int) -> None:
        super().__init__(
            _(
                "%(name)s lades fram med målet %(then)s, men överenskommelsen eller en överföring har ändrats "
                "sedan dess: målet är nu %(now)s. Lägg fram månaden på nytt."
            )
            % {"name": named(reconciliation), "then": reconciliation.target, "now": target}
        )


class NotProposed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        mend = _("Det går att svara först när ASF har föreslagit månaden.")
        super().__init__(f"{standing(reconciliation)} {mend}")


class DeadlineTooEarly(Refusal):
    def __init__(self, reconciliation: Reconciliation, deadline: date, *, earliest: date, least_days: int) -> None:
        super().__init__(
            ngettext(
                "Svarsdagen %(deadline)s är för tidig för %(name)s. Förvaltningen ska ha minst %(n)s dag, "
                "efter månadens slut, och en svarstid som löper kortas inte. Välj %(earliest)s eller senare.",
                "Svarsdagen %(deadline)s är för tidig för %(name)s. Förvaltningen ska ha minst %(n)s dagar, "
                "efter månadens slut, och en svarstid som löper kortas inte. Välj %(earliest)s eller senare.",
                least_days,
            )
            % {"deadline": deadline, "name": named(reconciliation), "n": least_days, "earliest": earliest}
        )


class DeadlineTooLate(Refusal):
    def __init__(self, deadline: date, *, latest: date) -> None:
        super().__init__(
            _("Dagen %(deadline)s ligger mer än ett år bort. Se efter om årtalet stämmer, och välj senast %(latest)s.")
            % {"deadline": deadline, "latest": latest}
        )


class SamePersonForBothSides(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Ni har redan handlat för den andra sidan i månaden. Be en kollega: ingen handlar för båda sidor.")
        )


class SilenceIsNotYet(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _("%(name)s kan besvaras till och med %(deadline)s. Vänta till dagen efter, eller be om svar.")
            % {"name": named(reconciliation), "deadline": reconciliation.answerable_until}
        )


class SilenceDoesNotConfirm(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _("Modellåret %(year)s säger att tystnad inte bekräftar. Be förvaltningen bekräfta %(name)s.")
            % {"year": reconciliation.model_year, "name": named(reconciliation)}
        )


class NoQuotaAnyLonger(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _("%(name)s kan inte räknas: förvaltningen har ingen kvot längre. Ta bort undantaget om den ska ha en.")
            % {"name": named(reconciliation)}
        )


class NotConfirmed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        mend = _("En månad kan stängas när förvaltningen har bekräftat den eller svarstiden har gått ut.")
        super().__init__(f"{standing(reconciliation)} {mend}")


class EmptyObjection(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Invändningen är tom. Skriv vad som inte stämmer."))


class EmptyAnswer(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Svaret är tomt. Skriv varför ni godtar eller avslår invändningen."))


class UnreadableFigure(Refusal):
    def __init__(self, text: str) -> None:
        super().__init__(
            _("Siffran ”%(text)s” går inte att läsa. Skriv antalet med siffror, t.ex. 17. Inget är skickat.")
            % {"text": text}
            if text.strip()
            else _("Siffran saknas. Skriv hur många ni räknar, t.ex. 17. Inget är skickat.")
        )


class LineFigureOutOfRange(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _("Siffran är utanför det möjliga. En rad räknas till mellan 0 och 1, t.ex. 0,5 eller 10/30.")
            if reconciliation.lines_have_parts
            else _("Siffran är utanför det möjliga. En rad räknas helt eller inte alls: skriv 1 eller 0.")
        )


class MonthFigureOutOfRange(Refusal):
    def __init__(self, reconciliation: Reconciliation, figure: Fraction | int, *, highest: int) -> None:
        text = _(
            "Siffran %(figure)s är utanför det möjliga för %(name)s. Skriv ett helt antal från 0 till %(highest)s."
        )
        if reconciliation.counts_parts:
            text = _("Siffran %(figure)s är utanför det möjliga för %(name)s. Skriv ett antal från 0 till %(highest)s.")
        super().__init__(text % {"figure": exact(Fraction(figure)), "name": named(reconciliation), "highest": highest})


class SameMonthFigure(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _(
                "ASF räknar redan %(counted)s i %(name)s, som ni. Ange ett annat antal, bekräfta månaden, "
                "eller invänd mot raden som är fel."
            )
            % {"counted": exact(reconciliation.counted), "name": named(reconciliation)}
        )


class AlreadyObjected(Refusal):
    def __init__(self, reconciliation: Reconciliation, placement: Placement | None) -> None:
        text = (
            _("Ni har redan en invändning mot hela månaden i %(name)s som väntar på svar.")
            if placement is None
            else _("Ni har redan en invändning mot den raden i %(name)s som väntar på svar.")
        )
        mend = _("Vänta på svaret, eller ta tillbaka den och invänd på nytt.")
        super().__init__(f"{text % {'name': named(reconciliation)}} {mend}")


class SameFigure(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(
            _("%(key)s räknas redan så som ni skriver. Ange vad raden ska vara i stället, eller låt den stå.")
            % {"key": key}
        )


class RegisterSaysOtherwise(Refusal):
    def __init__(self, wanted: Fraction | int, now: Fraction | int) -> None:
        super().__init__(
            _(
                "Förvaltningen räknar %(wanted)s, men registret ger %(now)s. Ange rätt dagar i svaret, "
                "eller rätta registret först, så räknas raden på nytt. Inget är ändrat."
            )
            % {"wanted": exact(Fraction(wanted)), "now": exact(Fraction(now))}
        )


class NothingDisputed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        mend = _("Ingen invändning väntar på svar. Bekräfta eller stäng månaden som den är.")
        super().__init__(f"{standing(reconciliation)} {mend}")


class RestNotConfirmed(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _(
                "Förvaltningen har inte bekräftat resten av %(name)s och svarstiden har inte gått ut i tystnad. "
                "Be den bekräfta resten, eller svara på invändningen."
            )
            % {"name": named(reconciliation)}
        )


class ParkingDeadlineTooEarly(Refusal):
    def __init__(self, deadline: date) -> None:
        super().__init__(
            _("Dagen %(deadline)s har redan varit. Ange en senare dag då raden senast ska vara avgjord.")
            % {"deadline": deadline}
        )


class NothingToPark(Refusal):
    def __init__(self, objection: Objection) -> None:
        super().__init__(
            _(
                "Invändningen ”%(text)s” ändrar inte antalet utöver de andra, så det finns inget omtvistat "
                "att parkera. Svara på den först."
            )
            % {"text": objection.text[:60]}
        )


class ParkedTwice(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Flera invändningar gäller samma rad eller hela månaden. Svara på alla utom en först."))


class NotOnTheList(Refusal):
    def __init__(self, reconciliation: Reconciliation) -> None:
        super().__init__(
            _("Placeringen finns inte i listan för %(name)s. Invänd mot hela månaden om någon saknas.")
            % {"name": named(reconciliation)}
        )


class TextTooLong(Refusal):
    def __init__(self, longest: int) -> None:
        super().__init__(
            _("Texten är för lång. Skriv högst %(longest)s tecken. Inget är skickat.") % {"longest": longest}
        )


class NoDecision(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Svaret säger varken ja eller nej. Välj att godta eller avslå. Inget är ändrat."))


class AlreadyAnswered(Refusal):
    def __init__(self, objection: Objection) -> None:
        super().__init__(
            _("Invändningen är återtagen av förvaltningen. Läs om månadens sida.")
            if objection.withdrawn_at
            else _("Invändningen är redan besvarad. Läs svaret på månadens sida.")
        )


class MonthHasNotEnded(Refusal):
    def __init__(self, month: Month) -> None:
        super().__init__(
            _("%(month)s är inte slut än. Månaden föreslås, bekräftas och stängs efter %(last)s.")
            % {"month": month, "last": month.last_day}
        )
