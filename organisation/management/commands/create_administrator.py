"""The first person of an empty installation: a system administrator, who then gives the others their roles."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from foundation import clock
from foundation.command_line import SwedishCommand
from foundation.refusals import Refusal
from organisation.models import Membership
from organisation.operations import add_person
from organisation.roles import Role


class Command(SwedishCommand):
    help = "Lägger upp en systemadministratör. Lösenordet frågas efter, eller läses från standard in."
    missing_args_message = "Ange ett användarnamn, t.ex. create_administrator karin.admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="ANVÄNDARNAMN")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _asked_for()
        try:
            validate_password(password)
            with transaction.atomic():
                person = add_person(username=options["username"], first_name="", last_name="", password=password)
                Membership.objects.create(
                    user=person, role=Role.SYSTEM_ADMINISTRATOR, department=None, valid_from=clock.real_day()
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(f"{person.username} är systemadministratör och kan logga in.")


def _asked_for() -> str:
    """From the keyboard without showing it, or one line of standard input."""
    return getpass.getpass("Lösenord: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
