"""Photos on the desk: a strip of small ones wherever a record has them, and the viewer over the page."""
