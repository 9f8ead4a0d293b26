"""Drawings made of lines and curves: the part of SVG that screen and paper draw alike.

A file holds `path` elements whose data are absolute M, L, C and Z, with fill, stroke and stroke-width, and no other.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

import attrs

_NUMBERS = {"M": 2, "L": 2, "C": 6, "Z": 0}
_COLOUR = re.compile(r"none|#[0-9A-F]{6}")
_PART = re.compile(r"([A-Za-z])|(-?\d+(?:\.\d+)?)|([\s,]+)|(.)", re.DOTALL)
_SVG = "{http://www.w3.org/2000/svg}"


@attrs.frozen
class LinePath:
    """One path: its steps, each a letter of M, L, C, Z with its numbers; colours are #RRGGBB, empty for none."""

    steps: tuple[tuple[str, tuple[float, ...]], ...]
    fill: str
    stroke: str
    width: float


@attrs.frozen
class LineDrawing:
    """A drawing; y runs down, as on the screen."""

    title: str
    width: float
    height: float
    paths: tuple[LinePath, ...]


def read_drawing(svg: str) -> LineDrawing:
    """The drawing of a file; ValueError where it holds anything that is not drawn alike everywhere."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError("no SVG") from error
    box = [float(part) for part in root.get("viewBox", "").split()]
    if root.tag != f"{_SVG}svg" or len(box) != 4 or box[:2] != [0.0, 0.0] or not (box[2] > 0 and box[3] > 0):
        raise ValueError("a drawing begins with svg and has a viewBox from 0 0")
    title, paths = "", []
    for element in root:
        if element.tag == f"{_SVG}title":
            title = (element.text or "").strip()
        elif element.tag == f"{_SVG}path" and not len(element):
            paths.append(_path(element))
        else:
            raise ValueError(f"{element.tag} is not drawn")
    return LineDrawing(title, box[2], box[3], tuple(paths))


def _path(element: ElementTree.Element) -> LinePath:
    known = {"d", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}
    if set(element.keys()) - known:
        raise ValueError("a path has more than data, fill and stroke")
    fill, stroke = (element.get(name, "none") for name in ("fill", "stroke"))
    if not (_COLOUR.fullmatch(fill) and _COLOUR.fullmatch(stroke)):
        raise ValueError("colours are none or #RRGGBB")
    return LinePath(_steps(element.get("d", "")), fill.removeprefix("none"), stroke.removeprefix("none"),
                    float(element.get("stroke-width", "1")))


def _steps(data: str) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """The steps of path data; a letter is written before each."""
    steps: list[tuple[str, list[float]]] = []
    for letter, number, _, other in _PART.findall(data):
        if other or (number and not steps):
            raise ValueError("path data are letters and numbers")
        if letter:
            steps.append((letter, []))
        elif number:
            steps[-1][1].append(float(number))
    if not steps or steps[0][0] != "M" or any(len(numbers) != _NUMBERS.get(letter, -1) for letter, numbers in steps):
        raise ValueError("path data are absolute M, L, C, Z and begin with M")
    return tuple((letter, tuple(numbers)) for letter, numbers in steps)
