"""Two readings of one paper, compared sign by sign: what was read on the pages, and what should stand there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

_SIGNS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|<3|\S")
_UNREAD = re.compile("[\u00a0\u00ad\u200b\ufffe\x02]")
_ENDS = frozenset("。；！？：，、（）")
_MOST_CLAUSE = 40
_WINDOW, _MET = 2000, 12
"""How many signs are laid side by side at a time, and how many must be equal for the readings to have met again."""
_KEY = 3


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
    """The signs without what depends on where pages end: page numbers, dots before them, heads of tables that go on."""
    text = re.sub("(?:\x00·){3,}(?:\x00[0-9]+(?=\x00|$))?", "", "\x00".join(found))
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
    for should, reads in _runs(expected, printed):
        for change in _changes(printed, expected, labels, should, reads):
            found[change] = None
    return list(found)


def _runs(expected: Sequence[str], printed: Sequence[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The runs of signs that differ, as places in both; in time that grows with the length and not with its square."""
    i = j = 0
    while i < len(expected) or j < len(printed):
        while i < len(expected) and j < len(printed) and expected[i] == printed[j]:
            i, j = i + 1, j + 1
        ahead, read = expected[i:i + _WINDOW], printed[j:j + _WINDOW]
        steps = difflib.SequenceMatcher(None, ahead, read, autojunk=False).get_opcodes()
        last = i + len(ahead) == len(expected) and j + len(read) == len(printed)
        met = [at for at, (kind, a, b, _, _) in enumerate(steps) if kind == "equal" and b - a >= _MET]
        stop = len(steps) if last or not met else met[-1]
        for kind, a, b, c, d in steps[:stop]:
            if kind != "equal":
                yield (i + a, i + b), (j + c, j + d)
        if stop == len(steps):
            i, j = i + len(ahead), j + len(read)
        else:
            i, j = i + steps[stop][1], j + steps[stop][3]


def _labels(expected: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int | str]:
    """For each expected sign the cell that it is of, or a number where it is of none."""
    labels: list[int | str] = list(range(len(expected)))
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(expected)):
        places.setdefault(tuple(expected[at:at + _KEY]), []).append(at)
    at = 0
    for row in rows:
        parts = [(cell.label, signs(cell.text)) for cell in row]
        start = _find(expected, places, [sign for _, part in parts for sign in part], at)
        if start is None:
            continue
        for label, part in parts:
            labels[start:start + len(part)] = [label] * len(part)
            start += len(part)
        at = start
    return labels


def _find(signs: Sequence[str], places: Mapping[tuple[str, ...], Sequence[int]], row: list[str],
          start: int) -> int | None:
    """Where a row stands: the first place behind the last row, else the first of all, as wide tables come last."""
    found = [at for at in places.get(tuple(row[:_KEY]), ()) if list(signs[at:at + len(row)]) == row]
    return next((at for at in found if at >= start), found[0] if found else None)


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
