"""The history in words: kinds of things by their model's label, fields, and the acts of the access log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "organisation.Department": _("förvaltning"),
    "organisation.Membership": _("roll"),
    "organisation.Board": _("nämnd"),
    "organisation.Exemption": _("undantag"),
    "organisation.Succession": _("efterträdare"),
    "organisation.CompanyProposal": _("bolagets förslag"),
    "allocation.ModelYearRevision": _("revision av modellår"),
    "allocation.ModelYear": _("modellår"),
    "allocation.Headcount": _("antal anställda"),
    "allocation.HeadcountImport": _("inläst fil med antal anställda"),
    "agreements.Agreement": _("överenskommelse"),
    "agreements.AgreementVersion": _("version av överenskommelse"),
    "agreements.MonthlyTarget": _("månadsmål"),
    "agreements.Signature": _("underskrift"),
    "agreements.QuotaTransfer": _("kvotöverföring"),
    "placements.Participant": _("deltagare"),
    "placements.Employment": _("anställning"),
    "placements.Placement": _("placering"),
    "placements.Place": _("plats"),
    "privacy.RetentionRule": _("regel för gallring"),
    "privacy.LegalHold": _("undantag från gallring"),
    "placements.PlaceComment": _("kommentar till en plats"),
    "placements.Booking": _("bokning"),
    "billing.Reconciliation": _("avstämning"),
    "billing.MissingCause": _("orsak till saknad anställning"),
    "billing.Objection": _("invändning"),
    "billing.ClaimDecision": _("beslut om ersättning"),
    "billing.InvoiceRun": _("halvårskörning"),
    "billing.AccountCoding": _("kontering"),
    "billing.Correction": _("rättelse"),
    "billing.Reopening": _("öppning av stängd månad"),
    "billing.MonthParameters": _("svarstider och påminnelser"),
}
LABELS: dict[str, Promise] = {
    "insert": _("lades till"),
    "update": _("ändrades"),
    "delete": _("togs bort"),
    "backfill": _("fanns när den började följas"),
}
# Fields whose model gives no Swedish word.
FIELDS: dict[str, Promise] = {
    "participant": _("deltagare"),
    "employment": _("anställning"),
    "type": _("anställningstyp"),
    "department": _("förvaltning"),
    "state": _("läge"),
    "locked_at": _("låst"),
    "settled_at": _("avgjord"),
    "signed_at": _("undertecknad"),
    "identity_hash": _("personnummer"),
}
OTHER_FIELD = _("annan uppgift")
ACCESS_ACTS: dict[str, Promise] = {
    "place_shown": _("såg en plats och dem som är bokade på den"),
    "booking_candidates_shown": _("såg deltagare att boka på en plats"),
    "booking_shown": _("såg en bokning"),
    "booking_list_shown": _("såg listan över bokningar"),
    "booking_list_exported": _("laddade ner listan över bokningar"),
    "employment_shown": _("såg en anställning"),
    "employment_list_shown": _("såg listan över anställningar"),
    "employment_list_exported": _("laddade ner listan över anställningar"),
    "employment_import_shown": _("såg en fil med anställningar"),
    "access_report_shown": _("såg vem som har sett uppgifterna"),
    "access_report_exported": _("laddade ner vem som har sett uppgifterna"),
    "person_extracted": _("tog fram ett registerutdrag"),
    "supervisor_shown": _("såg vilka en handledare har"),
    "ending_list_shown": _("såg listan över dem som slutar"),
    "ending_list_exported": _("laddade ner listan över dem som slutar"),
    "bulk_shown": _("såg valda anställningar"),
    "recruitment_shown": _("såg vilka som fått veta om en rekrytering"),
    "costs_shown": _("såg kostnader för anställningar"),
    "costs_exported": _("laddade ner kostnader för anställningar"),
}
