"""The settings page: this machine, the file, its backups, and what goes out of it."""

from panhuang_desk.desk.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
