"""What is known of one survey: how it was asked, how many sheets there are, whether they are enough, who answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.quizzes import survey_words
from panhuang_desk.desk.pages.quizzes.words import VERDICT_TAGS
from panhuang_desk.desk.widgets.bars import StatTile
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.figures import show_share
from panhuang_desk.model.kinds.quiz import KEY_GROUPS
from panhuang_desk.model.privacy import FEW, WITHHELD
from panhuang_desk.services.quiz_statistics import Asked, statistics, survey_plan
from panhuang_desk.services.surveys import Part, SurveyRow

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HIDDEN = f"少于 3 份的只写“{FEW}”；能推算出它的也不写，记“{WITHHELD}”。"
_FACTS = (("paper", "试卷"), ("days", "日期"), ("asked_by", "调查人"), ("sampling", "抽样方式"),
          ("population", "总人数"), ("note", "备注"))
_ABREAST, _MOST_PARTS = 3, len(KEY_GROUPS)
_TILES = (("issued", "发出"), ("returned", "收回"), ("sheets", "已录入"), ("valid", "有效"), ("second", "录了两遍"),
          ("abandoned", "没有答完"))


class SurveyDetail(QFrame):
    """`edit`, `round`, `take_in`, `sheets`, `figures` and `more` ask for what buttons and links say; `back` goes back
    to the list.
    """

    edit = Signal()
    round = Signal()
    take_in = Signal()
    sheets = Signal()
    figures = Signal()
    more = Signal()
    back = Signal()

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, desk.session
        outer = column(self, 0, 0)
        self.area = ScrollColumn((24, 16, 24, 16), 12)
        self._build()
        self.area.column.addStretch(1)
        outer.addWidget(self.area)
        self._nothing = Label("左边选一次测评，这里是发出、收回和结果。", "body", "ink2")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        outer.addWidget(self._nothing)
        self.show_survey(None)

    def show_survey(self, survey: SurveyRow | None) -> None:
        """Show a survey; None shows that none is marked."""
        self.area.setVisible(survey is not None)
        self._nothing.setVisible(survey is None)
        if survey is None:
            return
        record, today = survey.record, self.session.today()
        self.title.setText(record.text("title"))
        self.state.set_tag(survey_words.state_tag(record, today))
        self._show_facts(survey)
        self._show_counts(survey)
        self._show_result(survey)
        self._show_parts(survey)

    def take_focus(self) -> None:
        """The keys to the first action."""
        self.round_button.setFocus()

    def on_back(self) -> bool:
        """Back to the list."""
        self.back.emit()
        return True

    def hints(self) -> tuple[Hint, ...]:
        """The way back."""
        return (Hint(cap("back"), "回到列表"),)

    # Building

    def _build(self) -> None:
        box = self.area.column
        head = row(None, 0, 12)
        self.title, self.state = Label("", "title", wrap=True), Tag("")
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self._actions())
        box.addLayout(self._fact_grid())
        box.addWidget(Line())
        self.to_sheets, self.to_figures = Link("看答卷"), Link("看统计")
        self.to_sheets.clicked.connect(self.sheets)
        self.to_figures.clicked.connect(self.figures)
        line = row(None, 0, 12)
        line.addWidget(Label("答卷", "section"), 1)
        line.addWidget(self.to_sheets)
        box.addLayout(line)
        box.addLayout(self._tile_grid())
        self.counts_note = Strip("", "warn")
        box.addWidget(self.counts_note)
        box.addWidget(Line())
        line = row(None, 0, 12)
        line.addWidget(Label("知晓率够不够", "section"))
        self.verdict, self.not_random = Tag(""), Tag("")
        self.not_random.set_tag(survey_words.NOT_RANDOM)
        line.addWidget(self.verdict)
        line.addWidget(self.not_random)
        line.addStretch(1)
        line.addWidget(self.to_figures)
        box.addLayout(line)
        self.rate, self.next = Label("", "body", wrap=True), Strip("", "next", icon="info")
        box.addWidget(self.rate)
        box.addWidget(self.next)
        self.groups = _Parts("人群")
        self.satisfaction = _Parts("对禁毒工作")
        for parts in (self.groups, self.satisfaction):
            box.addWidget(parts)
        self.hidden = Label(_HIDDEN, "caption", "ink2", wrap=True)
        box.addWidget(self.hidden)

    def _actions(self) -> QFrame:
        frame = QFrame()
        flow = FlowLayout(frame)
        self.round_button = Button("录答卷", key=cap("round"))
        for button, asked in (
            (self.round_button, self.round), (Button("导入表格", key=cap("import")), self.take_in),
            (Button("改", key=cap("edit")), self.edit),
        ):
            button.clicked.connect(asked)
            flow.addWidget(button)
        self.more_button = Button("", icon="ellipsis", name="更多")
        self.more_button.clicked.connect(self.more)
        flow.addWidget(self.more_button)
        policy = frame.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        frame.setSizePolicy(policy)
        return frame

    def _fact_grid(self) -> QGridLayout:
        look = theme.active()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnStretch(1, 1)
        self.facts: dict[str, tuple[Label, Label]] = {}
        for place, (name, word) in enumerate(_FACTS):
            said = Label("", "body", wrap=True)
            label = Label(word, "body", "ink2")
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, place, 1)
            self.facts[name] = (label, said)
        return grid

    def _tile_grid(self) -> QGridLayout:
        look = theme.active()
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(8))
        self.tiles = {name: StatTile(word) for name, word in _TILES}
        across = 3 if look.text_size == 125 else len(_TILES)
        for place, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, place // across, place % across)
            grid.setColumnStretch(place % across, 1)
        return grid

    # Filling

    def _show_facts(self, survey: SurveyRow) -> None:
        record = survey.record
        paper = self.session.store.get("quiz_paper", record.text("paper_id"))
        population = record["population"]
        said = {
            "paper": paper.text("title") if paper is not None and not paper.deleted else "试卷已经删除",
            "days": survey_words.days_words(record, self.session.today()),
            "asked_by": self.desk.cover(record.text("asked_by")),
            "sampling": survey_words.sampling_word(record),
            "population": f"{population} 人" if population else "",
            "note": self.desk.cover(record.text("note"))}
        for name, (label, value) in self.facts.items():
            value.setText(said[name])
            label.setVisible(bool(said[name]))
            value.setVisible(bool(said[name]))

    def _show_counts(self, survey: SurveyRow) -> None:
        issued, returned = survey.issued, survey.returned
        about = {"returned": f"收回率 {show_share(returned, issued, 0)}" if issued else "",
                 "valid": f"有效率 {show_share(survey.valid, survey.sheets, 0)}" if survey.sheets else "",
                 "abandoned": "不计入" if survey.abandoned else "", "issued": "没有登记" if issued is None else ""}
        for name, tile in self.tiles.items():
            value = getattr(survey, name)
            tile.show_figure("—" if value is None else str(value), "份" if value is not None else "",
                             about.get(name, ""))
        self.to_sheets.setVisible(survey.sheets + survey.abandoned > 0)
        apart = survey.sheets - returned if survey.record["returned"] is not None else 0
        self.counts_note.set_text(
            f"还有 {-apart} 份收回了没有录入。" if apart < 0 else f"录入的比登记收回的多 {apart} 份，请核对。")
        self.counts_note.setVisible(apart != 0)

    def _show_result(self, survey: SurveyRow) -> None:
        population = survey.record["population"]
        self.not_random.setVisible(not survey_words.is_random(survey.record))
        self.verdict.setVisible(survey.sheets > 0)
        self.to_figures.setVisible(survey.sheets > 0)
        if not survey.sheets:
            plan = survey_plan(population if isinstance(population, int) else None)
            self.rate.setText(survey_words.plan_words(plan, population if isinstance(population, int) else None))
            self.next.hide()
            return
        told = statistics(self.session, Asked(village=survey.record.village, survey=survey.id))
        self.verdict.set_tag(VERDICT_TAGS[told.statistics.advice.verdict])
        self.rate.setText(survey_words.rate_words(told))
        following = survey_words.next_words(told.statistics.advice)
        self.next.set_text(following)
        self.next.setVisible(bool(following))

    def _show_parts(self, survey: SurveyRow) -> None:
        asked = survey.satisfaction_asked
        self.groups.show_parts(survey.groups)
        self.satisfaction.show_parts(
            survey.satisfaction if asked else (),
            f"满意率 {survey_words.satisfied_words(survey)}，{asked} 份答了这一问；与知晓率分开报" if asked else "")
        shown = {part.shown for part in (*survey.groups, *(survey.satisfaction if asked else ()))}
        self.hidden.setVisible(bool(shown & {FEW, WITHHELD}))


class _Parts(QFrame):
    """How many sheets there are of each part, as far as it may be shown, in columns."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        box = column(self, 0, 6)
        head = row(None, 0, 12)
        head.addWidget(Label(title, "section"), 0, Qt.AlignmentFlag.AlignTop)
        self.about = Label("", "body", "ink2", wrap=True)
        head.addWidget(self.about, 1)
        box.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(24))
        grid.setVerticalSpacing(look.px(4))
        self.words = [Label("", "body") for _ in range(_MOST_PARTS)]
        for place, label in enumerate(self.words):
            grid.addWidget(label, place // _ABREAST, place % _ABREAST)
            grid.setColumnStretch(place % _ABREAST, 1)
        box.addLayout(grid)

    def show_parts(self, parts: Sequence[Part], about: str = "") -> None:
        """Show them in their order; without any it goes away."""
        self.about.setText(about)
        for place, label in enumerate(self.words):
            part = parts[place] if place < len(parts) else None
            label.setText(f"{part.choice.label} {part.shown} 份" if part else "")
            label.setVisible(part is not None)
        self.setVisible(bool(parts))
