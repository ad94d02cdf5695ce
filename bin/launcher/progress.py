"""What the commands say while they set up: to standard error, standard output is the command's own."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Write a line to the one who waits."""
    print(text, file=sys.stderr, flush=True)


STEPS = {"run": 6, "manage": 5, "test": 11}  # 4 of preparation, then each command's own


class Steps:
    """Numbered steps: "2/6 Paket". A quiet one only tells what takes time."""

    def __init__(self, total: int, *, first: int = 1, quiet: bool = False) -> None:
        self.total, self.number, self.quiet = total, first - 1, quiet

    def step(self, text: str) -> None:
        """Begin the next step."""
        self.number += 1
        if not self.quiet:
            say(f"{self.number}/{self.total} {text}")

    def detail(self, text: str) -> None:
        """Say what is done within a step, when it takes time."""
        say(f"    {text}")


@contextmanager
def timed() -> Iterator[list[float]]:
    """Measure the block: the list holds its seconds afterwards."""
    seconds: list[float] = []
    start = time.monotonic()
    try:
        yield seconds
    finally:
        seconds.append(time.monotonic() - start)
