"""Places on the earth: datums, shapes, lengths and areas. A position is (longitude, latitude) in degrees, WGS-84."""
