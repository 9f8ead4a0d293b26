"""Measures the map: 5,000 plots and 200,000 track points, panned, zoomed and shown for the first time.

`python build/bench_map.py` runs it alone, on the platform that QT_QPA_PLATFORM names, and prints three lines: frames
a second while panning, the slowest hundredth of frames in milliseconds, the milliseconds of the first picture.
"""

from __future__ import annotations

import math
import random
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from panhuang_desk.model.geo.map_data import CHECKED, STATES, MapArea, MapData, MapPlot, MapTrack
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import outline_shape

PLOTS, WAYS, POINTS = 5_000, 100, 2_000
_ACROSS, _SIDE = 100, 50.0
_FRAMES, _STEP = 400, 14


def sample() -> MapData:
    """Plots side by side over five kilometres by two and a half, and people who walked through them for weeks."""
    dice, plane = random.Random(5), Plane((119.97, 33.36))
    plots = []
    for number in range(PLOTS):
        x, y = (number % _ACROSS - _ACROSS / 2) * _SIDE, (number // _ACROSS - PLOTS / _ACROSS / 2) * _SIDE
        corners = [(x + a * _SIDE + dice.uniform(-5, 5), y + b * _SIDE + dice.uniform(-5, 5))
                   for a, b in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.5, 0.8), (0.1, 0.9))]
        state = dice.choices(list(STATES), (1, 10, 20, 8, 60, 5, 3))[0] if number else CHECKED
        plots.append(MapPlot(str(number), f"{number % 400 + 1} 号地", state,
                             outline_shape([[[plane.position(corner) for corner in corners]]])))
    wide, tall = _ACROSS / 2 * _SIDE + 60, PLOTS / _ACROSS / 2 * _SIDE + 60
    village = outline_shape([[[plane.position(corner) for corner in
                               ((-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall))]]])
    tracks = [MapTrack(f"t{number}", f"第 {number} 条", (tuple(_walk(dice, plane, wide, tall)),))
              for number in range(WAYS)]
    return MapData((MapArea("v", "仰徐村", "village", village),), tuple(plots), tuple(tracks))


def _walk(dice: random.Random, plane: Plane, wide: float, tall: float) -> list[tuple[float, float]]:
    x, y, turn, found = dice.uniform(-wide, wide), dice.uniform(-tall, tall), dice.uniform(0, 6), []
    for _ in range(POINTS):
        turn += dice.gauss(0, 0.3)
        x, y = x + 4 * math.cos(turn), y + 4 * math.sin(turn)
        if abs(x) > wide or abs(y) > tall:
            turn += math.pi / 2
        found.append(plane.position((x + dice.gauss(0, 1), y + dice.gauss(0, 1))))
    return found


def child() -> None:
    """Measure in this process."""
    from panhuang_desk.desk.app import make_app
    from panhuang_desk.desk.map.view import MapView
    from panhuang_desk.settings import Settings

    app = make_app(Settings())
    view, data = MapView(), sample()
    view.resize(1174, 560)
    view.show()
    app.processEvents()
    began = time.perf_counter()
    view.show_data(data, fit=True)
    view.repaint()
    first = time.perf_counter() - began
    taken: list[float] = []
    for zoomed in (1.0, 2.5, 2.5, 2.5):
        view.zoom(zoomed)
        for number in range(12):  # what a wheel does meanwhile is measured as well
            taken.append(_frame(view, app, lambda: view.zoom(1.01 if number % 2 else 1 / 1.01)))
        view.finish()
        app.processEvents()
        view.repaint()
        place = QPointF(600, 280)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
        for number in range(_FRAMES):
            turn = number / _FRAMES * 4 * math.pi
            taken.append(_frame(view, app, lambda: view.pan(_STEP * math.cos(turn), _STEP * math.sin(turn))))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
    taken.sort()
    print(len(taken) / sum(taken), 1000 * taken[len(taken) * 99 // 100], 1000 * first)


def _frame(view: object, app: object, change: object) -> float:
    """Seconds from a change to its picture, with what else waits for the window."""
    began = time.perf_counter()
    change()  # type: ignore[operator]
    view.repaint()  # type: ignore[attr-defined]
    app.processEvents()  # type: ignore[attr-defined]
    return time.perf_counter() - began


def map_row(bench: object) -> list[object]:
    """Frames a second on the map while it is dragged through all its scales, and its first picture."""
    from bench_rows import Row

    told = [[float(number) for number in bench.python(__file__).split()] for _ in range(3)]  # type: ignore[attr-defined]
    frames, slow, first = (statistics.median(each) for each in zip(*told, strict=True))
    what = f"map of {PLOTS:,} plots and {WAYS * POINTS:,} track points"
    return [Row(f"{what}: panning and zooming", ">= 30 frames/s", f"{frames:.0f} frames/s", frames >= 30),
            Row(f"{what}: slowest hundredth of frames", "<= 33 ms", f"{slow:.0f} ms", slow <= 33),
            Row(f"{what}: first picture", "<= 1 s", f"{first:.0f} ms", first <= 1000)]


if __name__ == "__main__":
    child()
