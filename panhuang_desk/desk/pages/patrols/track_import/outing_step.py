"""The second step: the tracks of one day with what was cut out of them, and the plots they came by, to be confirmed.

At 150 % tracks and plots are two steps, of which one is seen at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.lines.day_edit import DayEdit
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.track_import import track_words
from panhuang_desk.desk.pages.patrols.track_import.plot_ticks import PlotTicks
from panhuang_desk.desk.tabs.inner import InnerTable
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.inputs import LineEdit, Note, set_error
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.strips import EmptyPage
from panhuang_desk.model.entry import to_halfwidth
from panhuang_desk.model.fields import Choice, Value
from panhuang_desk.model.geo.map_data import PLOT, MapData
from panhuang_desk.model.kind import Problem
from panhuang_desk.model.kinds import TRACK
from panhuang_desk.services.track_map import with_looked
from panhuang_desk.services.track_outings import DRONE, Outing, checked_in, patrols_on
from panhuang_desk.services.tracks import Proposal

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_NEW, _LATER = "new", "later"
_LEFT, _MAP = 420, 200
_NOTHING = "没有位置的地块认不出来，请先在“地块”里登记；也可能是“用什么记的”选错了，退回去看看。轨迹可以先存下。"
_HOW = "经过不等于看过。确实看过的才勾；有发现的先勾上，存好后到这次踏查里改成“有发现”。"


class OutingStep(QFrame):
    """`changed` tells that what would be saved is another thing now."""

    changed = Signal()

    def __init__(self, desk: Shell, outing: Outing, proposals: Sequence[Proposal], around: MapData, village: str,
                 notes: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self.outing, self._village = desk, desk.session, outing, village
        self._day, self._around = outing.day, around
        self._narrow = theme.active().narrow
        self.at_plots = False
        self._counts: dict[str, LineEdit] = {}
        across = row(self, 0, 16)
        self._left = ScrollColumn((0, 0, 0, 0), 8)
        self._fill_left(notes)
        self._right = QFrame()
        self._fill_right(proposals)
        if not self._narrow:
            self._left.setFixedWidth(theme.active().text_px(_LEFT))
        across.addWidget(self._left, 1 if self._narrow else 0)
        if not self._narrow:
            across.addWidget(Line(vertical=True))
        across.addWidget(self._right, 1)
        self._show_patrols()
        self._mark(self.plots.current())
        self.show_plots(on=False)

    @property
    def day(self) -> str:
        """The day of the tracks, ISO; empty while it is not known."""
        return self._day

    @property
    def patrol_id(self) -> str:
        """The patrol that was chosen; empty for a new one and for none."""
        code = next(iter(self.patrols.codes()), _NEW)
        return "" if code in (_NEW, _LATER) else code

    @property
    def is_new(self) -> bool:
        """Whether a patrol is to be made."""
        return next(iter(self.patrols.codes()), _NEW) == _NEW

    @property
    def later(self) -> bool:
        """Whether the tracks are only kept."""
        return next(iter(self.patrols.codes()), _NEW) == _LATER

    @property
    def values(self) -> dict[str, Value]:
        """What a new patrol is told: people, and of a drone flights."""
        found: dict[str, Value] = {}
        for name, edit in self._counts.items():
            text = to_halfwidth(edit.text()).strip()
            found[name] = int(text) if text.isdecimal() and len(text) < 6 else None
        return found

    @property
    def said(self) -> dict[str, str]:
        """What a person said of it, for a draft; empty while nothing is ticked."""
        if not self.plots.ticked:
            return {}
        return {"day": self._day, "plots": ",".join(self.plots.ticked),
                "patrol": next(iter(self.patrols.codes()), _NEW),
                **{name: edit.text() for name, edit in self._counts.items()}}

    def restore(self, said: Mapping[str, str]) -> None:
        """Say it again, as a draft has it."""
        if self.day_edit is not None and said.get("day"):
            self.day_edit.show_day(said["day"])
            self._day_chosen(said["day"])
        self.patrols.set_codes([said.get("patrol", _NEW)])
        if not self.patrols.codes():
            self.patrols.set_codes([_NEW])
        for name, edit in self._counts.items():
            edit.setText(said.get(name, edit.text()))
        self._patrol_chosen()
        self.plots.tick(said.get("plots", "").split(","))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, and bring the keys to it."""
        self.show_plots(on=any(problem.field == "plots" for problem in problems))
        said = [problem.message for problem in problems if not problem.warning]
        self._wrong.set_text("".join(said))
        self._wrong.setVisible(bool(said))
        self._plots_wrong.set_text("".join(problem.message for problem in problems if problem.field == "plots"))
        self._plots_wrong.setVisible(bool(self._plots_wrong.text()))
        for problem in problems:
            edit = self.day_edit if problem.field == "day" else self._counts.get(problem.field)
            if edit is not None:
                set_error(edit, True)
                edit.setFocus()
                return
        self.take_focus()

    def show_plots(self, *, on: bool) -> None:
        """At 150 %: the plots, or the tracks."""
        self.at_plots = on
        if self._narrow:
            for part, shown in ((self._left, not on), (self._right, on)):
                part.setVisible(shown)

    def take_focus(self) -> None:
        """The keys to the plots; before them to a day that is missing."""
        if not self._day and self.day_edit is not None:
            self.day_edit.setFocus()
        elif (self._narrow and not self.at_plots) or not self.plots.lines:
            self.patrols.setFocus()
        else:
            self.plots.setFocus()

    # Tracks

    def _fill_left(self, notes: Sequence[str]) -> None:
        box, outing = self._left.column, self.outing
        for note in notes:
            box.addWidget(Note(note, "ink2", "info"))
        seconds = sum(track.track.seconds for track in outing.tracks)
        facts = "，".join(part for part in (f"{len(outing.tracks)} 条", track_words.kilometres(outing.metres),
                                           track_words.lasted(seconds)) if part)
        box.addLayout(_headed("轨迹", facts))
        tracks = InnerTable((
            Column("name", "", text=lambda r: r.name, stretch=True),
            Column("when", "", text=track_words.span, width=112, tone="ink2"),
            Column("long", "", text=lambda r: track_words.kilometres(r.track.metres), width=84, align="right"),
            Column("count", "", text=lambda r: f"{r.track.count} 个点", width=84, align="right", tone="ink2"),
        ), name="轨迹")
        tracks.set_rows(list(outing.tracks))
        box.addWidget(tracks)
        self._add_cuts()
        self._add_day()
        box.addWidget(Label("记到哪次踏查", "section"))
        self._patrols_box = column(None, 0, 0)
        box.addLayout(self._patrols_box)
        self._new_box = QFrame()
        line = column(self._new_box, 0, 8)
        self._add_count(line, "people", "出动人数", "人", str(self.desk.last.get("patrol", {}).get("people") or ""))
        if outing.method == DRONE:
            self._add_count(line, "flights", "飞行架次", "架次", str(len(outing.tracks)))
        box.addWidget(self._new_box)
        self._wrong = Note()
        self._wrong.hide()
        box.addWidget(self._wrong)
        self.map = MapView()
        # The list says the same by keys.
        self.map.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.map.setMinimumHeight(theme.active().px(_MAP))
        self.map.show_data(self._around, fit=True)
        self.map.marked.connect(lambda _, id: self.plots.select_id(id) if id else None)
        box.addWidget(self.map, 1)

    def _add_day(self) -> None:
        """Of tracks that tell no time somebody knows the day."""
        self.day_edit: DayEdit | None = None
        if self.outing.day:
            return
        field = attrs.evolve(TRACK.by_name["recorded_on"], label="哪天走的")
        self.day_edit = DayEdit(self.desk, field, goes_to="下一项")
        self.day_edit.chosen.connect(self._day_chosen)
        self.day_edit.left.connect(lambda: self.patrols.setFocus())
        self._left.column.addLayout(_labelled("哪天走的", self.day_edit, "轨迹里没有时间"))

    def _add_cuts(self) -> None:
        cuts = [cut for track in self.outing.tracks for cut in track.track.cuts]
        if not cuts:
            return
        self._left.column.addLayout(_headed("剪掉的", f"{len(cuts)} 处，不可能是走出来的" if self.outing.method != DRONE
                                            else f"{len(cuts)} 处，不可能是飞出来的"))
        table = InnerTable((
            Column("why", "", text=lambda r: r.words, width=164, tone="amber", icon=lambda r: "triangle-alert"),
            Column("where", "", text=track_words.cut_where, stretch=True, tone="ink2", small=True),
        ), name="剪掉的地方")
        table.set_hints(())
        table.set_rows(cuts[:20])
        self._left.column.addWidget(table)
        if len(cuts) > 20:
            self._left.column.addWidget(Label(f"还有 {len(cuts) - 20} 处", "caption", "ink2"))

    def _add_count(self, box: Any, name: str, label: str, unit: str, text: str) -> None:
        edit = LineEdit(text, name=label, width=72)
        edit.textEdited.connect(lambda _: set_error(edit, False))
        edit.textEdited.connect(lambda _: self.changed.emit())
        self._counts[name] = edit
        box.addLayout(_labelled(label, edit, unit))

    def _day_chosen(self, day: str) -> None:
        if day != self._day:
            self._day = day
            self._show_patrols()

    def _show_patrols(self) -> None:
        """Offer the patrols of the day, those by the same method first; the one of that time is chosen."""
        rows = patrols_on(self.session, self._day, self._village)
        rows.sort(key=lambda each: each.method != self.outing.method)
        choices = [Choice(_NEW, "新的一次踏查"), *(
            Choice(each.id, f"{words.method(each.method)}，{words.patrol_words(each)}") for each in rows),
            Choice(_LATER, "先存轨迹，以后再说")]
        before = getattr(self, "patrols", None)
        self.patrols = OptionGroup(choices, optional=False, name="记到哪次踏查")
        usual = _NEW if self.plots.lines else _LATER
        began, ended = self.outing.began, self.outing.ended
        alike = [each for each in rows if each.method == self.outing.method]
        alike.sort(key=lambda each: not (began and each.from_time and each.to_time
                                         and each.from_time <= ended and began <= each.to_time))
        same = next((each.id for each in alike), usual)
        self.patrols.set_codes([same])
        self.patrols.changed.connect(self._patrol_chosen)
        self._patrols_box.addWidget(self.patrols)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._patrol_chosen()

    def _patrol_chosen(self) -> None:
        self._new_box.setVisible(self.is_new)
        self._wrong.hide()
        self.plots.show_known(checked_in(self.session, self.patrol_id))
        self.changed.emit()

    # Plots

    def _fill_right(self, proposals: Sequence[Proposal]) -> None:
        box = column(self._right, 0, 6)
        head = row(None, 0, 12)
        head.addWidget(Label("经过的地块", "section"))
        self._told = Label("", "body", "ink2")
        head.addWidget(self._told, 1)
        self._all = Link("全部确实看过", key="9")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.addWidget(self._all)
        box.addLayout(head)
        box.addWidget(Label(_HOW, "caption", "ink2", wrap=True))
        self._plots_wrong = Note()
        self._plots_wrong.hide()
        box.addWidget(self._plots_wrong)
        self.plots = PlotTicks(self.desk, proposals)
        self.plots.ticked_changed.connect(self._tell)
        self.plots.chosen.connect(self._mark)
        self._all.clicked.connect(self.plots.tick_all)
        box.addWidget(self.plots, 1)
        if not proposals:
            self._all.hide()
            self.plots.hide()
            box.addWidget(EmptyPage("map-pin", "没有经过登记了位置的地块", _NOTHING), 1)

    def _tell(self) -> None:
        ticked, known = len(self.plots.ticked), sum(line.known for line in self.plots.lines)
        parts = [f"{len(self.plots.lines)} 块，勾了 {ticked} 块"]
        if known:
            parts.append(f"{known} 块已在这次里")
        self._told.setText("，".join(parts))
        self._plots_wrong.hide()
        looked = {*self.plots.ticked, *(line.id for line in self.plots.lines if line.known)}
        self.map.show_data(with_looked(self._around, looked))
        self.changed.emit()

    def _mark(self, line: Any) -> None:
        """The plot that is marked in the list is marked on the map."""
        if line is not None:
            self.map.set_mark(PLOT, line.id)


def _headed(title: str, facts: str) -> Any:
    line = row(None, 0, 12)
    line.addWidget(Label(title, "section"))
    line.addWidget(Label(facts, "body", "ink2"), 1)
    return line


def _labelled(label: str, edit: QWidget, after: str) -> Any:
    line = row(None, 0, 8)
    name = Label(label, "body", "ink2")
    name.setFixedWidth(theme.active().text_px(72))
    line.addWidget(name)
    line.addWidget(edit)
    line.addWidget(Label(after, "body", "ink2"), 1)
    return line
