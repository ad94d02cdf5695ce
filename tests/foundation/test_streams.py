"""No stream of a document ends so that its length can be doubted."""

from __future__ import annotations

import zlib

import pydyf
from weasyprint.pdf.stream import Stream as Drawing

from foundation.documents.streams import end_plainly


def unlucky() -> bytes:
    """Content whose compressed form ends with a carriage return: its Adler checksum does."""
    texts = (bytes([33 + n % 90]) * (n // 90) for n in range(100_000))
    return next(text for text in texts if zlib.compress(text, 9).endswith(b"\r"))


def test_a_drawing_gets_an_empty_line_and_stays_compressed() -> None:
    drawing = Drawing(None, (0, 0, 1, 1), {}, {}, None, None, None, [unlucky()], {}, True)
    pdf = pydyf.PDF()
    pdf.add_object(drawing)
    end_plainly(pdf)
    [data] = drawing.stream
    assert not data.endswith(b"\r")
    assert zlib.decompress(data).rstrip() == unlucky()
    assert drawing.extra["Filter"] == "/FlateDecode"


def test_an_attachment_is_kept_to_the_byte() -> None:
    attached = pydyf.Stream([unlucky()], compress=True)
    pdf = pydyf.PDF()
    pdf.add_object(attached)
    end_plainly(pdf)
    assert (attached.stream, attached.compress) == ([unlucky()], False)
    assert "Filter" not in attached.extra
