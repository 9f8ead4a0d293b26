"""Plants that may not be grown beside those that look like them, in large drawings and plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.tabs.over import OverView
from panhuang_desk.desk.tabs.papers import Papers
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.chips import OptionGroup
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.desk.widgets.labels import Label, Line, Sheet, column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.desk.widgets.tags import Tag
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.guide import Feature, Pair, Plant
from panhuang_desk.services.guide import GUIDE_PAPER, drawing_svg, guide_of, guide_paper
from panhuang_desk.services.resources import Resources

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_TALL, _LABEL = 216, 64
"""The height of a drawing, and the width of the names of features."""

_KEPT = "plant_guide"


class GuideView(OverView):
    """Digits choose the pair, the arrows scroll, Ctrl+P shows the page to be printed.

    The pair is remembered on this machine. UserError where a data file is damaged.
    """

    def __init__(self, desk: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._resources = desk, desk.session.resources
        self.guide = guide_of(self._resources)
        kept = desk.session.settings.list_look(_KEPT).filters
        self.pairs = OptionGroup([Choice(pair.code, pair.title) for pair in self.guide.pairs], optional=False,
                                 name="哪两种")
        known = {pair.code for pair in self.guide.pairs}
        self.pairs.set_codes([code if (code := kept.get("pair", "")) in known else self.guide.pairs[0].code])
        self.pairs.changed.connect(self._chosen)
        home = Sheet(0, spacing=0)
        home.column.addWidget(self._head())
        home.column.addWidget(Line())
        self.drawings = ScrollColumn((24, 16, 24, 16), 0)
        home.column.addWidget(self.drawings, 1)
        home.column.addWidget(Line())
        home.column.addWidget(self._foot())
        self.papers = Papers(desk, home)
        self.papers.closed.connect(self.take_focus)
        box = column(self, 0, 0)
        box.setContentsMargins(0, theme.active().px(16), 0, 0)
        box.addWidget(self.papers)
        self._shown: QFrame | None = None
        self._chosen()

    def take_focus(self) -> None:
        """The keys to the choice of the pair, or to the paper."""
        if self.papers.paper is not None:
            self.papers.paper.take_focus()
        else:
            self.pairs.setFocus()

    def hints(self) -> Sequence[Hint]:
        """The keys of the view."""
        if self.papers.paper is not None:
            return self.papers.paper.hints()
        return (Hint(cap("digits"), "哪两种"), Hint("↑ ↓", "往上往下看"), Hint(cap("print"), "打印"),
                Hint(cap("back"), "退回"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows and the page keys scroll."""
        bar = self.drawings.verticalScrollBar()
        by = {Qt.Key.Key_Down: bar.singleStep() * 4, Qt.Key.Key_Up: -bar.singleStep() * 4,
              Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + by)

    # Keys

    def on_print(self) -> bool:
        """The page to be printed, then the system's dialog."""
        if self.papers.paper is not None:
            return self.papers.paper.on_print()
        self.papers.show_paper(GUIDE_PAPER, lambda session, masked: guide_paper(session.resources), names=False)
        return True

    def on_save(self) -> bool:
        """The page as a PDF."""
        return self.papers.paper.on_save() if self.papers.paper is not None else self.on_print()

    def on_back(self) -> bool:
        """From the page to the drawings, and from there away."""
        return self.papers.close_paper() or super().on_back()

    # Inside

    def _head(self) -> QFrame:
        look, head = theme.active(), QFrame()
        line = row(head, 0, 12)
        line.setContentsMargins(look.px(24), look.px(10), look.px(16), look.px(10))
        line.addWidget(Label("辨认", "panel"))
        line.addWidget(self.pairs, 1)
        back = Button("退回", "quiet", key=cap("back"))
        back.clicked.connect(lambda: self.on_back())
        show = Button("打印", "primary", key=cap("print"), icon="printer")
        show.clicked.connect(lambda: self.on_print())
        line.addWidget(back)
        line.addWidget(show)
        return head

    def _foot(self) -> QFrame:
        look, foot = theme.active(), QFrame()
        line = row(foot, 0, 12)
        line.setContentsMargins(look.px(24), look.px(10), look.px(24), look.px(10))
        line.addWidget(Label(self.guide.foot, "section", wrap=True), 1)
        return foot

    def _chosen(self) -> None:
        """Show the chosen pair, and remember it for the next time."""
        code = next(iter(self.pairs.codes()), "")
        self.desk.session.settings.list_look(_KEPT).filters["pair"] = code
        pair = next(each for each in self.guide.pairs if each.code == code)
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = PairView(pair, self._resources)
        self.drawings.column.addWidget(self._shown)
        self.drawings.verticalScrollBar().setValue(0)


class PairView(QFrame):
    """Two plants side by side, a row a feature, and where it all is from."""

    def __init__(self, pair: Pair, resources: Resources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._resources = resources
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(24))
        grid.setVerticalSpacing(look.px(12))
        grid.setColumnMinimumWidth(0, look.text_px(_LABEL))
        for place, plant in ((1, pair.left), (2, pair.right)):
            grid.addWidget(_plant_head(plant), 0, place)
            grid.setColumnStretch(place, 1)
        for number, feature in enumerate(pair.features):
            grid.addWidget(Line(), 2 * number + 1, 0, 1, 3)
            grid.addWidget(Label(feature.label, "section"), 2 * number + 2, 0, Qt.AlignmentFlag.AlignVCenter)
            for place, (name, words) in enumerate(_sides(feature), start=1):
                grid.addWidget(self._side(name, words), 2 * number + 2, place)
        last = 2 * len(pair.features) + 1
        grid.addWidget(Line(), last, 0, 1, 3)
        grid.addWidget(Label(f"依据：{'；'.join(pair.sources)}。", "caption", "ink2", wrap=True), last + 1, 0, 1, 3)

    def _side(self, name: str, words: str) -> QFrame:
        frame = QFrame()
        line = row(frame, 0, 16)
        art = Art(drawing_svg(self._resources, name))
        line.addWidget(art)
        line.addWidget(Label(words, "body", wrap=True), 1)
        return frame


class Art(QFrame):
    """A drawing, as large as fits, in the middle."""

    def __init__(self, svg: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
        look = theme.active()
        self.setFixedSize(QSize(round(look.px(_TALL) * 1.05), look.px(_TALL)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing."""
        size = self._renderer.defaultSize()
        scale = min(self.width() / size.width(), self.height() / size.height())
        wide, tall = size.width() * scale, size.height() * scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(painter, QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall))


def _sides(feature: Feature) -> tuple[tuple[str, str], tuple[str, str]]:
    return (feature.left_drawing, feature.left), (feature.right_drawing, feature.right)


def _plant_head(plant: Plant) -> QFrame:
    frame = QFrame()
    line = row(frame, 0, 8)
    line.addWidget(Label(plant.name, "title"))
    if plant.also:
        line.addWidget(Label(f"又叫{plant.also}", "body", "ink2"))
    line.addWidget(Tag("禁止种植", "bad") if plant.banned else Tag("长得像的", "kind"))
    line.addStretch(1)
    return frame
