"""Rare characters are drawn on screen, and their fonts cost nothing where there are none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from panhuang_desk import assets
from panhuang_desk.desk import rare, theme
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.widgets.inputs import LineEdit, TextEdit
from panhuang_desk.services import households
from panhuang_desk.services.session import Session
from panhuang_desk.store.rare import rare_characters
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontDatabase, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture
def fonts(qapp: QApplication) -> Iterator[list[int]]:
    """Which fonts of rare characters Qt was given; it has none before and after."""
    theme.install(qapp)
    given: list[int] = []
    add = QFontDatabase.addApplicationFontFromData
    qapp.desk_rare_fonts = frozenset()  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rare.QFontDatabase, "addApplicationFontFromData",
                      lambda data: given.append(add(data)) or given[-1])
        yield given
    for number in given:
        QFontDatabase.removeApplicationFont(number)
    QFont.removeSubstitutions(theme.FAMILY)
    del qapp.desk_rare_fonts  # type: ignore[attr-defined]


def picture(widget: QWidget) -> QImage:
    widget.resize(QSize(240, widget.height()))
    return widget.grab().toImage()


def household(session: Session, name: str) -> None:
    assert households.save_household(session, {"group_no": 1, "door_no": "1", "contact_name": name,
                                               "active_from": "2026-01-01"}).ok


def test_usual_text_asks_for_no_font(fonts: list[int]) -> None:
    for text in ("", "abc", "走访 3 户，《知晓率》；龘䶮𬭎", "👍"):
        rare.draw(text)
    assert fonts == []


def test_a_character_that_no_font_has_is_asked_for_once(fonts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(assets, "rare_font", lambda number: asked.append(number))
    rare.draw("\U00030000")
    rare.draw("\U00030000")
    assert (asked, fonts) == ([0x300], [])


@pytest.mark.parametrize("kind", [LineEdit, TextEdit])
def test_what_is_typed_is_drawn_at_once(kind: type[LineEdit] | type[TextEdit], fonts: list[int], qtbot: QtBot) -> None:
    field, known = kind(name="姓名"), kind(name="姓名")
    for each in (field, known):
        qtbot.addWidget(each)
    two = "𠮷𠮸" if kind is LineEdit else "𤭢𤭣"
    known_write = known.setText if isinstance(known, LineEdit) else known.setPlainText
    write = field.setText if isinstance(field, LineEdit) else field.setPlainText
    write("𥁋")
    assert len(fonts) == 1
    write(two[0])
    assert len(fonts) == 2
    shown = picture(field)
    known_write(two[1])
    assert picture(known) != shown  # two boxes would look alike
    known_write(two[0])
    assert picture(known) == shown
    assert len(fonts) == 2
    later = kind(two[0], name="姓名")
    qtbot.addWidget(later)
    assert picture(later) == shown


def test_what_the_file_holds_is_drawn_from_the_start_and_after_every_change(
        fonts: list[int], session: Session, qtbot: QtBot) -> None:
    shell = Shell(session)
    qtbot.addWidget(shell)
    assert (rare_characters(session.store), fonts) == ("", [])
    household(session, "张𠮷")
    shell.refresh()
    assert rare_characters(session.store) == "𠮷"
    assert len(fonts) == 1
    shell.refresh()
    assert len(fonts) == 1


def test_a_file_that_is_only_read_tells_its_rare_characters_too(session: Session) -> None:
    household(session, "李𬭎𠮷")
    with session.aside() as aside:
        assert aside.store.read_only
        assert rare_characters(aside.store) == "𠮷𬭎"
        assert rare_characters(aside.store) == "𠮷𬭎"
