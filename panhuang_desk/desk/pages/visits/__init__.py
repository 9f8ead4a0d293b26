"""The visits page: the register of households, the month's visits, and the follow-ups."""

from panhuang_desk.desk.pages.visits.page import VisitsPage

__all__ = ["VisitsPage"]
