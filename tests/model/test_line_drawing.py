"""Drawings of lines and curves: what screen and paper draw alike is read, all else refused."""

from __future__ import annotations

import pytest
from panhuang_desk.model.line_drawing import read_drawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">'


def svg(inside: str) -> str:
    return f"{HEAD}{inside}</svg>"


def test_paths_are_read_with_their_looks() -> None:
    found = read_drawing(svg('<title>叶</title><path d="M1 2 C1 2.5 -3 4 5 6 L7 8 Z" fill="#E1EAE9" stroke="#1B242F" '
                             'stroke-width="1.5"/><path d="M0 0 L1 1" fill="none" stroke="none"/>'))
    assert (found.title, found.width, found.height) == ("叶", 20, 10)
    first, second = found.paths
    assert first.steps == (("M", (1, 2)), ("C", (1, 2.5, -3, 4, 5, 6)), ("L", (7, 8)), ("Z", ()))
    assert (first.fill, first.stroke, first.width) == ("#E1EAE9", "#1B242F", 1.5)
    assert (second.fill, second.stroke) == ("", "")


@pytest.mark.parametrize("inside", [
    '<circle cx="1" cy="1" r="1"/>', "<text>字</text>", '<g><path d="M0 0"/></g>', '<path d="m0 0 l1 1"/>',
    '<path d="L1 1"/>', '<path d=""/>', '<path d="M0 0 Q1 1 2 2"/>', '<path d="M0 0 L1"/>', '<path d="M0 0 1 1 2 2"/>',
    '<path d="M0 0 L1e3 1"/>', '<path d="5 M0 0"/>', '<path d="M0 0" fill="red"/>', '<path d="M0 0" transform="x"/>',
    '<path d="M0 0" style="fill:red"/>',
])
def test_what_would_be_drawn_differently_is_refused(inside: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_drawing(svg(inside))


@pytest.mark.parametrize("text", ["", "no svg", "<svg/>", '<svg xmlns="http://www.w3.org/2000/svg"/>',
                                  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="1 0 5 5"/>'])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_drawing(text)
