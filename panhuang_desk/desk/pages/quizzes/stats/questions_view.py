"""The questions of a scope, the weakest first, with what was answered; and what the next visits should explain."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.definitions import explain
from panhuang_desk.desk.giving_out import TABLES, table_path
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.models.columns import Column, ListRows
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.pages.quizzes.stats.question_detail import QuestionDetail
from panhuang_desk.desk.pages.quizzes.stats.topics_table import TopicRow, TopicsTable
from panhuang_desk.desk.pages.quizzes.stats.view import StatsView
from panhuang_desk.desk.tabs.panes import TwoPanes
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Link, Sheet, column, row
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.desk.widgets.villages import choose_village
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.months import Month
from panhuang_desk.model.quiz.item_words import MISLEADS, define_item, define_topic, discrimination_words
from panhuang_desk.model.quiz.items import LEAST_ANSWERS, ItemStatistics, TopicStatistics
from panhuang_desk.services import focus
from panhuang_desk.services.leaflet import leaflet_of, leaflet_warning
from panhuang_desk.services.question_export import export_questions
from panhuang_desk.services.quiz_statistics import Asked, Told
from panhuang_desk.services.shown import village_choices, village_word

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_FILLED, _NOTHING = range(2)
_LEAFLET = "宣传页"
_ALL = ("mark", "text", "topic", "share", "count", "apart")
_NARROW = ("mark", "text", "share", "apart")


@attrs.frozen
class QuestionRow:
    """A question of the list; `topic` is its topic's word."""

    id: str
    item: ItemStatistics
    topic: str


class QuestionsView(StatsView):
    """Enter marks a question for the next visits or takes the mark away; the five weakest are marked beforehand.
    Ctrl+P shows the leaflet of those that are marked.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._told: Told | None = None
        self._asked = Asked()
        self._rows: list[QuestionRow] = []
        self._chosen: set[str] = set()
        box = column(self, 0, 0)
        left = QFrame()
        inner = column(left, 0, 12)
        inner.addLayout(self._head())
        self.strip = self._suggestion_strip()
        inner.addWidget(self.strip)
        sheet = Sheet(1, spacing=0)
        self.table = self._make_table()
        self.topics = TopicsTable()
        self.topics.opened.connect(self._narrow)
        self.topics.chosen.connect(self._show_current)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.topics)
        sheet.column.addWidget(self._lists)
        inner.addWidget(sheet, 1)
        self.detail = QuestionDetail()
        self.panes = TwoPanes(left, self.detail)
        self.panes.set_needed(self.table.needed_width() + theme.active().text_px(240))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(self._empty())
        self.papers = Papers(desk, self._stack)
        self.papers.closed.connect(self.take_focus)
        box.addWidget(self.papers)

    def show_told(self, told: Told, asked: Asked) -> None:
        """Show the questions of a scope; the marks begin anew with another one."""
        statistics, bank = told.statistics, self.session.bank
        self._rows = [QuestionRow(_id(item), item, bank.topic_label(item.question.topic))
                      for item in sorted(statistics.questions, key=lambda item: (item.share, -item.asked,
                                                                                 item.question.id))]
        if self._told is None or asked != self._asked:
            self._chosen = {_id(item) for item in statistics.weakest}
            self.topic_chip.choose("")
            self._by_topic(False)
        self._told, self._asked = told, asked
        self.topic_chip.offer([Choice(topic.code, bank.topic_label(topic.code)) for topic in statistics.topics])
        self.topics.set_rows([self._topic_row(topic) for topic in statistics.topics])
        self._show_columns()
        self._stack.setCurrentIndex(_FILLED if self._rows else _NOTHING)
        if not self._rows:
            self._say_nothing(told)
        self._show()

    def take_focus(self) -> None:
        """The keys to the list."""
        if self.papers.paper is not None:
            self.papers.paper.take_focus()
        elif self._rows:
            self._list.setFocus()
        else:
            self.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        return (Hint(cap("print"), "印宣传页"), Hint(cap("export"), "导出"), Hint(cap("explain"), "怎么算的")
                ) if self._rows else ()

    @property
    def chosen(self) -> tuple[ItemStatistics, ...]:
        """The questions that are marked, the weakest first."""
        return tuple(each.item for each in self._rows if each.id in self._chosen)

    def show_topic(self, code: str) -> None:
        """Only the questions of a topic."""
        self.topic_chip.choose(code)
        self._by_topic(False)
        self._show()
        self.table.select(0)
        self.take_focus()

    # Keys

    def on_print(self) -> bool:
        """The leaflet of the questions that are marked."""
        if self.papers.paper is None and self._rows:
            questions = self._suggestion().questions
            if not 0 < len(questions) <= focus.MOST:
                self.desk.announce(f"先标 1 到 {focus.MOST} 道要讲的题，再印宣传页")
                return True
            village = self._asked.village
            self.papers.show_paper(_LEAFLET, lambda session, _masked: leaflet_of(session, questions, village),
                                   warning=leaflet_warning(self.session, questions, village), names=False)
        return True

    def on_explain(self) -> bool:
        """How the numbers of the marked question or topic are reckoned."""
        current = self._list.current()
        if isinstance(current, TopicRow):
            return explain(self.desk, define_topic(current.told, current.word))
        return isinstance(current, QuestionRow) and explain(self.desk, define_item(current.item))

    def on_export(self) -> bool:
        """The questions in sight as a spreadsheet."""
        rows = [row.item for row in self._shown_rows()]
        settings = self.session.settings
        start = Path(settings.last_folder or self.session.store.path.parent)
        name = f"{self.session.place}_题目统计_{_span(self._asked)}.xlsx"
        chosen = messages.ask_save(self.window(), "导出题目统计", str(start / name), TABLES) if rows else ""
        if chosen:
            try:
                written = export_questions(rows, self.session.bank.topic_label, table_path(chosen))
            except UserError as problem:
                self.desk.error(problem)
                return True
            settings.last_folder = str(written.path.parent)
            self.desk.announce(f"导出了 {written.rows} 道题：{written.path.name}")
        return True

    def on_back(self) -> bool:
        """The paper goes, then the step that looks at a question."""
        if self.papers.close_paper():
            return True
        if not self.panes.at_list:
            self.panes.close_entry()
            self.take_focus()
            return True
        if self._list is self.topics:
            self._by_topic(False)
            self.take_focus()
            return True
        return False

    def on_edit(self) -> bool:
        """At 150 %: look at the question."""
        if theme.active().narrow and self._rows and self.panes.at_list:
            self.panes.show_home()
            self.detail.setFocus()
        return True

    def send(self, month: Month) -> None:
        """Put the marked questions into the plan of a month; of which village is asked where several are shown."""
        if self._asked.village or not village_choices(self.session):
            self._send(month, self._asked.village)
        else:
            choose_village(self, self.session, f"放进哪个村（社区）的 {month.number}月计划",
                           lambda village: self._send(month, village))

    # Building

    def _head(self) -> Any:
        line = row(None, 0, 12)
        self.by_topic = FilterChip("按主题看")
        self.by_topic.chosen.connect(self._by_topic_chosen)
        line.addWidget(self.by_topic)
        self.topic_chip = FilterChip("全部主题", (Choice("", ""),), all_word="全部主题")
        self.topic_chip.chosen.connect(lambda _: self._show())
        line.addWidget(self.topic_chip)
        self.count = Label("", "caption", "ink2")
        line.addWidget(self.count, 1)
        leaflet = Link("印宣传页", key=cap("print"))
        leaflet.clicked.connect(self.on_print)
        line.addWidget(leaflet)
        return line

    def _suggestion_strip(self) -> Strip:
        strip = Strip("", icon="info")
        self._links = [strip.add_link("") for _ in range(2)]
        for link, month in zip(self._links, focus.plan_months(self.session.today()), strict=True):
            link.clicked.connect(lambda _=False, month=month: self.send(month))
        return strip

    def _make_table(self) -> TableView:
        table = TableView((
            Column("mark", "讲", text=lambda r: "讲" if r.id in self._chosen else "", width=52, bold=lambda _: True,
                   tone="accent"),
            Column("text", "题目", text=lambda r: r.item.question.text, stretch=True),
            Column("topic", "主题", text=lambda r: r.topic, width=96, most=124, tone="ink2", sortable=True),
            Column("share", "答对", text=lambda r: show_share(r.item.right, r.item.asked), width=136, sortable=True,
                   bar=lambda r: (r.item.share, None, False), key=lambda r: r.item.share),
            Column("count", "份数", text=lambda r: f"{r.item.right}/{r.item.asked}", width=68, align="right",
                   tone="ink2", sortable=True, key=lambda r: r.item.asked),
            Column("apart", "区分度", text=lambda r: "" if r.item.misleading else
                   discrimination_words(r.item.discrimination), width=104, sortable=True,
                   tag=lambda r: TagLook(MISLEADS, "warn", "triangle-alert") if r.item.misleading else None,
                   key=lambda r: r.item.discrimination),
        ), name="各题")
        look = (Hint(cap("edit"), "看这道题"),) if theme.active().narrow else ()
        table.set_hints((Hint(cap("move"), "选题"), Hint("Enter", "讲或不讲"), *look))
        table.opened.connect(self._turn)
        table.chosen.connect(self._show_current)
        return table

    def _empty(self) -> Sheet:
        sheet = Sheet(0)
        self._nothing = QStackedWidget()
        for icon, title, sentence in (
            ("inbox", "还没有题目统计", "这个范围里没有有效答卷。录几份，或者换个月份、范围再看。"),
            ("lock", "人太少，不显示", "这个范围不到 3 人，显示了就能猜出是谁答的。换个大一点的范围再看。"),
        ):
            self._nothing.addWidget(EmptyPage(icon, title, sentence))
        sheet.column.addWidget(self._nothing)
        return sheet

    # Inside

    def _send(self, month: Month, village: str) -> None:
        try:
            saved = focus.send_to_plan(self.session, month, self._suggestion(), village=village)
        except UserError as problem:
            self.desk.error(problem)
            return
        place = village_word(self.session, village)
        self.desk.did(f"宣传重点放进了{place} {month.number}月计划：{len(self.chosen)} 题", saved.changes)
        self.take_focus()

    @property
    def _list(self) -> TableView:
        """The list in sight: of questions, or of topics."""
        return self.topics if self._lists.currentWidget() is self.topics else self.table

    def _suggestion(self) -> focus.Suggestion:
        assert self._told is not None
        rates = self._told.statistics.rates
        return focus.suggestion_of(self.session, self.chosen, self._told.statistics.topics,
                                   f"{_span(self._asked)} {rates.valid if rates else 0} 份有效答卷")

    def _show(self) -> None:
        topic = self.topic_chip.code
        rows = [each for each in self._rows if not topic or each.item.question.topic == topic]
        order = self.table.table.sorted_by
        self.table.set_rows(ListRows(rows, self.table.table.columns))
        if order[0]:
            self.table.order_by(order[0], descending=order[1])
        self._say_count()
        self._show_current(self._list.current())
        self._show_suggestion()

    def _shown_rows(self) -> list[QuestionRow]:
        """The questions in the order of the list."""
        return list(map(self.table.table.row, range(self.table.table.rowCount())))

    def _say_count(self) -> None:
        if self._list is self.topics:
            self.count.setText(f"{self.topics.table.rowCount()} 个主题，答得差的在前")
            return
        shown = self._shown_rows()
        few = sum(each.item.asked < LEAST_ANSWERS for each in shown)
        doubt = f"，{few} 题不到 {LEAST_ANSWERS} 份，看看就好" if few else ""
        self.count.setText(f"{len(shown)} 题，答得差的在前{doubt}")

    def _show_columns(self) -> None:
        """Discrimination only where there are sheets enough to tell it of any question: the words need the room."""
        told = any(each.item.discrimination is not None for each in self._rows)
        shown = _NARROW if theme.active().narrow else _ALL
        self.table.show_columns([name for name in shown if told or name != "apart"])

    def _show_suggestion(self) -> None:
        """What is marked, and what the plans of the two months hold already."""
        suggestion = self._suggestion() if self._told is not None else None
        if suggestion is None or not suggestion.questions:
            self.strip.set_text("还没有标要讲的题：在题上按 Enter 标上")
        else:
            named = "、".join(topic.label for topic in suggestion.topics[:3])
            more = "等" if len(suggestion.topics) > 3 else ""
            doubtful = sum(bool(item.misleading) for item in self.chosen)
            doubt = f"；有 {doubtful} 题{MISLEADS}，先看题干" if doubtful else ""
            self.strip.set_text(f"宣传重点建议 {len(suggestion.questions)} 题：{named}{more}{doubt}")
        for link, month in zip(self._links, focus.plan_months(self.session.today()), strict=True):
            known = focus.focus_of(self.session, month, self._asked.village)
            same = known is not None and suggestion is not None and known.questions == suggestion.questions
            link.set_words(f"已在 {month.number}月计划" if same else
                           f"{'更新' if known is not None else '放进'} {month.number}月计划")
            link.setEnabled(not same and suggestion is not None and bool(suggestion.questions))

    def _show_current(self, current: Any) -> None:
        """The question that is marked; of a topic its weakest."""
        if isinstance(current, TopicRow):
            current = next((each for each in self._rows if each.id == current.weakest), None)
        if hasattr(self, "detail") and isinstance(current, QuestionRow):
            self.detail.show_item(current.item, current.topic)

    def _turn(self, current: Any) -> None:
        if isinstance(current, QuestionRow):
            self._chosen ^= {current.id}
            self.table.viewport().update()
            self._show_suggestion()

    def _topic_row(self, topic: TopicStatistics) -> TopicRow:
        of = [each for each in self._rows if each.item.question.topic == topic.code]
        return TopicRow(topic.code, self.session.bank.topic_label(topic.code), topic, len(of), of[0].id if of else "")

    def _by_topic_chosen(self, code: str) -> None:
        self._by_topic(bool(code))
        self.take_focus()

    def _by_topic(self, on: bool) -> None:
        """The topics in place of the questions, or back."""
        self.by_topic.setChecked(on)
        self.topic_chip.setVisible(not on)
        self._lists.setCurrentWidget(self.topics if on else self.table)
        if on:
            self.topics.select(max(0, self.topics.currentIndex().row()))
        self._say_count()

    def _narrow(self, topic: Any) -> None:
        """Only the questions of a topic."""
        if isinstance(topic, TopicRow):
            self.show_topic(topic.id)

    def _say_nothing(self, told: Told) -> None:
        self._nothing.setCurrentIndex(0 if told.statistics.rates is not None else 1)


def _id(item: ItemStatistics) -> str:
    """What tells a question from all others, another version of the same one too."""
    question = item.question
    return "\n".join((question.id, question.text, question.answer, *question.options))


def _span(asked: Asked) -> str:
    """2026年5月; 2026年3月至5月."""
    if not asked.first and asked.last >= "9999":
        return "全部"
    first, last = asked.first[:7], asked.last[:7]
    if first == last:
        return Month.parse(first).label
    return f"{Month.parse(first).label if first else '开始'}至{Month.parse(last).label if last < '9999' else '现在'}"
