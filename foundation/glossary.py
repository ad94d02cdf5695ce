"""Words of the model explained for people, shown on focus by `{% term "kvot" %}` (GLOSSARY.md; D1)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

WORDS: dict[str, Promise] = {
    gettext_noop("kvot"): _(
        "Så många platser en förvaltning ska ha enligt modellen: en andel av de tillsvidareanställda."
    ),
    gettext_noop("mål"): _(
        "Så många anställningar som ska finnas en viss månad: överenskommelsens tal, med platser som flyttats."
    ),
    gettext_noop("räknade"): _(
        "Personer som den månaden hade en anställning som uppfyller villkoren, placerade hos förvaltningen."
    ),
    gettext_noop("saknas"): _("Målet minus de räknade, aldrig under noll. Ett överskott ger inget tillgodo."),
    gettext_noop("undantas"): _("Saknade anställningar vars orsak enligt överenskommelsen inte ger någon avgift."),
    gettext_noop("avstämning"): _(
        "Månadens jämförelse mellan det ni kommit överens om och det som blev. Båda sidor godkänner den."
    ),
    gettext_noop("överenskommelse"): _(
        "Det förvaltningen och ASF har kommit överens om: hur många anställningar, på vilka villkor."
    ),
    gettext_noop("kvotöverföring"): _("Två förvaltningar flyttar platser mellan sig. Stadens summa är densamma."),
    gettext_noop("ersättning"): _(
        "Det arbetsmarknads- och socialnämnden får kräva för varje saknad anställning och månad."
    ),
    gettext_noop("mottagande förvaltning"): _(
        "Förvaltningen där den anställde arbetar. Anställd är man alltid hos ASF."
    ),
    gettext_noop("extratjänst"): _(
        "Anställning med stöd från Arbetsförmedlingen för hela lönekostnaden, upp till ett tak."
    ),
    gettext_noop("introduktionsjobb"): _(
        "Anställning med stöd från Arbetsförmedlingen för högst 80 procent av lönekostnaden."
    ),
    gettext_noop("tillsvidareanställd"): _("Person med fast anställning, utan slutdatum."),
    gettext_noop("årsarbetare"): _("Anställda omräknade till heltid."),
    gettext_noop("mervärde"): _("Det platsen tillför, för verksamheten och för personen."),
    gettext_noop("dag 90"): _("Hur det går för deltagaren 90 dagar efter att anställningen tog slut."),
    gettext_noop("motpart"): _("Koden i bokföringen för den som står på andra sidan av affären."),
    gettext_noop("kontering"): _("Konto, kostnadsställe, verksamhet och motpart som beloppet bokförs på."),
    gettext_noop("upptrappning"): _("Målet stiger steg för steg under året i stället för att gälla fullt från början."),
    gettext_noop("prognos"): _("Det troliga utfallet, räknat på kända starter och slut i registret."),
}


def explanation(word: str) -> str:
    """The explanation of a word as written in the Swedish texts. Raises KeyError for one that is not listed."""
    return str(WORDS[word.lower()])
