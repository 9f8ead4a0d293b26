"""The code at the foot of a form tells one printed from other words apart, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest
from panhuang_desk.model.blank_forms import BLANK_FORMS, form_code
from panhuang_desk.model.fields import Choice
from panhuang_desk.model.kind import Kind
from panhuang_desk.model.kinds import VISIT
from panhuang_desk.model.quiz import Question

VISITS = BLANK_FORMS["visit-one"]
ASKED = Question("q1", "single", "law", "下面哪一样是毒品？", ("烟草", "大麻"), "B", "")


def topics(name: str) -> Sequence[Choice]:
    return (Choice("harm", "毒品危害"), Choice("other", "其他"))


def test_the_same_declarations_give_the_same_code() -> None:
    assert form_code(VISITS, topics, lambda name: "2026.2") == form_code(VISITS, topics, lambda name: "2026.2")


@pytest.mark.parametrize("code", BLANK_FORMS)
def test_it_says_which_form_of_which_version_and_is_ascii(code: str) -> None:
    mark, named, version, digest = form_code(BLANK_FORMS[code], topics).split("|")
    assert (mark, named, version) == ("PHF1", code, str(BLANK_FORMS[code].version))
    assert len(digest) == 8
    assert int(digest, 16) >= 0
    assert code.isascii()


def test_no_two_forms_share_a_code() -> None:
    assert len({form_code(form, topics) for form in BLANK_FORMS.values()}) == len(BLANK_FORMS)


def test_another_word_order_or_version_of_a_checklist_changes_it() -> None:
    known = form_code(VISITS, topics, lambda name: "2026.2")
    assert form_code(VISITS, topics, lambda name: "2026.3") != known
    assert form_code(VISITS, lambda name: topics(name)[::-1], lambda name: "2026.2") != known
    assert form_code(VISITS, lambda name: (Choice("harm", "危害"), Choice("other", "其他")),
                     lambda name: "2026.2") != known


def test_another_label_or_a_new_field_changes_it() -> None:
    first, *others = VISIT.fields
    renamed = [attrs.evolve(field, label="访视日期") if field.name == "visited_on" else field for field in others]
    more = [*others, attrs.evolve(others[-1], name="weather", label="天气", form=True)]
    known = form_code(VISITS, topics)
    for fields in (renamed, more):
        kind = Kind(name="visit", label="走访", measure="次", subject=VISIT.subject, fields=(first, *fields))
        assert form_code(attrs.evolve(VISITS, asked=((kind, ()),)), topics) != known


def test_the_questions_of_a_quiz_are_part_of_it_and_their_answers_are_not() -> None:
    quiz = BLANK_FORMS["quiz"]
    known = form_code(quiz, topics, questions=[ASKED])
    assert form_code(quiz, topics, questions=[attrs.evolve(ASKED, options=("烟草", "白酒"))]) != known
    assert form_code(quiz, topics, questions=[attrs.evolve(ASKED, answer="A", explanation="另一种说明")]) == known
