"""The proof: everything derived anew from the stored rows, for auditors, finance and ASF."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from billing.models import ProofRun
from billing.operations.proving import keep_proof
from foundation.tables import Column, Kind, table_response
from foundation.templatetags.overens import moment
from organisation.access import require, sees_whole_city
from organisation.requests import PersonRequest
from organisation.roles import Act

CHECKS = {
    "months": gettext_lazy("stängda månader: mål, räknade, saknade och avgift ur de frysta raderna"),
    "targets": gettext_lazy("mål: kvoten ur fördelningstalet, löftet ur versionen, flyttade platser ur överföringarna"),
    "people": gettext_lazy("personmånader: ingen räknas för mer än en"),
    "transfers": gettext_lazy("månader vars överföringar lämnar stadens summa oförändrad"),
    "corrections": gettext_lazy("rättelser: från det som gällde, till det som räkningen ger, på raden som bär dem"),
    "reopenings": gettext_lazy("tidigare stängningar av månader som öppnats på nytt: räknade och saknade"),
    "invoices": gettext_lazy("fakturor: summor ur raderna, rader ur månaderna, aldrig mer krediterat än vad som finns"),
    "numbers": gettext_lazy("fakturanummer: inga luckor, inga dubbletter"),
    "documents": gettext_lazy("dokument: innehållet ger det sparade kontrolltalet"),
    "hand_overs": gettext_lazy("överlämnade fakturor: en gång, och med i filen"),
}
COLUMNS = (
    Column("check", gettext_lazy("Prövning"), Kind.CHOICE, choices=CHECKS),
    Column("subject", gettext_lazy("Vad")),
    Column("stored", gettext_lazy("Sparat"), Kind.CODE),
    Column("derived", gettext_lazy("Framräknat"), Kind.CODE),
)


@require_http_methods(["GET", "POST"])
def proof(request: PersonRequest) -> HttpResponse:
    """What the last proof found; a new one is made when it is asked for."""
    require(request.user, Act.SEE_INVOICES)
    if not sees_whole_city(request.user, Act.SEE_INVOICES):
        raise Http404
    if request.method == "POST":
        keep_proof()
        messages.success(request, _("Allt är framräknat på nytt."))
        return redirect("billing:proof")
    last = ProofRun.objects.order_by("-pk").first()
    if last and (form := request.GET.get("format")):
        rows = _file_rows(last)
        about = [(_("Gjord"), moment(last.made_at)), *((str(CHECKS[key]), str(n)) for key, n in last.tried.items())]
        return table_response(form, name="bevis", columns=COLUMNS, rows=rows, about=about)
    return render(request, "billing/proof.html", {"last": last, "rows": _rows(last) if last else []})


def _file_rows(last: ProofRun) -> list[list[str]]:
    """What was tried, also when all is as it should be; after each kind of thing its differences."""
    rows = []
    for check in CHECKS:
        rows.append([check, _("%(n)s prövade") % {"n": last.tried.get(check, 0)}, "", ""])
        rows += [[one[column.name] for column in COLUMNS] for one in last.differences if one["check"] == check]
    return rows


def _rows(last: ProofRun) -> list[dict[str, object]]:
    """One for each kind of thing that was tried, with its differences."""
    return [
        {
            "text": text,
            "tried": last.tried.get(key, 0),
            "found": [one for one in last.differences if one["check"] == key],
        }
        for key, text in CHECKS.items()
    ]
