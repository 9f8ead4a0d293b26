"""Printing: the system's dialog, then the PDF itself to CUPS or a file, or its pages drawn."""
