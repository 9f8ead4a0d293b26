"""The office's handover page: which villages have sent their copy, bringing copies in, and what waits for a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QStackedWidget

from panhuang_desk.desk import messages, theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.messages import Answer
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.handover.conflicts import ConflictsView
from panhuang_desk.desk.pages.handover.merge_panel import MergePanel
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Sheet, column, row
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.figures import show_value
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.model.merge import MergeResult
from panhuang_desk.model.months import Month
from panhuang_desk.model.report import FigureValue
from panhuang_desk.model.values import Changes, Progress
from panhuang_desk.services.board import MISSING, RECEIVED, STALE, VillageOnBoard, board
from panhuang_desk.services.conflicts import choices
from panhuang_desk.services.copies import Brought, brought, merge_copies, take_back
from panhuang_desk.services.handover import month_to_hand_over
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

MONTHS_OFFERED = 12
NOT_REPORTED = "未报"
ENDINGS = (".phdb",)
BOARD, BROUGHT, CONFLICTS = range(3)
_STATES = {RECEIVED: TagLook("已收", "good"), STALE: TagLook("副本旧了", "warn"), MISSING: TagLook("未报", "bad")}


class OfficePage(Page):
    """The month's board, the merges that were done, and the conflicts; at the right what copies would bring."""

    name, title, tabs = "handover", "报送", ("各村", "合并过的", "冲突")
    watches = frozenset(KINDS)

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.month = month_to_hand_over(self.session.today())
        self.copies: list[Path] = []
        self.passphrases: list[str] = []
        self._build_header()
        self._build_body()

    def refresh(self, changes: Changes | None = None) -> None:
        """Look again who has sent what, and what waits."""
        lines = board(self.session, self.month)
        self.board.set_rows(list(lines))
        counts = [(sum(line.state == state for line in lines), word)
                  for state, word in ((RECEIVED, "已收"), (STALE, "副本旧了"), (MISSING, "未报"))]
        self.summary.setText("　".join(f"{word} {count}" for count, word in counts))
        merges = brought(self.session)
        self.done.set_rows(merges)
        self.done.setVisible(bool(merges))
        self.nothing.setVisible(not merges)
        self.conflicts.show_choices(choices(self.session, masked=self.desk.masked))

    def arrive(self) -> None:
        """The focus is where the work of the tab is."""
        (self.board, self.done, self.conflicts.table)[self.tab].setFocus()

    def tab_chosen(self, index: int) -> None:
        """Show the tab."""
        self.stack.setCurrentIndex(index)
        self.arrive()

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show a month, where another page names one."""
        if "month" in target:
            self._choose_month(target["month"])

    def hints(self) -> tuple[Hint, ...]:
        """Choose copies, and bring them in once they were looked at."""
        return (*((Hint(cap("save"), "合并"),) if self.panel.ready else ()), Hint(cap("open"), "选副本"))

    def take_files(self, paths: Sequence[str]) -> bool:
        """Copies that were let go over the window."""
        if not all(Path(path).suffix.lower() in ENDINGS for path in paths):
            return False
        self.look_at([Path(path) for path in paths])
        return True

    def on_open(self) -> bool:
        """Choose copies."""
        start = self.session.settings.handover_folder or str(self.session.store.path.parent)
        chosen = messages.ask_open_many(self.window(), "选各村的报送副本", start, "报送副本 (*.phdb)")
        if chosen:
            self.session.settings.handover_folder = str(Path(chosen[0]).parent)
            self.look_at([Path(path) for path in chosen])
        return True

    def on_save(self) -> bool:
        """Bring in what was looked at."""
        if self.panel.ready:
            self._run(dry_run=False)
        return True

    def on_back(self) -> bool:
        """Put the preview away; nothing was written."""
        if not self.copies:
            return False
        self.copies = []
        self.panel.clear()
        self.desk.update_hints()
        self.arrive()
        return True

    def look_at(self, copies: Sequence[Path]) -> None:
        """Look what copies would bring, without writing anything."""
        self.copies = list(copies)
        self.set_tab(BOARD)
        self._run(dry_run=True)

    def _run(self, *, dry_run: bool) -> None:
        session, copies, passphrases = self.session, tuple(self.copies), tuple(self.passphrases)

        def work(progress: Progress) -> MergeResult:
            with session.aside(write=True) as aside:
                return merge_copies(aside, copies, passphrases=passphrases, dry_run=dry_run, progress=progress)

        self.desk.run("正在看副本" if dry_run else "正在合并", work, self._seen if dry_run else self._merged,
                      cancel_note="取消就什么都不合并，文件还是原来的样子")

    def _seen(self, found: MergeResult) -> None:
        self.panel.show_preview(self.copies, found, self.session.store.villages)
        self.desk.update_hints()
        self.panel.first.setFocus()

    def _merged(self, found: MergeResult) -> None:
        self.panel.show_done(self.copies, found)
        self.copies = []
        self.desk.refresh(None)
        words = f"合并完了，有 {found.conflicts} 处要定" if found.conflicts else "合并完了"
        self.desk.announce(words)
        if found.conflicts:
            self.set_tab(CONFLICTS)
        else:
            self.arrive()
        self.desk.update_hints()

    def _unlocked(self, passphrase: str) -> None:
        """Try once more with a village's passphrase, which is kept in memory until the file is closed."""
        self.passphrases.append(passphrase)
        self._run(dry_run=True)

    def _take_back(self, run: object) -> None:
        if not isinstance(run, Brought) or run.undone_at:
            return
        if not run.last:
            self.desk.announce("只能先撤销最近的一次合并")
            return
        answer = messages.ask(
            self.window(), "撤销这次合并？", f"{run.words}。这次合并带来的会整批拿走，各村自己的文件不受影响。",
            (Answer("", "不撤销"), Answer("yes", "撤销这次合并")), hint="先自动备份；以后可以再合并一次。")
        if answer != "yes":
            return
        session, id = self.session, run.id

        def work(progress: Progress) -> None:
            with session.aside(write=True) as aside:
                take_back(aside, id, progress)

        def done(_: object) -> None:
            self.desk.refresh(None)
            self.desk.announce("这次合并撤销了")

        self.desk.run("正在撤销合并", work, done, failed=self._not_taken_back,
                      cancel_note="取消就不撤销，文件还是现在的样子")

    def _not_taken_back(self, problem: UserError) -> None:
        self.desk.error(problem)

    def _choose_month(self, code: str) -> None:
        self.month = Month.parse(code) if code else month_to_hand_over(self.session.today())
        self.months.choose(str(self.month))
        self.refresh()

    def _build_header(self) -> None:
        today = Month.of(self.session.today())
        months = [today.plus(-back) for back in range(MONTHS_OFFERED)]
        self.months = FilterChip("月份", [Choice(str(item), item.label) for item in months], all_word="最近该报的月份")
        self.months.choose(str(self.month))
        self.months.chosen.connect(self._choose_month)
        self.header.add(self.months)
        self.button = self.header.add_button("选副本", key=cap("open"))
        self.button.clicked.connect(self.on_open)

    def _build_body(self) -> None:
        look = theme.active()
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        first = QFrame()
        line = row(first, 0, 16)
        left = column(None, 0, 8)
        self.summary = Label("", "body", "ink2")
        left.addWidget(self.summary)
        self.board = TableView(_COLUMNS, name="各村（社区）")
        if look.narrow:
            self.board.show_columns(("name", "state", "coverage", "awareness"))
        sheet = Sheet(0, spacing=0)
        sheet.column.addWidget(self.board)
        left.addWidget(sheet, 1)
        left.addWidget(Label("各村的副本拖到窗口里任何地方，或按 Ctrl+O 选文件；可以一次放好几份。", "caption", "ink2",
                             wrap=True))
        line.addLayout(left, 1)
        self.panel = MergePanel()
        self.panel.setFixedWidth(look.px(300 if look.narrow else 424))
        self.panel.merge_asked.connect(self.on_save)
        self.panel.passphrase_given.connect(self._unlocked)
        self.panel.closed.connect(self.on_back)
        line.addWidget(self.panel)
        self.stack.addWidget(first)
        self.done = TableView(_RUNS, name="合并过的")
        self.done.set_hints((Hint(cap("move"), "选一次"), Hint("Enter", "撤销这次合并")))
        self.done.opened.connect(self._take_back)
        runs = Sheet(0, spacing=0)
        runs.column.addWidget(self.done)
        self.nothing = Label("还没有合并过副本。", "body", "ink2")
        self.nothing.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        runs.column.addWidget(self.nothing)
        self.stack.addWidget(runs)
        self.conflicts = ConflictsView(self.desk)
        self.stack.addWidget(self.conflicts)


def _day(iso: str) -> str:
    return day_words(iso) if iso else ""


def _reported(line: VillageOnBoard, value: FigureValue) -> str:
    return NOT_REPORTED if line.state == MISSING and not value.value else show_value(value)


_COLUMNS: Sequence[Column] = (
    Column("name", "村（社区）", text=lambda line: line.name, width=120, stretch=True),
    Column("state", "副本", tag=lambda line: _STATES[line.state], width=108),
    Column("merged", "收到", text=lambda line: _day(line.merged_on), width=84, tone="ink2",
           detail=lambda line: f"{line.times} 份" if line.times > 1 else ""),
    Column("coverage", "走访覆盖", text=lambda line: _reported(line, line.coverage), width=92, align="right"),
    Column("awareness", "知晓率", text=lambda line: _reported(line, line.awareness), width=84, align="right"),
    Column("overdue", "超期", text=lambda line: _reported(line, line.overdue), width=56, align="right"),
    Column("conflicts", "冲突", text=lambda line: str(line.conflicts or ""), width=56, align="right", tone="red"),
)

_RUNS: Sequence[Column] = (
    Column("at", "什么时候", text=lambda run: f"{_day(run.at[:10])} {run.at[11:16]}", width=130),
    Column("person", "谁合并的", text=lambda run: run.person, width=110),
    Column("words", "带来了什么", text=lambda run: run.words, width=240, stretch=True),
    Column("state", "", tag=lambda run: TagLook("撤销了", "plain") if run.undone_at else None, width=92),
    Column("do", "", text=lambda run: "撤销这次" if run.last else "", width=96, action=True),
)
