"""Reads the data files of `resources/`, each at most once and only when it is first needed."""

from __future__ import annotations

import csv
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from panhuang_desk import assets, paths
from panhuang_desk.errors import UserError
from panhuang_desk.model.calendar import Calendar, parse_calendar
from panhuang_desk.model.checklists import Checklists, parse_checklists
from panhuang_desk.model.fields import Choice, Field
from panhuang_desk.model.quiz import Bank, parse_bank
from panhuang_desk.model.values import Village

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SUBDISTRICT = Village("320903004000", "潘黄街道")
"""The subdistrict that the shipped list of villages belongs to: its statistical division code and name."""


OWN_BANK = "bank.toml"
"""The name of a question bank in the data folder of this machine, which takes the place of the shipped one."""


class Resources:
    """The data files of one folder; the shipped `resources/` unless another is named."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or assets.resource()
        self._shipped = folder is None

    @cached_property
    def villages(self) -> tuple[Village, ...]:
        """The villages of `villages.csv`, in the order of the file."""
        path = self.folder / "villages.csv"
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = [(row["code"].strip(), row["name"].strip()) for row in csv.DictReader(stream)]
        except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
            raise _unreadable(path) from error
        return tuple(
            Village(code, name, SUBDISTRICT.code, SUBDISTRICT.name, position)
            for position, (code, name) in enumerate(rows)
        )

    @cached_property
    def checklists(self) -> Checklists:
        """Every checklist of `checklists/`."""
        folder = self.folder / "checklists"
        return parse_checklists({path.stem: self._toml(path) for path in sorted(folder.glob("*.toml"))})

    @cached_property
    def calendar(self) -> Calendar:
        """The seasons and key dates of `calendar.toml`."""
        return parse_calendar(self._toml(self.folder / "calendar.toml"))

    @cached_property
    def bank(self) -> Bank:
        """The question bank: that of this machine's data folder where the office put one, else the shipped one."""
        return parse_bank(self._toml(self.bank_file))

    @property
    def bank_file(self) -> Path:
        """The file that the question bank is read from."""
        own = paths.home() / OWN_BANK
        return own if self._shipped and own.is_file() else self.folder / "quiz" / "bank.toml"

    def forget_bank(self) -> None:
        """Read the question bank anew when it is next asked for: its file has changed."""
        self.__dict__.pop("bank", None)

    def choices(self, field: Field) -> tuple[Choice, ...]:
        """The choices of a field, its own or those of the checklist that it names."""
        own = tuple(choice for choice in field.choices if choice.offered)
        return self.checklists.choices(field.choices_from) if field.choices_from else own

    def choices_on(self, field: Field, land_kind: str) -> tuple[Choice, ...]:
        """The same for a plot: those of its kind of land, and those for all."""
        return self.checklists.choices_on(field.choices_from, land_kind) if field.choices_from else field.choices

    def known_choices(self, field: Field) -> tuple[Choice, ...]:
        """The same with the retired ones at the end, to say in words what an older record holds."""
        return self.checklists.all_choices(field.choices_from) if field.choices_from else field.choices

    @staticmethod
    def _toml(path: Path) -> dict[str, Any]:
        try:
            return load_toml(path)
        except (OSError, ValueError) as error:
            raise _unreadable(path) from error


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file; OSError and ValueError where it cannot be read or is none."""
    with path.open("rb") as stream:
        loaded: dict[str, Any] = tomllib.load(stream)
        return loaded


def _unreadable(path: Path) -> UserError:
    return UserError(f"资料文件 {path.name} 读不了或内容不对，已有的记录没有受影响。",
                     "请从安装包里把这个文件拷回来再启动。", code="resource")
