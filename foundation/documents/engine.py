"""The parts of WeasyPrint that are made once per process: fonts, parsed styles and the colour profile.

Making them for each document takes as long as a fifth of the document (bench/pdf.py). They are not for two threads at
once, so documents are made one at a time in a process; several processes make several documents.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock

from weasyprint import CSS
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration

from foundation.documents.fetching import STATIC_FILES, OwnFilesOnly

STYLESHEET = STATIC_FILES / "pdf" / "document.css"
_one_at_a_time = Lock()


class Colours(ColorProfile):  # type: ignore[misc]  # weasyprint has no types
    """The sRGB profile that PDF/A wants in the file, as the very bytes that it was read from.

    WeasyPrint would open it for every document and leave it open; and it would ask the colour library for the bytes,
    which answers differently the second time.
    """

    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    def __init__(self) -> None:
        super().__init__(io.BytesIO(self.content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@dataclass(frozen=True)
class Engine:
    fonts: FontConfiguration
    stylesheet: CSS
    fetcher: OwnFilesOnly
    colours: Colours


@cache
def engine() -> Engine:
    """Used through `borrowed_engine` only."""
    fonts, fetcher = FontConfiguration(), OwnFilesOnly()
    address = STYLESHEET.resolve().as_uri()
    stylesheet = CSS(string=STYLESHEET.read_text(), base_url=address, url_fetcher=fetcher, font_config=fonts)
    return Engine(fonts, stylesheet, fetcher, Colours())


@contextmanager
def borrowed_engine() -> Iterator[Engine]:
    """The engine, for one document. Meanwhile the garbage collector rests: it would walk the whole document often."""
    with _one_at_a_time:
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield engine()
        finally:
            if collecting:
                gc.enable()


def _start_afresh_in_child() -> None:
    """A forked process makes its own engine, and must not clear away the parent's unpacked fonts."""
    global _one_at_a_time
    _one_at_a_time = Lock()
    if engine.cache_info().currsize:
        engine().fonts._folder = None
        engine.cache_clear()


os.register_at_fork(after_in_child=_start_afresh_in_child)
# Freed while the interpreter still stands: what Pango frees after that ends the process with a segmentation fault.
atexit.register(engine.cache_clear)
