"""What the worker chooses before a resident answers at the screen, and what will happen then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from panhuang_desk.desk import theme
from panhuang_desk.desk.answering.choosing import Options
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip, OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.setting_rows import Setting
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds.quiz import AGE_BANDS, KEY_GROUPS, SAMPLING
from panhuang_desk.services import quizzes, screen_answers
from panhuang_desk.services.screen_answers import Setup
from panhuang_desk.services.shown import village_word

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STANDARD = "标准卷"
_NO_SURVEY = "不算进哪次测评"
_WHAT_HAPPENS = ("按 Enter 后，整个屏幕只剩答题，工作台锁起来，看不到住户资料；答完输口令才能回来。"
                 "答卷不记姓名。中途停下的留着，记作“没有答完”，不算进知晓率。")


class AnswerSetup(OverView):
    """`started` hands over the `Setup` and how many questions it asks. What was chosen the last time is chosen again,
    but for a paper or survey that is named.
    """

    started = Signal(object, int)

    def __init__(self, desk: Shell, village: str, *, paper: str = "", survey: str = "") -> None:
        super().__init__()
        self.desk, self.session = desk, desk.session
        self._village = village
        last = screen_answers.last_setup(self.session)
        self._papers = quizzes.papers(self.session, village)
        self._surveys = [each for each in self.session.store.records(
            "survey", {"village": village} if village else None, order=("-started_on", "-id"))
            if each.id == survey or _runs(each, self.session.today_iso)]
        self._build()
        self._fill(last)
        if survey or paper:
            self.survey_chip.choose(survey)
            self.paper_chip.choose("" if survey else paper)
        self._survey_chosen(follow=bool(survey))

    def take_focus(self) -> None:
        """The keys to the group of people: what differs most from one to the next."""
        self.group.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys that matter."""
        return (Hint("Tab", "下一项"), Hint("Enter", "交给居民"), Hint(cap("back"), "不作答了"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands over, from wherever the keys are."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """Hand over, with the standard paper where none is chosen."""
        if self.session.store.read_only:
            self.desk.announce("这个文件现在只能看，不能作答。")
            return
        try:
            paper = self._paper_to_ask()
            count = len(quizzes.paper_questions(paper))
        except UserError as problem:
            self.desk.error(problem)
            return
        forms = {choice.code for choice in screen_answers.forms_of(paper)}
        self.started.emit(Setup(
            paper.id, self.survey_chip.code, _code(self.group), _code(self.age), _code(self.sampling),
            _code(self.form) if _code(self.form) in forms else screen_answers.IN_TURN,
            _code(self.satisfaction) == "ask"), count)

    def _paper(self) -> Record | None:
        """The paper of the survey, else the chosen one; None for the standard paper."""
        survey = self._survey()
        wanted = survey.text("paper_id") if survey else self.paper_chip.code
        return next((paper for paper in self._papers if paper.id == wanted), None)

    def _paper_to_ask(self) -> Record:
        """The paper that is asked; UserError (code `paper`) where that of the survey is gone."""
        paper = self._paper()
        if paper is None and self._survey() is not None:
            raise UserError("这次测评的试卷已经删除，没有开始作答。", "请先恢复试卷，或者不算进这次测评。",
                            code="paper")
        return paper or quizzes.standard_paper(self.session, self._village)

    def _survey(self) -> Record | None:
        return next((survey for survey in self._surveys if survey.id == self.survey_chip.code), None)

    # Building

    def _build(self) -> None:
        look = theme.active()
        outer = column(self, 0, 0)
        head = row(None, 0, 12)
        head.setContentsMargins(0, look.px(12), 0, look.px(12))
        head.addWidget(Label("屏幕作答", "title"))
        head.addWidget(Label(village_word(self.session, self._village), "body", "ink2"), 1)
        if self.session.store.sample:
            head.addWidget(Tag("演示数据", "sample"))
        outer.addLayout(head)
        sheet = Sheet(1, spacing=0)
        self.area = ScrollColumn((24, 16, 24, 16), 12)
        self.area.column.addWidget(Note(_WHAT_HAPPENS, "ink", "info"))
        self._add_rows()
        self.area.column.addStretch(1)
        sheet.column.addWidget(self.area, 1)
        sheet.column.addWidget(Line())
        foot = row(None, 0, 12)
        foot.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        back = Button("不作答了", "quiet", key=cap("back"))
        back.clicked.connect(self.closed)
        self.start_button = Button("交给居民", "primary", key="Enter", big=True)
        self.start_button.clicked.connect(self.start)
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(self.start_button)
        sheet.column.addLayout(foot)
        outer.addWidget(sheet, 1)

    def _add_rows(self) -> None:
        self.survey_chip = FilterChip(_NO_SURVEY, [Choice(each.id, each.text("title")) for each in self._surveys],
                                      all_word=_NO_SURVEY)
        self.survey_chip.chosen.connect(lambda _: self._survey_chosen(follow=True))
        self.paper_chip = FilterChip(_STANDARD, [Choice(each.id, each.text("title")) for each in self._papers
                                                 if each.text("title") != quizzes.standard_title(self.session)],
                                     all_word=_STANDARD)
        self.paper_chip.chosen.connect(lambda _: self._show_forms())
        self.survey_row = self._add("测评", self.survey_chip)
        self.survey_row.setVisible(bool(self._surveys))
        self.paper_row = self._add("试卷", self.paper_chip)
        self.group = Options(KEY_GROUPS, optional=False, name="人群")
        self.age = Options(AGE_BANDS, name="年龄段")
        self.sampling = Options(SAMPLING, optional=False, name="抽样方式")
        self.form = Options((Choice("", "轮流用"), *(Choice(each, f"{each} 卷") for each in "ABC")),
                                optional=False, name="卷型")
        self.satisfaction = Options((Choice("ask", "问"), Choice("skip", "不问")), optional=False, name="满意度")
        self._add("人群", self.group)
        self._add("年龄段", self.age, "先问好再选；不知道就不选。")
        self._add("抽样方式", self.sampling)
        self.form_row = self._add("卷型", self.form)
        self._add("满意度", self.satisfaction, "最后问一句对禁毒工作是否满意，单独报，不算进知晓率。")

    def _add(self, label: str, field: FilterChip | OptionGroup, hint: str = "") -> Setting:
        line = row(None, 0, 0)
        line.addWidget(field, 0 if isinstance(field, FilterChip) else 1)
        if isinstance(field, FilterChip):
            line.addStretch(1)
        setting = Setting(label, line, hint)
        self.area.column.addWidget(setting)
        return setting

    def _fill(self, last: Setup | None) -> None:
        setup = last or Setup("")
        self.survey_chip.choose(setup.survey_id)
        self.paper_chip.choose(setup.paper_id)
        for group, code in ((self.group, setup.key_group), (self.age, setup.age_band), (self.sampling, setup.sampling),
                            (self.form, setup.form), (self.satisfaction, "ask" if setup.ask_satisfaction else "skip")):
            group.set_codes((code,))

    def _survey_chosen(self, *, follow: bool) -> None:
        """A survey brings its paper with it, and where it is chosen now the way of sampling, too."""
        survey, paper = self._survey(), self._paper()
        self.paper_row.setVisible(survey is None)
        self.survey_row.hint.setText(f"试卷：{paper.text('title')}" if survey and paper else "")
        self.survey_row.hint.setVisible(bool(self.survey_row.hint.text()))
        if survey is not None and follow:
            self.sampling.set_codes((survey.text("sampling"),))
        self._show_forms()

    def _show_forms(self) -> None:
        """Which form is asked only where there are several."""
        paper = self._paper()
        self.form_row.setVisible(paper is None or len(screen_answers.forms_of(paper)) > 1)


def _runs(survey: Record, today: str) -> bool:
    """Whether a survey has begun and not ended."""
    return survey.text("started_on") <= today <= (survey.text("ended_on") or today)


def _code(group: OptionGroup) -> str:
    return group.codes()[0] if group.codes() else ""
