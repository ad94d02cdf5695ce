"""Forms of the claim: what is proposed, and what is decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import ClaimDecision, ClaimExtent, ClaimProposal
from billing.queries.claim_history import line_names
from billing.queries.claims import BoardClaim
from foundation.form_fields import KronorField
from foundation.money import kronor

BY_MONTH = "months"  # a part too, with a sum for each month
_EXTENTS = [
    (ClaimExtent.ALL.value, ClaimExtent.ALL.label),
    (ClaimExtent.PART.value, _("begär en del: en summa för halvåret")),
    (BY_MONTH, _("begär en del: månad för månad")),
    (ClaimExtent.WAIVED.value, ClaimExtent.WAIVED.label),
]


class DelegationForm(forms.Form):
    delegation = forms.CharField(
        label=_("Delegation eller beslut"), max_length=120, help_text=_("t.ex. delegationsordningen punkt 4.2")
    )


class ClaimForm(forms.Form):
    """All, a part or nothing of what is computed; a part as one sum, or month by month."""

    extent = forms.ChoiceField(label=_("Vad begärs?"), choices=_EXTENTS, widget=forms.RadioSelect)
    claimed = KronorField(label=_("Summa i kronor, om en summa för halvåret begärs"), required=False)
    reason = forms.CharField(
        label=_("Skäl, om inte allt begärs"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, claim: BoardClaim, said: ClaimDecision | ClaimProposal | None) -> None:
        """`said` is what stands already; the form begins with it."""
        delegation = claim.decision.delegation if claim.decision else ""
        super().__init__(data, initial={**_begun(said), "delegation": delegation})
        self.claim = claim
        parts = said.parts if said else {}
        for key, name in line_names(claim).items():
            if claim.lines[key] > 0:
                label = _("%(month)s, av %(sum)s") % {"month": name, "sum": kronor(claim.lines[key])}
                part = KronorField(label=label, required=False, initial=Decimal(parts.get(key, claim.lines[key])))
                part.says_optional = False  # type: ignore[attr-defined]  # read by field.html
                self.fields[f"part_{key}"] = part
        self.order_fields(["extent", "claimed", *self.part_names, "reason", "delegation"])

    @property
    def part_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("part_")]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self["extent"], self["claimed"]]

    @property
    def by_month(self) -> list[forms.BoundField]:
        return [self[name] for name in self.part_names]

    @property
    def last(self) -> list[forms.BoundField]:
        return [self[name] for name in ("reason", "delegation") if name in self.fields]

    def said(self) -> dict[str, Any]:
        """What `decide_claim` and `propose_claim` take."""
        given = self.cleaned_data
        chosen = {name: given[name] for name in ("reason", "delegation") if name in given}
        if given["extent"] == ClaimExtent.ALL:
            chosen["reason"] = ""  # a proposal's reason for claiming less is none for claiming all
        if given["extent"] != BY_MONTH:
            return {**chosen, "extent": given["extent"], "claimed": given["claimed"]}
        parts = {
            name.removeprefix("part_"): Decimal("0.00") if given[name] is None else given[name]
            for name in self.part_names
        }
        return {**chosen, "extent": ClaimExtent.PART.value, "parts": parts}


class DecisionForm(DelegationForm, ClaimForm):
    """A proposal with the delegation that it is decided on."""


def _begun(said: ClaimDecision | ClaimProposal | None) -> dict[str, Any]:
    if said is None:
        return {"extent": ClaimExtent.ALL.value}
    extent = BY_MONTH if said.parts else said.extent
    claimed = said.claimed if extent == ClaimExtent.PART else None
    return {"extent": extent, "claimed": claimed, "reason": said.reason}
