"""What an agreement says and how it stands, in words: the same on the page, before signing and in the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.content import AgreementContent, Basis, changed_fields
from agreements.models import ExcusingCause, PartTimeRuleChoice
from agreements.reminders import Waiting
from agreements.standing import WAITS_FOR, Party, Stage
from allocation.models import CountingRuleChoice, FractionRuleChoice
from allocation.quota import QuotaDerivation, Rounding
from allocation.wording import derivation_sentence, people_counted, percentage
from foundation.money import kronor, swedish_number
from foundation.periods import Month
from foundation.templatetags.overens import month_name


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of the agreement: its field's name, heading and text (several paragraphs are parted by a newline)."""

    name: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StandingWords:
    """The tone of the badge (foundation.states), its words, and what more there is to say."""

    tone: str
    text: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.text}: {self.detail}" if self.detail else self.text


def derivation_of(content: AgreementContent) -> str:
    """How the quota came about, or that nobody has counted."""
    basis = content.basis
    if basis.people is None:
        return _("Antal anställda saknas den %(day)s.") % {"day": basis.headcount_date.isoformat()}
    return derivation_sentence(
        _quota_derivation(basis, basis.people, content.formula_quota), basis=basis.basis, day=basis.headcount_date
    )


def moves_in_words(content: AgreementContent) -> list[str]:
    """One sentence for each time staff came to the department after the count, or left it."""
    return [
        _("%(month)s: %(people)s av %(whole)s i %(predecessor)s (%(share)s) räknas hos %(successor)s.")
        % {
            "month": month_name(one.month).capitalize(),
            "people": swedish_number(one.people),
            "whole": people_counted(one.of, content.basis.basis),
            "predecessor": one.predecessor,
            "share": percentage(one.share),
            "successor": one.successor,
        }
        for one in content.basis.moves
    ]


def _quota_derivation(basis: Basis, people: int, quota: int) -> QuotaDerivation:
    rounding = Rounding(basis.rounding)
    total = basis.rounding_total if rounding is Rounding.LARGEST_REMAINDER else None
    return QuotaDerivation(basis.rate, people, basis.rate * people, basis.share, rounding, total, quota)


_HEADINGS = {
    "registry_number": gettext_lazy("Diarienummer"),
    "formula_quota": gettext_lazy("Kvot enligt fördelningstalet"),
    "target": gettext_lazy("Överenskommet mål"),
    "deviation_note": gettext_lazy("Varför målet avviker från kvoten"),
    "steps": gettext_lazy("Mål månad för månad"),
    "valid_from": gettext_lazy("Gäller"),
    "counting_rule": gettext_lazy("När en anställning räknas"),
    "unfilled_place_excuses": gettext_lazy("Platser som inte fylls"),
    "excusing_causes": gettext_lazy("Orsaker som räknas bort"),
    "fee": gettext_lazy("Ersättning"),
    "supervision": gettext_lazy("Handledning"),
    "cost_financing": gettext_lazy("Så finansieras omkostnaderna"),
    "free_terms": gettext_lazy("Övriga villkor"),
    "department_contact": gettext_lazy("Kontakt på förvaltningen"),
    "provider_contact": gettext_lazy("Kontakt på ASF"),
}


def clause_headings() -> dict[str, str]:
    """The heading of each clause by its name, in the order of the document."""
    return {name: str(heading) for name, heading in _HEADINGS.items()}


def clauses(content: AgreementContent) -> list[Clause]:
    """All that is agreed, in the order of the document."""
    texts = {
        "registry_number": content.registry_number,
        "formula_quota": "\n".join([derivation_of(content), *moves_in_words(content)]),
        "target": _employments(content.target),
        "deviation_note": content.deviation_note,
        "steps": steps_in_words(content),
        "valid_from": validity(content.valid_from, content.valid_to),
        "counting_rule": counting_in_words(content),
        "unfilled_place_excuses": excuse_in_words(content),
        "excusing_causes": causes_in_words(content),
        "fee": fee_in_words(content),
        "supervision": content.supervision,
        "cost_financing": content.cost_financing,
        "free_terms": content.free_terms,
        "department_contact": content.department_contact,
        "provider_contact": content.provider_contact,
    }
    return [Clause(name, heading, texts[name]) for name, heading in clause_headings().items()]


def differences(before: AgreementContent, after: AgreementContent) -> list[Difference]:
    """Clause by clause what the later version says otherwise."""
    same_clause = {
        "basis": "formula_quota",
        "valid_to": "valid_from",
        "fraction_rule": "counting_rule",
        "part_time_rule": "counting_rule",
        "charging_starts": "fee",
    }
    names = {same_clause.get(name, name) for name in changed_fields(before, after)}
    then = {clause.name: clause for clause in clauses(before)}
    return [
        Difference(clause.heading, then[clause.name].text, clause.text)
        for clause in clauses(after)
        if clause.name in names
    ]


def missing_in_words(names: Iterable[str]) -> list[str]:
    """What must be filled in before signing, and where."""
    said = {
        "headcount": _("Antal anställda är inte inläst: läs in det under Fördelning och spara utkastet på nytt."),
        "registry_number": _("Diarienummer saknas: skriv ärendets nummer i diariet."),
        "cost_financing": _("Omkostnadernas finansiering saknas: beskriv vem som betalar vad."),
        "department_contact": _("Kontakt på förvaltningen saknas: skriv enhet och telefon."),
        "provider_contact": _("Kontakt på ASF saknas: skriv enhet och telefon."),
        "deviation_note": _("Målet avviker från kvoten: skriv varför."),
        "provider": _("Registret har ingen anordnare (ASF) att ingå överenskommelsen med: lägg upp den först."),
    }
    return [said[name] for name in names]


def _employments(number: int) -> str:
    return _("%(n)s anställningar") % {"n": swedish_number(number)}


def steps_in_words(content: AgreementContent) -> str:
    if not content.steps:
        return _("Samma mål alla månader.")
    return ", ".join(f"{month_name(month)}: {swedish_number(target)}" for month, target in content.steps)


def validity(first: Month, last: Month | None) -> str:
    """ "januari 2021 – december 2021"."""
    if last is None:
        return _("från och med %(first)s, tills vidare") % {"first": month_name(first)}
    return _("%(first)s – %(last)s") % {"first": month_name(first), "last": month_name(last)}


def counting_in_words(content: AgreementContent) -> str:
    """The counting rule as a sentence; how fractions are treated only where there can be any."""
    sentences = {
        CountingRuleChoice.LAST_DAY: _("Den som är anställd och placerad på månadens sista dag räknas."),
        CountingRuleChoice.FIRST_DAY: _("Den som är anställd och placerad på månadens första dag räknas."),
        CountingRuleChoice.FIFTEENTH: _("Den som är anställd och placerad den 15:e i månaden räknas."),
        CountingRuleChoice.WHOLE_MONTH: _("Den som är anställd och placerad hela månaden räknas."),
        CountingRuleChoice.ANY_DAY: _("Den som är anställd och placerad någon dag i månaden räknas."),
        CountingRuleChoice.AVERAGE: _("Antalet är månadens genomsnitt per dag."),
    }
    sentence = sentences[CountingRuleChoice(content.counting_rule)]
    by_share = content.part_time_rule == PartTimeRuleChoice.SHARE
    part_time = _PART_TIME[PartTimeRuleChoice(content.part_time_rule)]
    sentence = _("%(sentence)s %(more)s") % {"sentence": sentence, "more": part_time}
    if content.counting_rule != CountingRuleChoice.AVERAGE and not by_share:
        return sentence
    return {
        FractionRuleChoice.EXACT: _("%(sentence)s Delar av anställningar räknas exakt."),
        FractionRuleChoice.UP: _("%(sentence)s Det avrundas uppåt till helt tal."),
        FractionRuleChoice.DOWN: _("%(sentence)s Det avrundas nedåt till helt tal."),
    }[FractionRuleChoice(content.fraction_rule)] % {"sentence": sentence}


_PART_TIME = {
    PartTimeRuleChoice.WHOLE: gettext_lazy("Deltid räknas som en hel anställning."),
    PartTimeRuleChoice.SHARE: gettext_lazy("Deltid räknas efter sysselsättningsgrad: 50 procent är en halv."),
}


def reminder_in_words(found: Waiting) -> str:
    """ "påminnelse 2, skickad för 14 dagar sedan"; only how long before the first reminder."""
    since = ngettext("skickad för %(n)s dag sedan", "skickad för %(n)s dagar sedan", found.days) % {"n": found.days}
    return _("påminnelse %(stage)s, %(since)s") % {"stage": found.stage, "since": since} if found.stage else since


def excuse_in_words(content: AgreementContent) -> str:
    if content.unfilled_place_excuses:
        return _("En godkänd plats som ASF inte kunde fylla räknas bort från det som saknas.")
    return _("En plats som ASF inte kunde fylla räknas inte bort: målet är uppnått först när den är fylld.")


def causes_in_words(content: AgreementContent) -> str:
    """The causes beyond unfilled places for which a missing employment is not charged."""
    if not content.excusing_causes:
        return _("Inga andra orsaker räknas bort från det som saknas.")
    names = ", ".join(str(cause.label) for cause in ExcusingCause if cause in content.excusing_causes)
    return _("En anställning som saknas räknas bort när orsaken är: %(causes)s.") % {"causes": names}


def fee_in_words(content: AgreementContent) -> str:
    return _("ASF:s nämnd har rätt att begära %(fee)s per utebliven anställning och månad från och med %(month)s.") % {
        "fee": kronor(content.fee),
        "month": month_name(content.charging_starts),
    }


# said to those who cannot act: whom it waits for, and for what
_SAID_TO_OTHERS = {
    Stage.MISSING: (gettext_lazy("Väntar på ASF"), gettext_lazy("utkast saknas")),
    Stage.DRAFT: (gettext_lazy("Väntar på ASF"), gettext_lazy("utkast")),
    Stage.SENT: (gettext_lazy("Väntar på båda"), gettext_lazy("underskrifter")),
    Stage.SIGNED_BY_DEPARTMENT: (gettext_lazy("Väntar på ASF"), gettext_lazy("underskrift")),
    Stage.SIGNED_BY_PROVIDER: (gettext_lazy("Väntar på förvaltningen"), gettext_lazy("underskrift")),
    Stage.COMING: (gettext_lazy("Undertecknad"), gettext_lazy("gäller senare")),
    Stage.IN_FORCE: (gettext_lazy("Gäller"), ""),
    Stage.ENDED: (gettext_lazy("Har upphört"), ""),
}
_AWAITED_OF_YOU = {Stage.MISSING: gettext_lazy("utkast saknas"), Stage.DRAFT: gettext_lazy("utkast")}


def standing_in_words(stage: Stage, *, reader: Iterable[Party]) -> StandingWords:
    """How it stands, said to the one who reads: "väntar på er" only where the reader can act."""
    if WAITS_FOR[stage] & set(reader):
        return StandingWords("waits", _("Väntar på er"), str(_AWAITED_OF_YOU.get(stage, gettext_lazy("underskrift"))))
    tone = {Stage.IN_FORCE: "done", Stage.COMING: "done", Stage.MISSING: "stopped"}.get(stage, "neutral")
    text, detail = _SAID_TO_OTHERS[stage]
    return StandingWords(tone, str(text), str(detail))
