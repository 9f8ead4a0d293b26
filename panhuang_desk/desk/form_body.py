"""The fields of a form, one under the other or two abreast, with labels of one width; below them what else it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout

from panhuang_desk.desk import theme
from panhuang_desk.desk.form_row import FormRow
from panhuang_desk.desk.form_setup import FormSetup
from panhuang_desk.desk.widgets.inputs import Note
from panhuang_desk.desk.widgets.labels import column, row
from panhuang_desk.desk.widgets.scroll import ScrollColumn
from panhuang_desk.model.fields import Field, Type


class FormBody(ScrollColumn):
    """`rows` by the names of their fields; `note` is for what belongs to no field; `extras` stands below, in line with
    the editors.
    """

    def __init__(self, fields: Sequence[Field], setup: FormSetup, make: Callable[[Field], FormRow]) -> None:
        super().__init__((24, 16, 24, 16), 12)
        self.rows: dict[str, FormRow] = {}
        self._setup, self._make = setup, make
        self._place_rows(fields)
        label_width = self._align_labels()
        self.note = Note()
        self.note.hide()
        self.column.addWidget(self.note)
        self.extras = column(None, 0, 8)
        self.extras.setContentsMargins(label_width + theme.active().px(16), 0, 0, 0)
        self.column.addLayout(self.extras)
        self.column.addStretch(1)

    def show_row(self, form_row: FormRow) -> None:
        """Bring a row into sight."""
        self.ensureWidgetVisible(form_row, 0, theme.active().px(16))

    def _place_rows(self, fields: Sequence[Field]) -> None:
        """The rows by line; tight ones close together, the others with air between."""
        close: QVBoxLayout | None = None
        for line in self._lines(fields):
            rows = [self._row(field) for field in line]
            if rows[0].editor.tight:
                if close is None:
                    close = column(None, 0, 0)
                    self.column.addLayout(close)
                close.addWidget(rows[0])
                continue
            close = None
            if len(rows) == 1:
                self.column.addWidget(rows[0])
                continue
            across = row(None, 0, 24)
            beside = rows[1].editor.field.name in self._setup.beside
            for form_row in rows:
                stretch = 0 if form_row.editor.field.name in self._setup.beside else 1
                across.addWidget(form_row, stretch, Qt.AlignmentFlag.AlignTop)
            if not beside:
                across.addStretch(1)
            self.column.addLayout(across)

    def _lines(self, fields: Sequence[Field]) -> list[list[Field]]:
        """The fields by line: short numbers that follow each other stand two abreast while there is room."""
        lines: list[list[Field]] = []
        for field in fields:
            last = lines[-1] if lines else []
            short = self._setup.abreast and last and _is_short(field) and _is_short(last[0])
            if not theme.active().narrow and (short or field.name in self._setup.beside) and len(last) == 1:
                last.append(field)
            else:
                lines.append([field])
        return lines

    def _align_labels(self) -> int:
        """One width for all labels: 88, or what the longest needs, up to seven characters."""
        look = theme.active()
        metrics = QFontMetrics(look.font("body"))
        longest = max((metrics.horizontalAdvance(each.label.text()) + 2 for each in self.rows.values()), default=0)
        width = max(look.text_px(88), min(longest, look.text_px(106)))
        for name, form_row in self.rows.items():
            if look.narrow or name not in self._setup.beside:
                form_row.label.setFixedWidth(width)
            else:
                form_row.label.setFixedWidth(metrics.horizontalAdvance(form_row.label.text()) + 2)
        return width

    def _row(self, field: Field) -> FormRow:
        self.rows[field.name] = self._make(field)
        return self.rows[field.name]


def _is_short(field: Field) -> bool:
    """Whether a field is a plain number that needs no line of its own."""
    return field.type in (Type.INTEGER, Type.DECIMAL) and not field.required and not field.hint and field.asked is None
