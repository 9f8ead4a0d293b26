"""The names of the register, looked for in a text; only those that are there leave the file."""

from __future__ import annotations

from panhuang_desk.store.figures import Reader


def contacts_named_in(store: Reader, text: str, shortest: int) -> tuple[str, ...]:
    """The contacts' names of at least so many characters that stand in a text, each once."""
    rows = store.read(
        "SELECT DISTINCT contact_name FROM household WHERE deleted = 0 AND length(contact_name) >= ?"
        " AND instr(?, contact_name) > 0 ORDER BY contact_name", [shortest, text])
    return tuple(str(name) for name, in rows)
