"""Who has been made anonymous by retention: the one place that knows them by their keys (DOMAIN.md 10).

Their rows stay, so that every figure does, and nothing more is done with them.
"""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.refusals import Refusal

ANONYMOUS = "A"  # the first letter; 32 random hexadecimal signs follow, which no register of ours gives anybody
_KEY = f"^{ANONYMOUS}[0-9a-f]{{32}}$"


class PersonIsAnonymous(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Personen är avidentifierad genom gallring. Raden står kvar för statistiken och ändras inte. "
                "Har personen kommit tillbaka? Lägg in den som en ny deltagare med en ny nyckel."
            )
        )


def is_anonymous(key: str) -> bool:
    """Whether this is the key of an anonymous participant, or of an employment of one."""
    return re.match(_KEY, key) is not None


def anonymous(field: str = "key") -> Q:
    """The rows of anonymous people; `field` is the way to a participant's or an employment's key."""
    return Q(**{f"{field}__regex": _KEY})


def check_known(key: str) -> None:
    """Raise PersonIsAnonymous for the key of an anonymous participant or employment."""
    if is_anonymous(key):
        raise PersonIsAnonymous
