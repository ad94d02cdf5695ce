import io

import pytest
from django.core.management import CommandError, call_command

from organisation.models import User


@pytest.fixture
def typed(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.mark.django_db
def test_the_first_person_is_a_system_administrator_who_can_log_in(typed):
    typed("en-lång-mening-som-lösen\n")
    call_command("create_administrator", "karin.admin", stderr=io.StringIO())
    person = User.objects.get(username="karin.admin")
    assert person.roles == {"system_administrator"}
    assert person.check_password("en-lång-mening-som-lösen")


@pytest.mark.django_db
def test_a_weak_password_and_a_taken_name_are_refused_and_change_nothing(typed):
    typed("kort\n")
    with pytest.raises(CommandError):
        call_command("create_administrator", "karin.admin")
    assert not User.objects.exists()
    User.objects.create_user("karin.admin", password="en-lång-mening-som-lösen")
    typed("en-lång-mening-som-lösen\n")
    with pytest.raises(CommandError):
        call_command("create_administrator", "karin.admin")
    assert User.objects.count() == 1
