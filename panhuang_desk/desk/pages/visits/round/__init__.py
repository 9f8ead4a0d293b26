"""A round on the visits page: one group's households as the lines of a grid, filled in with digits, arrows, Enter."""
