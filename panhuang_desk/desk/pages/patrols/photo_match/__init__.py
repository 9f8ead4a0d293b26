"""Photos of a patrol brought in many at once, each with the plot that is proposed for it."""
