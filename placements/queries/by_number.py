"""Who has an identity number, for those who may see identities (DOMAIN.md 5, 10)."""

from __future__ import annotations

from organisation.models import User
from placements.identity import identity_hash
from placements.models import Employment, Participant, Placement


def person_with(*, number: str) -> Participant | None:
    """The participant with these twelve digits. One query."""
    return Participant.objects.filter(identity_hash=identity_hash(number)).first()


def latest_employment(*, person: Participant, user: User) -> Employment | None:
    """The employment of the person that began last, of those with a page for the user. One query."""
    placements = Placement.objects.visible_to(user).filter(employment__participant=person)
    theirs = Employment.objects.filter(pk__in=placements.values("employment_id"))
    return theirs.order_by("-employed_from", "-pk").first()
