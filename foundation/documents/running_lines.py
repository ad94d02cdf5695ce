"""Headers and footers of pages are not content: read aloud, they would interrupt every page.

WeasyPrint marks the text of margin boxes as content that belongs to nothing. Here what belongs to nothing becomes an
artifact, which readers pass over (ISO 14289-1, 7.8).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def leave_out(pdf: Any) -> None:
    """Turn marked content whose element is not in the document's tree into artifacts. `pdf` is a pydyf.PDF."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    in_tree = _in_tree(pdf, root)
    loose: defaultdict[bytes, set[int]] = defaultdict(set)
    for element in pdf.objects:
        if _is_element(element) and element.number not in in_tree:
            loose[element["Pg"]] |= {kid for kid in element["K"] if isinstance(kid, int)}
    nums = _object(pdf, root["ParentTree"])["Nums"]
    for number, page in enumerate(pdf.page_references):
        if marks := loose.get(page):
            _as_artifacts(_object(pdf, _object(pdf, page)["Contents"]).stream, marks)
            mapped = nums[nums.index(number) + 1]
            mapped[:] = [b"null" if mark in marks else reference for mark, reference in enumerate(mapped)]


def _is_element(found: Any) -> bool:
    return isinstance(found, dict) and found.get("Type") == "/StructElem"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _in_tree(pdf: Any, root: Any) -> set[int]:
    """The numbers of everything that can be reached from the document's element."""
    found: set[int] = set()
    waiting = [_object(pdf, kid) for kid in root["K"]]
    while waiting:
        element = waiting.pop()
        found.add(element.number)
        waiting += [_object(pdf, kid) for kid in element.get("K", ()) if isinstance(kid, bytes)]
    return found


def _as_artifacts(stream: list[Any], marks: set[int]) -> None:
    """The content's operators: "/P <</MCID 3>> BDC" becomes "/Artifact BMC"."""
    for index, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks:
            stream[index - 1], stream[index], stream[index + 1] = "/Artifact", b"", b"BMC"
