"""Several finished documents as one: their pages as they are, a bookmark for each, and one tree to be read aloud by.

What belongs to a document as a whole (tags, colours, language) is carried over, so that the whole still passes PDF/A-3a
and PDF/UA-1; the files that lie inside the documents are not. The single documents remain the archived originals.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Pdf, Stream, String

from foundation.documents.conformity import whole_metadata


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the whole: what its bookmark says, and its bytes."""

    bookmark: str
    content: bytes


@dataclass
class _Tree:
    """The tree of tags in the making: its root, its elements, and to whom the content with each key belongs."""

    root: Object
    elements: list[Object] = field(default_factory=list)
    owners: list[Object | int] = field(default_factory=list)  # key, owner, key, owner …
    next_key: int = 0
    is_whole: bool = True  # every part has tags


def merged(parts: Iterable[Part], *, title: str, created: date) -> bytes:
    """The parts as one PDF, in their order; the same bytes for the same parts. Raises ValueError when there are none.

    Done on disk but for the part at hand: what stays in memory are the outlines of the parts, not their contents.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened, Pdf.new() as whole:
        tree = _Tree(whole.make_indirect(Dictionary(Type=Name.StructTreeRoot)))
        digest, bookmarks = hashlib.sha256(), []
        for number, part in enumerate(parts):
            digest.update(part.content)
            path = Path(folder) / f"{number}.pdf"
            path.write_bytes(part.content)
            bookmarks.append(OutlineItem(part.bookmark, len(whole.pages)))
            _take_in(whole, opened.enter_context(Pdf.open(path)), tree)
        if not bookmarks:
            raise ValueError("nothing to merge")
        with whole.open_outline() as outline:
            outline.root.extend(bookmarks)
        _describe(whole, tree, title=title, created=created)
        whole.trailer.ID = Array([String(digest.digest()[:16])] * 2)
        target = Path(folder) / "whole.pdf"
        whole.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return target.read_bytes()


def _take_in(whole: Pdf, source: Pdf, tree: _Tree) -> None:
    """A document's pages, its elements under the common root, and its keys after those that are used."""
    first, used = len(whole.pages), tree.next_key
    whole.pages.extend(source.pages)
    if "/OutputIntents" in source.Root and "/OutputIntents" not in whole.Root:
        whole.Root.OutputIntents = _copied(whole, source, source.Root.OutputIntents)
    if "/StructTreeRoot" not in source.Root:
        tree.is_whole = False
        return
    old = source.Root.StructTreeRoot
    for page in list(whole.pages)[first:]:
        _move_key(page.obj, "/StructParents", used)
        for annotation in page.obj.get("/Annots", []):
            _move_key(annotation, "/StructParent", used)
    for element in old.K:
        copied = whole.copy_foreign(element)
        copied.P = tree.root
        tree.elements.append(copied)
    nums = old.ParentTree.Nums
    for place in range(0, len(nums), 2):
        key = used + int(nums[place])
        tree.owners += [key, _copied(whole, source, nums[place + 1])]
        tree.next_key = max(tree.next_key, key + 1)


def _move_key(found: Object, name: str, by: int) -> None:
    if name in found:
        found[name] = int(found[name]) + by


def _copied(whole: Pdf, source: Pdf, found: Object) -> Object:
    """Only what stands by itself in its file can be copied to another."""
    return whole.copy_foreign(found if found.is_indirect else source.make_indirect(found))


def _describe(whole: Pdf, tree: _Tree, *, title: str, created: date) -> None:
    tree.root.K = Array(tree.elements)
    tree.root.ParentTree = whole.make_indirect(Dictionary(Nums=Array(tree.owners)))
    tree.root.ParentTreeNextKey = tree.next_key
    root = whole.Root
    root.StructTreeRoot, root.Lang = tree.root, String("sv")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if tree.is_whole:  # else the whole claims nothing
        root.MarkInfo = Dictionary(Marked=True)
        told = whole_metadata(title=title, created=created)
        root.Metadata = Stream(whole, told, Type=Name.Metadata, Subtype=Name.XML)
    whole.docinfo["/Title"] = title
