"""Words of the model explained for people, shown on focus by `{% term "kvot" %}` (GLOSSARY.md; D1)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "kvot": _("Så många platser en förvaltning ska ha enligt modellen: en andel av de tillsvidareanställda."),
    "mål": _("Så många anställningar som ska finnas en viss månad: överenskommelsens tal, med platser som flyttats."),
    "räknade": _("Personer som den månaden hade en anställning som uppfyller villkoren, placerade hos förvaltningen."),
    "saknas": _("Målet minus de räknade, aldrig under noll. Ett överskott ger inget tillgodo."),
    "undantas": _("Saknade anställningar vars orsak enligt överenskommelsen inte ger någon avgift."),
    "avstämning": _("Månadens jämförelse mellan det ni kommit överens om och det som blev. Båda sidor godkänner den."),
    "överenskommelse": _("Det förvaltningen och ASF har kommit överens om: hur många anställningar, på vilka villkor."),
    "kvotöverföring": _("Två förvaltningar flyttar platser mellan sig. Stadens summa är densamma."),
    "ersättning": _("Det arbetsmarknads- och socialnämnden får kräva för varje saknad anställning och månad."),
    "mottagande förvaltning": _("Förvaltningen där den anställde arbetar. Anställd är man alltid hos ASF."),
    "extratjänst": _("Anställning med stöd från Arbetsförmedlingen för hela lönekostnaden, upp till ett tak."),
    "introduktionsjobb": _("Anställning med stöd från Arbetsförmedlingen för högst 80 procent av lönekostnaden."),
    "tillsvidareanställd": _("Person med fast anställning, utan slutdatum."),
    "årsarbetare": _("Anställda omräknade till heltid."),
    "mervärde": _("Det platsen tillför, för verksamheten och för personen."),
    "dag 90": _("Hur det går för deltagaren 90 dagar efter att anställningen tog slut."),
    "motpart": _("Koden i bokföringen för den som står på andra sidan av affären."),
    "kontering": _("Konto, kostnadsställe, verksamhet och motpart som beloppet bokförs på."),
    "upptrappning": _("Målet stiger steg för steg under året i stället för att gälla fullt från början."),
    "prognos": _("Det troliga utfallet, räknat på kända starter och slut i registret."),
}


def explanation(word: str) -> str:
    """The explanation of a word as written in the Swedish texts. Raises KeyError for one that is not listed."""
    return str(WORDS[word.lower()])
