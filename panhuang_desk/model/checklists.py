"""Checklists: lists of choices that the office may replace, each with the version of its file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds.follow_up import FOLLOW_UP
from panhuang_desk.model.kinds.plot import LAND_KINDS

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_HEAD = frozenset({"version", "label"})
_FOLLOW_UPS = frozenset({"", *(choice.code for choice in FOLLOW_UP.by_name["kind"].choices)})
_CHOICE_KEYS = frozenset({"code", "label", "short", "aliases", "leads_to", "retired", "land_kinds"})
_LAND_KINDS = frozenset(choice.code for choice in LAND_KINDS)


@attrs.frozen
class Checklist:
    """One checklist file. `lists` are the choices now offered, `retired` those only older records hold."""

    name: str
    version: str
    label: str
    lists: Mapping[str, tuple[Choice, ...]]
    retired: Mapping[str, tuple[Choice, ...]] = attrs.field(factory=dict)


@attrs.frozen
class Checklists:
    """All checklists of this installation, by the name of their file."""

    by_name: Mapping[str, Checklist] = attrs.field(factory=dict)

    def version(self, name: str) -> str:
        """The version of a checklist (`visit`), which a record keeps; empty where there is none."""
        checklist = self.by_name.get(name)
        return checklist.version if checklist else ""

    def choices(self, list_name: str) -> tuple[Choice, ...]:
        """The choices now offered of a list (`visit.topics`); KeyError where no file has it."""
        name, _, part = list_name.partition(".")
        return self.by_name[name].lists[part]

    def choices_on(self, list_name: str, land_kind: str = "") -> tuple[Choice, ...]:
        """The choices now offered of a list for a kind of land; without one those that are offered for all."""
        return tuple(choice for choice in self.choices(list_name)
                     if not choice.land_kinds or land_kind in choice.land_kinds)

    def all_choices(self, list_name: str) -> tuple[Choice, ...]:
        """The choices of a list with the retired ones at the end, to show what an older record holds."""
        name, _, part = list_name.partition(".")
        return (*self.choices(list_name), *self.by_name[name].retired.get(part, ()))


def parse_checklists(contents: Mapping[str, Mapping[str, Any]]) -> Checklists:
    """All checklists from the contents of their files by name; UserError names the file and the fault."""
    return Checklists({name: parse_checklist(name, content) for name, content in contents.items()})


def parse_checklist(name: str, content: Mapping[str, Any]) -> Checklist:
    """A checklist from the content of its TOML file `name`.toml.

    UserError says in which entry of which list what is wrong.
    """
    where = f"清单 {name}.toml "
    version, label = (_text(content.get(key), where + f"缺少 {key}，") for key in ("version", "label"))
    lists: dict[str, tuple[Choice, ...]] = {}
    retired: dict[str, tuple[Choice, ...]] = {}
    for part, entries in content.items():
        if part in _HEAD:
            continue
        if not isinstance(entries, list):
            raise _error(f"{where}的 {part} 不是选项列表，请写成 [[{part}]]。")
        choices = [_choice(entry, f"{where}的 {part} 第 {n} 项") for n, entry in enumerate(entries, 1)]
        _check_distinct([choice for choice, _ in choices], f"{where}的 {part} ")
        lists[part] = tuple(choice for choice, gone in choices if not gone)
        retired[part] = tuple(choice for choice, gone in choices if gone)
        if not lists[part]:
            raise _error(f"{where}的 {part} 没有可用的选项。")
    if not lists:
        raise _error(f"{where}没有任何选项列表。")
    return Checklist(name, version, label, lists, retired)


def _choice(entry: object, where: str) -> tuple[Choice, bool]:
    """One entry and whether it is retired."""
    if not isinstance(entry, Mapping):
        raise _error(f"{where}不是选项，请写 code 和 label。")
    unknown = sorted(set(entry) - _CHOICE_KEYS)
    if unknown:
        raise _error(f"{where}有不认识的 {unknown[0]}，"
                     "只能写 code、label、short、aliases、leads_to、land_kinds、retired。")
    code = _text(entry.get("code"), f"{where}缺少 code，")
    if not _CODE.fullmatch(code):
        raise _error(f"{where}的 code 只能用小写英文字母、数字和下划线，并以字母开头。")
    aliases = entry.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise _error(f"{where}的 aliases 要写成 [\"别名\", \"别名\"]。")
    short, gone, leads_to = entry.get("short", ""), entry.get("retired", False), entry.get("leads_to", "")
    if not isinstance(short, str) or not isinstance(gone, bool):
        raise _error(f"{where}的 short 要是文字，retired 要是 true 或 false。")
    if leads_to not in _FOLLOW_UPS:
        raise _error(f"{where}的 leads_to 要是待办的类别：{'、'.join(sorted(_FOLLOW_UPS - {''}))}。")
    label = _text(entry.get("label"), f"{where}缺少 label，")
    return Choice(code, label, short, tuple(aliases), leads_to, _land_kinds(entry, where)), gone


def _land_kinds(entry: Mapping[str, object], where: str) -> tuple[str, ...]:
    kinds = entry.get("land_kinds", [])
    if not isinstance(kinds, list) or not all(kind in _LAND_KINDS for kind in kinds):
        raise _error(f"{where}的 land_kinds 要是地块的类别，写成 [\"greenhouse\"]：{'、'.join(sorted(_LAND_KINDS))}。")
    return tuple(kinds)


def _check_distinct(choices: list[Choice], where: str) -> None:
    for name in ("code", "label"):
        seen: set[str] = set()
        for choice in choices:
            value = getattr(choice, name)
            if value in seen:
                raise _error(f"{where}里 {name} “{value}”出现了两次。")
            seen.add(value)


def _text(value: object, missing: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _error(f"{missing}要写文字。")
    return value.strip()


def _error(message: str) -> UserError:
    return UserError(message, "请改好这个文件，或换回程序自带的清单。", code="checklist")
