"""What is printed into a form before it is filled in: of which village and group, in which order, covered or open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.model.fields import Value
from panhuang_desk.services.forms import FORMS, form_groups, form_of_file, form_warning, group_numbers
from panhuang_desk.services.households import save_household
from panhuang_desk.services.records import save_record
from panhuang_desk.services.session import Session

from tests.services.helpers import VILLAGE, open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as opened:
        yield opened


def add_household(session: Session, group: int, door: str, name: str, **more: Value) -> None:
    assert save_household(session, {
        "group_no": group, "door_no": door, "contact_name": name, "phone": "13800000001",
        "active_from": "2026-01-01", **more}).record is not None


def add_plot(session: Session, group: int, name: str, **more: Value) -> None:
    assert save_record(session, "plot", {
        "group_no": group, "name": name, "land_kind": "vegetable", "area_mu": 0.5, "active_from": "2026-01-01",
        **more}).ok


def test_a_round_lists_those_in_the_register_by_group_in_door_order(session: Session) -> None:
    for door in ("12", "2"):
        add_household(session, 3, door, "孙桂兰")
    add_household(session, 1, "5", "王小明")
    add_household(session, 3, "9", "搬走户", inactive_from="2026-05-10", inactive_reason="moved")
    groups = form_groups(session, "round")
    assert [(group.place, group.name, [row[0] for row in group.rows]) for group in groups] == [
        (VILLAGE.name, "1 组", ["5"]), (VILLAGE.name, "3 组", ["2", "12"])]
    assert groups[0].rows[0] == ("5", "王小明", "13800000001", "没见到过")
    assert [group.name for group in form_groups(session, "round", group=3)] == ["3 组"]
    assert group_numbers(session, "round") == (1, 3)


def test_names_and_phones_are_covered_where_that_is_asked_for(session: Session) -> None:
    add_household(session, 3, "2", "孙桂兰")
    row = form_groups(session, "round", masked=True)[0].rows[0]
    assert row[0] == "2"
    assert "桂兰" not in row[1]
    assert "1380000" not in row[2]


def test_a_patrol_lists_the_plots_that_are_looked_at(session: Session) -> None:
    add_plot(session, 2, "河东菜地", land_kind="greenhouse")
    add_plot(session, 1, "老窑厂", land_kind="factory", area_mu=3.25)
    add_plot(session, 1, "盖了房的", inactive_from="2026-03-01", inactive_reason="built_over")
    groups = form_groups(session, "patrol")
    assert [(group.name, group.rows) for group in groups] == [
        ("1 组", (("老窑厂", "废弃厂房", "3.25"),)), ("2 组", (("河东菜地", "大棚", "0.5"),))]
    assert group_numbers(session, "patrol") == (1, 2)


def test_where_there_is_nothing_to_print_it_says_so(session: Session) -> None:
    for kind in ("round", "patrol"):
        with pytest.raises(UserError) as caught:
            form_of_file(session, kind, group=7)
        assert caught.value.code == "no_rows"
        assert "7 组" in caught.value.message
    with pytest.raises(UserError) as caught:
        form_of_file(session, "round", "320903004014")
    assert caught.value.code == "village"


@pytest.mark.parametrize("kind", FORMS)
def test_every_form_can_be_printed_empty_for_the_village(session: Session, kind: str) -> None:
    assert form_of_file(session, kind, printed=False).startswith(b"%PDF-")


def test_a_name_that_no_font_has_is_told_before_printing(session: Session) -> None:
    add_household(session, 3, "2", "孙\U0003134a")
    assert "3 组“2”一行里的“\U0003134a”字没有字体" in form_warning(form_groups(session, "round"))
