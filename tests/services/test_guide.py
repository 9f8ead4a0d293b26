"""The guide to plants as it is shipped: each statement with its source, each drawing drawn on screen and on paper."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from panhuang_desk import assets
from panhuang_desk.errors import UserError
from panhuang_desk.model.guide import Feature, parse_guide
from panhuang_desk.report.guide import guide_bytes
from panhuang_desk.report.line_art import line_art
from panhuang_desk.services.guide import drawing, drawing_svg, guide_of, guide_paper
from panhuang_desk.services.resources import Resources
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.graphics.shapes import Path as Shape

from tests.report.reading import Pdf

RESOURCES = Resources()
GUIDE = guide_of(RESOURCES)
FEATURES = [(pair, feature) for pair in GUIDE.pairs for feature in pair.features]


def test_the_left_plant_is_banned_and_the_right_one_is_not() -> None:
    assert {pair.left.name for pair in GUIDE.pairs} == {"罂粟", "大麻"}
    assert all(pair.left.banned and not pair.right.banned for pair in GUIDE.pairs)
    assert len({pair.code for pair in GUIDE.pairs}) == len(GUIDE.pairs)


@pytest.mark.parametrize("feature", [feature for _, feature in FEATURES],
                         ids=[f"{pair.code}-{feature.label}" for pair, feature in FEATURES])
def test_each_statement_is_short_whole_and_has_its_source(feature: Feature) -> None:
    for words in (feature.left, feature.right):
        assert words.endswith("。")
        assert len(words) <= 60
        assert not re.search(r"[,;:()?]", words)
    assert re.match(r"《[^》]+》第\d+卷", feature.source)
    assert feature.left_drawing != feature.right_drawing


def test_the_source_of_a_statement_names_both_plants() -> None:
    for pair, feature in FEATURES:
        assert pair.left.name in feature.source
        assert pair.right.name in feature.source


def test_every_drawing_is_there_and_none_is_left_over() -> None:
    there = {path.stem for path in assets.resource("guide").glob("*.svg")}
    assert there == set(GUIDE.drawings)
    assert {path.suffix for path in assets.resource("guide").iterdir()} == {".svg", ".toml"}


@pytest.mark.parametrize("name", GUIDE.drawings)
def test_screen_and_paper_draw_the_same(name: str) -> None:
    found = drawing(RESOURCES, name)
    assert found.title
    art = line_art(found, 100, 100)
    shapes = [shape for shape in art.contents if isinstance(shape, Shape)]
    assert len(shapes) == len(found.paths)
    for shape in shapes:
        assert all(-2 <= point <= 102 for point in shape.points)
    renderer = QSvgRenderer(QByteArray(drawing_svg(RESOURCES, name).encode()))
    assert renderer.isValid()
    image = QImage(110, 150, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(0, 110, 2) for y in range(0, 150, 2))
    assert 20 < dark < 2000


def test_the_capsules_are_drawn_to_one_scale() -> None:
    def ruler(name: str) -> float:
        steps = drawing(RESOURCES, name).paths[-1].steps[-6:]  # two ends and the line between
        return max(numbers[0] for _, numbers in steps) - min(numbers[0] for _, numbers in steps)

    assert ruler("poppy_capsule") == ruler("rhoeas_capsule") == 50


def test_it_is_printed_on_one_page_with_every_word() -> None:
    content = guide_paper(RESOURCES)
    assert content == guide_paper(RESOURCES)
    pdf = Pdf(content)
    assert pdf.pages == 1
    for pair, feature in FEATURES:
        for words in (pair.right.name, feature.label, feature.left, feature.right):
            assert words.replace(" ", "") in pdf.text
    assert GUIDE.foot in pdf.text


def test_a_longer_guide_still_has_one_page() -> None:
    pair = GUIDE.pairs[0]
    longer = parse_guide({"version": "1", "foot": "。", "pair": [{
        "code": "x", "left": {"name": "甲"}, "right": {"name": "乙"},
        "feature": [{"label": "叶", "left": "长。", "right": "短。", "left_drawing": pair.features[0].left_drawing,
                     "right_drawing": pair.features[0].right_drawing, "source": "书"}] * 14}]})
    assert Pdf(guide_bytes(longer, {name: drawing(RESOURCES, name) for name in longer.drawings})).pages == 1


@pytest.mark.parametrize(("old", "new"), [('label = "叶"', 'label = ""'), ("source =", "sources ="),
                                          ("[[pair.feature]]", "[[pair.features]]"), ("left = {", "links = {")])
def test_a_damaged_file_is_told_in_words(tmp_path: Path, old: str, new: str) -> None:
    folder = Path(shutil.copytree(assets.resource("guide"), tmp_path / "guide"))
    text = (folder / "guide.toml").read_text(encoding="utf-8")
    (folder / "guide.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=r"guide\.toml"):
        guide_of(Resources(tmp_path))


def test_a_drawing_that_is_missing_or_draws_otherwise_is_told_in_words(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(assets.resource("guide"), tmp_path / "guide"))
    (folder / "poppy_leaf.svg").unlink()
    (folder / "poppy_plant.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g/></svg>')
    for name in ("poppy_leaf", "poppy_plant"):
        with pytest.raises(UserError, match=name):
            drawing_svg(Resources(tmp_path), name)
