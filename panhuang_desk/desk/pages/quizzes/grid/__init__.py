"""Answer sheets from paper: one line a sheet, a second entry of the same sheets, and where the two differ."""
