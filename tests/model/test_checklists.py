"""Checklists: what the office may write into them, and what it is told where it went wrong."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.model.checklists import parse_checklist, parse_checklists
from panhuang_desk.model.kinds import KINDS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def shipped() -> dict[str, dict[str, Any]]:
    folder = assets.resource("checklists")
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")}


def content(**parts: Any) -> dict[str, Any]:
    return {"version": "1", "label": "清单", "topics": [{"code": "harm", "label": "毒品危害"}], **parts}


def test_every_list_that_a_kind_names_is_shipped() -> None:
    checklists = parse_checklists(shipped())
    named = [field.choices_from for kind in KINDS.values() for field in kind.fields if field.choices_from]
    assert named
    for name in named:
        assert len(checklists.choices(name)) >= 3
    for kind in KINDS.values():
        assert not kind.checklist or checklists.version(kind.checklist)


def test_the_topics_of_a_visit_are_the_ones_agreed() -> None:
    labels = [choice.label for choice in parse_checklists(shipped()).choices("visit.topics")]
    assert labels == ["禁种宣传", "毒品危害", "新型毒品识别", "租房登记", "就学", "就医", "就业", "防诈骗", "其他"]


def test_words_stand_for_one_choice_only() -> None:
    for name, file in shipped().items():
        for part, entries in file.items():
            if isinstance(entries, list):
                words = [
                    word for entry in entries
                    for word in {entry["label"], *entry.get("aliases", ()), entry.get("short", entry["label"])}
                ]
                assert len(words) == len(set(words)), f"{name}.{part}"


def test_a_retired_choice_is_not_offered_but_still_known() -> None:
    checklists = parse_checklists({"visit": content(topics=[
        {"code": "harm", "label": "毒品危害"}, {"code": "old", "label": "旧题", "retired": True}])})
    assert [choice.code for choice in checklists.choices("visit.topics")] == ["harm"]
    assert [choice.code for choice in checklists.all_choices("visit.topics")] == ["harm", "old"]
    assert checklists.version("visit") == "1"
    assert checklists.version("unknown") == ""


@pytest.mark.parametrize(("changed", "words"), [
    ({"version": None}, "visit.toml 缺少 version"),
    ({"label": 3}, "visit.toml 缺少 label"),
    ({"topics": "harm"}, "topics 不是选项列表"),
    ({"topics": ["harm"]}, "topics 第 1 项不是选项"),
    ({"topics": [{"code": "harm"}]}, "topics 第 1 项缺少 label"),
    ({"topics": [{"label": "毒品危害"}]}, "topics 第 1 项缺少 code"),
    ({"topics": [{"code": "Harm!", "label": "毒品危害"}]}, "第 1 项的 code 只能用小写英文字母"),
    ({"topics": [{"code": "a", "label": "甲"}, {"code": "a", "label": "乙"}]}, "code “a”出现了两次"),
    ({"topics": [{"code": "a", "label": "甲"}, {"code": "b", "label": "甲"}]}, "label “甲”出现了两次"),
    ({"topics": [{"code": "a", "lable": "甲"}]}, "第 1 项有不认识的 lable"),
    ({"topics": [{"code": "a", "label": "甲", "aliases": "乙"}]}, "aliases 要写成"),
    ({"topics": [{"code": "a", "label": "甲", "retired": "yes"}]}, "retired 要是 true 或 false"),
    ({"topics": [{"code": "a", "label": "甲", "retired": True}]}, "topics 没有可用的选项"),
    ({"topics": []}, "topics 没有可用的选项"),
])
def test_a_mistake_is_named_with_its_place(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match="清单") as caught:
        parse_checklist("visit", content(**changed))
    assert words in caught.value.message
    assert caught.value.hint


def test_a_choice_for_some_land_is_offered_on_that_land_only() -> None:
    checklists = parse_checklists({"plot_check": content(seen=[
        {"code": "nothing", "label": "未见异常"},
        {"code": "pots", "label": "花盆种了东西", "land_kinds": ["roof", "yard"]}])})
    codes = {land: [choice.code for choice in checklists.choices_on("plot_check.seen", land)]
             for land in ("roof", "field", "")}
    assert codes == {"roof": ["nothing", "pots"], "field": ["nothing"], "": ["nothing"]}
    assert len(checklists.choices("plot_check.seen")) == 2


def test_every_kind_of_land_has_its_own_choices_after_those_for_all() -> None:
    checklists = parse_checklists(shipped())
    common = checklists.choices_on("plot_check.seen")
    for land in KINDS["plot"].by_name["land_kind"].choices:
        offered = checklists.choices_on("plot_check.seen", land.code)
        assert offered[:len(common)] == common
        assert len(offered) > len(common)


@pytest.mark.parametrize("wrong", [["moor"], "roof", [1]])
def test_a_kind_of_land_that_there_is_not_is_refused(wrong: object) -> None:
    with pytest.raises(UserError, match="land_kinds"):
        parse_checklist("plot_check", content(seen=[{"code": "pots", "label": "花盆", "land_kinds": wrong}]))
