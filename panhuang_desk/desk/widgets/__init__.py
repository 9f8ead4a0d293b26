"""Small shared widgets, each painted from the theme; import the module that holds the one you need."""
