"""What a form of a find does by itself: now by one key, and the plants that a sampled count comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from panhuang_desk.desk.editors import LineEditor
from panhuang_desk.desk.forms import Form
from panhuang_desk.desk.widgets.hints import Hint
from panhuang_desk.model.entry import show_decimal, show_moment
from panhuang_desk.model.fields import Choice, Field, Type
from panhuang_desk.model.kinds import PLANT_FINDING
from panhuang_desk.model.kinds.finding import sampled_plants
from panhuang_desk.services.session import Session


class MomentEditor(LineEditor):
    """A moment: in the empty field the space bar writes the moment that it is."""

    def __init__(self, field: Field, choices: Sequence[Choice], session: Session) -> None:
        super().__init__(field, choices)
        self._session = session

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar where nothing stands."""
        if (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
                and not self.text().strip()):
            moment = f"{self._session.today_iso} {self._session.store.now():%H:%M}"
            self.set_text(show_moment(moment, self._session.today_iso))
            self.changed.emit()
            return True
        return super().eventFilter(watched, event)

    def hints(self) -> tuple[Hint, ...]:
        """The space bar says now."""
        return (*super().hints(), Hint("空格", "现在"))


class CountFollower:
    """Writes the plants of a sampled count into their field as long as nobody wrote another number there; where one
    did, it is said at once that the two do not agree.
    """

    def __init__(self, form: Form) -> None:
        self._form, self._written = form, ""
        form.edited.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Bring the plants in step with density and area."""
        values, rows = self._form.values(), self._form.rows
        expected = sampled_plants(values)
        if expected is None:
            return
        plants = rows["plants"].editor
        if plants.text().strip() in ("", self._written):
            plants.set_text(str(expected))
        if rows["plants"].problem or plants.text().strip() != str(expected):
            self._form.recheck("plants")
        self._written = str(expected)
        density, area = (show_decimal(float(str(values[name]))) for name in ("density", "grown_area"))
        rows["grown_area"].set_echo(f"{density} × {area}，约 {expected} 株")


def moment_editors(session: Session) -> Mapping[str, Callable[[Field, Sequence[Choice]], MomentEditor]]:
    """The editors of a find's moments, by field."""
    return {field.name: partial(MomentEditor, session=session) for field in PLANT_FINDING.form_fields
            if field.type is Type.MOMENT}
