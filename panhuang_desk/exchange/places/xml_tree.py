"""XML of other programs as a tree: of a broken file as much as stands before the break, and no entities."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser, fromstring
from xml.parsers import expat

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.\-]+)["'][^>]*\?>""")
_MOST_TAGS = 8_000_000
"""Beyond that, a million and more positions, the tree would not fit into the memory of an office's PC."""

_KNOWN = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")
_DECODED = ("gbk", "gb2312", "gb18030", "cp936", "big5", "windows-1252", "cp1252")


class _BeyondTheProlog(Exception):  # noqa: N818 - the way out of a parser
    pass


def read_tree(data: bytes) -> tuple[Element | None, str]:
    """The root of a document, and in Chinese why it could not be read to its end, empty where it could.

    ValueError, in Chinese, where it has a DOCTYPE, which could define entities without end, or far too many elements.
    """
    if data.count(b"<") > _MOST_TAGS:
        raise ValueError("里面的点太多，请按天分开导出，再一份一份导入")
    text = _decoded(data)
    _refuse_doctype(text)
    try:
        return fromstring(text), ""
    except ParseError as error:
        return _before_the_break(text), f"第 {error.position[0]} 行断了或写错了，前面读到的都收进来了。"


def name_of(element: Element) -> str:
    """The name of an element in lower case, without its namespace."""
    return element.tag.rpartition("}")[2].lower()


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these names."""
    return (child for child in element if name_of(child) in names)


def text_of(element: Element, name: str = "") -> str:
    """What stands directly in an element, or in its first child of a name, stripped; empty for none."""
    found = next(children(element, name), None) if name else element
    return (found.text or "").strip() if found is not None else ""


def _before_the_break(text: bytes | str) -> Element | None:
    """The root with everything that was read before the reading failed."""
    parser: XMLPullParser[Element] = XMLPullParser(("start",))
    for at in range(0, len(text), 1 << 16):
        parser.feed(text[at:at + (1 << 16)])
    with contextlib.suppress(ParseError):
        for event in parser.read_events():
            root = event[-1]
            if isinstance(root, Element):
                return root
    return None


def _refuse_doctype(text: bytes | str) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ValueError("文件里有 DOCTYPE，轨迹文件不该有")

    def stop(*_: object) -> None:
        raise _BeyondTheProlog

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, stop
    with contextlib.suppress(_BeyondTheProlog, expat.ExpatError):  # an error is told, with its line, by the reading
        parser.Parse(text, True)


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
