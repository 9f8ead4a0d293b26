"""What stands over the form of a find: whose it is, how far it has come, what must be done at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk import theme
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.keys import cap
from panhuang_desk.desk.pages.patrols.steps import StepsBar
from panhuang_desk.desk.photos.strip import PhotoStrip
from panhuang_desk.desk.widgets.labels import Label, Line, Link, column, row
from panhuang_desk.desk.widgets.strips import Strip
from panhuang_desk.model.fields import Values
from panhuang_desk.model.find_steps import FIELD_OF_STEP, are_many, steps, to_report_at_once, uprooted_before_the_report
from panhuang_desk.services.patrol_views import FindingView

REPORT_NOW = "发现了植株：先拍照、数清株数，马上报告派出所，等派出所到场再铲除。"
REPORT_MANY = "株数多（罂粟 500 株、大麻 5000 株以上）：马上报告派出所，保护好现场，不要自己铲除，由公安机关处理。"
REPORT_LATE = "还没有报告派出所就铲除了，请马上补报，并在备注里写明情况。"
REPORT_FIRST = "铲除早于报告，请核对时间；确是先铲除的，照实记，在备注里写明情况。"


class FindHead(QFrame):
    """Follows a form of a find, and the photos that are added to it, while it is typed. A click on a step leads to its
    field; `guide` asks for the plants that look alike.
    """

    guide = Signal()

    def __init__(self, title: str, about: str, form: Form, *, view: FindingView | None = None,
                 photos: PhotoStrip | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.active()
        self._form, self._view, self._photos = form, view, photos
        box = column(self, 0, 8)
        box.setContentsMargins(look.px(24), look.px(12), look.px(24), 0)
        line = row(None, 0, 12)
        line.addWidget(Label(title, "title"))
        line.addWidget(Label(about, "body", "ink2"), 1)
        self.guide_link = Link("辨认", key=cap("guide"))
        self.guide_link.clicked.connect(self.guide)
        line.addWidget(self.guide_link)
        box.addLayout(line)
        self.guide_link.setVisible("plants" in form.rows)
        self.steps = StepsBar()
        box.addWidget(self.steps)
        self.strip = Strip("", "bad")
        box.addWidget(self.strip)
        box.addSpacing(look.px(2))
        box.addWidget(Line())
        self.setAccessibleName(f"{title} {about}")
        form.edited.connect(self.follow)
        self.steps.chosen.connect(self._to_step)
        if photos is not None:
            photos.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show what the form says now."""
        values = self._form.values()
        self.steps.setVisible("plants" in self._form.rows)
        if "plants" in self._form.rows:
            rechecked_on = self._view.row.rechecked_on if self._view else ""
            taken = [photo.taken_at for photo in self._view.photos] if self._view else []
            taken += [photo.taken_at for photo in self._photos.new()] if self._photos else []
            self.steps.show_steps(steps(values, rechecked_on, min(filter(None, taken), default=""), len(taken)))
        text, look = strip_words(values)
        self.strip.set_look(look)
        self.strip.set_text(text)
        self.strip.setVisible(bool(text))

    def _to_step(self, code: str) -> None:
        if FIELD_OF_STEP[code] in self._form.rows:
            self._form.focus_field(FIELD_OF_STEP[code])


def strip_words(values: Values) -> tuple[str, str]:
    """What must be done at once, with the look of its strip; empty where nothing presses."""
    if uprooted_before_the_report(values):
        return REPORT_FIRST if values.get("reported_at") else REPORT_LATE, "bad"
    if are_many(values) and not values.get("confirmed_at"):
        return REPORT_MANY, "bad" if to_report_at_once(values) else "warn"
    if to_report_at_once(values):
        return REPORT_NOW, "bad"
    return "", "next"
