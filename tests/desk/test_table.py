"""Lists: the model by Qt's own tester, rows by the window, a hundred thousand rows, headings, keyboard, sorting."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest
from panhuang_desk.desk import theme
from panhuang_desk.desk.models.columns import Column, Heading, ListRows, More, QueryRows, columns_of
from panhuang_desk.desk.models.table import OBJECT_ROLE, SORT_ROLE, TableModel, cell_words
from panhuang_desk.desk.models.view import TableView
from panhuang_desk.desk.widgets.tags import TagLook
from panhuang_desk.model.kind import Record
from panhuang_desk.model.kinds import KINDS, VISIT
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot


def house(number: int) -> SimpleNamespace:
    return SimpleNamespace(id=f"h{number}", door=f"{number} 号", days=number % 90, name="孙桂兰")


COLUMNS = (
    Column("door", "门牌", lambda row: row.door, 96, key=lambda row: row.days, sortable=True),
    Column("name", "联系人", lambda row: row.name, stretch=True, detail=lambda row: "留守老人 1",
           tag=lambda row: TagLook("见到", "good")),
    Column("days", "天", lambda row: str(row.days), 60, align="right", key=lambda row: row.days, sortable=True),
    Column("do", "", lambda row: "走访", 72, action=True),
)


class Asked:
    """A provider that counts what was asked of it."""

    def __init__(self, count: int) -> None:
        self.rows = count
        self.windows: list[tuple[int, int, str, bool]] = []

    def fetch(self, first: int, size: int, column: str, descending: bool) -> list[SimpleNamespace]:
        self.windows.append((first, size, column, descending))
        return [house(number) for number in range(first, min(first + size, self.rows))]

    def provider(self) -> QueryRows:
        return QueryRows(lambda: self.rows, self.fetch)


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    view = TableView(COLUMNS, [house(number) for number in range(50)], name="户")
    qtbot.addWidget(view)
    view.resize(700, 400)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    return view


def test_qts_tester_finds_nothing(qtmodeltester) -> None:
    for rows in ([], [house(1)], [Heading("已逾期", "2"), house(1), More("还有 2 户")]):
        model = TableModel(COLUMNS, ListRows(rows, COLUMNS))
        qtmodeltester.check(model)
        model.set_rows(ListRows([house(n) for n in range(3)], COLUMNS))
        qtmodeltester.check(model)


def test_roles() -> None:
    row = house(7)
    model = TableModel(COLUMNS, ListRows([row], COLUMNS))
    assert model.index(0, 0).data() == "7 号"
    assert model.index(0, 0).data(SORT_ROLE) == 7
    assert model.index(0, 0).data(OBJECT_ROLE) is row
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "见到，孙桂兰，留守老人 1"
    assert cell_words(COLUMNS[3], row) == "走访"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "天"


def test_only_what_is_looked_at_is_fetched(qtbot: QtBot) -> None:
    asked = Asked(100_000)
    view = TableView(COLUMNS, asked.provider())
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    qtbot.waitExposed(view)
    assert view.table.rowCount() == 100_000
    fetched = sum(size for _, size, _, _ in asked.windows)
    assert fetched <= 1_000
    view.scrollToBottom()
    view.grab()
    assert asked.windows[-1][0] == 99_900
    assert sum(size for _, size, _, _ in asked.windows) <= 2_000


def test_a_hundred_thousand_rows_scroll_without_a_pause(qtbot: QtBot) -> None:
    view = TableView(COLUMNS, Asked(100_000).provider())
    qtbot.addWidget(view)
    view.resize(800, 640)
    view.show()
    qtbot.waitExposed(view)
    bar = view.verticalScrollBar()
    times = []
    for step in range(60):
        bar.setValue(bar.maximum() * step // 60)
        began = time.perf_counter()
        view.viewport().repaint()
        times.append(time.perf_counter() - began)
    times.sort()
    assert times[len(times) // 2] < 0.1


def test_sorting_asks_the_provider_and_keeps_windows_in_step(qtbot: QtBot) -> None:
    asked = Asked(1_000)
    view = TableView(COLUMNS, asked.provider())
    qtbot.addWidget(view)
    view._sort(2)
    assert asked.windows[-1][2:] == ("days", False)
    view._sort(2)
    assert asked.windows[-1][2:] == ("days", True)
    assert view.table.sorted_by == ("days", True)
    view._sort(1)
    assert view.table.sorted_by == ("days", True)


def test_rows_in_memory_sort_by_native_values_and_empty_ones_last() -> None:
    rows = [SimpleNamespace(id=str(n), door="x", days=n, name="") for n in (10, None, 9, 100)]
    model = TableModel(COLUMNS, ListRows(rows, COLUMNS))
    model.sort(2, Qt.SortOrder.AscendingOrder)
    assert [model.row(n).days for n in range(4)] == [9, 10, 100, None]
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [model.row(n).days for n in range(4)] == [100, 10, 9, None]


def test_the_current_row_stays_current_when_rows_change(view: TableView) -> None:
    view.select(10)
    told: list[object] = []
    view.chosen.connect(told.append)
    view.set_rows([house(number) for number in range(5, 60)])
    assert view.current().id == "h10"
    view.set_rows([house(number) for number in range(20)][:3])
    assert view.current() is not None
    view.set_rows([])
    assert view.current() is None
    assert told[-1] is None


def test_headings_are_walked_over_and_cannot_be_chosen(qtbot: QtBot) -> None:
    more = More("还有 2 户，按 Enter 展开", "rest")
    rows = [Heading("已逾期", "1"), house(1), Heading("今天到期", "1"), house(2), more]
    view = TableView(COLUMNS, rows)
    qtbot.addWidget(view)
    view.show()
    view.setFocus()
    view.select(0)
    assert view.current().id == "h1"
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current().id == "h2"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current().id == "h1"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current().id == "h1"
    qtbot.keyClick(view, Qt.Key.Key_End)
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args[0].data == "rest"
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current().id == "h1"
    assert view.rowHeight(0) == theme.active().group_row
    assert view.rowHeight(1) == theme.active().row
    assert not view.table.flags(view.table.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_enter_double_click_and_the_action_word_open(view: TableView, qtbot: QtBot) -> None:
    view.select(3)
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args[0].id == "h3"
    place = view.visualRect(view.table.index(5, 3)).center()
    with qtbot.waitSignal(view.opened) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args[0].id == "h5"
    with qtbot.assertNotEmitted(view.opened):
        place = view.visualRect(view.table.index(4, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.current().id == "h4"


def test_letters_are_left_to_the_page(view: TableView, qtbot: QtBot) -> None:
    view.select(0)
    qtbot.keyClicks(view, "2")
    assert view.current().id == "h0"


def test_the_stretching_column_takes_the_room(view: TableView) -> None:
    widths = [view.columnWidth(place) for place in range(4)]
    assert sum(widths) == view.viewport().width()
    assert widths[0] == 96
    view.resize(900, 400)
    assert view.columnWidth(1) == widths[1] + 200


def test_hover_repaints_and_leaves(view: TableView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.viewport(), QPoint(100, 50))
    view._hover(2)
    assert view._delegate.hovered == 2
    view._hover(-1)
    assert view._delegate.hovered == -1


def test_selection_is_blue_with_and_grey_without_focus(view: TableView, qtbot: QtBot) -> None:
    view.select(1)
    rect = view.visualRect(view.table.index(1, 0))
    at = QPoint(rect.left() + 8, rect.top() + 4)
    assert view.viewport().grab().toImage().pixelColor(at).name().upper() == theme.SEL
    assert view.viewport().grab().toImage().pixelColor(rect.left() + 1, rect.top() + 4).name().upper() == theme.ACCENT
    view.clearFocus()
    assert view.viewport().grab().toImage().pixelColor(at).name().upper() == theme.SUNK


def test_columns_come_from_the_declaration() -> None:
    kind = KINDS["household"]
    columns = columns_of(kind, lambda field: field.choices, ("group_no", "contact_name", "tenure"))
    record = Record("household", "x", "v", {"group_no": 3, "contact_name": "孙桂兰", "tenure": "rented"})
    assert [column.text(record) for column in columns] == ["3", "孙桂兰", "出租"]
    assert [column.align for column in columns] == ["right", "left", "left"]
    assert sum(column.stretch for column in columns) == 1
    assert sum(column.stretch for column in columns_of(VISIT, lambda field: field.choices)) == 1
