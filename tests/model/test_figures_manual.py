"""The manual defines every figure, in the words that the program itself uses."""

from __future__ import annotations

import os
from pathlib import Path

from panhuang_desk.model.figures import FIGURES

PAGE = Path(__file__).resolve().parents[2] / "resources" / "manual" / "figures.md"
SECTIONS = {"basic": "基本情况", "awareness": "宣传教育与知晓率测评", "visits": "入户走访", "patrols": "禁种铲毒踏查",
            "follow_ups": "待办事项办理"}


def expected() -> str:
    """The page as it has to be."""
    parts = ["""# 每个数怎么算

[报告](report.md)、数字表和导出的表格里，每个数只有一种算法，都写在这里。下面说的“月末”，季报、半年报、年报等就是最后一个月的月末；“期内”是报告所管的那几个月。

- 比率都用两个数相除，分子、分母在导出的“指标”表里都有；街道的比率先把各村的数加起来再除，不是各村比率的平均。
- 比上一期、比去年同期：两个数都不小于 10，才说增减百分之几；小于 10 的只说多几、少几。
- 比率只说提高或降低几个百分点，两期的分母都不小于 10 才说。
- 报告的时段还没有过完，写明“截至”哪一天，不和上一期比。
"""]
    for code, name in SECTIONS.items():
        lines = [f"- **{figure.label}**{f'（{figure.unit}）' if figure.unit else ''}：{figure.definition}"
                 for figure in FIGURES if figure.section == code]
        parts.append(f"## {name}\n\n" + "\n".join(lines) + "\n")
    return "\n".join([*parts, "[回目录](index.md)\n"])


def test_the_page_holds_every_figure() -> None:
    """`PANHUANG_GOLDEN=write` writes the page anew."""
    if os.environ.get("PANHUANG_GOLDEN") == "write":
        PAGE.write_text(expected(), encoding="utf-8")
    assert {figure.section for figure in FIGURES} == set(SECTIONS)
    assert PAGE.read_text(encoding="utf-8") == expected()
