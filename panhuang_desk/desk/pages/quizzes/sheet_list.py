"""What the list of sheets shows of each, and what can be done with the one that is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.quizzes import words
from panhuang_desk.desk.tabs.row_menu import MenuEntry
from panhuang_desk.desk.wording import day
from panhuang_desk.model.months import Month
from panhuang_desk.model.privacy import is_small, rate_is_safe, show_count
from panhuang_desk.services.session import Session
from panhuang_desk.store.queries import SheetRow

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.quizzes.sheets_tab import SheetsTab

NAMES = ("day", "village", "group", "form", "sampling", "score", "state")
"""The columns in their order."""


def columns(session: Session, villages: Mapping[str, str], mark: Callable[[], int]) -> tuple[Column, ...]:
    """The columns of the list, where `villages` are short names by code; what was broken off is grey."""
    def grey(otherwise: str) -> Callable[[SheetRow], str]:
        return lambda row: "ink3" if row.state == "abandoned" else otherwise

    return (
        Column("day", "日期", text=lambda r: day(r.taken_on, session.today()), width=96, sortable=True,
               key=lambda r: r.taken_on, tone=grey("ink")),
        Column("village", "村", text=lambda r: villages.get(r.village, ""), width=76, tone=grey("ink2")),
        Column("group", "人群", text=lambda r: words.group_word(r, short=True), stretch=True, tone=grey("ink")),
        Column("form", "卷型", text=lambda r: r.form, width=52, tone=grey("ink2")),
        Column("sampling", "抽样方式", text=words.sampling_word, width=92, tone=grey("ink2")),
        Column("score", "答对", text=words.score, width=80, align="right", sortable=True, key=lambda r: r.correct,
               tone=grey("ink")),
        Column("state", "结果", tag=lambda r: words.state_tag(r, mark()), width=112),
    )


def count_words(states: Sequence[str], month: Month | None, *, about_people: bool) -> str:
    """5月 24 份，知晓 20 人；没有答完 1 份. Of one group of people nothing that would give away a few of them."""
    left, aware = states.count("abandoned"), states.count("aware")
    done = len(states) - left
    when = f"{month.number}月 " if month else ""
    shown = f"，知晓 {aware} 人" if not about_people or rate_is_safe(aware, done) else ""
    broken_off = f"；没有答完 {left} 份" if left and not (about_people and is_small(left)) else ""
    return f"{when}{show_count(done) if about_people else done} 份{shown}{broken_off}"


def _in_survey(sheet: SheetRow) -> bool:
    return bool(sheet.survey_id)


MENU: tuple[MenuEntry[SheetsTab, SheetRow], ...] = (
    MenuEntry("改", lambda tab, _: tab.on_edit(), key="edit"),
    MenuEntry("加待办", lambda tab, _: tab.on_follow_up(), key="follow_up"),
    MenuEntry("看修改记录", lambda tab, _: tab.desk.on_history(), key="history"),
    MenuEntry("只看这次测评的答卷", lambda tab, sheet: tab.show_survey(sheet.survey_id), _in_survey, group=1),
    MenuEntry("看这次测评", lambda tab, sheet: tab.desk.go("quizzes", kind="survey", id=sheet.survey_id), _in_survey,
              group=1),
    MenuEntry("照纸卷一份一行地录", lambda tab, sheet: tab.round_of(sheet), key="round", group=2),
    MenuEntry("这一批再录一遍核对", lambda tab, sheet: tab.again(sheet), group=2),
    MenuEntry("看两遍的差异", lambda tab, sheet: tab.differences(sheet), group=2),
    MenuEntry("导入答卷表格", lambda tab, _: tab.on_import(), key="import", group=3),
    MenuEntry("导出列出的答卷", lambda tab, _: tab.on_export(), key="export", group=3),
    MenuEntry("删除", lambda tab, sheet: tab.remove(sheet), key="delete", group=4))
