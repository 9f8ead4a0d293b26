"""The forms of a find: its further steps, and its recheck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from panhuang_desk.desk.pages.patrols import words
from panhuang_desk.desk.pages.patrols.find_fields import CountFollower, moment_editors
from panhuang_desk.desk.pages.patrols.find_head import FindHead
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.photos.taking import PhotoDrop
from panhuang_desk.desk.tabs.entry import Entry
from panhuang_desk.model.fields import Values
from panhuang_desk.model.find_recheck import AGAIN, RECHECK_RESULT
from panhuang_desk.model.find_steps import STATES, state
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.services.finds import recheck_finding, save_finding
from panhuang_desk.services.patrol_views import FindingView
from panhuang_desk.services.records import Saved

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_NEXT_FIELD = {"unreported": "reported_at", "reported": "confirmed_at", "to_uproot": "uprooted",
               "to_destroy": "destroyed_at", "to_recheck": "recheck_on"}
"""By state, the field where the next step is written."""


class FindingEntry(Entry):
    """All about a find in the order of its steps, with its photos; the caret begins at the step that comes next."""

    def __init__(self, desk: Shell, view: FindingView) -> None:
        self._view = view
        self._place = words.plot_words(view.row.group_no, view.row.plot_name)
        slot = f"plant_finding:{view.record.id}"
        setup = desk.form_setup("plant_finding", slot=slot, base=view.record.values, new=False,
                                editors=moment_editors(desk.session))
        super().__init__(desk, PLANT_FINDING, setup, about=view.record.id)
        self.photos = PhotoStrip(desk, slot=f"{slot}:photos")
        self.photos.set_source("", self._place, ("plant_finding", view.record.id))
        self.form.add_below(self.photos)
        PhotoDrop(self, self.photos.take)
        self._counting = CountFollower(self.form)
        self.head = FindHead("发现", self._place, self.form, view=view, photos=self.photos)
        self.head.guide.connect(lambda: desk.go("patrols", do="guide"))
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(0, self.head)
        self._photographed = 0

    def begin(self) -> None:
        """The draft, and over it what it says."""
        self.photos.restore()
        super().begin()
        self.head.follow()

    def focus_first(self) -> None:
        """At the step that comes next."""
        name = _NEXT_FIELD.get(state(self.form.values(), self._view.row.rechecked_on), "")
        if name in self.form.rows:
            self.form.focus_field(name)
        else:
            super().focus_first()

    @property
    def dirty(self) -> bool:
        """New photos are kept, too."""
        return super().dirty or bool(self.photos.new())

    def on_photo(self) -> bool:
        """Ctrl+J: photos of this find."""
        return self.photos.on_photo()

    def on_paste(self) -> bool:
        """A photo that was copied."""
        return self.photos.on_paste()

    def save(self, values: Values) -> Saved:
        """Save the steps and the photos."""
        saved = save_finding(self.desk.session, self._view.record.id, values, self.photos.new())
        if saved.ok:
            self._photographed = self.photos.done()
        return saved

    def words(self, values: Values) -> str:
        """记了发现：2 组 沟东菜地，待销毁."""
        added = f"，加了 {self._photographed} 张照片" if self._photographed else ""
        return f"记了发现：{self._place}，{STATES[state(values, self._view.row.rechecked_on)]}{added}"


class RecheckEntry(Entry):
    """The recheck of a find: nothing grew again, or a new find from its first minute."""

    def __init__(self, desk: Shell, view: FindingView) -> None:
        self._view = view
        self._place = words.plot_words(view.row.group_no, view.row.plot_name)
        setup = desk.form_setup(
            "recheck", slot=f"recheck:{view.record.id}", new=False, editors=moment_editors(desk.session),
            base={**RECHECK_RESULT.defaults(), "rechecked_on": desk.session.today_iso,
                  "species": view.record["species"]})
        super().__init__(desk, RECHECK_RESULT, setup, about=view.record.id)
        self.form.set_title("记复查", self._place)
        self._counting = CountFollower(self.form)

    def focus_first(self) -> None:
        """At the result: a digit, then saved."""
        self.form.focus_field("result")

    def save(self, values: Values) -> Saved:
        """Close what waits; what grew again becomes a find."""
        return recheck_finding(self.desk.session, self._view.record.id, values)

    def words(self, values: Values) -> str:
        """记了复查：2 组 沟东菜地，没有复种."""
        again = "，另记了一处发现" if values["result"] == AGAIN else ""
        return f"记了复查：{self._place}，{RECHECK_RESULT.by_name['result'].word(values['result'])}{again}"
