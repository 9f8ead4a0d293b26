"""What a file of places holds is told by its content, whatever its name says."""

from __future__ import annotations

from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.services.dropped_places import PLOT, TRACK, kinds_in

from .track_files import gpx, put, straight

MARK = '<wpt lat="33.36" lon="119.97"><name>东沟</name></wpt>'
ROUTE = '<rte><rtept lat="33.36" lon="119.97"/><rtept lat="33.37" lon="119.97"/></rte>'
LINE = ('<kml><Placemark><LineString><coordinates>119.97,33.36 119.98,33.36</coordinates></LineString></Placemark>'
        "</kml>")


@pytest.mark.parametrize(("name", "text", "kinds"), [
    ("a.gpx", gpx(straight()), {TRACK}),
    ("a.gpx", f"<gpx>{MARK}</gpx>", {PLOT}),
    ("a.gpx", gpx(straight()).replace("<trk>", f"{MARK}<trk>", 1), {PLOT, TRACK}),
    ("a.gpx", f"<gpx>{ROUTE}</gpx>", {TRACK}),
    ("a.kml", LINE, {TRACK}),
    ("a.json", '{"type":"Point","coordinates":[119.97,33.36]}', {PLOT}),
    ("a.csv", "time,lng,lat\n2026-05-04 09:00:00,119.97,33.36\n", {TRACK}),
    ("a.csv", "地块名称,组别,经度,纬度\n东沟,3,119.97,33.36\n", {PLOT}),
    ("a.xlsx", "anything", {PLOT}),
])
def test_each_file_goes_where_it_belongs(tmp_path: Path, name: str, text: str, kinds: set[str]) -> None:
    assert kinds_in([put(tmp_path, text, name)]) == kinds


def test_several_files_together_and_a_broken_one(tmp_path: Path) -> None:
    files = [put(tmp_path, gpx(straight())), put(tmp_path, f"<gpx>{MARK}</gpx>", "b.gpx")]
    assert kinds_in(files) == {TRACK, PLOT}
    with pytest.raises(UserError, match="空的"):
        kinds_in([put(tmp_path, "", "c.gpx")])
