"""How each question was answered as a spreadsheet: counts and shares of anonymous sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from panhuang_desk.exchange.sheets_out import Column
from panhuang_desk.model.fields import Type, Value
from panhuang_desk.model.quiz import QUESTION_TYPES
from panhuang_desk.model.quiz.item_words import MISLEADS
from panhuang_desk.model.quiz.items import ItemStatistics
from panhuang_desk.model.quiz.question import LETTERS
from panhuang_desk.model.values import no_progress
from panhuang_desk.services.exports import Exported, writer
from panhuang_desk.services.files import write_file

_TYPES = {choice.code: choice.label for choice in QUESTION_TYPES}
_COLUMNS = (
    Column("题号", width=8), Column("题型", width=8), Column("主题", width=12), Column("题目", width=40),
    Column("正确答案", width=20), Column("问到", Type.INTEGER, 8), Column("答对", Type.INTEGER, 8),
    Column("答对%", Type.DECIMAL, 8), *(Column(f"选{letter}", Type.INTEGER, 6) for letter in LETTERS),
    Column("不知道", Type.INTEGER, 8), Column("没答", Type.INTEGER, 8), Column("看不清", Type.INTEGER, 8),
    Column("区分度", Type.DECIMAL, 8), Column(MISLEADS, width=8),
)


def export_questions(found: Sequence[ItemStatistics], topic: Callable[[str], str], target: Path) -> Exported:
    """Write the questions in their order as .csv or .xlsx by the target's name; `topic` gives the word of a topic."""
    rows = [_row(item, topic(item.question.topic)) for item in found]
    write_file(target, writer(target)("题目统计", _COLUMNS, rows, no_progress))
    return Exported(target, len(rows))


def _row(item: ItemStatistics, topic: str) -> list[Value]:
    question = item.question
    right = "；".join(question.option(letter) for letter in question.answer)
    apart = None if item.discrimination is None else round(item.discrimination, 3)
    return [question.id, _TYPES.get(question.type, ""), topic, question.text, right, item.asked, item.right,
            round(100 * item.share, 1), *(item.chosen.get(letter) for letter in LETTERS), item.unknown, item.blank,
            item.unreadable, apart, item.misleading]
