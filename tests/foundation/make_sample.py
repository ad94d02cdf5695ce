"""Makes the sample document; run as a program it makes it thrice, once in a forked child, and prints the hashes."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path
from typing import Any

from foundation.documents.render import Attachment, render_pdf

TEMPLATES = Path(__file__).parent / "templates"
BASIS = Attachment("underlag.csv", "månad;saknas\r\napril 2021;3\r\n".encode("utf-8-sig"), "Underlag per månad")
CONTEXT = {
    "draft": "",
    "half_year": "2021-H1",
    "amount": 45000,
    "months": [("april 2021", 3), ("maj 2021", 2), ("juni 2021", 1)],
    "appendix": "Inga anställningar i provet.",
}


def sample(template: str = "sample_document.html", **changes: Any) -> bytes:
    return render_pdf(
        template=template,
        context=CONTEXT | changes,
        title="Internfaktura P-2021-0001",
        created=date(2021, 7, 1),
        attachments=[BASIS],
    )


def print_hash() -> None:
    print(hashlib.sha256(sample()).hexdigest(), flush=True)


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(TEMPLATES)
    django.setup()
    print_hash()
    child = os.fork()
    print_hash()
    if child:
        status = os.waitpid(child, 0)[1]
        raise SystemExit(os.waitstatus_to_exitcode(status))
