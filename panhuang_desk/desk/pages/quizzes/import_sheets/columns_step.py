"""The first step of an import of answer sheets: which paper, which survey, and what each column is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from panhuang_desk.desk.importing.columns_step import COVERED, ColumnsStep
from panhuang_desk.desk.widgets.chips import FilterChip, OptionGroup
from panhuang_desk.desk.widgets.flow import FlowLayout
from panhuang_desk.desk.widgets.labels import Label, row
from panhuang_desk.model.fields import Choice
from panhuang_desk.services.sheet_layouts import (
    ColumnPreview,
    Layout,
    Sample,
    Sheet,
    SheetSource,
    SourcePaper,
    asked_by,
    column_choices,
    fitting,
    grid_at,
    paper_of,
    preview,
    problem_of,
    proposed,
    surveys_of,
    with_column,
)

if TYPE_CHECKING:
    from panhuang_desk.desk.shell import Shell

_STANDARD = "standard"
"""Stands in the choice for the standard paper that is not made yet and has no id."""
_OFFERED = 20
"""How many questions a column may be taken for where neither the table nor a paper says how many there are."""


class SheetColumns(ColumnsStep):
    """The paper is proposed by the number of questions, and by which one's answers can be read, until one is chosen."""

    def __init__(self, desk: Shell, source: SheetSource, village: str, survey: str = "",
                 parent: QWidget | None = None) -> None:
        self.source, self.village = source, village
        self._surveys = {each.id: each for each in surveys_of(desk.session, village)}
        self._papers: tuple[SourcePaper, ...] = ()
        self._wanted = ""
        super().__init__(desk, source.path, source.sheets, source.layouts, parent)
        self.survey_chip.choose(survey)
        self.show_columns()

    @property
    def paper(self) -> SourcePaper | None:
        """The paper that the sheets answer."""
        return next((paper for paper in self._papers if (paper.id or _STANDARD) == self.paper_chip.code), None)

    @property
    def survey(self) -> str:
        """The survey that they belong to, empty for none."""
        return self.survey_chip.code if self.survey_chip.code in self._surveys else ""

    @property
    def form(self) -> str:
        """The form of tables that have no column for it."""
        return next(iter(self.forms.codes()), "A")

    # What the step says of its columns

    def field_choices(self) -> Sequence[Choice]:
        """The fields of a sheet, and its questions."""
        asked = max(asked_by(self.layouts), len(self.paper.questions) if self.paper else 0) or _OFFERED
        return column_choices(asked)

    def layout_at(self, sheet: Sheet, header: int, lines: int) -> Layout:
        """By the usual headings, and what was chosen before."""
        return grid_at(self.session, sheet, header, lines)

    def with_field(self, layout: Layout, position: int, field: str) -> Layout:
        """One column, or all questions from it on."""
        return with_column(layout, position, field)

    def columns_of(self, layout: Layout) -> Sequence[ColumnPreview]:
        """With the first cells as the paper reads them."""
        return preview(self.session, self.source, layout, self.paper, self.form)

    def sample_words(self, item: ColumnPreview, sample: Sample) -> str:
        """What no field is taken from may be a name."""
        return COVERED if self.desk.masked and not item.field else super().sample_words(item, sample)

    def lacking(self) -> str:
        """A column, or a paper that fits."""
        problem = problem_of(self.layouts)
        if problem:
            return problem
        count, paper = asked_by(self.layouts), self.paper
        if paper is None:
            return f"表里有 {count} 题，没有 {count} 题的试卷。请先到“试卷”里组一份，或核对题目的列。"
        if len(paper.questions) != count:
            return f"表里有 {count} 题，这次测评的试卷有 {len(paper.questions)} 题，对不上。请核对测评，或题目的列。"
        return ""

    def good_words(self, taken: int) -> str:
        """What is to be looked at before going on."""
        count = asked_by(self.layouts)
        several = len(self._papers)
        which = f"{count} 题的试卷有 {several} 份，请核对选的是哪份。" if several > 1 else ""
        return f"认出 {taken} 列，其中 {count} 题。{which}“前几行读成”不对的列，选中它按 Enter 改。"

    def show_columns(self) -> None:
        """Show the columns, and the papers that fit them."""
        self._show_papers()
        super().show_columns()

    # Paper, survey, form

    def add_choices(self, flow: FlowLayout) -> None:
        """The paper, the survey, and the form where no column tells it."""
        self.paper_chip = FilterChip("请选试卷", all_word="")
        self.paper_chip.chosen.connect(self._paper_chosen)
        self.survey_chip = FilterChip("不归入测评", [
            Choice(each.id, each.text("title")) for each in self._surveys.values()], all_word="不归入测评")
        self.survey_chip.chosen.connect(self._survey_chosen)
        self.forms = OptionGroup((), optional=False, name="卷型")
        self._survey_box = _labelled("测评", self.survey_chip)
        flow.addWidget(_labelled("试卷", self.paper_chip))
        flow.addWidget(self._survey_box)
        self._form_box = QFrame()
        self._form_line = row(self._form_box, 0, 8)
        self._form_line.addWidget(Label("没有卷型一列，都当作", "body", "ink2"))
        flow.addWidget(self._form_box)

    def _paper_chosen(self, code: str) -> None:
        self._wanted = code
        self.show_columns()
        self.changed.emit()

    def _survey_chosen(self, _code: str) -> None:
        self.show_columns()
        self.changed.emit()

    def _show_papers(self) -> None:
        """Offer the papers that fit; the survey's alone where one is chosen."""
        survey = self._surveys.get(self.survey_chip.code)
        if survey is not None:
            known = paper_of(self.session, survey.text("paper_id"))
            self._papers = (known,) if known is not None else ()
            wanted = known
        else:
            self._papers = fitting(self.session, self.village, asked_by(self.layouts))
            wanted = next((paper for paper in self._papers if (paper.id or _STANDARD) == self._wanted), None) or (
                proposed(self.source, self.layouts, self._papers))
        self.paper_chip.set_options([Choice(paper.id or _STANDARD, paper.title) for paper in self._papers])
        self.paper_chip.choose((wanted.id or _STANDARD) if wanted is not None else "")
        self.paper_chip.setEnabled(survey is None and len(self._papers) > 1)
        self._survey_box.setVisible(bool(self._surveys))
        self._show_forms(wanted)

    def _show_forms(self, paper: SourcePaper | None) -> None:
        letters = tuple(paper.forms()) if paper is not None else ()
        if tuple(choice.code for choice in self.forms.choices) != letters:
            before, chosen = self.forms, self.form
            self.forms = OptionGroup([Choice(letter, f"{letter} 卷") for letter in letters], optional=False,
                                     name="卷型")
            self.forms.set_codes([chosen if chosen in letters else "A"])
            self.forms.changed.connect(self._form_chosen)
            self._form_line.addWidget(self.forms)
            before.hide()
            before.deleteLater()
        known = all("form" in layout.fields for layout in self.layouts)
        self._form_box.setVisible(len(letters) > 1 and bool(self.layouts) and not known)

    def _form_chosen(self) -> None:
        self.show_columns()
        self.changed.emit()


def _labelled(word: str, control: QWidget) -> QFrame:
    frame = QFrame()
    line = row(frame, 0, 8)
    line.addWidget(Label(word, "body", "ink2"))
    line.addWidget(control)
    return frame
