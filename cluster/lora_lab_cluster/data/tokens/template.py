"""Special tokens around and between texts, token types, and truncation (`template.ts`, `truncate.ts`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .tokenizer_json import Json, is_token_id, part_of, shown, unusable

MOST_MARKS = 16
"""RoBERTa puts four special tokens around two texts; a sentence must have room beside them."""


@dataclass(frozen=True)
class Part:
    """Special tokens, or the position of the first (0) or the second text (1)."""

    ids: tuple[int, ...]
    text: int | None
    type: int


@dataclass(frozen=True)
class Template:
    """What surrounds one text, and what surrounds two."""

    single: tuple[Part, ...]
    pair: tuple[Part, ...]

    def fill(self, first: Sequence[int], second: Sequence[int] | None, most: int) -> tuple[list[int], list[int], int]:
        """Token ids and types of a text or two, cut to `most` ids; no special token is lost.

        Returns ids, types, and how many ids there would be without a limit.
        """
        parts = self.single if second is None else self.pair
        texts = [first] if second is None else [first, second]
        marks = sum(len(part.ids) for part in parts)
        full = marks + sum(map(len, texts))
        kept = [len(text) for text in texts] if full <= most else longest_first([len(t) for t in texts], most - marks)
        ids: list[int] = []
        types: list[int] = []
        for part in parts:
            own = part.ids if part.text is None else texts[part.text][: kept[part.text]]
            ids.extend(own)
            types.extend([part.type] * len(own))
        return ids, types, full


def longest_first(lengths: Sequence[int], room: int) -> list[int]:
    """How many tokens to keep of one or two texts that have `room` tokens together: Hugging Face's `longest_first`."""
    space = max(0, room)
    if len(lengths) == 1:
        return [min(lengths[0], space)]
    first, second = lengths
    if first + second <= space:
        return [first, second]
    # The longer one is cut to what the shorter one leaves, but not below it; then both are cut to half of the room. An
    # odd token goes to the longer one, or to the second of two equal ones.
    shorter, longer = sorted((first, second))
    longer = shorter if shorter > space else max(shorter, space - shorter)
    if shorter + longer > space:
        shorter = space // 2
        longer = shorter + space % 2
    return [longer, shorter] if first > second else [shorter, longer]


def make_template(content: Json) -> Template:
    """The template of a tokenizer.json. Raises LabError if its post_processor is of a kind that the lab does not know."""
    return _template(part_of(content, "post_processor"))


def _template(part: Json | None) -> Template:
    kind = None if part is None else part.get("type")
    if part is None or kind == "ByteLevel":  # which only changes offsets
        return Template((_text(0, 0),), (_text(0, 0), _text(1, 1)))
    if kind in ("RobertaProcessing", "BertProcessing"):
        start, end = _mark_id(part, "cls"), _mark_id(part, "sep")
        single = (_special(start, 0), _text(0, 0), _special(end, 0))
        if kind == "RobertaProcessing":
            return Template(single, (*single, _special(end, 0), _text(1, 0), _special(end, 0)))
        return Template(single, (*single, _text(1, 1), _special(end, 1)))
    if kind == "TemplateProcessing":
        return Template(_parsed(part, "single"), _parsed(part, "pair"))
    if kind == "Sequence":
        return _of_sequence(part)
    raise unusable(f"its post_processor is of type {shown(kind)}, which the lab does not know")


def _of_sequence(part: Json) -> Template:
    processors = part.get("processors")
    processors = processors if isinstance(processors, list) else []
    if not all(isinstance(each, Mapping) for each in processors):
        raise unusable("its post_processor has a part that is not an object")
    marking = [each for each in processors if each.get("type") != "ByteLevel"]
    if len(marking) > 1:
        raise unusable("its post_processor is a sequence of several, which the lab does not know")
    return _template(marking[0] if marking else None)


def _text(which: int, type_: int) -> Part:
    return Part((), which, type_)


def _special(token: int, type_: int) -> Part:
    return Part((token,), None, type_)


def _mark_id(part: Json, field: str) -> int:
    """`"cls": ["<s>", 0]`"""
    mark = part.get(field)
    token = mark[1] if isinstance(mark, list) and len(mark) > 1 else None
    if not is_token_id(token):
        raise unusable(f"its post_processor has no id for {field}")
    return token


def _parsed(part: Json, form: str) -> tuple[Part, ...]:
    parts, specials = part.get(form), part.get("special_tokens")
    if not isinstance(parts, list) or not isinstance(specials, Mapping):
        raise unusable(f"its post_processor has no template for {form} texts")
    read = tuple(_parsed_part(each, specials) for each in parts)
    texts = sorted(each.text for each in read if each.text is not None)
    if texts != ([0] if form == "single" else [0, 1]):
        raise unusable(f"its post_processor has not each text once for {form} texts")
    marks = sum(len(each.ids) for each in read)
    if marks > MOST_MARKS:
        raise unusable(f"its post_processor puts {marks} marks around {form} texts")
    return read


def _parsed_part(part: Any, specials: Json) -> Part:
    entry = (part.get("SpecialToken") or part.get("Sequence")) if isinstance(part, Mapping) else None
    if not isinstance(entry, Mapping):
        raise unusable("its post_processor has a part of an unknown kind")
    type_ = entry.get("type_id", 0)
    if not is_token_id(type_):
        raise unusable(f"its post_processor has the token type {shown(type_)}")
    if "Sequence" in part:
        return _text(1 if entry.get("id") == "B" else 0, type_)
    name = entry.get("id")
    known = specials.get(name) if isinstance(name, str) else None
    ids = known.get("ids") if isinstance(known, Mapping) else None
    if not isinstance(ids, list) or not all(map(is_token_id, ids)):
        raise unusable(f"its post_processor has no ids for {shown(name)}")
    return Part(tuple(ids), None, type_)
