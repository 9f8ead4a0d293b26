"""The picture of the ground under the map of patrols: chosen, placed, shown in some strength, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu

from panhuang_desk.desk import messages
from panhuang_desk.desk.map.sheet import Ground
from panhuang_desk.desk.map.view import MapView
from panhuang_desk.desk.pages.patrols.map_ground import FILES, GroundPlacing, pixmap_of, transform_of
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.values import Changes
from panhuang_desk.services import base_map
from panhuang_desk.services.base_map import GroundPicture

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STRENGTHS = (Choice("100", "底图 100 %"), Choice("60", "底图 60 %"), Choice("30", "底图 30 %"))


class GroundLayer(QObject):
    """`button` has the menu of pictures, `chip` how strongly the one that is shown is seen; `kept` is where that is
    remembered. `over_asked` lays the placing of a new picture over the tabs.
    """

    over_asked = Signal(object)

    def __init__(self, desk: Shell, view: MapView, kept: dict[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.session, self._view, self._kept = desk, desk.session, view, kept
        self.village = ""
        self._pixmap = ("", QPixmap())
        self.button = Button("底图", icon="image")
        self.button.clicked.connect(self._menu)
        self.chip = FilterChip("底图", _STRENGTHS, all_word="不显示底图")
        self.chip.choose(kept.get("ground", "60"))
        self.chip.chosen.connect(self._strength_chosen)

    def show(self) -> None:
        """Lay the picture that is shown under the map."""
        records = base_map.pictures(self.session, self.village)
        shown = next((record for record in records if record["shown"]), None)
        self.chip.setVisible(shown is not None)
        fit = base_map.picture_fit(shown) if shown is not None else None
        if shown is None or fit is None or not self.chip.code:
            self._view.set_ground(None)
            return
        if self._pixmap[0] != shown.id:
            self._pixmap = shown.id, pixmap_of(base_map.picture_image(self.session, shown.id) or b"")
        if self._pixmap[1].isNull():
            self._view.set_ground(None)
            self.desk.announce(f"底图“{shown.text('name')}”读不出来了，可以在“底图”里去掉它")
            return
        if self._view.scene.data.empty:
            self._view.go_to(fit.position(shown.number("width") / 2, shown.number("height") / 2))
        transform = transform_of(fit, self._view.scene)
        self._view.set_ground(Ground(self._pixmap[1], transform, int(self.chip.code) / 100))

    def _strength_chosen(self, code: str) -> None:
        self._kept["ground"] = code
        self.show()

    def _menu(self) -> None:
        """Add a picture, show another one, take one away."""
        menu = QMenu(self.button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("加底图…").triggered.connect(lambda _=False: self.add())
        for record in base_map.pictures(self.session, self.village):
            menu.addSeparator()
            shown, name = bool(record["shown"]), record.text("name")
            menu.addAction(f"{'不显示' if shown else '显示'}：{name}").triggered.connect(
                lambda _=False, id=record.id, on=not shown, name=name: self._change(
                    lambda: base_map.show_picture(self.session, id, on), f"{'显示' if on else '收起'}了底图：{name}"))
            menu.addAction(f"去掉：{name}").triggered.connect(
                lambda _=False, id=record.id, name=name: self._change(
                    lambda: base_map.delete_picture(self.session, id), f"去掉了底图：{name}"))
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _change(self, work: Callable[[], Changes], said: str) -> None:
        try:
            changes = work()
        except UserError as problem:
            self.desk.error(problem)
            return
        self.desk.did(said, changes)

    def add(self) -> None:
        """Choose a picture of the ground, and place it."""
        if not self.village and not self.session.store.home:
            self.desk.announce("先在页面上方选一个村（社区），再加底图")
            return
        path = messages.ask_open(self.desk.window(), "选一张底图：航拍图，或者扫描的地图", "", FILES)
        if path:
            self.desk.run("正在读底图", lambda progress: base_map.read_ground_picture_file(Path(path)), self._read,
                          cancel_note="取消就什么都不加")

    def _read(self, picture: GroundPicture) -> None:
        placing = GroundPlacing(self.desk, picture, self.village)
        placing.kept.connect(self._placed)
        self.over_asked.emit(placing)

    def _placed(self, said: str, changes: Changes) -> None:
        if not self.chip.code:
            self.chip.choose("60")
        self.desk.did(said, changes)
