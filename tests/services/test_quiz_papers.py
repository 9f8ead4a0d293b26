"""Papers by hand, fixed once they have sheets, and what is printed of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from panhuang_desk.errors import UserError
from panhuang_desk.services import quizzes
from panhuang_desk.services.quiz_papers import (
    change_questions,
    chosen_questions,
    copy_paper,
    find_paper,
    forms_of,
    key_pdf,
    paper_by_hand,
    paper_pdf,
    paper_warning,
    questions_on,
)
from panhuang_desk.services.session import Session

from tests.report.reading import Pdf, bare
from tests.services.helpers import open_village


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_village(tmp_path) as session:
        yield session


def some_ids(session: Session, count: int) -> list[str]:
    return [question.id for question in session.bank.questions if question.audience == "everyone"][:count]


def test_a_paper_by_hand_asks_what_was_chosen_in_that_order(session: Session) -> None:
    ids = some_ids(session, 5)[::-1]
    paper = paper_by_hand(session, "自己选的", ids).record
    assert paper is not None
    assert [question.id for question in quizzes.paper_questions(paper)] == ids
    assert forms_of(paper) == "ABC"
    assert sorted(question.id for question in questions_on(paper, "B")) == sorted(ids)


@pytest.mark.parametrize("ids", [[], ["没有"], ["twice"]])
def test_what_cannot_be_asked_is_said(session: Session, ids: list[str]) -> None:
    chosen = some_ids(session, 1) * 2 if ids == ["twice"] else ids
    with pytest.raises(UserError) as caught:
        chosen_questions(session, chosen)
    assert caught.value.code == "question"
    assert caught.value.hint


def test_a_paper_with_sheets_stays_and_its_copy_can_be_changed(session: Session) -> None:
    ids = some_ids(session, 5)
    paper = paper_by_hand(session, "测", ids).record
    assert paper is not None
    assert change_questions(session, paper.id, ids[:4]).ok
    answers = [question.answer for question in quizzes.paper_questions(paper)[:4]]
    assert quizzes.record_sheet(session, paper.id, session.today_iso, "general", "random_household", answers).ok
    with pytest.raises(UserError) as caught:
        change_questions(session, paper.id, ids)
    assert caught.value.code == "paper-used"
    copy = copy_paper(session, paper.id).record
    assert copy is not None
    assert copy.text("title") == "测（复制）"
    assert change_questions(session, copy.id, ids).ok


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("form", ["A", "B", "C"])
def test_every_form_prints_in_both_sizes_and_asks_no_name(session: Session, form: str, large: bool) -> None:
    paper = quizzes.standard_paper(session)
    made = paper_pdf(session, paper.id, form, large)
    text = Pdf(made).text
    for question in questions_on(paper, form):
        assert bare(question.text) in text
    assert f"{form}卷" in text
    assert "不写姓名" in text
    assert "满意" in text
    assert made == paper_pdf(session, paper.id, form, large)


def test_the_key_has_every_form_and_is_marked_as_internal(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    text = Pdf(key_pdf(session, paper.id)).text
    assert all(f"{letter}卷" in text for letter in "ABC")
    assert "内部" in text


def test_a_character_that_no_font_has_is_said_before_a_paper_is_printed(session: Session) -> None:
    saved = paper_by_hand(session, "卷", some_ids(session, 2))
    assert saved.record is not None
    assert paper_warning(session, saved.record.id) == ""
    copied = copy_paper(session, saved.record.id, "𰀀卷")
    assert copied.record is not None
    assert paper_warning(session, copied.record.id) == "试卷标题里的“𰀀”字没有字体，会印成〓。"


def test_a_form_that_there_is_not_is_said(session: Session) -> None:
    with pytest.raises(UserError) as caught:
        paper_pdf(session, quizzes.standard_paper(session).id, "D")
    assert caught.value.code == "form"


def test_the_three_forms_come_in_one_file_and_a_card_alone_asks_nothing(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    whole = Pdf(paper_pdf(session, paper.id, "ABC"))
    assert whole.pages == 3 * Pdf(paper_pdf(session, paper.id)).pages
    first = bare(quizzes.paper_questions(paper)[0].text)
    card = Pdf(paper_pdf(session, paper.id, "B", part="card"))
    assert (card.pages, first in card.text, "B卷" in card.text) == (1, False, True)
    questions = Pdf(paper_pdf(session, paper.id, part="questions"))
    assert first in questions.text
    assert "最后一问" not in questions.text
    assert paper_pdf(session, paper.id, part="key") == key_pdf(session, paper.id)


def test_a_paper_is_found_by_its_number_or_by_what_its_pages_say(session: Session) -> None:
    paper = quizzes.standard_paper(session)
    assert find_paper(session, paper.id) == paper
    assert find_paper(session, paper.id[-8:].upper()) == paper
    for named in (paper.id[-4:], "", "nonsense1"):
        with pytest.raises(UserError) as caught:
            find_paper(session, named)
        assert caught.value.code == "paper"
        assert paper.id in caught.value.hint
