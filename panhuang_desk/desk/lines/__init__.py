"""A grid of lines typed one after the other: one cell has the keys, what is typed stands in its line at once."""
