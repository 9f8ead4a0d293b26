"""The sections about this machine, about the worker and the villages, and about how figures are counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QMenu

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.labels import Label, column, row
from panhuang_desk.desk.widgets.setting_rows import ChoiceSetting, NumberField, Section, Setting, TextSetting
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services import place

if TYPE_CHECKING:
    from panhuang_desk.desk.pages.settings.page import SettingsPage

MINUTES = (5, 10, 20, 30)
_SIZES = (Choice("100", "标准"), Choice("125", "大"), Choice("150", "特大"))
_MASKS = (Choice("0", "露出"), Choice("1", "遮住"))
_HEADLINES = (Choice("person", "按人算"), Choice("answer", "按题算"))


class MachineSection(Section):
    """Text size, locking, masking, the printer: kept on this machine, not in the file."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("这台电脑")
        self._page = page
        self.text_size = ChoiceSetting("字的大小", _SIZES, self._set_size, "改了马上变，正在填的会留着。")
        known = sorted({*MINUTES, *([page.desk.settings.lock_minutes] if page.desk.settings.lock_minutes else [])})
        minutes = [*(Choice(str(each), f"{each} 分钟") for each in known), Choice("0", "不自动锁")]
        self.locking = ChoiceSetting("自动锁定", minutes, self._set_lock,
                                     "这么久没有按键也没有动鼠标，就锁上，再用要输口令。正在填的会留成草稿。")
        self.masking = ChoiceSetting("姓名和电话", _MASKS, self._set_mask,
                                     f"有人在旁边看屏幕时遮住，随时可以按 {cap('mask')} 换。")
        self.test_page = Button("打印测试页…", icon="printer", key=cap("print"))
        self.test_page.clicked.connect(page.on_print)
        line = row(None, 0, 8)
        line.addWidget(self.test_page)
        line.addStretch(1)
        self.printing = Setting("打印", line, "印一张，用尺子量：横竖刻度都是 100 毫米，四角的线不缺，就印得准。")
        for setting in (self.text_size, self.locking, self.masking):
            self.add_row(setting)
        self.column.addWidget(self.printing)

    def show_values(self) -> None:
        """Show what is set."""
        settings = self._page.desk.settings
        self.text_size.show_code(str(settings.text_size))
        self.locking.show_code(str(settings.lock_minutes))
        self.masking.show_code(str(int(settings.mask_names)))

    def _set_size(self, code: str) -> None:
        # The desk is built anew, and this page with it, so nothing may come after.
        self._page.desk.set_text_size(int(code))

    def _set_lock(self, code: str) -> None:
        self._page.desk.settings.lock_minutes = int(code)
        self._page.keep_settings("不自动锁了" if code == "0" else f"{code} 分钟没人用就锁定")

    def _set_mask(self, code: str) -> None:
        if self._page.desk.masked != (code == "1"):
            self._page.desk.on_mask()
            self._page.keep_settings("")


class PlaceSection(Section):
    """The worker and the villages of the file."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("人和村（社区）")
        self._page, session = page, page.session
        self.person = TextSetting("姓名", lambda text: place.set_person(session, text), self._person_saved,
                                  hint="记在以后每条记录的修改历史里，以前的不变。不印到月报上。")
        self.phone = TextSetting("电话", lambda text: place.set_phone(session, text), page.saved, hint="可以不填。")
        self.villages = Label("", wrap=True)
        self.add = Button("加村（社区）…")
        self.add.clicked.connect(self._offer)
        holder = QFrame()
        lines = column(holder, 0, 8)
        self.villages.setMinimumHeight(theme.active().control)
        lines.addWidget(self.villages)
        across = row(None, 0, 0)
        across.addWidget(self.add)
        across.addStretch(1)
        lines.addLayout(across)
        self.place = Setting("村（社区）", holder)
        for setting in (self.person, self.phone, self.place):
            self.add_row(setting)

    def show_values(self) -> None:
        """Show what is in the file."""
        store = self._page.session.store
        self.person.field.set_kept(store.person)
        self.phone.field.set_kept(store.phone)
        home = self._page.session.home
        if home:
            words = f"{home.subdistrict_name}{home.name}，统计代码 {home.code}。一个文件只记一个村，换村请新建文件。"
        else:
            words = f"{len(store.villages)} 个：{'、'.join(village.name for village in store.villages)}"
        self.villages.setText(words)
        self.add.setVisible(bool(place.villages_to_add(self._page.session)))
        for setting in (self.person, self.phone):
            setting.field.setReadOnly(store.read_only)

    def _person_saved(self, words: str) -> None:
        self._page.desk.set_person(self._page.session.store.person)
        self._page.saved(words)

    def _offer(self) -> None:
        menu = QMenu(self.add)
        menu.setAccessibleName("加村（社区）")
        for village in place.villages_to_add(self._page.session):
            menu.addAction(village.name).triggered.connect(lambda _=False, code=village.code: self.add_village(code))
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def add_village(self, code: str) -> None:
        """Add a village of the list to the file."""
        village = place.add_village(self._page.session, code)
        self._page.saved(f"加了{village.name}", everywhere=True)


class CountingSection(Section):
    """How figures are counted, and how many days follow-ups have: kept in the file, for everybody who opens it."""

    def __init__(self, page: SettingsPage) -> None:
        super().__init__("数字怎么算", "记在文件里，跟着文件走。改了以后各月的数字都按新的算，已经存的 PDF 不变。")
        self._page, session = page, page.session
        self.mark = NumberField("及格线", "%", lambda per_cent: place.set_pass_mark(session, per_cent), self._recount)
        line = row(None, 0, 8)
        line.addWidget(self.mark)
        line.addStretch(1)
        self.mark_row = Setting("及格线", line, "一个人答对的题占全部题的百分之几算知晓。一般是 80 %。")
        self.mark_row.field = self.mark.field  # type: ignore[attr-defined]
        self.mark.wrong.connect(self.mark_row.say_problem)
        self.headline = ChoiceSetting(
            "主要的知晓率", _HEADLINES, self._set_headline,
            "按人算：知晓的人占全部答卷的人。按题算：答对的题占全部题。两个都印，达不达标看主要的。")
        labels = {choice.code: choice.label for choice in KINDS["follow_up"].by_name["kind"].choices}
        days = QFrame()
        flow = FlowLayout(days)
        flow.setSpacing(theme.active().px(12))
        self.days: dict[str, NumberField] = {}
        self.days_row = Setting("待办期限", days, "从提出那天起算。改了只管以后提的，已经有的期限不变。")
        for kind in place.due_days(session):
            field = NumberField(f"{labels[kind]}期限", "天", partial(place.set_due_days, session, kind), page.saved,
                                before=labels[kind])
            field.wrong.connect(self.days_row.say_problem)
            self.days[kind] = field
            flow.addWidget(field)
        for setting in (self.mark_row, self.headline, self.days_row):
            self.add_row(setting)

    def show_values(self) -> None:
        """Show what is in the file."""
        session = self._page.session
        self.mark.field.set_kept(str(place.pass_mark(session)))
        self.headline.show_code(place.headline(session))
        for kind, number in place.due_days(session).items():
            self.days[kind].field.set_kept(str(number))
        for field in (self.mark.field, *(each.field for each in self.days.values())):
            field.setReadOnly(session.store.read_only)
        self.headline.setEnabled(not session.store.read_only)

    def _recount(self, words: str) -> None:
        self._page.saved(words, everywhere=True)

    def _set_headline(self, code: str) -> None:
        place.set_headline(self._page.session, code)
        self._page.saved(f"主要的知晓率改成{'按人算' if code == 'person' else '按题算'}", everywhere=True)
