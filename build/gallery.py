"""Shows every component in every state, and saves a picture of it.

python build/gallery.py OUT.png [--text-size 150]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.bars import IntervalBand, StatTile, TargetBar
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import FilterChip, OptionGroup
from panhuang_desk.desk.widgets.header import Header, Tabs
from panhuang_desk.desk.widgets.hints import KeyCap
from panhuang_desk.desk.widgets.inputs import LineEdit, Note, PassphraseEdit, StrengthMeter, TextEdit, set_error
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, row
from panhuang_desk.desk.widgets.strips import Strip, UndoBar
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.fields import Choice
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

STATES = ("平常", "指着", "焦点", "停用", "出错")


class State:
    """Keeps a widget in the state that the gallery shows: only one can have the focus, the picture shows many."""

    def __init__(self, widget: QWidget, state: str) -> None:
        if state == "指着":
            widget.underMouse = lambda: True  # type: ignore[method-assign]
        elif state == "焦点":
            widget.hasFocus = lambda: True  # type: ignore[method-assign]
        elif state == "停用":
            widget.setEnabled(False)


def buttons(grid: QGridLayout) -> None:
    for place, state in enumerate(STATES):
        grid.addWidget(Label(state, "caption", "ink2"), 0, place + 1)
    looks = (
        ("主按钮", "保存", "primary", "Ctrl+S"), ("次按钮", "改资料", "secondary", "F2"),
        ("轻按钮", "取消", "quiet", "Esc"),
    )
    for line, (name, word, look, key) in enumerate(looks, start=1):
        grid.addWidget(Label(name, "caption", "ink2"), line, 0)
        for place, state in enumerate(STATES[:4]):
            button = Button(word, look, key=key)
            State(button, state)
            grid.addWidget(button, line, place + 1, Qt.AlignmentFlag.AlignLeft)


def options(grid: QGridLayout) -> None:
    for line, chosen in ((4, False), (5, True)):
        grid.addWidget(Label("已选" if chosen else "选项", "caption", "ink2"), line, 0)
        for place, state in enumerate(STATES[:4]):
            group = OptionGroup((Choice("met", "见到"),), name="结果")
            group.set_codes(("met",) if chosen else ())
            chip = group.chips[0]
            if state == "焦点":
                chip.ringed = True
            else:
                State(chip if state == "指着" else group, state)
            grid.addWidget(group, line, place + 1)


def fields(grid: QGridLayout) -> None:
    grid.addWidget(Label("输入", "caption", "ink2"), 6, 0)
    for place, state in enumerate(STATES):
        edit = LineEdit("自动填" if state == "停用" else "5.32" if state == "出错" else "5.22", name="日期", width=104)
        edit.setEnabled(state != "停用")
        set_error(edit, state == "出错")
        if state == "焦点":
            edit.setObjectName("focused")
        grid.addWidget(edit, 6, place + 1, Qt.AlignmentFlag.AlignLeft)
    grid.addWidget(Note("没有5月32日", role="caption"), 7, 5)


def line_of(name: str, *widgets: QWidget) -> QHBoxLayout:
    line = row(None, 0, 12)
    label = Label(name, "caption", "ink2")
    label.setFixedWidth(theme.active().text_px(72))
    line.addWidget(label)
    for widget in widgets:
        line.addWidget(widget)
    if not isinstance(widgets[-1], (Strip, TargetBar, IntervalBand, TextEdit)):
        line.addStretch(1)
    return line


def components() -> Sheet:
    sheet = Sheet(24, spacing=10)
    grid = QGridLayout()
    grid.setSpacing(8)
    grid.setColumnMinimumWidth(0, theme.active().text_px(72))
    buttons(grid)
    options(grid)
    fields(grid)
    sheet.column.addLayout(grid)
    sheet.column.addWidget(Line())
    tags = (
        ("见到", "good"), ("不在家", "warn"), ("逾期 6 天", "bad"), ("待查", "open"), ("困难", "kind"),
        ("演示数据", "sample"),
    )
    sheet.column.addLayout(line_of("状态", *(Tag(word, look) for word, look in tags)))
    groups = FilterChip("组", (Choice("3", "3 组"),))
    groups.choose("3")
    sheet.column.addLayout(line_of(
        "筛选 按键", groups, FilterChip("房屋", (Choice("a", "自住"),)), FilterChip("有待办"),
        *(KeyCap(cap) for cap in ("Enter", "Ctrl+S", "↑ ↓", "1"))))
    sheet.column.addLayout(line_of("进度 区间", TargetBar(0.635, 0.71, behind=True), TargetBar(0.85, 0.71),
                                   IntervalBand(0.926, 0.9615, 0.9804)))
    sheet.column.addLayout(line_of("页签", Tabs(("户", "待办", "本月计划"))))
    warning = Strip("定稿后改了 2 条记录", "warn")
    warning.add_link("看差别")
    sheet.column.addLayout(line_of("提示 警告", Strip("下一件：今天回话"), warning))
    sheet.column.addStretch(1)
    return sheet


def table() -> Sheet:
    sheet = Sheet(1, spacing=0)
    rows = (
        ("3 组 26 号", "朱明霞", "平常"), ("3 组 27 号", "孙桂兰", "选中，表有焦点"),
        ("3 组 28 号", "徐长林", "鼠标指着"), ("3 组 29 号", "—", "停用（空置）"),
    )
    view = TableView((
        Column("door", "组门牌", lambda r: r[0], 112, sortable=True,
               tone=lambda r: "ink3" if r[1] == "—" else "ink"),
        Column("name", "联系人", lambda r: r[1], 100),
        Column("state", "状态", lambda r: r[2], stretch=True, tone="ink2")),
        rows, name="户")
    view.select(1)
    view.hasFocus = lambda: True  # type: ignore[method-assign]
    view._delegate.hovered = 2
    sheet.column.addWidget(view)
    sheet.setFixedHeight(theme.active().row * 4 + theme.active().table_header + 4)
    return sheet


def right() -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(16)
    layout.addWidget(table())
    scale = Sheet(16, spacing=2)
    for role, words in (
        ("question", "测评大字"), ("title", "页标题 今日"), ("panel", "面板标题"), ("section", "小标题 已逾期"),
        ("body", "正文、表格、按钮 0123456789"), ("caption", "说明、表头、按键，不再小"),
    ):
        scale.column.addWidget(Label(words, role))
    layout.addWidget(scale)
    more = Sheet(16, spacing=8)
    tile = StatTile("本轮（第 6 轮）地块")
    tile.show_figure("41 / 58", "70.7 %", bar=(0.707, 1.0, True))
    more.column.addWidget(tile)
    edit = PassphraseEdit()
    edit.field.setText("12345678")
    meter = StrengthMeter()
    meter.judge("菜园 水井 2026 路")
    more.column.addWidget(edit)
    more.column.addWidget(meter)
    layout.addWidget(more)
    layout.addStretch(1)
    return layout


def main() -> int:
    options_given = argparse.ArgumentParser()
    options_given.add_argument("out", type=Path)
    options_given.add_argument("--text-size", type=int, default=100)
    given = options_given.parse_args()
    app = QApplication([])
    theme.install(app, given.text_size)
    window = QWidget()
    window.resize(1366, 768)
    outer = QVBoxLayout(window)
    outer.setContentsMargins(0, 0, 0, 24)
    header = Header("组件", sample=True)
    header.set_about("状态一览")
    outer.addWidget(header)
    body = QHBoxLayout()
    body.setContentsMargins(24, 0, 24, 0)
    left = components()
    body.addWidget(left, 3)
    body.addLayout(right(), 2)
    outer.addLayout(body, 1)
    window.show()
    bar = UndoBar(left)
    bar.SLIDE_MS = 0
    bar.say("删除了走访：3 组 27 号，5月14日")
    for edit in window.findChildren(LineEdit, "focused"):
        edit.setFocus()
        QApplication.sendEvent(edit, QFocusEvent(QFocusEvent.Type.FocusIn))
    QTest.qWait(200)
    window.grab().save(str(given.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
