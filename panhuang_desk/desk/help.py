"""The manual in a window: the Markdown pages of resources/manual, opened at the page that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from panhuang_desk import assets
from panhuang_desk.desk import keys, theme
from panhuang_desk.desk.widgets.buttons import Button
from panhuang_desk.desk.widgets.labels import column, row

HOME = "index"


class ManualBrowser(QTextBrowser):
    """Shows pictures no wider than the page, so that nobody has to scroll sideways."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture in the width of the view; anything else as it is."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(Path(self.searchPaths()[0]) / QUrl(name).path()))
        width = self.viewport().width() - 2 * round(self.document().documentMargin())
        if picture.width() <= width:
            return picture
        return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


class HelpWindow(QDialog):
    """Shows a page of the manual; Alt+Left goes back, Esc closes."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._folder = folder or assets.resource("manual")
        self.setWindowTitle("帮助")
        self.resize(look.text_px(760), 620)
        layout = column(self, 16, 12)
        self.browser = ManualBrowser()
        self.browser.setObjectName("manual")
        self.browser.setAccessibleName("说明")
        self.browser.setOpenLinks(False)
        # Always there, so that the width a picture is given does not shrink when the page turns out to be long.
        self.browser.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.browser.setSearchPaths([str(self._folder)])
        self.browser.anchorClicked.connect(self._follow)
        layout.addWidget(self.browser, 1)
        foot = row(None, 0, 8)
        for word, topic in (("目录", HOME), ("按键", "keys")):
            button = Button(word, "quiet")
            button.clicked.connect(lambda _=False, topic=topic: self.show_topic(topic))
            foot.addWidget(button)
        foot.addStretch(1)
        close = Button("关闭", key="Esc")
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        layout.addLayout(foot)
        self._before: list[str] = []
        self.topic = ""
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.go_back)

    def show_topic(self, topic: str) -> None:
        """Show a page; the table of contents where it does not exist, and the keys from the key map."""
        if self.topic and self.topic != topic:
            self._before.append(self.topic)
        self._show(topic)

    def go_back(self) -> None:
        """To the page before."""
        if self._before:
            self._show(self._before.pop())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does not close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def _show(self, topic: str) -> None:
        self.topic = topic
        page = self._folder / f"{topic}.md"
        if topic == "keys":
            self.browser.setMarkdown(keys_page())
        elif page.is_file():
            self.browser.setMarkdown(page.read_text(encoding="utf-8"))
        elif (self._folder / f"{HOME}.md").is_file() and topic != HOME:
            self._show(HOME)
        else:
            self.browser.setMarkdown(keys_page())

    def _follow(self, url: QUrl) -> None:
        """Only pages of the manual are opened; nothing goes to the network."""
        if not url.scheme() and url.path().endswith(".md"):
            self.show_topic(url.path().removesuffix(".md"))
        elif not url.scheme() and url.fragment():
            self.browser.scrollToAnchor(url.fragment())


def keys_page() -> str:
    """The help page about keys, out of the key map."""
    places = (("desk", "打开文件以后"), ("local", "在表格、选项和输入框里"), ("locked", "锁定和打开文件时"))
    lines = ["# 按键", ""]
    for place, title in places:
        lines += [f"## {title}", "", "| 按键 | 作用 |", "|---|---|"]
        lines += [f"| {key.shown} | {key.help or key.word} |" for key in keys.KEYS if key.place == place]
        lines.append("")
    return "\n".join(lines)
