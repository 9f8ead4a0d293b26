"""The patrols page: plots, patrols, finds, the season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.page import Page
from panhuang_desk.desk.pages.patrols import dropping
from panhuang_desk.desk.pages.patrols.base import PatrolsTabBase
from panhuang_desk.desk.pages.patrols.findings_tab import FindingsTab
from panhuang_desk.desk.pages.patrols.log_tab import LogTab
from panhuang_desk.desk.pages.patrols.map_tab import MapTab
from panhuang_desk.desk.pages.patrols.plots_tab import PlotsTab
from panhuang_desk.desk.pages.patrols.season_tab import SeasonTab
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.tabs.over import Over
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.villages import add_village_filter
from panhuang_desk.errors import UserError
from panhuang_desk.model.values import Changes
from panhuang_desk.services.patrol_views import plot_of
from panhuang_desk.services.shown import shown_village

_PLOTS, _LOG, _FINDINGS, _SEASON = range(4)


class PatrolsPage(Page):
    """Three tabs of one shape. `open_target` takes kind=plot|patrol|plot_check|plant_finding with id, do=patrol|plot
    (a patrol of certain `plots`, ids with commas between), or tab=0|1|2|3; do=tracks takes the files in `paths`, one a
    line, or the tracks that are in no patrol yet; do=season shows the season's report.
    """

    name, title, tabs = "patrols", "踏查", ("地块", "踏查记录", "发现", "本季", "地图")
    watches = frozenset({"plot", "patrol", "plot_check", "plant_finding", "follow_up", "track", "photo",
                         "map_area", "map_picture"})

    def __init__(self, desk: Shell) -> None:
        super().__init__(desk)
        self.village_chip = add_village_filter(self.header, self.session, desk.refresh)
        self._add_button = self.header.add_button("新的地块", key=cap("household"))
        self._add_button.clicked.connect(lambda: self.on_household())
        self._tracks_button = self.header.add_button("导入轨迹", key=cap("import"))
        self._tracks_button.clicked.connect(lambda: self.on_import())
        self._guide_button = self.header.add_button("辨认", key=cap("guide"))
        self._guide_button.clicked.connect(lambda: self.on_guide())
        self._new_button = self.header.add_button("记踏查", "primary", key=cap("new"), icon="plus")
        self._new_button.clicked.connect(lambda: self.on_new())
        self.plots, self.log, self.findings = PlotsTab(desk), LogTab(desk), FindingsTab(desk)
        self.season = SeasonTab(desk)
        self.map = MapTab(desk)
        self._tabs: tuple[PatrolsTabBase, ...] = (self.plots, self.log, self.findings, self.season, self.map)
        self._stack = QStackedWidget()
        for tab in self._tabs:
            tab.left_for.connect(desk.go)
            tab.go_to.connect(self._show_record)
            tab.forms_changed.connect(self._show_buttons)
            self._stack.addWidget(tab)
        self.over = Over(desk, self._stack, self.header)
        self.over.closed.connect(self._over_closed)
        for tab in self._tabs:
            tab.over_asked.connect(self.over.show)
        self.log.plots_wanted.connect(self._plots_first)
        self.season.plot_first.connect(self.on_household)
        self.season.patrol_asked.connect(lambda ids: desk.go("patrols", do="patrol", plots=",".join(ids)))
        self.body.addWidget(self._stack, 1)
        self._loaded: set[int] = set()
        self._arrived_at_target = False

    @property
    def shown(self) -> PatrolsTabBase:
        """The tab that is shown."""
        return self._tabs[self.tab]

    @property
    def search(self) -> object:
        """The search of the tab that is shown, for Ctrl+F."""
        return self.shown.search

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the shown tab anew, the others when they are shown."""
        if self.village_chip is not None:
            self.village_chip.choose(shown_village(self.session))
        self._loaded.clear()
        self._load()
        if self.over.view is not None:
            self.over.view.reload()

    def arrive(self) -> None:
        """The keys go to what lies over the tabs, to the form that was opened, else to the list."""
        if self.over.view is not None:
            self.over.view.take_focus()
        elif self.shown.entry is not None:
            self.shown.entry.focus_first()
        elif not self._arrived_at_target:
            self.shown.rest()
        self._arrived_at_target = False

    def open_target(self, target: Mapping[str, str]) -> None:
        """Show what another page points at."""
        kind, id, do = (target.get(key, "") for key in ("kind", "id", "do"))
        if kind == "plant_finding" and do:
            self._show_tab(_FINDINGS)
            self.findings.go_on_with(id, do, back=target.get("back", ""))
        elif kind and id:
            self._show_record(kind, id)
            self._arrived_at_target = True
        elif do == "patrol":
            self.on_new(tuple(id for id in target.get("plots", "").split(",") if id))
        elif do == "plot":
            self.on_household()
        elif do == "guide":
            self.on_guide()
        elif do == "season":
            self._show_tab(_SEASON)
            self.season.on_print()
        elif do == "files":
            self.take_files(target.get("paths", "").splitlines())
        elif do == "import" and not self._village_first("地块"):
            self._show_tab(_PLOTS)
            self.plots.import_from(target.get("path", ""))
        elif do == "tracks" and not self._village_first("轨迹"):
            self._show_tab(_LOG)
            self.log.bring_tracks(target.get("paths", "").splitlines())
        elif target.get("tab", "").isdigit():
            self._show_tab(int(target["tab"]))

    def tab_chosen(self, index: int) -> None:
        """Show a tab; a form that is open on another stays there, with its draft."""
        self.over.close()
        self._stack.setCurrentIndex(index)
        self._load()
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        else:
            self.shown.rest()

    def hints(self) -> Sequence[Hint]:
        """The keys of what is shown."""
        return self.over.view.hints() if self.over.view is not None else self.shown.hints()

    def flush_drafts(self) -> None:
        """The forms, the patrol with its plots, and what lies over the tabs."""
        if self.over.view is not None:
            self.over.view.flush()
        if self.log.patrol is not None:
            self.log.patrol.flush_draft()
        super().flush_drafts()

    def open_form(self) -> Form | None:
        """The form of the tab that is shown."""
        if self.over.view is not None:
            return None
        return self.shown.entry.form if self.shown.entry is not None else None

    def take_files(self, paths: Sequence[str]) -> bool:
        """Tracks, plots, photos of the patrol that is marked."""
        if self.over.view is None:
            dropping.take(self, paths)
        else:
            self.desk.announce("请先做完或退出现在这一步，再把文件放进来")
        return True

    # Keys that the focus did not take

    def on_new(self, plots: Sequence[str] = ()) -> bool:
        """Record a patrol; one that is being recorded comes back. `plots` are shown alone, where any are named."""
        if self.over.view is not None:
            return True
        if self.log.patrol is None and self._village_first("踏查"):
            return True
        self._show_tab(_LOG)
        if self.log.patrol is None:
            self.log.new_patrol()
        else:
            self.log.patrol.focus_first()
        if plots and self.log.patrol is not None:
            self.log.patrol.pick(plots)
        return True

    def on_round(self) -> bool:
        """One plot after the other: the grid of a patrol."""
        self.on_new()
        if self.log.patrol is not None and self.over.view is None:
            self.log.patrol.on_round()
        return True

    def on_household(self) -> bool:
        """A new plot."""
        if self.over.view is not None:
            return True
        if self._village_first("地块"):
            return True
        if self.shown is self.map:
            return self.map.on_household()
        self._show_tab(_PLOTS)
        return self.plots.on_household()

    def on_edit(self) -> bool:
        """Correct what is marked."""
        return self._to_shown("on_edit")

    def on_delete(self) -> bool:
        """Delete what is marked."""
        return self._to_shown("on_delete")

    def on_follow_up(self) -> bool:
        """A follow-up of what is marked."""
        return self._to_shown("on_follow_up")

    def on_save(self) -> bool:
        """Save the form that is open, or the outline that is drawn, wherever the keys are."""
        if self.over.view is not None:
            return self._to_over("on_save")
        if self.tab == _LOG and self.log.patrol is not None:
            return self.log.patrol.on_save()
        return super().on_save() if self.shown.entry is not None else self._to_shown("on_save")

    def on_back(self) -> bool:
        """One step back."""
        return self.over.view.on_back() if self.over.view is not None else self.shown.on_back()

    def on_import(self) -> bool:
        """What the tab takes in."""
        if self.over.view is None and self._village_first("导入的"):
            return True
        return self._to_over("on_import") if self.over.view is not None else self._to_shown("on_import")

    def on_export(self) -> bool:
        """What the tab lists, or the rows of an import that are to be mended."""
        return self._to_over("on_export") if self.over.view is not None else self._to_shown("on_export")

    def on_menu(self) -> bool:
        """What can be done with what is marked."""
        return self._to_shown("on_menu")

    def on_print(self) -> bool:
        """The paper of what is marked; where there is none, the blank forms."""
        if self.over.view is not None:
            return self._to_over("on_print")
        if not self._to_shown("on_print") and self.shown.entry is None:
            from panhuang_desk.desk.blank_forms import show_blank_forms  # QtPdf is loaded on first use

            show_blank_forms(self.desk, "find" if self.tab == _FINDINGS else "patrol")
        return True

    def on_guide(self) -> bool:
        """Plants that may not be grown beside those that look like them; a form that is open stays, with its draft."""
        from panhuang_desk.desk.pages.patrols.guide_view import GuideView  # QtSvg is loaded on first use

        if self.over.view is None:
            try:
                self.over.show(GuideView(self.desk))
            except UserError as problem:
                self.desk.error(problem)
        return True

    def on_photo(self) -> bool:
        """Photos of what is marked."""
        return self._to_over("on_photo") if self.over.view is not None else self._to_shown("on_photo")

    def on_paste(self) -> bool:
        """Photos that were copied."""
        return self._to_shown("on_paste")

    # Inside

    def _to_shown(self, name: str) -> bool:
        """Let the tab that is shown act on a key, if it can."""
        return self.over.view is None and hasattr(self.shown, name) and bool(getattr(self.shown, name)())

    def _to_over(self, name: str) -> bool:
        """Let what lies over the tabs act on a key, if it can."""
        return hasattr(self.over.view, name) and bool(getattr(self.over.view, name)())

    def _over_closed(self) -> None:
        self._show_buttons()
        if self.shown.entry is not None:
            self.shown.entry.focus_first()
        else:
            self.shown.rest()

    def _load(self) -> None:
        if self.tab not in self._loaded:
            self._loaded.add(self.tab)
            self.shown.load(shown_village(self.session))
        self._show_buttons()

    def _show_tab(self, index: int) -> None:
        self.over.close()
        if self.tab != index and self.header.tabs:
            self.header.tabs.set_index(index)
        self._stack.setCurrentIndex(index)
        self._load()

    def _show_record(self, kind: str, id: str) -> None:
        """Show a record where it belongs; a plot check and a track stand in their patrol."""
        if kind == "plot":
            self._show_tab(_PLOTS)
            self.plots.show_plot(id)
        elif kind == "plant_finding":
            self._show_tab(_FINDINGS)
            self.findings.show_finding(id)
        elif kind == "patrol":
            self._show_tab(_LOG)
            self.log.show_patrol(id)
        elif kind == "track":
            track = self.session.store.get(kind, id)
            self._show_tab(_LOG)
            if track is not None and track.text("patrol_id"):
                self.log.show_patrol(track.text("patrol_id"))
        elif kind == "plot_check":
            check = self.session.store.get("plot_check", id)
            if check is None:
                return
            if self.tab == _LOG:
                self._show_record("plot", plot_of(self.session, kind, id))
            else:
                self._show_tab(_LOG)
                self.log.show_patrol(check.text("patrol_id"), id)
        self.desk.update_hints()

    def _show_buttons(self) -> None:
        """Beside a form, and where a tab says what to do first, those buttons are the ones that matter."""
        free, bare = self.shown.entry is None, self.shown.bare
        self._add_button.setVisible(free and not (bare and self.tab == _PLOTS) and self.map.drawing is None)
        self._tracks_button.setVisible(free and not bare and self.tab == _LOG)
        self._guide_button.setVisible(free and self.tab == _FINDINGS)
        self._new_button.setVisible(free and not bare and self.map.drawing is None)

    def _village_first(self, what: str) -> bool:
        """In an office's file that shows all villages: one must be chosen before anything is recorded in it."""
        if self.village_chip is None or shown_village(self.session):
            return False
        self.desk.announce(f"先在页面上方选一个村（社区），再记{what}")
        self.village_chip.setFocus()
        return True

    def _plots_first(self) -> None:
        """There is nothing to look at yet: a plot comes first."""
        self.on_household()
        self.desk.announce("先登记地块，再记踏查")
