"""Two readings of one paper, compared sign by sign: what was read on the pages, and what should stand there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

_SIGNS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|<3|\S")
_UNREAD = re.compile("[\u00a0\u00ad\u200b\ufffe\x02]")
_ENDS = frozenset("。；！？：，、（）")
_MOST_CLAUSE = 40


@attrs.frozen
class Cell:
    """One cell of a table: what it is called, and what it says."""

    label: str
    text: str


@attrs.frozen
class Change:
    """One place where the paper says something else. `label` names a cell, and is empty in running text."""

    label: str
    printed: str
    expected: str


def signs(text: str) -> list[str]:
    """A text as numbers, words and single characters; where it breaks into lines does not matter."""
    return _SIGNS.findall(_UNREAD.sub("", text))


def without_pages(found: Sequence[str], heads: Iterable[str]) -> list[str]:
    """The signs without what depends on where pages end: page numbers, and the heads of tables that go on."""
    text = "\x00".join(found)
    text = re.sub("\x00?—\x00[0-9]+\x00—(?=\x00|$)", "", text)
    for head in sorted(heads, key=len, reverse=True):
        text = re.sub("\x00续\x00表\x00[0-9]+\x00" + re.escape("\x00".join(signs(head))) + "(?=\x00|$)", "", text)
    return [sign for sign in text.split("\x00") if sign]


def changes(printed: Sequence[str], expected: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[Change]:
    """Where the two readings differ, in their order, each named by the cell or the clause in which it stands."""
    if list(printed) == list(expected):
        return []
    labels = _labels(expected, rows)
    found: dict[Change, None] = {}
    for kind, a, b, c, d in difflib.SequenceMatcher(None, expected, printed, autojunk=False).get_opcodes():
        if kind != "equal":
            for change in _changes(printed, expected, labels, (a, b), (c, d)):
                found[change] = None
    return list(found)


def _labels(expected: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int | str]:
    """For each expected sign the cell that it is of, or a number where it is of none."""
    labels: list[int | str] = list(range(len(expected)))
    at = 0
    for row in rows:
        parts = [(cell.label, signs(cell.text)) for cell in row]
        whole = [sign for _, part in parts for sign in part]
        start = _find(expected, whole, at)
        if start is None:
            # a wide table stands on a page of its own, behind what comes after it in the text
            start = _find(expected, whole, 0)
        if start is None:
            continue
        for label, part in parts:
            labels[start:start + len(part)] = [label] * len(part)
            start += len(part)
        at = start
    return labels


def _find(signs: Sequence[str], part: Sequence[str], start: int) -> int | None:
    size = len(part)
    return next((at for at in range(start, len(signs) - size + 1) if size and signs[at] == part[0]
                 and list(signs[at:at + size]) == list(part)), None)


def _changes(printed: Sequence[str], expected: Sequence[str], labels: Sequence[int | str], should: tuple[int, int],
             reads: tuple[int, int]) -> Iterator[Change]:
    """The changes of one run of signs: cell by cell where as many were put in the place of as many."""
    (a, b), (c, d) = should, reads
    cells = [label for label in labels[a:b] if isinstance(label, str)]
    if cells and len(cells) == b - a == d - c:
        for label in dict.fromkeys(cells):
            own = [at for at in range(a, b) if labels[at] == label]
            yield Change(label, _whole(labels, printed, own[0], own[-1] + 1, c - a), _cell(labels, expected, own[0]))
        return
    if cells and len(cells) == b - a:
        yield Change("、".join(dict.fromkeys(cells)), "".join(printed[c:d]), "".join(expected[a:b]))
        return
    yield Change("", _clause(printed, c, d), _clause(expected, a, b))


def _cell(labels: Sequence[int | str], signs: Sequence[str], at: int) -> str:
    """All of the cell that a sign is of."""
    start, stop = at, at + 1
    while start and labels[start - 1] == labels[at]:
        start -= 1
    while stop < len(labels) and labels[stop] == labels[at]:
        stop += 1
    return "".join(signs[start:stop])


def _whole(labels: Sequence[int | str], printed: Sequence[str], start: int, stop: int, shift: int) -> str:
    """The same of what was read, where the rest of the cell reads as it should."""
    first, last = start, stop
    while first and labels[first - 1] == labels[start]:
        first -= 1
    while last < len(labels) and labels[last] == labels[start]:
        last += 1
    return "".join(printed[first + shift:last + shift])


def _clause(signs: Sequence[str], start: int, stop: int) -> str:
    """Some signs with the words around them, up to the next punctuation."""
    first, last = start, stop
    while first and signs[first - 1] not in _ENDS and start - first < _MOST_CLAUSE:
        first -= 1
    while last < len(signs) and signs[last] not in _ENDS and last - stop < _MOST_CLAUSE:
        last += 1
    return "".join(signs[first:last])
