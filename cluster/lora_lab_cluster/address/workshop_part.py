"""The workshop's part of an address. A cluster has no page to lock, so only what is wrong and `seeds=own` matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ..experiment.lab import LAB, WORKSHOP_KEYS
from ..experiment.rules import RULES
from ..experiment.text import clip, first_units, replace_halves, trim, units
from ..experiment.url_text import decode_text
from .fragment import given_often, no_value

Report = Callable[[str], None]

_MOST: dict[str, int] = LAB["address"]["workshop"]["most"]
_PARTS: dict[str, list[str]] = {
    "lock": LAB["address"]["workshop"]["lockable"],
    "hide": LAB["address"]["workshop"]["hideable"],
}
_WORDS = {"predict": "ranking", "seeds": "own"}
_MAX_NAMES = 40
_HALF_AT_END = re.compile("[\ud800-\udbff]\\Z")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def decode_workshop(entries: Mapping[str, Sequence[str]]) -> tuple[bool, list[str]]:
    """Reads the workshop's keys.

    Args:
        entries: the values that the fragment gives each key, still percent-encoded

    Returns:
        whether each device is to have a first seed of its own, and one sentence for each wrong part
    """
    problems: list[str] = []
    texts: dict[str, str] = {}
    for key in WORKSHOP_KEYS:
        value = _first_value(key, entries.get(key, ()), problems.append)
        if value is not None:
            texts[key] = _read(key, value, problems.append)
    if texts.get("intro") and texts.get("introfile"):
        problems.append("introfile: intro is given too; intro is used")
    return texts.get("seeds") == _WORDS["seeds"], problems


def _read(key: str, value: str, report: Report) -> str:
    if key in _MOST:
        return _read_text(key, value, _MOST[key], report)
    if key in _WORDS and value != _WORDS[key]:
        report(f"{key}={clip(value)}: not {_WORDS[key]}; left out")
    elif key in _PARTS:
        _read_parts(key, value, report)
    elif key == "budget" and RULES["budget"].parse(value) is None:
        report(f"{key}={clip(value)}: not {RULES['budget'].text}; any number of trials may be run")
    return value


def _read_text(key: str, value: str, most: int, report: Report) -> str:
    if units(value) > most:
        report(f"{key}: longer than {most} characters; what is beyond is left out")
    kept = _HALF_AT_END.sub("", first_units(value, most))
    return trim(_UNSHOWN.sub("", replace_halves(re.sub("\r\n?", "\n", kept))))


def _read_parts(key: str, value: str, report: Report) -> None:
    asked, every = value.split(",")[:_MAX_NAMES], _PARTS[key]
    unknown = [part for part in asked if part not in every]
    if unknown and "all" not in asked:
        report(
            f"{key}={clip(','.join(unknown))}: not a part that {key} knows; the parts are {', '.join(every)}, or all"
        )


def _first_value(key: str, values: Sequence[str], report: Report) -> str | None:
    """The first of a key's values, decoded; None if none can be used."""
    if not values:
        return None
    if len(values) > 1:
        report(given_often(key, len(values)))
    text = decode_text(values[0])
    if text is None:
        report(f"{key}={clip(values[0])}: not a proper percent-encoding; left out")
    elif trim(text) == "":
        report(no_value(key))
        return None
    return text
