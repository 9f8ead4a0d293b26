"""The handover page: where the copy goes, what is in it, and the copies made before."""

from panhuang_desk.desk.pages.handover.page import HandoverPage

__all__ = ["HandoverPage"]
