"""The parts of the tab of the question bank."""
