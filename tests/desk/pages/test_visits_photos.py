"""Photos on the visits page: added by keys, dropping and pasting, kept with the draft, opened, deleted, covered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from panhuang_desk.desk.messages import Recorder
from panhuang_desk.desk.photos.viewer import PhotoViewer
from panhuang_desk.desk.shell import Shell
from panhuang_desk.desk.theme import Theme
from panhuang_desk.services import photos, visits
from panhuang_desk.services.session import Session
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.pages.visits_desk import focus, key, open_desk, press, write


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three pictures of different colours; the first says where it was taken."""
    found = []
    for name, colour in (("大门", "red"), ("屋后", "green"), ("东墙", "blue")):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "2026:05:14 09:30:12"
        if colour == "red":
            exif.get_ifd(0x8825).update({1: "N", 2: (33, 0, 0), 3: "E", 4: (120, 0, 0)})
        path = tmp_path / f"{name}.jpg"
        Image.new("RGB", (320, 240), colour).save(path, exif=exif)
        found.append(path)
    return found


def look_at(desk: Shell, door: str = "3-27"):
    """Mark a household; its photos are shown once typing rests."""
    write(door)
    desk.page.households.settle()
    return desk.page.households.detail.photos


def begin_visit(desk: Shell, door: str = "3-27"):
    desk.page.search.clear()
    write(door)
    press("Return")
    return desk.page.shown.entry.photos


def choose(qtbot: QtBot, said: Recorder, strip, *paths: Path) -> None:
    """Choose files in the system's dialog and wait until they are read."""
    said.paths.append([str(path) for path in paths])
    with qtbot.waitSignal(strip.changed):
        press(key("photo"))


def carrying(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(on: QWidget, data: QMimeData) -> bool:
    """Drag over a widget and let go, as the system does; whether it was taken."""
    actions, buttons, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, buttons, none)
    enter.ignore()
    QApplication.sendEvent(on, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(on, QDropEvent(QPointF(5, 5), actions, data, buttons, none))
    return True


def test_photos_chosen_in_the_form_are_saved_with_the_visit_and_undone_with_it(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, doors: dict[str, str], files: list[Path],
) -> None:
    strip = begin_visit(desk)
    choose(qtbot, said, strip, *files[:2])
    assert [photo.word for photo in strip.shown()] == ["未保存", "未保存"]
    assert session.store.count("photo") == 0
    press(key("save"))
    assert desk.undo_bar.text == "记了走访：3 组 27 号，5月22日，加了 2 张照片"
    assert len(photos.photos_of(session, "household", doors["孙桂兰"])) == 2
    assert len(desk.page.households.detail.photos.shown()) == 2
    assert desk.page.households.detail.photos.count.text() == "2 张"
    assert session.store.drafts() == []
    press(key("undo"))
    assert session.store.count("visit") == session.store.count("photo") == 0
    assert desk.page.households.detail.photos.shown() == []
    press(key("redo"))
    assert len(desk.page.households.detail.photos.shown()) == 2


def test_photos_of_a_form_that_was_not_saved_come_back_with_its_draft(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = begin_visit(desk)
    choose(qtbot, said, strip, files[1])
    press(key("back"))
    assert desk._hint_bar.words == "草稿留着，再打开时还在"
    session.store.idle()
    again = begin_visit(desk)
    assert [photo.saved for photo in again.shown()] == [False]
    assert photos.preview(session, again.shown()[0].id)


def test_a_photo_taken_out_of_the_form_can_be_put_back_and_goes_with_the_save(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = begin_visit(desk)
    choose(qtbot, said, strip, *files[:2])
    first, second = (photo.id for photo in strip.shown())
    strip.focus_photo(first)
    press("Delete")
    assert [photo.id for photo in strip.shown()] == [second]
    assert focus().photo.id == second
    strip.back_link.click()
    assert [photo.id for photo in strip.shown()] == [second, first]
    strip.delete(second)
    press(key("save"))
    assert [record.id for record in session.store.records("photo")] == [first]
    assert photos.image(session, first) is not None
    assert photos.image(session, second) is None


def test_what_cannot_be_taken_is_said_beside_the_strip(
    qtbot: QtBot, said: Recorder, desk: Shell, files: list[Path], tmp_path: Path,
) -> None:
    strip = begin_visit(desk)
    words = tmp_path / "名单.jpg"
    words.write_text("不是照片", encoding="utf-8")
    said.paths.append([str(words), str(files[0]), str(files[0])])
    with qtbot.waitSignal(strip.changed):
        press(key("photo"))
    assert len(strip.shown()) == 1
    assert strip._note.text() == (
        "名单.jpg：这不是能收的照片。能收 JPEG、PNG、WEBP、BMP 和 GIF；请另存成 JPEG 再加。\n1 张已经有了，没有再加。")
    assert not strip._note.isHidden()
    assert said.said == []


def test_pictures_are_dropped_on_the_form_and_on_the_detail_and_what_is_none_is_refused(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, doors: dict[str, str], files: list[Path],
) -> None:
    detail = look_at(desk)
    with qtbot.waitSignal(detail.changed):
        assert drop(desk.page.households.detail, carrying(files[0]))
    assert desk.undo_bar.text == "加了 1 张照片：3 组 27 号"
    strip = begin_visit(desk)
    with qtbot.waitSignal(strip.changed):
        assert drop(desk.page.shown.entry, carrying(files[1]))
    assert len(strip.shown()) == 1
    drop(strip, carrying(Path("说明.docx")))
    assert len(strip.shown()) == 1
    assert [(told.title, told.text) for told in said.said] == [("没有放进来", "这个文件不是表格。")]


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """Emptied afterwards: what Python put in would otherwise be deleted when Python is gone, which crashes."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


def test_a_copied_picture_is_pasted_and_a_copied_text_is_written(
    qtbot: QtBot, session: Session, desk: Shell, files: list[Path], clipboard: QClipboard,
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    clipboard.setImage(picture)
    strip = begin_visit(desk)
    with qtbot.waitSignal(strip.changed):
        press(key("paste"))
    assert len(strip.shown()) == 1
    clipboard.setText("备注里的字")
    press(key("paste"))
    assert strip._note.text() == "复制的内容里没有照片。"
    note = desk.page.shown.entry.form.rows["note"].editor
    note.focus.setFocus()
    press(key("paste"))
    assert note.text() == "备注里的字"
    clipboard.setMimeData(carrying(files[0]))
    with qtbot.waitSignal(strip.changed):
        press(key("paste"))
    assert len(strip.shown()) == 2
    assert note.text() == "备注里的字"


def test_the_place_of_a_photo_is_offered_and_taken_only_when_asked(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, doors: dict[str, str], files: list[Path],
) -> None:
    strip = begin_visit(desk)
    choose(qtbot, said, strip, files[1])
    assert strip.point_link.isHidden()
    choose(qtbot, said, strip, files[0])
    assert not strip.point_link.isHidden()
    assert session.store.get("household", doors["孙桂兰"])["longitude"] is None
    strip.point_link.click()
    record = session.store.get("household", doors["孙桂兰"])
    assert (record["longitude"], record["latitude"]) == (120, 33)
    assert desk.undo_bar.text == "记下了位置：3 组 27 号"
    assert strip.point_link.isHidden()
    assert len(strip.shown()) == 2, "the form is still there with its photos"


def add_saved(qtbot: QtBot, said: Recorder, desk: Shell, files: list[Path]):
    """Photos in the detail of 3 组 27 号, the first of them with the keys."""
    strip = look_at(desk)
    choose(qtbot, said, strip, *files)
    strip.focus_photo(strip.shown()[0].id)
    return strip


def viewer(desk: Shell) -> PhotoViewer | None:
    found = [each for each in desk.page.findChildren(PhotoViewer) if each.isVisible()]
    return found[0] if found else None


def test_a_photo_goes_to_the_door_that_was_just_typed_and_not_to_the_one_shown_before(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, doors: dict[str, str], files: list[Path],
) -> None:
    write("3-27")
    choose(qtbot, said, desk.page.households.detail.photos, files[0])
    qtbot.waitUntil(lambda: session.store.count("photo") == 1)
    assert session.store.records("photo")[0]["source_id"] == doors["孙桂兰"]


def test_enter_opens_a_photo_over_the_page_and_escape_goes_back_to_it(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = add_saved(qtbot, said, desk, files)
    press("Right", "Return")
    large = viewer(desk)
    assert large is not None
    assert large.geometry() == desk.page.rect()
    assert large.count.text() == "第 2 张，共 3 张"
    assert large.words.text() == "5月14日 09:30"
    press("Right", "Right")
    assert large.photo.id == strip.shown()[2].id
    press("Left", "Home")
    assert large.photo.id == strip.shown()[0].id
    press(key("back"))
    assert viewer(desk) is None
    assert focus().photo.id == strip.shown()[0].id


def test_photos_in_the_detail_are_walked_to_and_their_place_is_offered_while_they_are_there(
    qtbot: QtBot, said: Recorder, desk: Shell, files: list[Path],
) -> None:
    strip = add_saved(qtbot, said, desk, files)
    strip.add_button.setFocus()
    press("Tab")
    assert focus().accessibleName().startswith("照片")
    press("Down")
    assert focus() is strip.point_link
    press("Up")
    assert focus().accessibleName().startswith("照片")
    desk.on_undo()
    assert strip.shown() == []
    assert strip.point_link.isHidden()


def test_what_a_photo_shows_is_written_in_the_viewer(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = add_saved(qtbot, said, desk, files)
    press("Return", key("edit"))
    write("大门")
    press(key("back"), key("edit"))
    assert viewer(desk).editor.text() == ""
    write("东边的墙")
    press("Return")
    assert viewer(desk).words.text() == "东边的墙　5月14日 09:30"
    assert strip.shown()[0].caption == "东边的墙"
    assert desk.undo_bar.text == "写了照片的说明：3 组 27 号"
    press(key("undo"))
    assert viewer(desk).words.text() == "5月14日 09:30"


def test_delete_in_the_viewer_shows_the_next_and_undo_brings_it_back(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = add_saved(qtbot, said, desk, files[:2])
    first, second = (photo.id for photo in strip.shown())
    press("Return", "Delete")
    assert viewer(desk).photo.id == second
    assert desk.undo_bar.text == "删除了一张照片：3 组 27 号"
    press(key("undo"))
    assert [photo.id for photo in strip.shown()] == [first, second]
    press("Delete", "End", "Delete")
    assert viewer(desk) is None
    assert strip.shown() == []
    assert focus() is strip.add_button


def test_the_viewer_makes_way_for_what_belongs_to_the_page(
    qtbot: QtBot, said: Recorder, desk: Shell, files: list[Path],
) -> None:
    add_saved(qtbot, said, desk, files)
    press("Return", key("new"))
    assert viewer(desk) is None
    assert desk.page.shown.entry is not None
    press(key("back"))
    desk.page.households.detail.photos.focus_photo(desk.page.households.detail.photos.shown()[0].id)
    press("Return")
    desk.go("today")
    desk.go("visits")
    assert viewer(desk) is None


def test_photos_are_covered_with_the_names(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, files: list[Path],
) -> None:
    strip = add_saved(qtbot, said, desk, files[:1])
    id = strip.shown()[0].id
    photos.describe(session, id, "孙桂兰家")
    desk.refresh()

    def red(widget: QWidget) -> bool:
        colour = widget.grab().toImage().pixelColor(widget.width() // 2, widget.height() // 3)
        return colour.red() > 180 and colour.green() < 80

    assert red(strip._thumbs[id])
    press("Return")
    assert red(viewer(desk).canvas)
    press(key("mask"))
    assert not red(viewer(desk).canvas)
    assert "孙桂兰" not in viewer(desk).words.text()
    assert not red(strip._thumbs[id])
    assert strip._thumbs[id].accessibleName() == "照片，已遮住"
    assert "孙桂兰" not in strip.shown()[0].word
    press(key("mask"))
    assert red(viewer(desk).canvas)


def test_a_corrected_visit_shows_its_photos_and_takes_more(
    qtbot: QtBot, said: Recorder, session: Session, desk: Shell, doors: dict[str, str], files: list[Path],
) -> None:
    kept = photos.keep(session, photos.read_pictures(files[:1]).pictures)
    visit = visits.record_visit(session, doors["孙桂兰"], {"visited_on": "2026-05-14", "outcome": "met"}, photos=kept)
    assert visit.record is not None
    desk.go("visits", kind="visit", id=visit.record.id)
    strip = desk.page.shown.entry.photos
    assert [photo.saved for photo in strip.shown()] == [True]
    choose(qtbot, said, strip, files[1])
    assert [photo.saved for photo in strip.shown()] == [True, False]
    strip.delete(strip.shown()[0].id)
    assert [photo.saved for photo in strip.shown()] == [False]
    press(key("undo"))
    assert [photo.saved for photo in strip.shown()] == [True, False]
    press(key("save"))
    assert desk.undo_bar.text == "改了走访：3 组 27 号，5月14日，加了 1 张照片"
    assert len(photos.photos_of(session, "visit", visit.record.id)) == 2


def test_many_photos_fold_until_all_are_asked_for(
    qtbot: QtBot, session: Session, desk: Shell, doors: dict[str, str], tmp_path: Path,
) -> None:
    paths = []
    for number in range(11):
        paths.append(tmp_path / f"{number}.png")
        Image.new("RGB", (20, 20), (number * 20, 0, 0)).save(paths[-1])
    photos.add_photos(session, "household", doors["孙桂兰"], photos.read_pictures(paths).pictures)
    strip = look_at(desk)
    assert len(strip._thumbs) == 8
    assert strip.count.text() == "11 张"
    assert not strip.all_link.isHidden()
    strip.all_link.click()
    assert len(strip._thumbs) == 11
    assert focus().photo.id == strip.shown()[8].id


def test_the_strip_stays_inside_the_form_at_every_text_size(
    qtbot: QtBot, said: Recorder, session: Session, doors: dict[str, str], files: list[Path],
    sized: Callable[[int], Theme],
) -> None:
    sized(150)
    shell = open_desk(session, "visits")
    qtbot.addWidget(shell)
    strip = begin_visit(shell)
    choose(qtbot, said, strip, *files)
    for thumb in strip._thumbs.values():
        assert thumb.x() + thumb.width() <= strip.width()
