"""Locks on files: they are let go by the kernel when their holders die, so nothing stale can stand in the way."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path) -> int:
    """An open file to lock, not passed on to child processes."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_exclusive(lock: int) -> bool:
    """Take the lock alone if no other process holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(lock: int) -> None:
    """Take the lock together with others, waiting for one who holds it alone."""
    fcntl.flock(lock, fcntl.LOCK_SH)


def let_go(lock: int) -> None:
    """Release the lock and keep the file open."""
    fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def alone(path: Path, when_waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """One process at a time in this block; gives the open lock. `when_waiting` is called when another one is in it."""
    lock = open_lock(path)
    try:
        if not try_exclusive(lock):
            when_waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)
