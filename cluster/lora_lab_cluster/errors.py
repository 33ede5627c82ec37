"""Errors that are meant for the person at the command line."""

from collections.abc import Callable

LONGEST = 600
"""The longest message, in characters. Code that raises cuts a stranger's text itself; this catches what it overlooked."""


class LabError(Exception):
    """One clear sentence that says what went wrong, names the thing, and says what to do about it.

    The command line prints the message without a traceback and ends with exit status 2.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        """Joins what went wrong and, if it is not in the same sentence, the remedy."""
        cut = message if len(message) <= LONGEST else f"{message[:LONGEST]}..."
        super().__init__(f"{cut} {remedy}" if remedy else cut)

    def __reduce__(self) -> tuple[Callable[[str], "LabError"], tuple[str]]:
        """Carries the error to another process, as Ray does: as its text, which is whole already."""
        return (_restored, (str(self),))


def _restored(text: str) -> LabError:
    error = LabError("")
    error.args = (text,)
    return error
