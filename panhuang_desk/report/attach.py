"""Files that a PDF carries inside: named in its tree of embedded files, and associated with the whole document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import attrs
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas


@attrs.frozen
class Attachment:
    """One file inside a PDF; its name is of ASCII and decides the order."""

    name: str
    content: bytes
    media: str = "application/json"
    description: str = ""


def attach(canvas: Canvas, attachments: Sequence[Attachment]) -> None:
    """Put files into the PDF that a canvas writes; the same files give the same bytes."""
    if not attachments:
        return
    document = canvas._doc
    names: list[object] = []
    for each in sorted(attachments, key=lambda one: one.name):
        names += [pdfdoc.PDFString(each.name), document.Reference(_specification(document, each))]
    catalog = document.Catalog
    catalog.Names = pdfdoc.PDFDictionary(
        {"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})})
    catalog.AF = pdfdoc.PDFArray(names[1::2])
    # reportlab writes only the entries that it knows of
    catalog.__NoDefault__ = catalog.__Refs__ = [*type(catalog).__NoDefault__, "AF"]


def _specification(document: pdfdoc.PDFDocument, each: Attachment) -> pdfdoc.PDFDictionary:
    stream = pdfdoc.PDFStream(content=each.content, filters=[pdfdoc.PDFZCompress])
    stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
    stream.dictionary["Subtype"] = f"/{each.media.replace('/', '#2F')}"  # PDFName writes a slash as it is
    stream.dictionary["Params"] = pdfdoc.PDFDictionary({
        "Size": len(each.content),
        "CheckSum": pdfdoc.PDFString(hashlib.md5(each.content, usedforsecurity=False).digest(), enc="raw"),
    })
    file = document.Reference(stream)
    return pdfdoc.PDFDictionary({
        "Type": pdfdoc.PDFName("Filespec"), "F": pdfdoc.PDFString(each.name), "UF": pdfdoc.PDFString(each.name),
        "EF": pdfdoc.PDFDictionary({"F": file, "UF": file}), "AFRelationship": pdfdoc.PDFName("Data"),
        "Desc": pdfdoc.PDFString(each.description),
    })
