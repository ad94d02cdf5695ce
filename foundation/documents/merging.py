"""Several archived PDFs as one, for those who print or page through them.

A copy to read, not an archive: the tags and attachments of each document would have to be woven together anew, so
what is merged claims neither PDF/A-3a nor PDF/UA. It conforms to PDF/A-3b: fonts and the colour profile come along.
The documents themselves, unchanged and with their hashes, are in the zip.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def merged_pdf(documents: Iterable[tuple[str, bytes]], *, title: str) -> bytes:
    """One PDF of (name, bytes) in their order, each with a bookmark; the same bytes for the same documents.

    `title` is plain text without markup. Raises ValueError when there is no document.
    """
    whole = pikepdf.Pdf.new()
    with whole.open_outline() as outline:
        for name, content in documents:
            with pikepdf.Pdf.open(io.BytesIO(content)) as one:
                outline.root.append(pikepdf.OutlineItem(name, len(whole.pages)))
                _keep_colours(whole, one)
                whole.pages.extend(one.pages)
    if not len(whole.pages):
        raise ValueError("there is no document to merge")
    for page in whole.pages:  # what points at tags that are not in this file
        for key in ("/StructParents", "/Tabs", "/Annots"):
            if key in page.obj:
                del page.obj[key]
    return _written(whole, title)


def _keep_colours(whole: pikepdf.Pdf, one: pikepdf.Pdf) -> None:
    """The first document's colour profile stands for all."""
    if "/OutputIntents" in one.Root and "/OutputIntents" not in whole.Root:
        indirect = one.make_indirect(one.Root.OutputIntents)  # only such objects can be copied between files
        whole.Root.OutputIntents = whole.copy_foreign(indirect)


def _written(whole: pikepdf.Pdf, title: str) -> bytes:
    metadata = pikepdf.Stream(whole, _METADATA.format(title=title).encode())
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    whole.Root.Metadata = whole.make_indirect(metadata)
    whole.Root.Lang = pikepdf.String("sv")
    content = io.BytesIO()
    whole.save(
        content,
        min_version="1.7",
        deterministic_id=True,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return content.getvalue()
