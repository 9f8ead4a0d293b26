"""Puts `resources/` and `db/` into the wheel as `panhuang_desk/_bundled/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface):
    """An editable install reads both folders from the checkout, so only real wheels carry them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add both folders to the files of a standard wheel; leave an editable one alone."""
        if version == "editable":
            return
        for folder in ("resources", "db"):
            build_data["force_include"][str(Path(self.root, folder))] = f"panhuang_desk/_bundled/{folder}"
