"""What has happened to an agreement, from the log that the database keeps (DESIGN.md 4)."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import (
    Agreement,
    AgreementEnding,
    AgreementVersion,
    FieldComment,
    PaperSigning,
    Side,
    Signature,
)
from agreements.wording import clause_headings
from foundation.display import Event
from foundation.templatetags.overens import month_name
from organisation.models import User

_ARRIVALS: dict[str, Promise] = {
    "draft": gettext_lazy("Version %(n)s: tillbaka till utkast"),
    "sent": gettext_lazy("Version %(n)s: skickad för underskrift"),
    "signed": gettext_lazy("Version %(n)s: undertecknad av båda"),
    "cancelled": gettext_lazy("Version %(n)s: avbruten"),
}


def history(agreement: Agreement) -> list[Event]:
    """Drafted, edited, sent, signed, sent back, commented, ended: the newest first. Six queries."""
    versions = _rows(AgreementVersion, agreement_id=agreement.pk)
    numbers = {row.pgh_obj_id: row.number for row in versions}
    signatures = _rows(Signature, version_id__in=list(numbers))
    comments = _rows(FieldComment, version_id__in=list(numbers))
    papers = _rows(PaperSigning, version_id__in=list(numbers))
    endings = _rows(AgreementEnding, agreement_id=agreement.pk)
    names = _names([*versions, *signatures, *comments, *papers, *endings])
    events = [
        *_version_texts(versions),
        *_signature_texts(signatures, numbers),
        *_comment_texts(comments, numbers),
        *_paper_texts(papers, numbers),
        *_ending_texts(endings),
    ]
    events.sort(key=_when, reverse=True)
    return [
        Event(
            at=row.pgh_created_at,
            who=names.get(_user_id(row), _("Överens")),
            what=text,
            why=_metadata(row).get("reason", ""),
        )
        for row, text in events
    ]


def _when(event: tuple[Any, str]) -> tuple[Any, int, int]:
    """Of what happened in one act a version is sent first, then signed by each, and then it is signed by both."""
    row = event[0]
    is_signed = getattr(row, "state", "") == "signed"
    rank = (2 if is_signed else 0) if hasattr(row, "formula_quota") else 1
    return row.pgh_created_at, rank, row.pgh_id


def _rows(model: Any, **filters: Any) -> list[Any]:
    events = model.pgh_event_model.objects.filter(**filters)
    return list(events.select_related("pgh_context").order_by("pgh_id"))


def _version_texts(rows: list[Any]) -> list[tuple[Any, str]]:
    """One text for each row that a person would notice: a saved draft counts, a mere stamp does not."""
    texts = []
    states: dict[int, str] = {}
    for row in rows:
        before = states.get(row.pgh_obj_id)
        states[row.pgh_obj_id] = row.state
        if row.pgh_label == "insert":
            texts.append((row, _("Version %(n)s: utkast skrivet") % {"n": row.number}))
        elif before != row.state:
            texts.append((row, str(_ARRIVALS[row.state]) % {"n": row.number}))
        elif row.state == "draft":
            texts.append((row, _("Version %(n)s: utkastet ändrat") % {"n": row.number}))
    return texts


def _signature_texts(rows: list[Any], numbers: dict[int, int]) -> list[tuple[Any, str]]:
    said = {
        "insert": gettext_lazy("Version %(n)s: undertecknad för %(side)s"),
        "delete": gettext_lazy("Version %(n)s: underskriften för %(side)s föll"),
    }
    return [
        (row, str(said[row.pgh_label]) % {"n": numbers[row.version_id], "side": Side(row.side).label})
        for row in rows
        if row.pgh_label in said
    ]


def _comment_texts(rows: list[Any], numbers: dict[int, int]) -> list[tuple[Any, str]]:
    said = {
        "open": gettext_lazy("Version %(n)s: kommentar av %(side)s till ”%(field)s”"),
        "answered": gettext_lazy("Version %(n)s: kommentaren till ”%(field)s” är besvarad"),
        "closed": gettext_lazy("Version %(n)s: kommentaren till ”%(field)s” är avslutad"),
    }
    headings = clause_headings()
    return [
        (
            row,
            str(said[row.state])
            % {
                "n": numbers[row.version_id],
                "field": headings.get(row.field, row.field),
                "side": Side(row.side).label,
            },
        )
        for row in rows
        if row.pgh_label != "delete"
    ]


def _paper_texts(rows: list[Any], numbers: dict[int, int]) -> list[tuple[Any, str]]:
    said = {
        "insert": gettext_lazy("Version %(n)s: ett undertecknat papper är registrerat"),
        "update": gettext_lazy("Version %(n)s: papperet är intygat"),
        "delete": gettext_lazy("Version %(n)s: papperet är borttaget"),
    }
    return [(row, str(said[row.pgh_label]) % {"n": numbers[row.version_id]}) for row in rows]


def _ending_texts(rows: list[Any]) -> list[tuple[Any, str]]:
    said = {
        "insert": gettext_lazy("Förslag: överenskommelsen upphör efter %(month)s"),
        "update": gettext_lazy("Båda sidor är överens: den upphör efter %(month)s"),
        "delete": gettext_lazy("Förslaget att den upphör efter %(month)s är borta"),
    }
    return [(row, str(said[row.pgh_label]) % {"month": month_name(row.last_month)}) for row in rows]


def _names(rows: list[Any]) -> dict[int | None, str]:
    ids = {user_id for row in rows if (user_id := _user_id(row)) is not None}
    return {user.pk: user.full_name for user in User.objects.filter(pk__in=ids)}


def _user_id(row: Any) -> int | None:
    return _metadata(row).get("user")


def _metadata(row: Any) -> dict[str, Any]:
    return row.pgh_context.metadata if row.pgh_context else {}
