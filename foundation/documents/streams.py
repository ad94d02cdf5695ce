"""Streams whose length no reader can doubt.

A carriage return as the last byte of a stream runs together with the line feed before "endstream": strict checkers
(ISO 19005-3, 6.1.7.1) then find one byte too few. The last byte of compressed data follows from its content, so about
one document in twenty would have such a stream.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf
from weasyprint.pdf.stream import Stream as Drawing

RETURN = b"\r"


def end_plainly(pdf: pydyf.PDF) -> None:
    """Compress every stream that asks for it, so that none ends with a carriage return."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            _compress(one)


def _compress(one: Any) -> None:
    """A drawing gets an empty line at its end; fonts and attachments, which must not change, stay uncompressed."""
    data = _compressed(one)
    while data.endswith(RETURN) and isinstance(one, Drawing):
        one.stream.append(b"")
        data = _compressed(one)
    one.compress = False
    if not data.endswith(RETURN):
        one.stream = [data]
        one.extra["Filter"] = "/FlateDecode"


def _compressed(one: Any) -> bytes:
    return zlib.compress(b"\n".join(map(pydyf._to_bytes, one.stream)), 9)
