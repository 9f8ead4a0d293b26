"""The first step of the register's import: what each column is taken for, with names covered where they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from panhuang_desk.desk.importing.columns_step import COVERED, ColumnsStep
from panhuang_desk.model.fields import Choice, Privacy
from panhuang_desk.model.kinds import KINDS
from panhuang_desk.services.import_layouts import (
    ColumnPreview,
    Layout,
    Sample,
    Sheet,
    Source,
    field_choices,
    header_at,
    lacking,
    preview,
)

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell


class RegisterColumns(ColumnsStep):
    """The columns of a register of households."""

    def __init__(self, desk: Shell, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(desk, source.path, source.sheets, source.layouts, parent)
        self.source = source
        self.show_columns()

    def field_choices(self) -> Sequence[Choice]:
        """The fields of a household."""
        return field_choices(self.source.kind)

    def layout_at(self, sheet: Sheet, header: int, lines: int) -> Layout:
        """By the fields' headings, and what was chosen before."""
        return header_at(self.session, self.source.kind, sheet, header, lines)

    def columns_of(self, layout: Layout) -> Sequence[ColumnPreview]:
        """With the first cells as they would be read."""
        return preview(self.session, self.source, layout)

    def lacking(self) -> str:
        """The columns that households are told apart by."""
        for layout in self.layouts:
            missing = lacking(self.source.kind, layout)
            if missing:
                where = f"工作表“{layout.sheet}”" if len(self.layouts) > 1 else "表里"
                return f"{where}还没有一列当作{'、'.join(missing)}，请选中那一列按 Enter 改。"
        return ""

    def sample_words(self, item: ColumnPreview, sample: Sample) -> str:
        """Covered where names are."""
        field = KINDS[self.source.kind].by_name.get(item.field)
        shown = super().sample_words(item, sample)
        if self.desk.masked and (field is None or field.privacy is not Privacy.OPEN):
            return self.desk.mask(shown) if field and field.privacy is Privacy.PERSONAL else COVERED
        return shown
