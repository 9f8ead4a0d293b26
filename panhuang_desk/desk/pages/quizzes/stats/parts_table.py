"""The columns of a table of rates: of months, of groups of people, of villages, of topics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from panhuang_desk.desk import messages
from panhuang_desk.desk.giving_out import TABLES, table_path
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.quizzes.words import VERDICT_TAGS
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.errors import UserError
from panhuang_desk.model.definitions import Definition, define
from panhuang_desk.model.quiz.shown import by_answer, by_person, conclusion, topic_rate
from panhuang_desk.model.quiz.statistics import Rates
from panhuang_desk.services import quiz_tables
from panhuang_desk.services.quiz_tables import PartRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

NARROW = ("label", "counts", "rate", "answers", "verdict")
"""The columns at 150 %."""


def part_columns(title: str, *, width: int = 132, tight: bool = False) -> tuple[Column, ...]:
    """The columns; a line that is withheld says so in place of its verdict. Where it is `tight` a line says that it has
    sheets that are not from a random sample, but not how many.
    """
    return (
        Column("label", title, text=lambda r: r.label, width=width, stretch=True,
               detail=lambda r: _mixed(r, tight=tight)),
        Column("counts", "知晓/有效", text=quiz_tables.counts, width=100, align="right", tone="ink2"),
        Column("rate", "按人", text=quiz_tables.person_rate, width=84, align="right", bold=lambda r: True),
        Column("interval", "95% 区间", text=quiz_tables.interval, width=136, align="right", tone="ink2"),
        Column("answers", "按题", text=quiz_tables.answer_rate, width=80, align="right"),
        Column("verdict", "结论", width=186, tag=verdict_tag),
    )


def verdict_tag(part: PartRow) -> TagLook | None:
    """The verdict; of a rate that is not from a random sample that it is only a hint."""
    if part.withheld:
        return TagLook(quiz_tables.WITHHELD, "kind")
    if part.rates is None or not part.rates.returned:
        return None
    if part.rates.not_random and part.rates.valid == part.rates.not_random:
        return TagLook("非随机，仅供参考", "warn", "triangle-alert")
    return VERDICT_TAGS[part.rates.verdict]


def _mixed(part: PartRow, *, tight: bool) -> str:
    """How many of those that count are not from a random sample, where some are."""
    rates = part.rates
    if rates is None or not 0 < rates.not_random < rates.valid:
        return ""
    return "含非随机" if tight else f"含非随机 {rates.not_random} 份"


def explained_part(part: object, scope: str) -> tuple[Definition, ...]:
    """How the numbers of a line are reckoned."""
    if not isinstance(part, PartRow):
        return ()
    of = f"{part.label}，{scope}" if part.dimension != "month" else part.label
    if part.topic is not None:
        return (define(topic_rate(part.topic.right, part.topic.asked), of),)
    if part.rates is None:
        return (Definition(of, f"{quiz_tables.WITHHELD}：人数太少，写出来就能猜到是谁。能推算出它的那一项也不显示。"),)
    return explained_rates(part.rates, of)


def explained_rates(rates: Rates, scope: str) -> tuple[Definition, ...]:
    """Both rates and the verdict; what is left out and why stands once."""
    verdict = attrs.evolve(define(conclusion(rates)), left_out="", source="")
    return define(by_person(rates), scope), verdict, attrs.evolve(define(by_answer(rates)), left_out="")


def give_parts_out(desk: Shell, rows: Sequence[PartRow], about: str) -> bool:
    """Ask where to, and write these lines as they are shown; `about` says of what they are."""
    if not rows:
        return False
    session = desk.session
    folder = Path(session.settings.last_folder or session.store.path.parent)
    offered = str(folder / f"{session.place}_测评统计_{session.today_iso}.xlsx")
    chosen = messages.ask_save(desk.window(), "导出测评统计", offered, TABLES)
    if not chosen:
        return True
    try:
        written = quiz_tables.export_parts(rows, about, table_path(chosen))
    except UserError as problem:
        desk.error(problem)
        return True
    session.settings.last_folder = str(written.path.parent)
    desk.announce(f"导出了 {written.rows} 行：{written.path.name}")
    return True
