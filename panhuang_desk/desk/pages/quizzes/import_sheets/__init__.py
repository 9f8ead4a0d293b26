"""The import of answer sheets: the paper and the columns first, then each doubtful cell, then the import itself."""

from panhuang_desk.desk.pages.quizzes.import_sheets.view import SheetImport, begin_import

__all__ = ["SheetImport", "begin_import"]
