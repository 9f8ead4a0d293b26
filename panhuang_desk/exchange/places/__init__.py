"""Other people's formats of places and ways: GPX, KML and KMZ, GeoJSON, logs of drones. Bytes in, typed values out."""
