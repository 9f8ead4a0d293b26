"""An outline while it is drawn: corners set, moved, put between, taken away; every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterable

from panhuang_desk.model.geo.datum import Position
from panhuang_desk.model.geo.shape import Shape, ShapeError, outline_shape

_MOST_STEPS = 500


class Sketch:
    """The corners of one outline, in the order they were set; `closed` once its last side is drawn."""

    def __init__(self, corners: Iterable[Position] = (), *, closed: bool = False) -> None:
        self.corners: tuple[Position, ...] = tuple(corners)
        self.closed = closed and len(self.corners) >= 3
        self._before: list[tuple[tuple[Position, ...], bool]] = []
        self._after: list[tuple[tuple[Position, ...], bool]] = []

    @classmethod
    def of(cls, shape: Shape) -> Sketch:
        """The outline of a shape, to be changed: the outer ring of its first part."""
        return cls(shape.polygons[0][0][:-1], closed=True) if shape.is_outline else cls()

    @property
    def changed(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    def add(self, corner: Position) -> None:
        """Set a further corner."""
        self._step((*self.corners, corner))

    def move(self, place: int, corner: Position) -> None:
        """Move a corner."""
        self._step((*self.corners[:place], corner, *self.corners[place + 1:]))

    def insert(self, place: int, corner: Position) -> None:
        """Put a corner before the one at a place; that of the number of corners lies on the last side."""
        self._step((*self.corners[:place], corner, *self.corners[place:]))

    def remove(self, place: int) -> bool:
        """Take a corner away; False where a closed outline would have fewer than three."""
        if self.closed and len(self.corners) <= 3:
            return False
        self._step((*self.corners[:place], *self.corners[place + 1:]))
        return True

    def close(self) -> None:
        """Draw the last side; ShapeError says why it cannot be."""
        self._shape_of(self.corners)
        self._step(self.corners, closed=True)

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._take(self._before, self._after)

    def redo(self) -> bool:
        """Do again what was taken back; False where nothing was."""
        return self._take(self._after, self._before)

    def shape(self) -> Shape:
        """The outline; ShapeError says in words what is wrong with it."""
        return self._shape_of(self.corners)

    def problem(self) -> str:
        """What is wrong with what is drawn so far, in words; empty for nothing. Too few corners are no problem yet."""
        if len(set(self.corners)) < 3:
            return ""
        try:
            self._shape_of(self.corners)
        except ShapeError as problem:
            return str(problem)
        return ""

    def square_metres(self) -> float:
        """The area as it would be closed now; 0 where it cannot be."""
        try:
            return self._shape_of(self.corners).square_metres
        except ShapeError:
            return 0.0

    @staticmethod
    def _shape_of(corners: tuple[Position, ...]) -> Shape:
        return outline_shape([[corners]])

    def _step(self, corners: tuple[Position, ...], *, closed: bool | None = None) -> None:
        self._before.append((self.corners, self.closed))
        del self._before[:-_MOST_STEPS]
        self._after.clear()
        self.corners = corners
        self.closed = self.closed if closed is None else closed

    def _take(self, source: list[tuple[tuple[Position, ...], bool]],
              target: list[tuple[tuple[Position, ...], bool]]) -> bool:
        if not source:
            return False
        target.append((self.corners, self.closed))
        self.corners, self.closed = source.pop()
        return True
