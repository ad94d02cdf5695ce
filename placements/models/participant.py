"""A person in a labour-market employment, elsewhere known only by the key (DOMAIN.md 5, 10)."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from placements.keys import key_constraint
from placements.models.history import whole_statements


class Sex(models.TextChoices):
    WOMAN = "woman", _("kvinna")
    MAN = "man", _("man")
    NOT_RECORDED = "", _("inte angivet")


@pghistory.track(*whole_statements(), exclude=["identity_number"])
class Participant(models.Model):
    """A person in a labour-market employment. Elsewhere known only by the key."""

    key = models.CharField(_("deltagarnyckel"), max_length=40, unique=True)
    sex = models.CharField(_("kön enligt register"), max_length=5, choices=Sex, blank=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    identity_number = models.BinaryField(null=True, editable=False)  # encrypted, see placements.identity
    identity_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  # unique when given
    is_protected = models.BooleanField(_("skyddade personuppgifter"), default=False)

    class Meta:
        constraints = [key_constraint("participant_key_is_no_identity_number")]
        indexes = [  # of letters, for the search in any part of the word (placements.queries.employments)
            GinIndex(OpClass(Upper("key"), name="gin_trgm_ops"), name="participant_by_key_letters"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="participant_by_name_letters"),
        ]

    def __str__(self) -> str:
        return self.key
