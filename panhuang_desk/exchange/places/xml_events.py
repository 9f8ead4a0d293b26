"""XML met piece by piece, by expat: as much of a broken file as stands before the break, and no entities."""

from __future__ import annotations

import re
from typing import Protocol
from xml.parsers import expat

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.\-]+)["'][^>]*\?>""")
_KNOWN = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")
_DECODED = ("gbk", "gb2312", "gb18030", "cp936", "big5", "windows-1252", "cp1252")


class Handler(Protocol):
    """What is told of a document. Names are without their namespace, in lower case."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str, text: str) -> None:
        """An element ends; `text` is what stood directly in it, stripped."""


class XmlProblem(Exception):  # noqa: N818 - it is no error of the program
    """Why a document could not be read to its end, in Chinese. `line` counts from 1."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.words, self.line = words, line


def walk(data: bytes, handler: Handler) -> None:
    """Tell a handler of all elements; XmlProblem where the document breaks off, is not well-formed or has a DOCTYPE."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    texts: list[list[str]] = [[]]

    def begin(name: str, attributes: dict[str, str]) -> None:
        texts.append([])
        handler.begin(name.rpartition("|")[2].lower(), attributes)

    def end(name: str) -> None:
        handler.end(name.rpartition("|")[2].lower(), "".join(texts.pop()).strip())

    def text(piece: str) -> None:
        texts[-1].append(piece)

    def refuse(*_: object) -> None:
        raise XmlProblem("文件里有 DOCTYPE，轨迹文件不该有，没有读", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(_decoded(data), True)
    except expat.ExpatError as error:
        raise XmlProblem(f"第 {error.lineno} 行断了或写错了", error.lineno) from error


def _decoded(data: bytes) -> bytes | str:
    """The document as expat can read it: without what stands before it, other encodings as text."""
    start = data.lstrip(b" \t\r\n\x00")
    declared = _DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if not encoding or encoding in _KNOWN:
        return start if not data.startswith((b"\xfe\xff", b"\xff\xfe")) else data
    if encoding not in _DECODED:
        return start[start.index(b"?>") + 2:].lstrip()  # a name that nobody knows: such files are UTF-8
    text = start.decode(encoding, errors="replace")
    return text[text.index("?>") + 2:].lstrip()
