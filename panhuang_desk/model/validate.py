"""Whether a record's values may be saved, by the declaration of its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from panhuang_desk.model.entry import show_decimal
from panhuang_desk.model.fields import Choice, Field, Privacy, Type, Value, Values
from panhuang_desk.model.kind import Kind, Problem


def check(
    kind: Kind, values: Values, today: str, choices_of: Callable[[Field], Sequence[Choice]] | None = None
) -> list[Problem]:
    """What is wrong with the values, in field order, then what the kind's rules across fields find.

    Fields that are not asked given the others are not looked at. `choices_of` gives the list of a field that
    takes it from a checklist; a code that the list does not know any more is only warned about, since an
    older record keeps what it was filled in against. `today` is ISO.
    """
    problems: list[Problem] = []
    for field in kind.fields:
        if field.asked is not None and not field.asked.holds(values):
            continue
        problem = _of_field(field, values.get(field.name), choices_of)
        if problem:
            problems.append(problem)
    wrong = {problem.field for problem in problems if not problem.warning}
    for rule in kind.rules:
        problems.extend(problem for problem in rule(values, today) if problem.field not in wrong)
    return problems


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """The problems that stop a save."""
    return [problem for problem in problems if not problem.warning]


def left_by_erasure(kind: Kind, problem: Problem, before: Values, after: Values) -> bool:
    """Whether a problem is only that an erasure emptied a required field of a saved record, and it is still empty.

    Nothing else empties a field that every record must have; the rest of the record can then be saved without it.
    """
    field = kind.by_name.get(problem.field)
    return (field is not None and field.required and field.asked is None and field.privacy is not Privacy.OPEN
            and not before.get(field.name) and not after.get(field.name))


def _of_field(
    field: Field, value: Value, choices_of: Callable[[Field], Sequence[Choice]] | None
) -> Problem | None:
    if value is None or value == "" or value == ():
        return Problem(field.name, _missing(field)) if field.required else None
    if field.type in (Type.CHOICE, Type.CHOICES):
        return _of_choice(field, value, choices_of)
    if isinstance(value, (int, float)):
        return _of_number(field, value)
    if isinstance(value, str) and field.type is not Type.JSON and len(value) > field.max_length:
        return Problem(field.name, f"最多 {field.max_length} 个字，现在 {len(value)} 个字，请写短些。")
    return None


def _of_number(field: Field, value: float) -> Problem | None:
    low, high = field.minimum, field.maximum
    if low is not None and value < low:
        words = "不能是负数。" if low == 0 else f"不能小于 {show_decimal(float(low))}。"
        return Problem(field.name, words)
    if high is not None and value > high:
        return Problem(field.name, f"不能大于 {show_decimal(float(high))}，请核对。")
    return None


def _of_choice(
    field: Field, value: Value, choices_of: Callable[[Field], Sequence[Choice]] | None
) -> Problem | None:
    codes = value if isinstance(value, tuple) else (value,)
    if field.choices_from:
        known = {choice.code for choice in choices_of(field)} if choices_of else set(codes)
        if any(code not in known for code in codes):
            return Problem(field.name, "有的选项不在现在的清单里，会照原样保留。", warning=True)
        return None
    if any(code not in {choice.code for choice in field.choices} for code in codes):
        return Problem(field.name, f"请选一个：{'、'.join(choice.label for choice in field.choices)}。")
    return None


def _missing(field: Field) -> str:
    if field.type in (Type.CHOICE, Type.CHOICES, Type.REFERENCE):
        return f"请选{field.label}。"
    return f"请写{field.label}。"
