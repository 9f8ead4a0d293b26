"""The guide to plants that may not be grown and those that look like them, two side by side, feature by feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class Plant:
    """A plant with other names of it; `banned` ones may not be grown."""

    name: str
    also: str = ""
    banned: bool = False


@attrs.frozen
class Feature:
    """What tells two plants apart in one part of them, in words and in a drawing each; `source` says where from."""

    label: str
    left: str
    right: str
    left_drawing: str
    right_drawing: str
    source: str


@attrs.frozen
class Pair:
    """A plant that may not be grown, at the left, and one that looks like it."""

    code: str
    left: Plant
    right: Plant
    features: tuple[Feature, ...]

    @property
    def title(self) -> str:
        """罂粟和虞美人."""
        return f"{self.left.name}和{self.right.name}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its statements are from, each once."""
        return tuple(dict.fromkeys(feature.source for feature in self.features))


@attrs.frozen
class Guide:
    """All pairs; `foot` says what to do with what one has found."""

    version: str
    foot: str
    pairs: tuple[Pair, ...]

    @property
    def drawings(self) -> tuple[str, ...]:
        """The names of all drawings, each once."""
        return tuple(dict.fromkeys(name for pair in self.pairs for feature in pair.features
                                   for name in (feature.left_drawing, feature.right_drawing)))


def parse_guide(file: Mapping[str, Any]) -> Guide:
    """Read the guide's file; ValueError where something is missing or empty."""
    pairs = tuple(Pair(_text(item, "code"), _plant(item, "left"), _plant(item, "right"),
                       tuple(map(_feature, item.get("feature", ())))) for item in file.get("pair", ()))
    if not pairs or not all(pair.features for pair in pairs):
        raise ValueError("a guide needs pairs, and a pair needs features")
    return Guide(_text(file, "version"), _text(file, "foot"), pairs)


def _plant(item: Mapping[str, Any], side: str) -> Plant:
    found = item.get(side)
    if not isinstance(found, Mapping):
        raise ValueError(f"a pair has no plant at its {side}")
    return Plant(_text(found, "name"), str(found.get("also", "")), bool(found.get("banned", False)))


def _feature(item: Mapping[str, Any]) -> Feature:
    return Feature(*(_text(item, field.name) for field in attrs.fields(Feature)))


def _text(item: Mapping[str, Any], name: str) -> str:
    found = str(item.get(name, "")).strip()
    if not found:
        raise ValueError(f"{name} is missing or empty")
    return found
