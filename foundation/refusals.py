"""What the software says no to, in words for the person who asked."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """A request that was understood and cannot be granted.

    Each message says what was found, what was expected and how to mend it. The messages may be lazy translations:
    they are put into words when they are read, in the reader's language.
    """

    def __init__(self, *messages: str | Promise) -> None:
        super().__init__(*messages)

    @property
    def messages(self) -> list[str]:
        return [str(message) for message in self.args]

    def __str__(self) -> str:
        return " ".join(self.messages)
