"""One table model and one delegate, driven by columns."""
