"""Which plots are to be looked at when: the rules of the calendar's file, or those that the file was given instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Protocol

import attrs

from panhuang_desk.model.calendar import Calendar
from panhuang_desk.model.season import PatrolRule, Round, read_rules
from panhuang_desk.services.session import Session

RULES_SETTING = "patrol_rules"


class _Settings(Protocol):
    """What these functions need of a store."""

    def setting(self, key: str, default: str = "") -> str:
        """A setting of the file."""


def rules(session: Session) -> tuple[PatrolRule, ...]:
    """The rules that hold in the file."""
    return rules_of(session.store, session.resources.calendar)


def rules_of(store: _Settings, calendar: Calendar) -> tuple[PatrolRule, ...]:
    """The file's own rules; the calendar's where it has none, or what is kept cannot be read."""
    kept = store.setting(RULES_SETTING, "")
    try:
        return read_rules(json.loads(kept)) if kept else calendar.patrol_rules
    except (TypeError, ValueError, KeyError, AttributeError):
        return calendar.patrol_rules


def has_own_rules(session: Session) -> bool:
    """Whether the rules differ from the calendar's."""
    return rules(session) != session.resources.calendar.patrol_rules


def set_rules(session: Session, changed: Sequence[PatrolRule]) -> None:
    """Go by other rules from now on; by the calendar's, its later editions too, where these are the same."""
    same = tuple(changed) == session.resources.calendar.patrol_rules
    kept = "" if same else json.dumps([attrs.asdict(rule) for rule in changed], ensure_ascii=False)
    session.store.set_setting(RULES_SETTING, kept)


def restore_rules(session: Session) -> None:
    """Go by the calendar's rules again."""
    session.store.set_setting(RULES_SETTING, "")


def rounds_json(found: Iterable[Round]) -> str:
    """Rounds as the files of db/figures are told them."""
    return json.dumps([{"first": each.first, "last": each.last, "land_kinds": each.rule.land_kinds,
                        "former_only": int(each.rule.former_only)} for each in found])
