"""The import of the register: the columns first, then what would happen, then the import itself."""

from panhuang_desk.desk.pages.visits.import_sheet.sheet import ImportSheet

__all__ = ["ImportSheet"]
