"""The patrols page: the plots and how the round stands, the outings, and the finds with their steps."""

from panhuang_desk.desk.pages.patrols.page import PatrolsPage

__all__ = ["PatrolsPage"]
