"""Forms made from declarations: typing, digits, conditions, errors, drafts, the order of the keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.forms import Form
from panhuang_desk.model.fields import Choice, Field
from panhuang_desk.model.kind import Kind, Problem
from panhuang_desk.model.kinds import FOLLOW_UP, HOUSEHOLD, KINDS, PLANT_FINDING, VISIT
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

LISTS = {
    "visit.topics": (Choice("ban", "禁种宣传"), Choice("harm", "毒品危害"), Choice("fraud", "防诈骗")),
    "visit.materials": (Choice("leaflet", "宣传单"), Choice("letter", "告知书")),
}


def choices(field: Field) -> tuple[Choice, ...]:
    return LISTS.get(field.choices_from, field.choices)


class Drafts:
    def __init__(self) -> None:
        self.kept: dict[str, dict[str, str]] = {}
        self.saves = 0

    def save(self, slot: str, texts: Mapping[str, str]) -> None:
        self.saves += 1
        self.kept[slot] = dict(texts)

    def drop(self, slot: str) -> None:
        self.kept.pop(slot, None)


@pytest.fixture
def drafts() -> Drafts:
    return Drafts()


def open_form(qtbot: QtBot, kind: Kind, drafts: Drafts | None = None, **more: Any) -> Form:
    if drafts is not None:
        more |= {"slot": "s", "save_draft": drafts.save, "drop_draft": drafts.drop}
    form = Form(kind, FormSetup(choices=choices, today=lambda: "2026-05-22", **more))
    qtbot.addWidget(form)
    form.resize(850, 640)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


def test_a_first_field_that_has_the_focus_already_is_marked_to_be_written_over(qtbot: QtBot) -> None:
    form = open_form(qtbot, HOUSEHOLD, new=False, base={"group_no": 3, "door_no": "27"})
    line = form.rows["group_no"].editor.focus
    # As it comes where what had the focus, the detail, goes away and Qt takes the next field.
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.deselect()
    form.focus_first()
    assert line.selectedText() == "3"
    form.focus_field("door_no")
    assert form.rows["door_no"].editor.focus.selectedText() == "27"


def visit_form(qtbot: QtBot, drafts: Drafts | None = None, **more: Any) -> Form:
    more.setdefault("base", {"household_id": "h"})
    return open_form(qtbot, VISIT, drafts, **more)


def type_in(form: Form, name: str, text: str) -> None:
    """Type as an input method does, Chinese and full-width characters too."""
    editor = form.rows[name].editor
    editor.set_text(text)
    editor.changed.emit()


def focused(form: Form) -> str:
    widget = QApplication.focusWidget()
    return next((name for name, row in form.rows.items() if row.editor.focus is widget), "")


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.form_fields], ids=lambda kind: kind.name)
@pytest.mark.parametrize("size", [100, 150])
def test_every_kind_has_a_form_with_names_for_those_who_listen(qtbot: QtBot, sized, kind: Kind, size: int) -> None:
    sized(size)
    form = open_form(qtbot, kind)
    for name, row in form.rows.items():
        assert row.label.text() == kind.by_name[name].label
        assert row.editor.focus.accessibleName().startswith(kind.by_name[name].label)
    for row in form.rows.values():
        if row.isVisible():
            assert row.mapTo(form, row.rect().topRight()).x() <= form.width()


def test_typed_texts_become_values(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    type_in(form, "visited_on", "５．３")
    type_in(form, "outcome", "met")
    type_in(form, "topics", "ban,fraud")
    type_in(form, "materials_given", "２")
    type_in(form, "note", "孙子要转学。")
    assert form.values() == {
        "visited_on": "2026-05-03", "outcome": "met", "topics": ("ban", "fraud"), "seen": None, "materials": None,
        "materials_given": 2, "difficulties": None, "requests": None, "help_given": None, "note": "孙子要转学。"}


def test_digits_choose_options(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    group = form.rows["outcome"].editor.focus
    group.setFocus()
    qtbot.keyClicks(group, "2")
    assert form.values()["outcome"] == "not_home"


def test_fields_are_asked_only_under_their_condition(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    assert form.rows["topics"].isVisible()
    type_in(form, "topics", "ban")
    type_in(form, "outcome", "moved")
    assert not form.rows["topics"].isVisible()
    assert not form.rows["materials"].isVisible()
    assert form.values()["topics"] is None
    type_in(form, "outcome", "met")
    assert form.values()["topics"] == ("ban",)


def test_enter_walks_the_asked_fields_and_ends_on_save(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    form.focus_first()
    seen = []
    for _ in range(20):
        name = focused(form)
        if not name:
            break
        seen.append(name)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert seen == [field.name for field in VISIT.form_fields]
    assert form.save_button.hasFocus()


def test_save_is_never_greyed_and_puts_the_caret_into_the_first_error(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    type_in(form, "visited_on", "5.32")
    assert form.save_button.isEnabled()
    states: list[tuple[str, str]] = []
    form.state.connect(lambda state, words: states.append((state, words)))
    with qtbot.assertNotEmitted(form.submitted):
        form.save_button.click()
    assert "31 天" in form.rows["visited_on"].problem
    assert form.rows["visited_on"].note.isVisible()
    assert form.rows["visited_on"].editor.focus.property("error") is True
    assert focused(form) == "visited_on"
    assert states[-1] == ("error", "1 处要改")


def test_an_error_goes_as_soon_as_it_is_put_right(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    type_in(form, "visited_on", "5.32")
    form.on_save()
    type_in(form, "visited_on", "5.22")
    assert not form.rows["visited_on"].problem
    assert not form.rows["visited_on"].note.isVisible()
    with qtbot.waitSignal(form.submitted) as told:
        form.on_save()
    assert told.args[0]["visited_on"] == "2026-05-22"
    assert told.args[1] is False


def test_leaving_a_field_says_what_is_wrong_but_never_that_it_is_empty(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    first, second = form.rows["visited_on"].editor.focus, form.rows["note"].editor.focus
    first.setFocus()
    second.setFocus()
    assert not form.rows["visited_on"].problem
    first.setFocus()
    qtbot.keyClicks(first, "13.13")
    second.setFocus()
    assert form.rows["visited_on"].problem


def test_the_day_that_was_understood_is_said(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    type_in(form, "visited_on", "3")
    assert form.rows["visited_on"]._hint.text() == "2026年5月3日 星期日"


def test_due_days_look_ahead(qtbot: QtBot) -> None:
    form = open_form(qtbot, FOLLOW_UP)
    type_in(form, "due_on", "3")
    assert form.values()["due_on"] == "2026-06-03"


def test_warnings_are_shown_and_do_not_stop(qtbot: QtBot) -> None:
    form = open_form(qtbot, HOUSEHOLD)
    for name, text in (("group_no", "3"), ("door_no", "27"), ("active_from", "2026.1.1"), ("tenure", "vacant"),
                       ("pupils", "2")):
        type_in(form, name, text)
    with qtbot.waitSignal(form.submitted):
        form.on_save()
    assert form.rows["tenure"].warning
    assert "空置" in form.rows["tenure"].problem


def test_problems_of_a_service_stand_beside_their_fields(qtbot: QtBot) -> None:
    form = visit_form(qtbot)
    assert form.show_problems([Problem("note", "太长了。"), Problem("household_id", "请选户。")])
    assert form.rows["note"].problem == "太长了。"
    assert form._body.note.isVisible()
    assert form._body.note.text() == "请选户。"
    assert not form.show_problems(())
    assert not form._body.note.isVisible()


def test_moments_flags_and_required_numbers(qtbot: QtBot) -> None:
    form = open_form(qtbot, PLANT_FINDING, base={"plot_check_id": "c"})
    type_in(form, "found_at", "5.20 14:30")
    type_in(form, "plants", "37")
    type_in(form, "photographed", "1")
    values = form.values()
    assert (values["found_at"], values["plants"], values["photographed"]) == ("2026-05-20 14:30", 37, 1)
    form.on_save()
    assert "派出所" in form.rows["reported_at"].problem


def test_a_record_is_shown_and_comes_back_unchanged(qtbot: QtBot) -> None:
    values = {"household_id": "h", "visited_on": "2026-04-20", "outcome": "met", "topics": ("ban", "retired_topic"),
              "materials": ("leaflet",), "materials_given": 2, "note": "一\n二"}
    form = visit_form(qtbot, base=values, new=False)
    assert form.rows["visited_on"].editor.text() == "2026年4月20日"
    shown = form.values()
    assert {name: value for name, value in shown.items() if value is not None} == {
        name: value for name, value in values.items() if name in shown}
    assert not form.dirty


def test_last_values_are_offered(qtbot: QtBot) -> None:
    form = visit_form(qtbot, last={"visited_on": "2026-05-20", "topics": ("ban", "fraud")})
    assert form.values()["visited_on"] == "2026-05-20"
    assert form.values()["topics"] is None
    group = form.rows["topics"].editor.focus
    group.setFocus()
    qtbot.keyClicks(group, "0")
    assert form.values()["topics"] == ("ban", "fraud")


def test_a_corrected_record_is_not_filled_with_last_values(qtbot: QtBot) -> None:
    form = visit_form(qtbot, base={"household_id": "h", "visited_on": "2026-04-20"}, new=False,
                      last={"visited_on": "2026-05-20"})
    assert form.values()["visited_on"] == "2026-04-20"


def test_drafts_are_kept_as_typed_shortly_after_and_at_once_on_leaving(qtbot: QtBot, drafts: Drafts) -> None:
    form = visit_form(qtbot, drafts)
    assert not drafts.kept
    edit = form.rows["visited_on"].editor.focus
    edit.setFocus()
    qtbot.keyClicks(edit, "5.32")
    assert drafts.saves == 0
    qtbot.waitUntil(lambda: "s" in drafts.kept, timeout=2_000)
    assert drafts.kept["s"]["visited_on"] == "5.32"
    assert drafts.saves == 1
    qtbot.keyClicks(edit, "1")
    form.rows["note"].editor.focus.setFocus()
    assert drafts.kept["s"]["visited_on"] == "5.321"


def test_a_draft_comes_back_as_it_was(qtbot: QtBot, drafts: Drafts) -> None:
    form = visit_form(qtbot, drafts)
    type_in(form, "visited_on", "5.32")
    type_in(form, "topics", "ban,fraud")
    type_in(form, "note", "孙子\n转学")
    form.flush_draft()
    again = visit_form(qtbot, drafts)
    again.restore(drafts.kept["s"])
    assert again.texts() == form.texts()
    assert again.dirty


def test_a_draft_comes_back_with_the_day_that_it_means(qtbot: QtBot, drafts: Drafts) -> None:
    form = visit_form(qtbot, drafts)
    type_in(form, "visited_on", "20")
    form.flush_draft()
    again = visit_form(qtbot, drafts)
    again.restore(drafts.kept["s"])
    assert again.rows["visited_on"]._hint.text() == form.rows["visited_on"]._hint.text() != ""


def test_the_draft_goes_when_saved_or_emptied_and_stays_on_escape(qtbot: QtBot, drafts: Drafts) -> None:
    form = visit_form(qtbot, drafts)
    type_in(form, "note", "一")
    with qtbot.waitSignal(form.cancelled):
        form.on_back()
    assert drafts.kept["s"]["note"] == "一"
    form.done()
    assert not drafts.kept
    assert not form.dirty
    type_in(form, "note", "二")
    form.flush_draft()
    type_in(form, "note", "一")
    form.flush_draft()
    assert not drafts.kept


def test_a_form_for_the_next_record_begins_with_what_repeats(qtbot: QtBot, drafts: Drafts) -> None:
    form = visit_form(qtbot, drafts, next_word="保存，下一户", last={"visited_on": "2026-05-20", "note": "甲"})
    assert form.values()["visited_on"] == "2026-05-20"
    assert form.values()["note"] is None
    assert not form.dirty
    form.rows["outcome"].editor.set_value("met")
    with qtbot.waitSignal(form.submitted) as told:
        form.on_save_next()
    assert told.args[1] is True


def test_only_the_fields_that_were_picked_and_only_their_problems(qtbot: QtBot) -> None:
    form = open_form(qtbot, FOLLOW_UP, fields=("matter", "due_on"), base={"kind": "request", "status": "raised"})
    assert list(form.rows) == ["matter", "due_on"]
    type_in(form, "matter", "问转学手续")
    type_in(form, "due_on", "29")
    with qtbot.waitSignal(form.submitted):
        form.on_save()


def test_errors_stand_below_and_at_150_beside(qtbot: QtBot, sized) -> None:
    for size, beside in ((100, False), (150, True)):
        sized(size)
        form = visit_form(qtbot)
        form.resize(1100, 640)
        type_in(form, "visited_on", "5.32")
        form.on_save()
        qtbot.wait(20)
        row = form.rows["visited_on"]
        edge = row.editor.focus.mapTo(form, row.editor.focus.rect().bottomRight())
        note = row.note.mapTo(form, row.note.rect().topLeft())
        assert (note.x() > edge.x()) is beside
        assert (note.y() > edge.y()) is not beside


def test_the_footer_stays_when_the_form_scrolls(qtbot: QtBot, sized) -> None:
    sized(150)
    form = open_form(qtbot, PLANT_FINDING)
    form.resize(900, 420)
    qtbot.wait(20)
    form._go_to(form.rows["note"])
    assert form.save_button.visibleRegion().boundingRect() == form.save_button.rect()
    assert not form.rows["note"].visibleRegion().isEmpty()
    assert form.rows["found_at"].visibleRegion().isEmpty()
