"""The shared widgets: what they do on keys and clicks, what they say to those who listen, that nothing jumps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from panhuang_desk.desk import theme
from panhuang_desk.desk.widgets.bars import IntervalBand, ProgressBar, StatTile, TargetBar
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip, OptionChip, OptionGroup
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.header import Header, Tabs
from panhuang_desk.desk.widgets.hints import Hint, HintBar, KeyCap
from panhuang_desk.desk.widgets.inputs import (
    LineEdit,
    Note,
    PassphraseEdit,
    SearchEdit,
    StrengthMeter,
    TextEdit,
    set_error,
)
from panhuang_desk.desk.widgets.labels import Label, Link
from panhuang_desk.desk.widgets.rail import Place, Rail
from panhuang_desk.desk.widgets.strips import EmptyPage, Strip, UndoBar
from panhuang_desk.desk.widgets.tags import Tag, TagLook
from panhuang_desk.model.fields import Choice
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

CHOICES = tuple(Choice(f"c{n}", f"第{n}项") for n in range(1, 12))


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_a_button(qtbot: QtBot, key: Qt.Key) -> None:
    button = shown(qtbot, Button("保存", "primary", key="Ctrl+S"))
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_disabled_button_does_nothing(qtbot: QtBot) -> None:
    button = shown(qtbot, Button("保存"))
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("widget", "role"), [
    (lambda: Button("保存", key="Ctrl+S"), QAccessible.Role.Button),
    (lambda: Link("全部"), QAccessible.Role.Button),
    (lambda: OptionChip("1", "见到"), QAccessible.Role.CheckBox),
    (lambda: FilterChip("有待办"), QAccessible.Role.CheckBox),
    (lambda: LineEdit(name="日期"), QAccessible.Role.EditableText),
])
def test_painted_widgets_have_name_and_role(qtbot: QtBot, widget, role) -> None:
    made = widget()
    qtbot.addWidget(made)
    interface = QAccessible.queryAccessibleInterface(made)
    assert interface.text(QAccessible.Text.Name)
    assert interface.role() in (role, QAccessible.Role.Button)


@pytest.mark.parametrize("size", [100, 125, 150])
def test_everything_paints_at_every_text_size(qtbot: QtBot, sized, size: int) -> None:
    sized(size)
    rail = Rail((Place("a", "今日", "sun"), Place("s", "设置", "settings", foot=True)), "仰徐村", "潘黄街道", "徐海燕")
    rail.set_current("a")
    rail.set_count("a", 10)
    tile = StatTile("地块")
    tile.show_figure("41 / 58", "70.7 %", bar=(0.7, 1.0, True))
    header = Header("走访", ("户", "待办"), sample=True)
    header.set_about("5 组")
    for widget in (
        rail, tile, header, Button("保存", "primary", key="Ctrl+S", icon="plus"), Button("取消", "quiet"),
        Link("全部", key="F2"), OptionGroup(CHOICES), FilterChip("组", CHOICES), Tag("逾期", "bad"), KeyCap("Enter"),
        TargetBar(0.5, 0.7, behind=True), IntervalBand(0.926, 0.9615, 0.9804), IntervalBand(), ProgressBar(),
        Strip("改了 2 条", "warn"), Note("没有"), StrengthMeter(), PassphraseEdit(), SearchEdit("姓名"),
        TextEdit("一\n二"), EmptyPage("house", "还没有户", "先导入。"),
    ):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
        image = widget.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(image.height())}
        assert len(colours) > 1, type(widget).__name__


def test_digits_toggle_options_and_zero_asks_for_the_last(qtbot: QtBot) -> None:
    group = shown(qtbot, OptionGroup(CHOICES, several=True))
    group.setFocus()
    qtbot.keyClicks(group, "13")
    assert group.codes() == ("c1", "c3")
    qtbot.keyClicks(group, "1")
    assert group.codes() == ("c3",)
    qtbot.keyClicks(group, "b")
    assert group.codes() == ("c3", "c11")
    with qtbot.waitSignal(group.as_last):
        qtbot.keyClicks(group, "0")


def test_one_of_several_options_is_chosen_and_cannot_be_lost_where_required(qtbot: QtBot) -> None:
    group = shown(qtbot, OptionGroup(CHOICES[:3], optional=False))
    group.setFocus()
    qtbot.keyClicks(group, "12")
    assert group.codes() == ("c2",)
    qtbot.keyClicks(group, "2")
    assert group.codes() == ("c2",)
    group = shown(qtbot, OptionGroup(CHOICES[:3], optional=True))
    group.setFocus()
    qtbot.keyClicks(group, "22")
    assert group.codes() == ()


def test_a_click_chooses_once_and_tells_once(qtbot: QtBot) -> None:
    group = shown(qtbot, OptionGroup(CHOICES[:3]))
    told: list[int] = []
    group.changed.connect(lambda: told.append(1))
    qtbot.mouseClick(group.chips[1], Qt.MouseButton.LeftButton)
    assert group.codes() == ("c2",)
    assert told == [1]
    assert group.hasFocus()
    qtbot.mouseClick(group.chips[1], Qt.MouseButton.LeftButton)
    assert group.codes() == ()


def test_arrows_move_the_ring_and_space_toggles(qtbot: QtBot) -> None:
    group = shown(qtbot, OptionGroup(CHOICES[:3], several=True))
    group.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(group, Qt.Key.Key_Right)
    assert [chip.ringed for chip in group.chips] == [False, True, False]
    qtbot.keyClick(group, Qt.Key.Key_Space)
    assert group.codes() == ("c2",)


def test_a_chip_is_as_wide_when_chosen(qtbot: QtBot) -> None:
    chip = OptionChip("1", "新型毒品识别")
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before


def test_unknown_codes_are_ignored(qtbot: QtBot) -> None:
    group = OptionGroup(CHOICES[:2], several=True)
    qtbot.addWidget(group)
    group.set_codes(("c2", "gone"))
    assert group.codes() == ("c2",)


def test_options_flow_onto_the_next_line(qtbot: QtBot) -> None:
    group = OptionGroup(CHOICES)
    qtbot.addWidget(group)
    flow = group.layout()
    assert isinstance(flow, FlowLayout)
    one = flow.heightForWidth(5000)
    assert flow.heightForWidth(400) >= 3 * one
    group.resize(400, 400)
    group.show()
    assert all(chip.geometry().right() <= 400 for chip in group.chips)


def test_a_filter_is_on_or_off(qtbot: QtBot) -> None:
    chip = shown(qtbot, FilterChip("有待办"))
    with qtbot.waitSignal(chip.chosen) as told:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert told.args == ["1"]
    with qtbot.waitSignal(chip.chosen) as told:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert told.args == [""]


def test_a_filter_with_values_shows_the_chosen_one(qtbot: QtBot) -> None:
    chip = FilterChip("组", CHOICES)
    qtbot.addWidget(chip)
    chip.choose("c2")
    assert (chip.text(), chip.code, chip.isChecked()) == ("第2项", "c2", True)
    with qtbot.waitSignal(chip.chosen) as told:
        chip._pick("")
    assert told.args == [""]
    assert (chip.text(), chip.isChecked()) == ("组", False)
    chip.choose("c2")
    chip.set_options(CHOICES[5:])
    assert chip.code == ""


def test_tags_keep_the_word_and_fold_the_icon(sized) -> None:
    assert TagLook("见到", "good").icon_name == "check"
    assert TagLook("困难").icon_name == ""
    sized(150)
    assert TagLook("见到", "good").icon_name == ""
    assert TagLook("演示数据", "sample").icon_name


def test_bars_say_their_number(qtbot: QtBot) -> None:
    bar, band = TargetBar(0.635, 0.71, behind=True), IntervalBand(0.926, 0.9615, 0.9804)
    for widget in (bar, band):
        qtbot.addWidget(widget)
    assert bar.accessibleDescription() == "63.5 %，落后于进度"
    assert band.accessibleDescription() == "96.15 %，区间 92.60 % 到 98.04 %"


def test_behind_is_amber_and_in_time_is_blue(qtbot: QtBot) -> None:
    for behind, colour in ((True, theme.AMBER_MARK), (False, theme.ACCENT)):
        bar = TargetBar(0.6, 0.9, behind=behind)
        qtbot.addWidget(bar)
        bar.resize(200, 16)
        assert bar.grab().toImage().pixelColor(40, 8).name().upper() == colour


def test_the_hint_bar_shows_at_most_five_and_each_cap_once(qtbot: QtBot) -> None:
    bar = HintBar()
    qtbot.addWidget(bar)
    bar.set_hints([Hint("Enter", "下一项"), Hint("Enter", "打开"), *(Hint(str(n), "选") for n in range(8))])
    assert len(bar.hints) == 5
    assert bar.hints[0].word == "下一项"
    assert "Enter 下一项" in bar.accessibleName()
    bar.set_state("saved")
    assert bar.words == "已保存"
    bar.set_state("error", "1 处要改")
    assert bar.accessibleDescription() == "1 处要改"


def test_enter_in_long_text_goes_on_and_shift_enter_breaks(qtbot: QtBot) -> None:
    edit = shown(qtbot, TextEdit(name="备注"))
    with qtbot.waitSignal(edit.next_field):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "a")
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(edit, "b")
    assert edit.text() == "a\nb"


def test_search_leaves_downwards_and_escape_empties_it(qtbot: QtBot) -> None:
    edit = shown(qtbot, SearchEdit("姓名"))
    qtbot.keyClicks(edit, "zs")
    with qtbot.waitSignal(edit.leave):
        qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == ""


def test_an_error_changes_the_border_and_goes_again(qtbot: QtBot) -> None:
    edit = shown(qtbot, LineEdit("5.32", width=120))
    edit.clearFocus()
    before = edit.grab().toImage().pixelColor(60, 0)
    set_error(edit, True)
    assert edit.grab().toImage().pixelColor(60, 1).name().upper() == theme.RED
    set_error(edit, False)
    assert edit.grab().toImage().pixelColor(60, 0) == before


def test_a_passphrase_is_hidden_until_it_is_shown(qtbot: QtBot) -> None:
    edit = shown(qtbot, PassphraseEdit())
    qtbot.keyClicks(edit.field, "abc")
    assert edit.field.echoMode() == QLineEdit.EchoMode.Password
    edit.show_link.click()
    assert edit.field.echoMode() == QLineEdit.EchoMode.Normal
    assert edit.show_link.text() == "隐藏"
    edit.clear()
    assert edit.field.echoMode() == QLineEdit.EchoMode.Password
    assert edit.text() == ""


def test_caps_lock_is_noticed_from_what_is_typed(qtbot: QtBot) -> None:
    edit = shown(qtbot, PassphraseEdit())
    qtbot.keyClick(edit.field, Qt.Key.Key_A)
    assert not edit.caps.isVisible()
    plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    for text, modifier, on in (("A", plain, True), ("A", shift, False), ("a", shift, True), ("a", plain, False)):
        QApplication.sendEvent(edit.field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, text))
        assert edit.caps.isVisible() is on


def test_undo_bar_lies_over_the_foot_and_follows_the_size(qtbot: QtBot) -> None:
    parent = QWidget()
    parent.resize(600, 400)
    bar = UndoBar(parent)
    shown(qtbot, parent)
    bar.say("删除了走访")
    qtbot.waitUntil(lambda: bar.pos() == bar._place())
    assert bar.geometry().bottom() < 400
    with qtbot.waitSignal(bar.undo):
        bar.action.click()
    parent.resize(700, 500)
    assert bar.pos() == QPoint(12, 500 - bar.height() - 12)
    bar.close_button.click()
    assert not bar.isVisible()


def test_the_undo_bar_slides_in_120_ms(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    assert UndoBar(parent)._slide.duration() == 120


def test_a_name_too_long_for_the_rail_is_said_short_and_told_in_full(
    qtbot: QtBot, sized: Callable[[int], theme.Theme],
) -> None:
    for size, said in ((100, "大孙居委会"), (150, "大孙")):
        sized(size)
        rail = Rail((Place("today", "今日", "sun"),), "大孙居委会", "潘黄街道", "徐海燕")
        shown(qtbot, rail)
        title = rail.findChildren(Label)[0]
        assert (title.text(), title.accessibleName()) == (said, "大孙居委会")
        assert title.toolTip() == ("" if size == 100 else "大孙居委会")
        assert title.height() < 2 * theme.active().line("panel")


def test_the_rail_tells_where_to_go_and_marks_only_the_shown_page(qtbot: QtBot) -> None:
    rail = Rail((Place("today", "今日", "sun"), Place("visits", "走访", "house")), "仰徐村", "潘黄街道", "徐海燕")
    shown(qtbot, rail)
    rail.set_current("today")
    with qtbot.waitSignal(rail.go) as told:
        qtbot.mouseClick(rail.rows["visits"], Qt.MouseButton.LeftButton)
    assert told.args == ["visits"]
    assert rail.rows["today"].isChecked()
    assert not rail.rows["visits"].isChecked()
    rail.set_count("today", 10)
    assert rail.rows["today"].accessibleDescription() == "10 件"
    with qtbot.waitSignal(rail.lock):
        qtbot.keyClick(rail.lock_row, Qt.Key.Key_Return)


def test_tabs_by_arrows_and_round_the_end(qtbot: QtBot) -> None:
    tabs = shown(qtbot, Tabs(("户", "待办", "本月计划")))
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert told.args == [2]


def test_tabs_become_a_menu_at_150(qtbot: QtBot, sized) -> None:
    sized(150)
    tabs = Tabs(("户", "待办", "本月计划"))
    qtbot.addWidget(tabs)
    assert len(tabs._tabs) == 1
    tabs.choose(1)
    assert tabs._tabs[0].text() == "待办"


def test_the_header_marks_sample_data(qtbot: QtBot) -> None:
    for sample in (True, False):
        header = Header("今日", sample=sample)
        qtbot.addWidget(header)
        header.show()
        assert header.sample.isVisible() is sample


def test_labels_never_read_markup(qtbot: QtBot) -> None:
    label = Label("<b>x</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
