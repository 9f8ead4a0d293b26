"""Plots brought in from tables and maps: where the coordinates come from, then what would happen."""
