"""Measures the map: 5,000 plots and 200,000 track points, shown for the first time, panned and zoomed.

Run alone, on the platform that QT_QPA_PLATFORM names, it prints frames a second while panning, the slowest hundredth
of these frames, the whole picture after a zoom, and the first picture, the last three in milliseconds.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable

from panhuang_desk.desk.app import make_app
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.model.geo.map_data import CHECKED, STATES, MapArea, MapData, MapPlot, MapTrack
from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.model.geo.shape import outline_shape
from panhuang_desk.settings import Settings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench_rows import Bench, Row

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
    make_app(Settings())
    view, data = MapView(), sample()
    view.resize(1174, 560)
    view.show()
    QApplication.processEvents()
    first = _seconds(view, lambda: view.show_data(data, fit=True))
    panned, whole = [], []
    for zoomed in (1.0, 2.5, 2.5, 2.5):
        view.zoom(zoomed)
        whole.append(_seconds(view, view.finish))
        panned += _dragged(view)
    panned.sort()
    print(len(panned) / sum(panned), 1000 * panned[len(panned) * 99 // 100], 1000 * max(whole), 1000 * first)


def _dragged(view: MapView) -> list[float]:
    """Seconds of each frame while the map is dragged around a wide ring, all that waits for the window included."""
    at, taken = QPoint(590, 280), []
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    for number in range(_FRAMES):
        turn = number / _FRAMES * 4 * math.pi
        at += QPoint(round(_STEP * math.cos(turn)), round(_STEP * math.sin(turn)))
        taken.append(_seconds(view, lambda at=at: QTest.mouseMove(view, at)))  # type: ignore[misc]
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    return taken


def _seconds(view: MapView, change: Callable[[], object]) -> float:
    """From a change to its picture."""
    began = time.perf_counter()
    change()
    view.repaint()
    QApplication.processEvents()
    return time.perf_counter() - began


def map_row(bench: Bench) -> list[Row]:
    """Frames a second while the map is dragged at four scales, its slow frames, and whole pictures."""
    told = [[float(number) for number in bench.python(__file__).split()] for _ in range(3)]
    frames, slow, whole, first = (statistics.median(each) for each in zip(*told, strict=True))
    what = f"map of {PLOTS:,} plots and {WAYS * POINTS:,} track points"
    return [Row(f"{what}, panned", ">= 30 frames/s", f"{frames:.0f} frames/s", frames >= 30),
            Row("the same, slowest hundredth of frames", "<= 33 ms", f"{slow:.0f} ms", slow <= 33),
            Row("the same, all of it sharp after a zoom", "<= 500 ms", f"{whole:.0f} ms", whole <= 500),
            Row("the same, first picture", "<= 1 s", f"{first:.0f} ms", first <= 1000)]


if __name__ == "__main__":
    child()
