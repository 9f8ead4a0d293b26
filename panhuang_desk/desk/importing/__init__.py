"""Imports of spreadsheets as a page shows them: the columns first, then what would happen, then the import itself."""
