"""Nobody learns who a protected person is but by right, and nobody is shown an identity number (DOMAIN.md 5, 10).

Every page of the table of permissions and every file that can be taken out is searched, as every role.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pypdf
import pytest
from django.urls import reverse

from billing.documents import invoice_pdf
from billing.models import Invoice
from followup.documents import report_pdf
from followup.models import SteeringGroupReport
from foundation.documents.render import render_pdf
from placements.models import Placement
from tests.permission_table import READERS, ROWS
from tests.strict_client import StrictClient
from tests.whole_city import (
    OPEN_NAME,
    OPEN_NUMBER,
    PROTECTED_NAME,
    PROTECTED_NUMBER,
    TODAY,
    WAITING_NUMBER,
    WholeCity,
)

Clients = dict[str, StrictClient]
EXPORTS = {
    "allocation:quotas", "allocation:headcounts", "agreements:list", "agreements:transfers", "placements:employments",
    "billing:place_bank", "placements:supervisors", "placements:costs", "placements:ending",
    "billing:reconciliation", "billing:invoices", "followup:measures",
    "followup:statistics", "organisation:departments",
}  # fmt: skip
SEARCHES = {
    "search": ["Skyddhild", "Hemlig", PROTECTED_NUMBER, "Öppenberg", OPEN_NUMBER],
    "placements:employments": ["Skyddhild", PROTECTED_NUMBER, OPEN_NUMBER],
}


def seen_by(reader: str, city: WholeCity) -> Iterator[str]:
    """The addresses that the reader may open, with their lists whole and as files, and with who is searched for."""
    for row in ROWS:
        if row.method != "GET" or row.answers[reader] != "ok":
            continue
        address = reverse(row.address, kwargs=city.objects[row.object])
        yield address
        if row.address == "placements:employments":
            yield from (f"{address}?state=all", f"{address}?state=all&format=csv", f"{address}?state=all&sort=name")
        if row.address in EXPORTS:
            yield from (address + query for query in ("?format=csv", "?format=xlsx"))
        yield from (f"{address}?q={words}" for words in SEARCHES.get(row.address, []))


def text_of(content: bytes) -> str:
    """The words of a page or a csv file, a workbook, an archive or a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        document = pypdf.PdfReader(io.BytesIO(content))
        inside = [text_of(part) for parts in document.attachments.values() for part in parts]
        return "\n".join([*(page.extract_text() for page in document.pages), *inside])
    return content.decode("utf-8")


def shown(client: StrictClient, address: str) -> str:
    """What the page shows, without what the reader itself asked for; of a question with a number, where it leads."""
    response = client.get(address, follow="?q=" in address)
    assert response.status_code in (200, 404, 409), address  # a file may not be there for this reader, or not yet
    text = text_of(response.content)
    asked = response.wsgi_request.GET.get("q")
    return text.replace(asked, "") if asked else text


def ways_to_write(number: str) -> list[str]:
    return [number[2:], f"{number[2:8]}-{number[8:]}", f"{number[:8]}-{number[8:]}"]


SEES_PROTECTED = {"ASF", "CAS"}
SEES_OTHER_NAMES = SEES_PROTECTED | {"HR", "HED"}  # its own people of today; auditors and ASF's head see keys


@pytest.mark.parametrize("reader", READERS)
def test_reader_sees_no_name_without_the_right_and_never_a_number(reader: str, whole_city: WholeCity, clients: Clients):
    numbers = [one for number in (PROTECTED_NUMBER, OPEN_NUMBER, WAITING_NUMBER) for one in ways_to_write(number)]
    found: dict[str, list[str]] = {}
    for address in seen_by(reader, whole_city):
        text = shown(clients[reader], address)
        for secret in (*PROTECTED_NAME.split(), OPEN_NAME, *numbers):
            if secret in text:
                found.setdefault(secret, []).append(address)
    may_stand = [*PROTECTED_NAME.split()] * (reader in SEES_PROTECTED) + [OPEN_NAME] * (reader in SEES_OTHER_NAMES)
    assert {secret: where for secret, where in found.items() if secret not in may_stand} == {}
    assert set(may_stand) <= set(found), "what is not shown at all proves nothing"


def test_host_sees_its_own_placements_of_today_only(whole_city: WholeCity, clients: Clients):
    own = Placement.objects.filter(department=whole_city.base.leisure).current(TODAY)
    theirs = set(own.values_list("employment__key", flat=True))
    others = set(Placement.objects.exclude(pk__in=own).values_list("employment__key", flat=True))
    assert theirs and others
    for query in ("?format=csv", "?state=all&format=csv", f"?format=csv&department={whole_city.base.environment.pk}"):
        text = shown(clients["HR"], reverse("placements:employments") + query)
        found = {line.split(";")[0].strip("\ufeff") for line in text.splitlines()}
        assert found & (theirs | others) == theirs, query


def test_host_does_not_find_an_employment_that_is_over_or_elsewhere(whole_city: WholeCity, clients: Clients):
    own = Placement.objects.filter(department=whole_city.base.leisure).current(TODAY)
    for placement in Placement.objects.exclude(pk__in=own).select_related("employment"):
        address = reverse("placements:employment", args=[placement.employment_id])
        assert clients["HR"].get(address).status_code == 404
        assert placement.employment.key not in shown(clients["HR"], f"/search/?q={placement.employment.key}")


def test_documents_hold_keys_and_no_names(whole_city: WholeCity, monkeypatch: pytest.MonkeyPatch):
    for module in ("billing.documents", "followup.documents"):
        monkeypatch.setattr(f"{module}.render_pdf", render_pdf)
    invoice = Invoice.objects.get(pk=whole_city.objects["invoice"]["pk"])
    report = SteeringGroupReport.objects.get(pk=whole_city.objects["report"]["report_id"])
    key = invoice.lines.first().reconciliation.lines.first().employment_key
    words = [text_of(invoice_pdf(invoice)), text_of(report_pdf(report))]
    assert key in words[0]
    secret = [PROTECTED_NAME, OPEN_NAME, *ways_to_write(PROTECTED_NUMBER), *ways_to_write(OPEN_NUMBER)]
    assert [one for one in secret if any(one in text for text in words)] == []
