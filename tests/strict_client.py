"""The test client for pages: a GET that writes fails, and so does a page with an undefined variable."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

# What a GET may write: the log of who looked at a person, and the visitor's own session.
MAY_BE_WRITTEN = ("foundation_accesslogentry", "django_session")
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET", "WITH", "DECLARE", "CLOSE", "FETCH")


def refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    words = str(sql).lstrip(' "(').upper()
    if not words.startswith(READS) and not any(table in str(sql) for table in MAY_BE_WRITTEN):
        raise AssertionError(f"a GET wrote to the database: {str(sql)[:120]}")
    return execute(sql, params, many, context)


class StrictClient(Client):
    def get(self, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(refuse_writes):
            response = super().get(*args, **kwargs)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            assert "UNDEFINED" not in response.text, _undefined(response.text)
        return response


def _undefined(text: str) -> str:
    at = text.index("UNDEFINED")
    return f"undefined template variable: {text[at : at + 60]}"
