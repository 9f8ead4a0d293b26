"""Measures the import of a track of 200,000 points, and what plots of a village it came by."""

from __future__ import annotations

import math
import random
import time
from pathlib import Path

from panhuang_desk.model.geo.plane import Plane
from panhuang_desk.services import track_outings, tracks

from bench_rows import UNTIL, Bench, Row, seconds

POINTS = 200_000
_BEGAN = 1_778_000_000


def tracks_row(bench: Bench) -> list[Row]:
    """A GPX file as a phone writes it in a season of patrols, read, cleaned, simplified and kept."""
    file = bench.folder / "轨迹.phdb"
    bench.program("demo", str(file), "--villages", "1", "--households", "60", "--months", "3", "--until", str(UNTIL))
    source = recorded(bench.folder / "轨迹.gpx", random.Random(9))
    with bench.session(file, write=True) as session:
        taken = seconds(lambda: tracks.import_tracks(session, source))
        (record,) = (each for each in session.store.records("track") if not each.text("patrol_id"))
        (outing,) = track_outings.outings_of([track_outings.loose(record)])
        matched = seconds(lambda: track_outings.proposed_plots(session, outing))
    return [Row(f"import of a track of {POINTS:,} points", "<= 2 s", f"{taken:.2f} s", taken <= 2),
            Row(f"plots that a track of {POINTS:,} points came by", "<= 1 s", f"{matched:.2f} s", matched <= 1)]


def recorded(path: Path, dice: random.Random) -> Path:
    """Somebody walks about a village, a point a second, with the errors of a receiver and some jumps."""
    plane, x, y, turn, lines = Plane((119.97, 33.36)), 0.0, 0.0, 0.0, []
    for number in range(POINTS):
        turn += dice.gauss(0, 0.05) + (math.pi / 2 if abs(x) > 2000 or abs(y) > 2000 else 0)
        x, y = x + 1.2 * math.cos(turn), y + 1.2 * math.sin(turn)
        away = 900.0 if number % 5000 == 4999 else 0.0
        longitude, latitude = plane.position((x + away + dice.gauss(0, 0.5), y + dice.gauss(0, 0.5)))
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(_BEGAN + number))
        lines.append(f'<trkpt lat="{latitude:.7f}" lon="{longitude:.7f}"><ele>4.0</ele><time>{at}</time></trkpt>')
    text = "\n".join(lines)
    path.write_text(f'<gpx version="1.1"><trk><trkseg>\n{text}\n</trkseg></trk></gpx>\n', encoding="utf-8")
    return path
