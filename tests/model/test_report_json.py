"""A report as plain data is the same report when it is read back."""

from __future__ import annotations

import json

import attrs
import pytest
from panhuang_desk.model.report import Bar, Report
from panhuang_desk.model.report_json import canonical, digest_of, plain, read
from tests.report.samples import BUILDERS


@pytest.mark.parametrize("name", BUILDERS)
def test_a_report_is_read_back_whole(name: str) -> None:
    report = attrs.evolve(BUILDERS[name](), qr="", series={"weeks": (Bar("第1周", 12), Bar("第2周", None, "未报"))})
    again = read(json.loads(canonical(plain(report))))
    assert again == report


def test_the_digest_is_of_what_is_said_not_of_the_day_or_the_edition() -> None:
    report = BUILDERS["village"]()
    same = attrs.evolve(report, edition=3, issued_on="2030-01-01", corrects="更正走访次数", digest="", qr="")
    assert digest_of(same) == digest_of(report)
    assert digest_of(_other_words(report)) != digest_of(report)


def test_another_layout_is_refused() -> None:
    with pytest.raises(ValueError):
        read({**plain(BUILDERS["village"]()), "layout": 99})


def _other_words(report: Report) -> Report:
    return attrs.evolve(report, problems=(attrs.evolve(report.problems[0], text="别的话"),))
