"""Answering at the screen: set up by the worker, then a full window for a resident, from which nothing else opens."""
