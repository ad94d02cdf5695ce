"""Passwords, keys and ports of this machine: made once, kept in a file that only its owner can read."""

import base64
import json
import os
import secrets
import socket
from pathlib import Path
from typing import Any


class Secrets:
    """What is in `secrets.json` of the data folder, made at the first reading."""

    def __init__(self, data: Path) -> None:
        self.path = data / "secrets.json"
        try:
            self.values: dict[str, Any] = json.loads(self.path.read_text())
        except FileNotFoundError:
            self.values = {
                "password": secrets.token_hex(24),
                "secret_key": secrets.token_urlsafe(48),
                "identity_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
                "ports": {},
            }
            self._write()

    @property
    def password(self) -> str:
        return str(self.values["password"])

    @property
    def secret_key(self) -> str:
        return str(self.values["secret_key"])

    @property
    def identity_key(self) -> str:
        return str(self.values["identity_key"])

    def port(self, server: str) -> int:
        """The server's port, chosen once and remembered."""
        if server not in self.values["ports"]:
            self.choose_port(server)
        return int(self.values["ports"][server])

    def choose_port(self, server: str) -> None:
        """Choose a port that is free now, when the remembered one is another's."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.values["ports"][server] = probe.getsockname()[1]
        self._write()

    def _write(self) -> None:
        unfinished = self.path.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(self.values, file)
        unfinished.replace(self.path)
