"""What makes a tagged PDF/A-3a file claim PDF/UA-1 as well, so that one file passes both.

WeasyPrint writes one claim per file. The second one is put into the metadata, described there as PDF/A demands of
what it does not know itself; the metadata is left uncompressed, as the oldest archives want it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from foundation.documents import running_lines, streams

_UA_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def claim_both(document: Any, pdf: Any) -> None:
    """WeasyPrint's last step before the file is written."""
    running_lines.leave_out(pdf)
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    before, after = b"".join(metadata.stream).rsplit(_END, 1)
    metadata.stream = [before + _UA_CLAIM + _END + after]
    metadata.compress = False
    streams.end_plainly(pdf)


_WHOLE = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="{created}"
  xmp:ModifyDate="{created}"/>"""


def whole_metadata(*, title: str, created: date) -> bytes:
    """The metadata of a document that is put together of others that pass both standards."""
    before = _WHOLE.format(title=escape(title), created=created.isoformat()).encode()
    return before + _UA_CLAIM + _END + b'</x:xmpmeta>\n<?xpacket end="r"?>'
