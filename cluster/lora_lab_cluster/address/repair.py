"""Restores an address to what it was before mail programs, chats and documents passed it on.

An address that can already be read is never changed; a repair is kept only if it leaves less of the address wrong. The
repairs are those of `src/address/repairAddress.ts`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..experiment.lab import ADDRESS_KEYS
from ..experiment.text import WHITESPACE, trim, units
from ..experiment.url_text import decode_text
from .page_address import decode_address

# A longer text, or one with more parts, is no link that a person sent, and trying repairs on it would take long.
_MAX_LENGTH = 20_000
_MAX_PARTS = 100

_FLAGS = re.IGNORECASE | re.ASCII
_KEY = f"(?:{'|'.join(ADDRESS_KEYS)})"
_SPACE = f"[{WHITESPACE}]"

_INVISIBLE = re.compile(
    "[\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]|%C2%AD|%E2%80%(?:8[B-F]|A[89A-E])|%E2%81%A[0-4]|%EF%BB%BF",
    _FLAGS,
)
_BREAKS = re.compile(rf"{_SPACE}*[\r\n\t]{_SPACE}*|%0D|%0A|%09", _FLAGS)
_SPACES = re.compile(f"{_SPACE}|%20|%C2%A0", _FLAGS)
# Quotes, brackets and punctuation from the sentence around a link.
_BEFORE = re.compile(rf"^(?:[{WHITESPACE}<(\[{{\"'“‘«„`]|%3C|%22|%60|%E2%80%9[8C]|%C2%AB)+", _FLAGS)
_AFTER = re.compile(
    rf"(?:[{WHITESPACE}>)\]}}\"'”’»“`.,;:!?…*_\\]|%3E|%22|%60|%5C|%E2%80%(?:9[9CD]|A6)|%C2%BB)+\Z", _FLAGS
)
# The "#" of an address as some programs write it.
_OF_SIGN = re.compile(rf"^(?:\W*[a-z]+://[^#]*?)?[^#&=]*?#?(?:%23|\uff03|%EF%BC%83)(?={_KEY}(?:=|%3D))", _FLAGS)
# A first key whose "=" is encoded, perhaps more than once.
_OF_KEY = re.compile(rf"^[^#]*#?{_KEY}%(?:25)*3D", _FLAGS)
_WITHOUT_SIGN = re.compile(rf"{_SPACE}*[a-z]+://[^#]*", _FLAGS)
_KEPT = re.compile(r"scenario=[^:]*:|(?:title|intro|question)=.*\Z|[^=]*=", re.DOTALL)
_MORE = re.compile(r"\.\.\. and ([0-9]+) more problems")


@dataclass(frozen=True)
class _Step:
    damage: str
    """What was wrong, for the message."""
    mend: Callable[[str], str]


def _decoded(text: str) -> str:
    decoded = decode_text(text)
    return text if decoded is None else decoded


def _decoded_once_or_twice(text: str) -> str:
    once = _decoded(text) if _OF_KEY.search(text) else text
    return _decoded(once) if _OF_KEY.search(once) else once


def _with_equals(text: str) -> str:
    is_encoded = all(re.match(r"[^=]*(?:=3D|\Z)", part, _FLAGS) for part in text.split("&"))
    return re.sub("=3D", "=", text, flags=_FLAGS) if is_encoded else text


def _replacing(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    compiled = re.compile(pattern, _FLAGS)
    return lambda text: compiled.sub(by, text)


# Repairs of the whole text; each is sure of what it sees.
_OF_TEXT = (
    _Step("line breaks", lambda text: re.sub("=\r?\n", "", text)),
    _Step('"&amp;" for "&"', _replacing(r"&(?:(?:amp|#0*38|#x0*26);)+", "&")),
    _Step('its "#" written otherwise', lambda text: _OF_SIGN.sub("#", text, count=1)),
    _Step("encoded twice", _decoded_once_or_twice),
    _Step('"=3D" for "="', _with_equals),
)

# Repairs of one part, `key=value`.
_OF_PART = (
    _Step("characters that cannot be seen", lambda part: _INVISIBLE.sub("", part)),
    _Step("line breaks", lambda part: _BREAKS.sub("", part)),
    _Step("signs around it", lambda part: _AFTER.sub("", _BEFORE.sub("", part))),
    _Step("spaces", lambda part: _SPACES.sub("", part)),
    _Step("capital letters", lambda part: re.sub(r"^[^=]*", lambda key: key[0].lower(), part, count=1)),
    _Step('"=3D" for "="', _replacing("=3D", "=")),
    _Step("encoded twice", _replacing(r"%25(?=[0-9a-f]{2})", "%")),
    _Step("encoded signs", _replacing("%(?:3A|3D|2B|2C|2F|2E|2D)", lambda sign: _decoded(sign[0]))),
    _Step("dashes for hyphens", _replacing("[\u2010-\u2015\u2212]|%E2%80%9[0-5]|%E2%88%92", "-")),
)


def repair_address(fragment: str) -> tuple[str, str | None]:
    """Repairs a fragment, with or without `#`, or a whole address. Never raises.

    Returns:
        the text to read in its place, and one sentence about what was repaired; None if nothing was changed
    """
    # An address without its "#" holds nothing at all.
    is_whole = _WITHOUT_SIGN.fullmatch(fragment) is not None and _OF_SIGN.search(fragment) is not None
    wrong = 0 if units(fragment) > _MAX_LENGTH else math.inf if is_whole else _problems_of(fragment)
    if wrong == 0:
        return fragment, None
    damages: dict[str, None] = {}
    parts = _repaired_text(fragment, damages).split("&")
    if len(parts) > _MAX_PARTS or _repair_parts(parts, damages) >= wrong:
        return fragment, None
    return "&".join(parts), f"The link came damaged ({', '.join(damages)}) and is read as it was meant."


def _repaired_text(fragment: str, damages: dict[str, None]) -> str:
    text = trim(fragment)
    for step in _OF_TEXT:
        mended = step.mend(text)
        if mended != text:
            damages[step.damage] = None
        text = mended
    return re.sub(r"^[^#]*#", "", text, count=1)


def _repair_parts(parts: list[str], damages: dict[str, None]) -> int:
    """Repairs the parts in place, each by its first repair that leaves less wrong; gives how many problems are left."""
    left = _problems_of("&".join(parts))
    for index, part in enumerate(parts):
        if left == 0:
            break
        tries = list(_candidates(part))
        if not tries or _problems_of("&".join(parts[:index] + parts[index + 1 :])) >= left:
            continue
        for mended, damage in tries:
            tried = _problems_of("&".join([*parts[:index], mended, *parts[index + 1 :]]))
            if tried < left:
                left = tried
                parts[index] = mended
                damages.update(dict.fromkeys(damage))
                break
    return left


def _candidates(part: str) -> Iterator[tuple[str, list[str]]]:
    """Yields the part with repairs: first of its key, then of its value, and only last of a name or text in it."""
    equals = part.find("=") + 1
    if equals > 0:
        yield from _repairs("", part[: equals - 1], part[equals - 1 :])
    match = _KEPT.match(part)
    kept = match[0] if match else ""
    yield from _repairs(kept, part[len(kept) :], "")
    if kept != part:
        yield from _repairs("", part, "")


def _repairs(before: str, text: str, after: str) -> Iterator[tuple[str, list[str]]]:
    """Yields the text after each repair by itself, then after more and more of them together."""
    for step in _OF_PART:
        mended = step.mend(text)
        if mended != text:
            yield before + mended + after, [step.damage]
    mended, every = text, []
    for step in _OF_PART:
        further = step.mend(mended)
        if further == mended:
            continue
        mended = further
        every.append(step.damage)
        if len(every) > 1:
            yield before + mended + after, list(every)


def _problems_of(text: str) -> int:
    """Counts the wrong parts; a long list of problems ends by saying how many more there are."""
    more = (_MORE.fullmatch(problem) for problem in decode_address(text).problems)
    return sum(int(match[1]) if match else 1 for match in more)
