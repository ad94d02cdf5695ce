"""Identity numbers at rest, and new keys for them."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.checks import run_checks
from django.core.management import call_command
from django.utils import timezone

from placements.identity import decrypted, encrypted, identity_hash
from placements.models import EmploymentFile, Participant
from placements.operations.employment_files import keep_file, table_of
from placements.operations.imports import accept_import, propose_import
from placements.operations.undo_import import undo_import
from tests.organisation.factories import DepartmentFactory, UserFactory
from tests.placements.factories import EmploymentTypeFactory, ParticipantFactory, employment_row

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


@pytest.fixture
def new_keys(settings):
    """The old keys and a new one; puts them in place."""
    old, new = settings.IDENTITY_KEYS, [Fernet.generate_key().decode()]

    def use(*, with_old: bool) -> None:
        settings.IDENTITY_KEYS = [*new, *old] if with_old else new

    return use


@pytest.mark.django_db
def test_files_that_wait_and_what_undoes_accepted_ones_get_the_new_key(new_keys, capsys):
    by = UserFactory(role="asf_administrator")
    EmploymentTypeFactory()
    DepartmentFactory(code="101")
    ParticipantFactory(key="P0001", identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER))

    def proposed(row, name):
        return propose_import(content=name.encode(), file_name=name, rows=[row], kept=(), by=by)

    accepted = proposed(employment_row(1, identity_number="199001172395"), "a.csv")
    accept_import(employment_import=accepted, by=by)
    waiting = proposed(employment_row(2, identity_number="199001789818"), "b.csv")
    keep_file(content=b"Pnr;x", name="c.csv", by=by, now=timezone.now())
    new_keys(with_old=True)
    call_command("rotate_identity_keys")
    assert "1 identity numbers, 3 files." in capsys.readouterr().err
    new_keys(with_old=False)
    call_command("rotate_identity_keys")
    assert table_of(EmploymentFile.objects.get())[0] == b"Pnr;x"
    accept_import(employment_import=waiting, by=by)
    undo_import(employment_import=accepted, by=by)
    assert decrypted(Participant.objects.get(key="P0001").identity_number) == NUMBER.encode()


@pytest.mark.django_db
def test_a_file_that_fits_no_key_is_left_and_said(new_keys, capsys):
    keep_file(content=b"Pnr;x", name="c.csv", by=UserFactory(), now=timezone.now())
    before = bytes(EmploymentFile.objects.get().content)
    new_keys(with_old=False)
    call_command("rotate_identity_keys")
    assert "1 files fit none of the keys" in capsys.readouterr().err
    assert bytes(EmploymentFile.objects.get().content) == before


@pytest.mark.django_db
def test_the_check_says_when_the_second_run_or_a_key_is_missing(new_keys):
    def said():
        return [one.id for one in run_checks(databases=["default"]) if one.id.startswith("placements.")]

    assert said() == []
    ParticipantFactory(identity_number=encrypted(NUMBER), identity_hash=identity_hash(NUMBER))
    assert said() == []
    new_keys(with_old=False)
    assert said() == ["placements.W001"]
    new_keys(with_old=True)
    call_command("rotate_identity_keys")
    assert said() == []
    new_keys(with_old=False)
    assert said() == ["placements.W002"]
    call_command("rotate_identity_keys")
    assert said() == []
