"""`load_demonstration [--if-empty] [--show-logins]`: the constructed city of register/demonstration/README.md."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from foundation.command_line import SwedishCommand
from organisation.login import DEMONSTRATION_PASSWORD
from organisation.models import Department
from organisation.roles import Role
from register.demonstration.people import PEOPLE
from register.operations.demonstration import NotADemonstration, RegisterNotEmpty, is_empty, load_demonstration


class Command(SwedishCommand):
    help = "Läser in den påhittade demonstrationsstaden i ett tomt register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="gör ingenting om registret redan har något i sig")
        parser.add_argument("--show-logins", action="store_true", help="visa bara vem man kan logga in som")

    def handle(self, *args: Any, if_empty: bool, show_logins: bool, **options: Any) -> None:
        if if_empty or not show_logins:
            self._load(if_empty=if_empty)
        if show_logins and settings.DEMONSTRATION:
            self._show_logins()

    def _load(self, *, if_empty: bool) -> None:
        if if_empty and not (settings.DEMONSTRATION and is_empty()):
            return
        try:
            load_demonstration()
        except (NotADemonstration, RegisterNotEmpty) as refusal:
            raise CommandError(str(refusal)) from None
        self.stderr.write("Demonstrationsstaden är inläst. Allt i den är påhittat.")

    def _show_logins(self) -> None:
        names = dict(Department.objects.values_list("code", "name"))
        self.stdout.write(f"Logga in som (lösenord: {DEMONSTRATION_PASSWORD}):")
        for person in PEOPLE:
            where = names.get(person.department, "")
            role = Role(person.role).label
            self.stdout.write(f"  {person.username:<18} {role}{', ' + where if where else ''}")
