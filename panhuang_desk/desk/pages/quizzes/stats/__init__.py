"""What the sheets say: the views of the tab of figures."""
