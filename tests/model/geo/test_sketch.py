"""An outline while it is drawn: every step can be taken back and done again, what is wrong is said at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.model.geo.measure import area
from panhuang_desk.model.geo.shape import ShapeError, outline_shape
from panhuang_desk.model.geo.sketch import Sketch

SQUARE = ((119.970, 33.360), (119.971, 33.360), (119.971, 33.361), (119.970, 33.361))


def test_corners_make_an_outline_with_its_area() -> None:
    sketch = Sketch()
    assert (sketch.square_metres(), sketch.problem()) == (0, "")
    for corner in SQUARE:
        sketch.add(corner)
    sketch.close()
    assert sketch.closed
    assert sketch.square_metres() == pytest.approx(area([[SQUARE]]))
    assert sketch.shape() == outline_shape([[SQUARE]])


def test_sides_that_cross_are_said_at_once_and_cannot_be_closed() -> None:
    sketch = Sketch((SQUARE[0], SQUARE[2], SQUARE[1]))
    assert sketch.problem() == ""
    sketch.add(SQUARE[3])
    assert "相交" in sketch.problem()
    with pytest.raises(ShapeError):
        sketch.close()
    sketch.undo()
    assert sketch.problem() == ""


def test_two_corners_are_too_few_to_close() -> None:
    with pytest.raises(ShapeError, match="三个"):
        Sketch(SQUARE[:2]).close()


def test_a_closed_outline_keeps_three_corners() -> None:
    sketch = Sketch.of(outline_shape([[SQUARE[:3]]]))
    assert sketch.closed
    assert not sketch.remove(0)
    sketch.insert(3, SQUARE[3])
    assert sketch.corners[3] == SQUARE[3]
    assert sketch.remove(0)


STEPS = st.lists(st.sampled_from(("add", "move", "insert", "remove", "close")), max_size=30)


@given(STEPS)
def test_all_steps_can_be_taken_back_and_done_again(steps: list[str]) -> None:
    sketch = Sketch()
    for number, step in enumerate(steps):
        corner = (119.97 + number * 1e-4, 33.36 + number * number * 1e-6)
        count = len(sketch.corners)
        if step == "add":
            sketch.add(corner)
        elif step == "close":
            try:
                sketch.close()
            except ShapeError:
                continue
        elif step == "move" and count:
            sketch.move(number % count, corner)
        elif step == "insert" and count:
            sketch.insert(number % count, corner)
        elif step == "remove" and count:
            sketch.remove(number % count)
    last = (sketch.corners, sketch.closed)
    while sketch.undo():
        pass
    assert (sketch.corners, sketch.closed) == ((), False)
    while sketch.redo():
        pass
    assert (sketch.corners, sketch.closed) == last
