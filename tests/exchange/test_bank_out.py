"""Questions as a file: what is written is read back as it was, whatever it holds."""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from panhuang_desk.exchange.bank_out import bank_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.fixed_dictionaries({
    "id": TEXTS, "difficulty": st.integers(1, 3), "options": st.lists(TEXTS, max_size=6)}), max_size=4)


def read(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(content.decode())
    return found


@given(ROWS)
def test_any_questions_are_read_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    assert read(bank_toml(rows)).get("question", []) == rows


@given(TEXTS.filter(bool), ROWS)
def test_a_whole_bank_has_version_topics_and_audiences(version: str, rows: list[dict[str, Any]]) -> None:
    topics, audiences = [{"code": "law", "label": "法律"}], [{"code": "everyone", "label": "所有人"}]
    found = read(bank_toml(rows, version=version, topics=topics, audiences=audiences, remark="说明\n第二行"))
    assert (found["version"], found["topic"], found["audience"], found.get("question", [])) == (
        version, topics, audiences, rows)
