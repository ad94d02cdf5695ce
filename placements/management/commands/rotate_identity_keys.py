"""`bin/manage rotate_identity_keys`: identity numbers under the keys of IDENTITY_KEYS as they stand now."""

from typing import Any

from foundation.command_line import SwedishCommand
from placements.operations.identities import rotate_identity_keys


class Command(SwedishCommand):
    help = "Encrypts identity numbers and kept files with the first of IDENTITY_KEYS; hashes numbers with the last."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rotate_identity_keys()
        self.stderr.write(f"{done.numbers} identity numbers, {done.files} files.")
        if done.unreadable:
            self.stderr.write(f"{done.unreadable} files fit none of the keys and were left as they are.")
