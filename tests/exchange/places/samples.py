"""Small files of places and ways with everything that such a file may hold."""

from __future__ import annotations

import io
import json
import zipfile

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="a phone" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="http://example.org/x">
<metadata><name>the whole file</name><time>2026-05-04T00:00:00Z</time></metadata>
<wpt lat="33.3610" lon="119.9710"><ele>4.5</ele><name>西河坡</name><desc>沟边</desc>
<extensions><x:name>no</x:name></extensions></wpt>
<rte><name>打算走的</name><rtept lat="33.36" lon="119.97"/><rtept lat="33.37" lon="119.98"/></rte>
<trk><name>五月踏查</name>
<trkseg><trkpt lat="33.3600" lon="119.9700"><ele>3</ele><time>2026-05-04T01:00:00Z</time>
<extensions><x:speed>1.2</x:speed></extensions></trkpt>
<trkpt lat="33.3601" lon="119.9701"><time>2026-05-04T09:00:10+08:00</time></trkpt></trkseg>
<trkseg><trkpt lat="33.3602" lon="119.9702"></trkpt></trkseg></trk></gpx>"""

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>图</name>
<Placemark><name>东菜园</name><description>棚后</description>
<ExtendedData><Data name="组别"><value>3</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>119.970,33.360,0 119.971,33.360,0 119.971,33.361,0 119.970,33.360,0
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>井</name><Point><coordinates>119.972,33.362</coordinates></Point></Placemark>
<Placemark><name>走过的</name><gx:Track><when>2026-05-04T01:00:00Z</when><when>2026-05-04T01:00:20Z</when>
<gx:coord>119.970 33.360 5</gx:coord><gx:coord>119.971 33.360 6</gx:coord></gx:Track></Placemark>
<Placemark><name>画的</name><LineString><coordinates>119.97,33.36 119.98,33.37</coordinates></LineString></Placemark>
<Placemark><name>歪的</name><Polygon><outerBoundaryIs><LinearRing><coordinates>119.97,33.36 119.98,33.36
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""

GEOJSON = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"名称": "东菜园", "group": 3.0, "备注": "棚后"},
     "geometry": {"type": "Polygon", "coordinates": [[[119.97, 33.36], [119.98, 33.36], [119.98, 33.37]]]}},
    {"type": "Feature", "properties": {"coordTimes": ["2026-05-04T01:00:00Z", "2026-05-04T01:00:10Z"]},
     "geometry": {"type": "LineString", "coordinates": [[119.97, 33.36, 4], [119.971, 33.36]]}},
    {"type": "Feature", "properties": None, "geometry": {"type": "MultiPoint", "coordinates": [[119.9, 33.3]]}},
    {"type": "Feature", "properties": {"name": "坏"}, "geometry": {"type": "Point", "coordinates": []}}, 7]})

LOG = ("time(millisecond),datetime(utc),latitude,longitude,height_above_takeoff(feet),altitude(feet),"
       "gimbal_pitch(degrees)\n0,2026-05-04 01:00:00,0.0,0.0,0,20,-90\n"
       "100,2026-05-04 01:00:01,33.36,119.97,100,120,-90\n200,2026-05-04 01:00:02,33.3601,119.97,200,220,-45\n")


def packed(*files: tuple[str, str]) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return stream.getvalue()


KMZ = packed(("files/other.kml", "<kml/>"), ("doc.kml", KML))

SAMPLES = {"gpx": GPX.encode(), "kml": KML.encode(), "kmz": KMZ, "geojson": GEOJSON.encode(), "csv": LOG.encode()}
"""One of each format."""
