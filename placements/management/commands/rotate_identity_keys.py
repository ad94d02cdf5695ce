"""`bin/manage rotate_identity_keys`: identity numbers under the keys of IDENTITY_KEYS as they stand now."""

from typing import Any

from foundation.command_line import SwedishCommand
from placements.operations.identities import rotate_identity_keys


class Command(SwedishCommand):
    help = "Encrypts every identity number with the first of IDENTITY_KEYS and hashes it with the last."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"{rotate_identity_keys()} identity numbers.")
