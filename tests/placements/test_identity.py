"""Identity numbers at rest, and new keys for them."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from placements.identity import decrypted, encrypted, identity_hash
from placements.models import Participant
from tests.placements.factories import ParticipantFactory

NUMBER = "199001019802"


def test_what_is_encrypted_differs_each_time_and_is_read_again():
    assert encrypted(NUMBER) != encrypted(NUMBER)
    assert decrypted(encrypted(NUMBER)) == NUMBER.encode()


def test_a_new_key_put_first_changes_no_hash(settings):
    before, token = identity_hash(NUMBER), encrypted(NUMBER)
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *settings.IDENTITY_KEYS]
    assert identity_hash(NUMBER) == before
    assert decrypted(token) == NUMBER.encode()


@pytest.mark.django_db
def test_a_key_is_retired_in_two_steps(settings, capsys):
    old = settings.IDENTITY_KEYS
    ParticipantFactory(identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER))
    ParticipantFactory()
    new = [Fernet.generate_key().decode()]
    settings.IDENTITY_KEYS = new + old
    call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = new
    call_command("rotate_identity_keys")
    one = Participant.objects.exclude(identity_number=None).get()
    assert (decrypted(one.identity_number), one.identity_hash) == (NUMBER.encode(), identity_hash(NUMBER))
    assert "1 identity numbers" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_key_that_is_missed_changes_nothing(settings):
    ParticipantFactory(identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER))
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(InvalidToken):
        call_command("rotate_identity_keys")
