"""A patrol being recorded: its head at the left, the plots at the right, one plot's find where the head was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import DRAFT_MS
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.patrols import lines as plot_lines
from panhuang_desk.desk.pages.patrols.grid import PlotGrid
from panhuang_desk.desk.pages.patrols.grid_head import GridHead
from panhuang_desk.desk.pages.patrols.lines import PlotLine
from panhuang_desk.desk.pages.patrols.look_form import LookForm
from panhuang_desk.desk.pages.patrols.partner import PartnerEditor
from panhuang_desk.desk.pages.patrols.words import CLEAR, FOUND, MISSED, outcome
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Line, Sheet, row
from panhuang_desk.model.fields import Choice, Field, Value, Values
from panhuang_desk.model.kind import Problem, Record
from panhuang_desk.model.kinds import PATROL
from panhuang_desk.model.season import DUE, OVERDUE
from panhuang_desk.services import patrol_views, patrols, season
from panhuang_desk.services.records import Saved
from panhuang_desk.services.session import Session
from panhuang_desk.services.today import day_words

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_HEAD_WIDTH, _SLIM_GRID = 400, 360
_REMEMBERED = ("people", "vehicles", "own_signed")
_PLOTS = "plots"
"""The name under which a draft keeps the grid, beside the fields of the patrol."""


def new_slot(session: Session, village: str) -> str:
    """The slot of a new patrol's draft; an office's file keeps one a village."""
    return "patrol:new" + (f":{village}" if village and not session.home else "")


class PatrolEntry(Entry):
    """A new patrol, or one that is corrected. Head and plots are one draft and are saved as one action.

    At 150 % head, plots and one plot are three steps, of which one is seen at a time.
    """

    def __init__(self, desk: Shell, record: Record | None = None, *, village: str = "") -> None:
        self._known = record
        self._village = record.village if record else village
        self._slot = f"patrol:{record.id}" if record else new_slot(desk.session, village)
        base: Values = record.values if record else {**PATROL.defaults(), "patrolled_on": desk.session.today_iso}
        setup = desk.form_setup("patrol", slot="", base=base, new=record is None, abreast=False,
                                next_word="下一步：地块" if theme.active().narrow else "",
                                beside=frozenset({"to_time"}), editors={"partner": self._partner_editor})
        super().__init__(desk, PATROL, setup, about=record.id if record else "")
        self.form.set_title("记踏查" if record is None else "改踏查")
        self._timer = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._timer.timeout.connect(self.flush_draft)
        self.grid = PlotGrid(desk, self._lines())
        self.grid_head = GridHead(self.grid)
        self.look: LookForm | None = None
        self._lay()
        self.form.edited.connect(self._touched)
        self.form.rows["note"].editor.next_field.connect(self.to_grid)
        self.grid.marked.connect(self._touched)
        self.grid.find_asked.connect(self.open_look)
        self.grid.about_asked.connect(self.open_look)
        self._initial = self._state()
        self._draft_kept = False
        self._tell()

    # What the tab uses

    def begin(self) -> None:
        """Show the draft, if there is one, and begin at the day."""
        draft = self.desk.session.store.draft(self._slot)
        if draft:
            plot_lines.unpack(self.grid.lines, draft.pop(_PLOTS, ""))
            self.form.restore(draft)
            self.grid.show_lines()
            self._draft_kept = True
            self._tell()
            self.desk.set_state("draft", "草稿找回来了")
        self.focus_first()

    def focus_first(self) -> None:
        """At the plot that is open; else at the day of the patrol, ready to be written over."""
        if self.look is not None:
            self.look.begin()
            return
        self._step("head")
        self.form.focus_field("patrolled_on")

    @property
    def dirty(self) -> bool:
        """Whether anything differs from how it began."""
        return self._state() != self._initial

    def flush_draft(self) -> None:
        """Keep head and plots as they are typed."""
        self._timer.stop()
        store = self.desk.session.store
        if self.dirty:
            store.save_draft(self._slot, {**self.form.texts(), _PLOTS: plot_lines.pack(self.grid.lines)})
            self._draft_kept = True
            self.desk.set_state("draft", f"草稿已存 {dt.datetime.now():%H:%M}")
        elif self._draft_kept:
            store.drop_draft(self._slot)
            self._draft_kept = False

    def save(self, values: Values) -> Saved:
        """Save everything as one action; what is wrong is shown beside its field or plot."""
        session, choices = self.desk.session, self.desk.session.resources.choices
        day = str(values.get("patrolled_on") or session.today_iso)
        looks, unread = [], {}
        for line in self.grid.lines:
            look, problems = line.look(choices, day)
            if look is not None:
                looks.append(look)
            if problems:
                unread[line.id] = problems
        if unread:
            self._show_plot_problems(unread)
            return Saved(None)
        saved = patrols.record_patrol(session, values, looks, self._known.id if self._known else None,
                                      village=self._village)
        if not saved.ok:
            self._show_plot_problems(saved.plot_problems)
            return Saved(None, problems=self._show_unlooked(saved.problems))
        self._timer.stop()
        session.store.drop_draft(self._slot)
        self._initial = self._state()
        if self._known is None:
            given = {name: values[name] for name in _REMEMBERED if values.get(name) is not None}
            self.desk.remember_last("patrol", given)
        odd = (*saved.problems, *(problem for each in saved.plot_problems.values() for problem in each))
        return Saved(saved.record, saved.changes, odd)

    def words(self, values: Values) -> str:
        """记了踏查：5月15日，看了 12 块，有发现 1 处."""
        found = self.grid.count(FOUND)
        what = outcome(self.grid.count(CLEAR) + found, self.grid.count(MISSED), found)
        return f"{'记' if self._known is None else '改'}了踏查：{day_words(str(values['patrolled_on']))}，{what}"

    # The steps

    def to_grid(self) -> None:
        """From the head to the plots."""
        self._tell_due()
        self._step("grid")
        self.grid.setFocus()

    def pick(self, plots: Collection[str]) -> None:
        """Show these plots alone until a person asks for all."""
        self.grid_head.pick(plots)

    def open_look(self, line: PlotLine) -> None:
        """What was seen on one plot, beside the grid."""
        self._drop_look()
        self.look = LookForm(self.desk, line, self._day())
        self.look.edited.connect(self._look_edited)
        self.look.done.connect(self._look_done)
        self.look.back.connect(self.close_look)
        self.look.save_asked.connect(self._save_all)
        self._look_sheet.column.addWidget(self.look)
        self._step("look")
        self.look.begin()

    def close_look(self) -> None:
        """Back to the grid; what was typed stays."""
        self._drop_look()
        self._step("grid")
        self.grid.show_lines()
        self.grid.setFocus()
        self._touched()

    # Keys

    def on_save(self) -> bool:
        """Save, wherever the keys are."""
        self._save_all()
        return True

    def on_save_next(self) -> bool:
        """There is no next one: save."""
        self._save_all()
        return True

    def on_round(self) -> bool:
        """Ctrl+R: to the plots, one after the other."""
        if self.look is not None:
            self.close_look()
        self.to_grid()
        return True

    def on_back(self) -> bool:
        """From one plot to the grid; at 150 % from the grid to the head; then out, the draft kept."""
        if self.look is not None:
            self.close_look()
            return True
        if theme.active().narrow and self._shown == "grid":
            self.focus_first()
            return True
        self.flush_draft()
        self.closed.emit()
        return True

    def hints(self) -> Sequence[Hint]:
        """After those of what has the keys."""
        return (Hint(cap("round"), "到地块"), Hint(cap("back"), "退回，草稿留着"))

    # Inside

    def _lay(self) -> None:
        look = theme.active()
        box = self.layout()
        assert box is not None
        box.removeWidget(self.form)
        across = row(None, 0, 16)
        self._head_sheet = Sheet(0)
        self._head_sheet.column.addWidget(self.form)
        self._grid_sheet = Sheet(0, spacing=0)
        self._grid_sheet.column.addWidget(self.grid_head)
        self._grid_sheet.column.addWidget(Line())
        self._grid_sheet.column.addWidget(self.grid, 1)
        if look.narrow:
            self._grid_sheet.column.addWidget(Line())
            self._grid_sheet.column.addWidget(self._grid_foot())
        self._look_sheet = Sheet(0)
        self._look_sheet.hide()
        if not look.narrow:
            self._head_sheet.setFixedWidth(look.text_px(_HEAD_WIDTH))
        across.addWidget(self._head_sheet)
        across.addWidget(self._grid_sheet, 1)
        across.addWidget(self._look_sheet, 1)
        box.addLayout(across)  # type: ignore[attr-defined]
        self._shown = ""
        self._step("head")

    def _grid_foot(self) -> QFrame:
        """At 150 % the head with its buttons is out of sight."""
        look = theme.active()
        foot = QFrame()
        line = row(foot, 0, 8)
        line.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        save = Button("保存", "primary", key=cap("save"))
        save.clicked.connect(self._save_all)
        back = Button("踏查情况", "quiet", key=cap("back"))
        back.clicked.connect(self.focus_first)
        line.addWidget(save)
        line.addWidget(back)
        line.addStretch(1)
        return foot

    def _step(self, name: str) -> None:
        """Show what a step needs: all but the plot's form at once, at 150 % only the step itself."""
        narrow = theme.active().narrow
        self._shown = name
        shown = {self._head_sheet: name == "head" if narrow else name != "look",
                 self._grid_sheet: name == "grid" or not narrow, self._look_sheet: name == "look"}
        for sheet, visible in shown.items():
            if not visible:  # first, so that the window never has to hold all three
                sheet.hide()
        slim = name == "look" and not narrow
        self.grid.show_columns(("name", "result") if slim else self._fitting())
        self.grid_head.set_slim(slim)
        if slim:
            self._grid_sheet.setFixedWidth(theme.active().text_px(_SLIM_GRID))
        else:
            self._grid_sheet.setMinimumWidth(0)
            self._grid_sheet.setMaximumWidth(16_777_215)
        for sheet, visible in shown.items():
            sheet.setVisible(visible)

    @staticmethod
    def _fitting() -> tuple[str, ...]:
        """The columns of the grid that fit beside the head: at 125 % the names need the room."""
        look = theme.active()
        return () if look.text_size == 100 or look.narrow else ("name", "result", "about")

    def _lines(self) -> list[PlotLine]:
        session = self.desk.session
        looks = {look.plot_id: look for look in patrols.looks_of(session, self._known.id)} if self._known else {}
        day = self._known.text("patrolled_on") if self._known else session.today_iso
        due = self._due(day)
        rows = patrols.plots(session, self._village, active_only=False)
        standing = {row.id for row in patrol_views.plots_on(session, self._village, day)}
        lines = [plot_lines.line_of(row, looks.get(row.id), session.resources.choices)
                 for row in rows if row.id in standing or row.id in looks]
        for line in lines:
            line.due = line.id in due
        return lines

    def _due(self, day: str) -> set[str]:
        """The plots that are to be looked at on a day."""
        standings = season.standings(self.desk.session, self._village, day)
        return {id for id, standing in standings.items() if standing.code in (DUE, OVERDUE)}

    def _tell_due(self) -> None:
        """Say in the grid what is due on the day that stands in the head."""
        due = self._due(min(self._day(), self.desk.session.today_iso))
        for line in self.grid.lines:
            line.due = line.id in due
        self.grid_head.follow()

    def _partner_editor(self, field: Field, choices: Sequence[Choice]) -> PartnerEditor:
        session = self.desk.session
        own = self._village or session.home
        return PartnerEditor(field, [each.name for each in session.resources.villages if each.code != own])

    def _state(self) -> tuple[tuple[tuple[str, str], ...], str]:
        return tuple(sorted(self.form.texts().items())), plot_lines.pack(self.grid.lines)

    def _day(self) -> str:
        return str(self.form.values().get("patrolled_on") or self.desk.session.today_iso)

    def _look_edited(self) -> None:
        self.grid.viewport().update()
        self._touched()

    def _look_done(self) -> None:
        self.close_look()
        self.grid.next_line()

    def _drop_look(self) -> None:
        if self.look is not None:
            self.look.hide()
            self.look.deleteLater()
            self.look = None

    def _touched(self) -> None:
        self.desk.undo_bar.hide()  # it lies over the buttons; Ctrl+Z works without it
        if not self._timer.isActive():
            self._timer.start()
        self._tell()

    def _tell(self) -> None:
        self.grid_head.tell()

    def _save_all(self) -> None:
        self.flush_draft()
        if any(not problem.warning for problem in self.form.problems()):
            if self.look is not None:
                self.close_look()
            self._step("head")
        self.form.on_save()

    def _submitted(self, values: dict[str, Value], go_on: bool) -> None:
        """Ctrl+Enter in the head leads to the plots; everything else saves."""
        if go_on:
            self.to_grid()
        else:
            super()._submitted(values, go_on)

    def _show_unlooked(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Say over the grid that no plot was looked at, once the head is right; what is left for the form."""
        left = tuple(problem for problem in problems if problem.field != _PLOTS)
        unlooked = [problem for problem in problems if problem.field == _PLOTS]
        if unlooked and not any(not problem.warning for problem in left):
            self.to_grid()
            self.grid_head.say_wrong(unlooked[0].message)
            self.desk.set_state("error", "还没有选地块")
        return left

    def _show_plot_problems(self, found: Mapping[str, tuple[Problem, ...]]) -> None:
        """Say in each plot's row what is wrong, and open the first one."""
        wrong = []
        for line in self.grid.lines:
            problems = [problem for problem in found.get(line.id, ()) if not problem.warning]
            line.problem = problems[0].message if problems else ""
            if problems:
                wrong.append((line, problems))
        self.grid.show_lines()
        if not wrong:
            return
        self.grid_head.show_wrong([line.name for line, _ in wrong])
        line, problems = wrong[0]
        self.grid.select_line(line.id)
        self.open_look(line)
        if self.look is not None:
            self.look.show_problems(problems)
        line.problem = problems[0].message
        self.desk.set_state("error", f"{len(wrong)} 块要改")
