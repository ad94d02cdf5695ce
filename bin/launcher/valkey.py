"""Valkey: its settings, how it is asked and stopped."""

import signal
import socket
from pathlib import Path

from launcher.binaries import valkey_program
from launcher.keys import Secrets
from launcher.places import User
from launcher.server import Server


class Valkey(Server):
    name = "valkey"
    stop_signals = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, folder: Path, user: User, secrets: Secrets) -> None:
        super().__init__(folder, user, secrets)
        self.program = valkey_program(folder)

    def url(self) -> str:
        return f"redis://:{self.secrets.password}@127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [str(self.program), "-"]

    def standard_input(self) -> bytes:
        """The settings: not on the command line, where everyone could read the password."""
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.secrets.password}", "daemonize no"]
        lines += [f'dir "{self.data}"', f'pidfile "{self.data / "process"}"', "appendonly yes", "appendfsync everysec"]
        return "\n".join([*lines, 'save ""', ""]).encode()

    def prepare(self) -> None:
        """Make the folder that the messages are kept in; remove what a killed server left."""
        self.data.mkdir(exist_ok=True)
        self.user.give(self.data, 0o700)
        (self.data / "process").unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether it takes commands with our password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(f"AUTH {self.secrets.password}\r\nPING\r\nQUIT\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(64), b""))
                return b"+PONG" in answer
        except OSError:
            return False

    def process_number(self) -> int | None:
        try:
            return int((self.data / "process").read_text())
        except (OSError, ValueError):
            return self.process.pid if self.process else None
