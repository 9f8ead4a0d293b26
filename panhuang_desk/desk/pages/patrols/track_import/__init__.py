"""Tracks brought in: which files and how they are read, then what of the plots they came by was really looked at."""
