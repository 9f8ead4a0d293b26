"""The one kind of error that is shown to a person; everything else is a bug."""

from __future__ import annotations


class UserError(Exception):
    """Something that the environment, the file or the data did, with what to do next.

    `message` says in one plain Chinese sentence what happened and what is unharmed; `hint` says the next step.
    Neither ever holds personal data: both may be printed and logged. `code` names the case for programs and tests.
    """

    def __init__(self, message: str, hint: str = "", *, code: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return self.message + self.hint


class Cancelled(Exception):  # noqa: N818 - not an error: a person's choice
    """A person cancelled long work; whatever it had begun is rolled back on the way out."""
