"""The topics of a scope, the weakest first: how the questions of each were answered together."""

from __future__ import annotations

import attrs
from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.quiz.items import TopicStatistics


@attrs.frozen
class TopicRow:
    """A topic of the list: its code, its word, its numbers, how many questions it has here and which is the weakest."""

    id: str
    word: str
    told: TopicStatistics
    questions: int
    weakest: str


class TopicsTable(TableView):
    """`opened` asks for the questions of a topic."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((
            Column("topic", "主题", text=lambda r: r.word, width=150),
            Column("share", "答对", text=lambda r: show_share(r.told.right, r.told.asked), width=136,
                   bar=lambda r: (r.told.share, None, False)),
            Column("count", "题次", text=lambda r: f"{r.told.right}/{r.told.asked}", width=96, align="right",
                   tone="ink2"),
            Column("questions", "题数", text=lambda r: f"{r.questions} 题", width=76, align="right", tone="ink2"),
            Column("do", "", text=lambda r: "看题", stretch=True, action=True),
        ), name="各主题", parent=parent)
        self.set_hints((Hint(cap("move"), "选主题"), Hint("Enter", "看它的题"), Hint(cap("back"), "回到各题")))
