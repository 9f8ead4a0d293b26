"""The pages of the window in the order of the rail, and where each one's class is; imported on first visit."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from panhuang_desk.desk.widgets.rail import Place

if TYPE_CHECKING:
    from panhuang_desk.desk.page import Page


@attrs.frozen
class PageSpec:
    """A page: its place on the rail and what makes it. `make` takes the shell."""

    place: Place
    make: Callable[[Any], Page]


def _from(module: str, name: str) -> Callable[[Any], Page]:
    def make(desk: Any) -> Page:
        page: Page = getattr(importlib.import_module(f"panhuang_desk.desk.pages.{module}"), name)(desk)
        return page

    return make


def _handover(desk: Any) -> Page:
    """A village makes its copy; the office brings copies in."""
    office = not desk.session.home and len(desk.session.store.villages) > 1
    return _from("handover.office", "OfficePage")(desk) if office else _from("handover", "HandoverPage")(desk)


PAGES: tuple[PageSpec, ...] = (
    PageSpec(Place("today", "今日", "sun"), _from("today", "TodayPage")),
    PageSpec(Place("visits", "走访", "house"), _from("visits", "VisitsPage")),
    PageSpec(Place("quizzes", "测评", "clipboard-check"), _from("quizzes", "QuizzesPage")),
    PageSpec(Place("patrols", "踏查", "sprout"), _from("patrols", "PatrolsPage")),
    PageSpec(Place("report", "月报", "file-text"), _from("report", "ReportPage")),
    PageSpec(Place("handover", "报送", "send"), _handover),
    PageSpec(Place("settings", "设置", "settings", foot=True), _from("settings", "SettingsPage")),
)

_PAGE_OF_KIND = {
    "household": "visits", "visit": "visits", "follow_up": "visits", "focus": "visits",
    "quiz_paper": "quizzes", "answer_sheet": "quizzes", "survey": "quizzes", "quiz_question": "quizzes",
    "plot": "patrols", "patrol": "patrols", "plot_check": "patrols", "plant_finding": "patrols", "track": "patrols",
    "report": "report",
}


def page_of(kind: str) -> str:
    """The page that shows records of a kind."""
    return _PAGE_OF_KIND[kind]
