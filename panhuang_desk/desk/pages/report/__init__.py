"""The report page: the month's paper as it will print, its figures, and the records behind each."""

from panhuang_desk.desk.pages.report.page import ReportPage

__all__ = ["ReportPage"]
