"""The section of tracks: how near counts as passed, and what speed is cut out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.setting_rows import NumberField, Section, Setting
from panhuang_desk.services.track_numbers import NUMBERS, set_track_number, track_numbers

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.settings.page import SettingsPage

_ROWS = (
    ("多近算经过", ("near",), "地块边界离走的路不超过这么远，才提议“经过了”。看没看过，还是由人确认。"),
    ("无人机", ("view", "height"), "镜头视角和离地高度决定看得到多宽：视角 60 度、飞 60 米高，左右各看到约 35 米。"),
    ("最快多快", ("foot", "drone"), "比这还快的不是走出来、飞出来的，导入时剪掉，并说明剪在哪里。"),
)


class TrackSection(Section):
    """Kept in the file, for everybody who opens it."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("轨迹", "记在文件里，跟着文件走。多近算经过，改了马上按新的；最快多快，只管以后导入的轨迹。")
        self._page = page
        self.fields: dict[str, NumberField] = {}
        numbers = {number.name: number for number in NUMBERS}
        for label, names, hint in _ROWS:
            frame = QFrame()
            flow = FlowLayout(frame)
            flow.setSpacing(theme.active().px(12))
            setting = Setting(label, frame, hint)
            for name in names:
                number = numbers[name]
                field = NumberField(number.word, number.unit, partial(set_track_number, page.session, name),
                                    page.saved, before=number.word)
                field.wrong.connect(setting.say_problem)
                self.fields[name] = field
                flow.addWidget(field)
            self.add_row(setting)
        self.first = self.fields["near"].field

    def show_values(self) -> None:
        """Show what is in the file."""
        for name, value in track_numbers(self._page.session).items():
            self.fields[name].field.set_kept(str(value))
            self.fields[name].field.setReadOnly(self._page.session.store.read_only)
