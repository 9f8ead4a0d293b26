"""The map: outlines, plots, tracks and finds painted without tiles or a network, and outlines drawn on it."""
