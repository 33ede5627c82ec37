"""Readers that check a stranger's JSON, fill in what older files lack, and name the path of the first thing wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import LabError
from .rules import NumberRule, plain
from .text import shown_value

REMEDY = "Choose a file that LoRA Lab wrote, or correct the named part (docs/results-schema.md)."
DEEPEST = 500
"""The most levels of lists and objects; what the lab writes has fewer than twenty."""

_MISSING = object()
Read = Callable[[Any, str], Any]


@dataclass(frozen=True)
class Reader:
    """Reads a value at a path, and says what it must be."""

    expected: str
    """In words that complete "must be ..."."""
    read: Read


@dataclass(frozen=True)
class Entry:
    """One key of an object. Without the key, `default` is used; without a default, the key stays away or is an error."""

    reader: Reader
    default: Any = _MISSING
    optional: bool = False


def wrong(value: Any, path: str, expected: str) -> LabError:
    """The error that a value is not what is expected; `_MISSING` for one that is not there."""
    path = path or "The file"
    if value is _MISSING:
        return LabError(f"{path} is missing; it must be {expected}.", REMEDY)
    return LabError(f"{path} is {shown_value(value)}, not {expected}.", REMEDY)


def _checked(
    expected: str, accept: Callable[[Any], bool], make: Callable[[Any], Any] = lambda value: value
) -> Reader:
    def read(value: Any, path: str) -> Any:
        if not accept(value):
            raise wrong(value, path, expected)
        return make(value)

    return Reader(expected, read)


def number(rule: NumberRule) -> Reader:
    """A number that keeps to a rule."""
    return _checked(rule.text, rule.fits, plain)


def one_of(choices: Sequence[str]) -> Reader:
    """One of several words."""
    return _checked(f"one of {', '.join(choices)}", lambda value: isinstance(value, str) and value in choices)


def text_that(expected: str, accept: Callable[[str], bool]) -> Reader:
    """A text that a test accepts."""
    return _checked(expected, lambda value: isinstance(value, str) and accept(value))


TEXT = text_that("a text", lambda value: True)
TRUTH = _checked("true or false", lambda value: isinstance(value, bool))


def nullable(reader: Reader) -> Reader:
    """What the reader reads, or null."""
    return Reader(reader.expected, lambda value, path: None if value is None else reader.read(value, path))


def list_of(item: Reader) -> Reader:
    """A list of values of one kind."""

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise wrong(value, path, "a list")
        return [item.read(each, f"{path}[{at}]") for at, each in enumerate(value)]

    return Reader("a list", read)


def object_of(entries: Mapping[str, Entry | Reader]) -> Reader:
    """An object with these entries; other keys are left out."""
    parts = {key: entry if isinstance(entry, Entry) else Entry(entry) for key, entry in entries.items()}

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise wrong(value, path, "an object")
        found = {}
        for key, entry in parts.items():
            below = f"{path}.{key}" if path else key
            if key in value:
                found[key] = entry.reader.read(value[key], below)
            elif entry.default is not _MISSING:
                found[key] = entry.default
            elif not entry.optional:
                raise wrong(_MISSING, below, entry.reader.expected)
        return found

    return Reader("an object", read)


def kinds(key: str, options: Mapping[str, Reader]) -> Reader:
    """One of several kinds of objects, told apart by the text under a key."""
    expected = f"one of {', '.join(options)}"

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise wrong(value, path, "an object")
        kind = value.get(key, _MISSING)
        if not isinstance(kind, str) or kind not in options:
            raise wrong(kind, f"{path}.{key}" if path else key, expected)
        return options[kind].read(value, path)

    return Reader("an object", read)


def parse_json(text: str, what: str, remedy: str = REMEDY) -> Any:
    """Parses JSON as a browser does: no NaN, no bottomless nesting, numbers as doubles.

    Raises:
        LabError: if the text is no JSON
    """
    try:
        if _depth(text) > DEEPEST:
            raise ValueError(f"it is nested more than {DEEPEST} levels deep")
        return json.loads(text, parse_constant=_refuse, parse_int=lambda digits: plain_or_large(float(digits)))
    except ValueError as error:
        raise LabError(f"{what} is not JSON: {error}.", remedy) from None


def plain_or_large(value: float) -> float:
    """A whole number as an int, where a double holds it exactly."""
    return int(value) if abs(value) <= 2**53 else value


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _depth(text: str) -> int:
    depth = deepest = 0
    within = escaped = False
    for letter in text:
        if within:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                within = False
        elif letter == '"':
            within = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest
