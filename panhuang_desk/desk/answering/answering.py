"""The whole window of a resident who answers: one step after the other, and nothing of the desk."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from panhuang_desk.desk.answering.hand_back import HandBack
from panhuang_desk.desk.answering.question_step import QuestionStep
from panhuang_desk.desk.answering.result_step import ResultStep
from panhuang_desk.desk.answering.setup_words import setup_words
from panhuang_desk.desk.answering.step import Step
from panhuang_desk.desk.answering.steps import ReviewStep, SatisfactionStep, StopStep, WelcomeStep
from panhuang_desk.errors import UserError
from panhuang_desk.services import screen_answers
from panhuang_desk.services.records import Saved
from panhuang_desk.services.screen_answers import ScreenSheet, Setup
from panhuang_desk.services.session import Session


class Answering(QStackedWidget):
    """Holds an open file and, while somebody answers, one sheet. `returned` tells that the passphrase was given.

    `saved` are the sheets recorded here, `broken_off` those kept as abandoned.
    """

    returned = Signal()

    def __init__(self, session: Session, setup: Setup, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.setup = session, setup
        self.sheet: ScreenSheet | None = None
        self.saved: list[Saved] = []
        self.broken_off: list[Saved] = []
        self._count, self._place, self._reviewing = count, 0, False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)
        self._welcome()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        step = self.currentWidget()
        assert isinstance(step, Step)
        return step

    def leave(self) -> None:
        """Keep a sheet that is open as abandoned: the window closes, or is locked. Where it cannot be written now its
        draft stays, and is kept when the file is opened again.
        """
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            try:
                self.broken_off.append(screen_answers.abandon(self.session, sheet))
            except UserError:
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no step takes goes nowhere."""
        event.accept()

    # Steps

    def _show(self, step: Step) -> None:
        """Show a step in place of the one before, which is dropped."""
        before = self.currentWidget()
        self.addWidget(step)
        self.setCurrentWidget(step)
        if before is not None:
            before.hide()
            before.deleteLater()
        step.begin()

    def _welcome(self) -> None:
        step = WelcomeStep(self._count)
        step.begun.connect(self._begin)
        step.refused.connect(lambda: self._hand_back("谢谢您。"))
        self._show(step)

    def _begin(self) -> None:
        try:
            self.sheet = screen_answers.begin(self.session, self.setup)
        except UserError as problem:
            self._say(problem)
            return
        self._place, self._reviewing = 0, False
        self._ask()

    def _ask(self) -> None:
        assert self.sheet is not None
        step = self.currentWidget()
        if not isinstance(step, QuestionStep):
            step = QuestionStep(sample=self.session.store.sample)
            step.answered.connect(self._answered)
            step.went.connect(self._went)
            step.stopped.connect(self._stop)
            self._show(step)
        step.show_question(self.sheet.questions[self._place], self._place, len(self.sheet.questions),
                           self.sheet.answers[self._place], reviewing=self._reviewing)

    def _answered(self, letters: str) -> None:
        assert self.sheet is not None
        try:
            screen_answers.answer(self.session, self.sheet, self._place, letters)
        except UserError as problem:
            self._say(problem)

    def _went(self, way: int) -> None:
        assert self.sheet is not None
        if self._reviewing or self._place + way >= len(self.sheet.questions):
            self._review()
        else:
            self._place = max(0, self._place + way)
            self._ask()

    def _review(self) -> None:
        assert self.sheet is not None
        step = ReviewStep("下一步" if self.setup.ask_satisfaction else "交卷")
        step.chosen.connect(self._answer_open)
        step.went.connect(self._reviewed)
        step.stopped.connect(self._stop)
        self._show(step)
        step.show_open(self.sheet.unanswered, self.sheet.questions)

    def _answer_open(self, place: int) -> None:
        self._place, self._reviewing = place, True
        self._ask()

    def _reviewed(self, way: int) -> None:
        assert self.sheet is not None
        if way < 0:
            self._place, self._reviewing = len(self.sheet.questions) - 1, False
            self._ask()
        elif self.setup.ask_satisfaction:
            step = SatisfactionStep()
            step.went.connect(self._satisfied)
            step.stopped.connect(self._stop)
            self._show(step)
        else:
            self._hand_in("")

    def _satisfied(self, way: int) -> None:
        step = self.step
        assert isinstance(step, SatisfactionStep)
        if way < 0:
            self._review()
        else:
            self._hand_in(step.code)

    def _hand_in(self, satisfaction: str) -> None:
        assert self.sheet is not None
        try:
            saved = screen_answers.finish(self.session, self.sheet, satisfaction)
        except UserError as problem:
            self._say(problem)
            return
        if not saved.ok:
            self._review()
            return
        sheet, self.sheet = self.sheet, None
        self.saved.append(saved)
        step = ResultStep(sheet)
        step.seen.connect(lambda: self._hand_back("谢谢您参加测评。"))
        self._show(step)

    def _stop(self) -> None:
        """Ask whether to stop; who goes on is where they were."""
        assert self.sheet is not None
        asked = isinstance(self.step, QuestionStep)
        step = StopStep()
        step.show_answered(len(self.sheet.answers) - len(self.sheet.unanswered))
        step.went_on.connect(self._ask if asked else self._review)
        step.gave_up.connect(self._give_up)
        self._show(step)

    def _give_up(self) -> None:
        assert self.sheet is not None
        try:
            self.broken_off.append(screen_answers.abandon(self.session, self.sheet))
        except UserError as problem:
            self._say(problem)
            return
        self.sheet = None
        self._hand_back("谢谢您。")

    def _hand_back(self, thanks: str) -> None:
        step = HandBack(self.session.store.path, self.setup, thanks, self.words(),
                        setup_words(self.session, self.setup))
        step.returned.connect(self.returned)
        step.next_person.connect(self._next_person)
        self._show(step)

    def _next_person(self, setup: Setup) -> None:
        self.setup = setup
        self._welcome()

    def words(self) -> str:
        """What came of it so far: 收了 2 份答卷，1 份没有答完。"""
        broken = f"{len(self.broken_off)} 份没有答完" if self.broken_off else ""
        whole = f"收了 {len(self.saved)} 份答卷" if self.saved else ""
        return "，".join(part for part in (whole, broken) if part) + "。" if whole or broken else "还没有收到答卷。"

    def _say(self, problem: UserError) -> None:
        from panhuang_desk.desk import messages

        messages.error(self.window(), problem)
