"""One scenario as text, as in `scenario=upper:7-12.qkvoud.r8`; its grammar is in `src/experiment/address/scenarioCode.ts`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..experiment.lab import LAB, color_at
from ..experiment.ranks import tidy_ranks
from ..experiment.rules import RULES
from ..experiment.source_ref import is_adapter_id
from ..experiment.text import first_units, quote, trim, units, without_halves
from ..experiment.types import COMPONENTS
from ..experiment.url_text import decode_text
from ..experiment.validate import MAX_NAME_LENGTH

Json = dict[str, Any]
Report = Callable[[str], None]
Chosen = list[dict[str, int | None]]
"""By layer the chosen components, each with the rank of its own, if it has one."""

_MAX_CODE_LENGTH = 8000
_FLAGS = re.IGNORECASE | re.ASCII
# A plus sign after a digit and an "e" belongs to a number: lr1e+0.
_BLOCK_END = re.compile(r"(?<![0-9]e)\+", _FLAGS)
_PART_END = re.compile(r"\.(?=[a-z])", _FLAGS)
_COLON = re.compile("%3A", _FLAGS)
_LETTERS = re.compile("[qkvoud]+(:|\\Z)", _FLAGS)
_SPAN = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
_OPTION = re.compile("(rs\\Z|init=|c(?=[0-9a-f]{6}\\Z)|epochs|steps|brate|lr|r|a)([^\n\r\u2028\u2029]*)", _FLAGS)
_LORA_OPTIONS = ("rank", "alpha", "rsLora", "pissa", "dora", "bRate")
_NUMBERS = {"lr": "learningRate", "a": "alpha", "r": "rank", "brate": "bRate"}
_NO_OPTION = (
    "not an option; write r8, a16, rs, pissa, dora, brate16, lr0.0005, epochs3, steps100, "
    "checkpointing, int8, nf4 or c1f77b4"
)


def decode_scenario(text: str, position: int, layers: int, report: Report) -> Json | None:
    """Reads one scenario. A part that is wrong is reported, and its default is used.

    Args:
        text: the scenario, percent-encoded
        position: 0-based, for the name and colour of a scenario that has none
        layers: encoder layers, the length of the module set
        report: gets the problems, each a part of a sentence that follows the scenario's text

    Returns:
        the scenario's JSON; None if the text is no scenario at all, which is reported too
    """
    # Some programs that pass links on encode even a colon.
    code = text if ":" in text else _COLON.sub(":", text, count=1)
    if ":" not in code:
        report('no ":" after the name; write e.g. upper:7-12.qkvoud.r8; the scenario is left out')
        return None
    if units(code) > _MAX_CODE_LENGTH:
        report(f"longer than {_MAX_CODE_LENGTH} characters; the scenario is left out")
        return None
    raw_name, _, behind = code.partition(":")
    name = _decode_name(raw_name, position, report)
    decoded = decode_text(behind)
    blocks = [_PART_END.split(block) for block in _BLOCK_END.split(behind if decoded is None else decoded)]
    method = blocks[0][0] if blocks[0][0] in ("classifier", "full") else "lora"
    chosen: Chosen = [{} for _ in range(layers)]
    options = _read_blocks(blocks, method, chosen, report)
    read = _decode_options(options, method == "lora", report)
    scenario = {"name": name, "color": read.pop("color", color_at(position)), "method": method}
    if method == "lora":
        rank = read.pop("rank", LAB["rank"])
        scenario["modules"] = [[name for name in COMPONENTS if name in layer] for layer in chosen]
        scenario |= {"rank": rank, "alpha": read.pop("alpha", rank), "rsLora": read.pop("rsLora", False)}
        if ranks := tidy_ranks({**scenario, "ranks": _ranks(chosen)}):
            scenario["ranks"] = ranks
    return scenario | read


def _read_blocks(blocks: list[list[str]], method: str, chosen: Chosen, report: Report) -> list[str]:
    """Adds the blocks' modules to `chosen`, one set a layer, and gives the options behind them."""
    options: list[str] = []
    for at, (head, *rest) in enumerate(blocks):
        if method == "lora" and head != "none":
            letters = rest.pop(0) if rest and _LETTERS.match(rest[0]) else None
            _choose_block(chosen, head, letters, report)
        elif method != "lora" and at > 0:
            report(f"{quote(head)}: nothing can be joined to {quote(method)}; it is left out")
        options += rest
    return options


def _decode_name(text: str, position: int, report: Report) -> str:
    decoded = decode_text(text)
    if decoded is None:
        report("the name is no proper percent-encoding; it is kept as typed")
    typed = text if decoded is None else decoded
    name = cut_name(typed, MAX_NAME_LENGTH)
    # Looks at the cut name, because a name can begin with more blanks than it may have characters.
    if trim(name) == "":
        report(f'no name before the ":"; it is called "scenario {position + 1}"')
        return f"scenario {position + 1}"
    if name != typed:
        report(f"a name of more than {MAX_NAME_LENGTH} characters; the rest is cut off")
    return name


def cut_name(name: str, length: int) -> str:
    """The name's first characters (UTF-16 units), without half an emoji at the end."""
    return name if units(name) <= length else without_halves(first_units(name, length))


def _choose_block(chosen: Chosen, layers: str, letters: str | None, report: Report) -> None:
    numbers = set(_decode_layers(layers, len(chosen), report))
    if letters is None and numbers:
        report(f"{quote(layers)} names no components; write e.g. 7-12.qv; all six are used")
    own, *ranks = (letters or "").lower().split(":")
    rank = int(number) if ranks and (number := RULES["rank"].parse(ranks[0])) is not None else None
    if ranks and rank is None:
        report(f"{quote(letters or '')}: the rank is not {RULES['rank'].text}; the scenario’s is used")
    components = [name for name in COMPONENTS if letters is None or LAB["componentLetters"][name] in own]
    twice = False
    for layer in (chosen[number - 1] for number in numbers):
        for name in components:
            before = layer.get(name)
            if before is None:
                layer[name] = rank
            elif rank is not None and rank != before:
                twice = True
    if twice:
        report(f"{quote(f'{layers}.{letters}')}: the rank of a module is given twice; the first is used")


def _ranks(chosen: Chosen) -> list[Json]:
    """Modules with a rank of their own, by rank."""
    ranks = sorted({rank for layer in chosen for rank in layer.values() if rank is not None})
    return [
        {"rank": rank, "modules": [[name for name in COMPONENTS if layer.get(name) == rank] for layer in chosen]}
        for rank in ranks
    ]


def _decode_layers(text: str, total: int, report: Report) -> list[int]:
    """Layer numbers, 1-based, within the encoder."""
    every = list(range(1, total + 1))
    if text == "all":
        return every
    if text in ("odd", "even"):
        return [layer for layer in every if (layer % 2 == 0) == (text == "even")]
    numbers: list[int] = []
    for span in text.split(","):
        match = _SPAN.fullmatch(span)
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if low > high:
            report(f"{quote(span)}: not layers; write e.g. 7-12, 1,3,5, all, even or odd; it is left out")
            continue
        if low < 1 or high > total:
            report(f"{quote(span)}: the layers are 1 to {total}; the others are left out")
        numbers += every[max(low, 1) - 1 : min(high, total)]
    return numbers


def _decode_options(texts: list[str], lora: bool, report: Report) -> Json:
    options: Json = {}
    for text in texts:
        option = _decode_option(text)
        if isinstance(option, str):
            report(f"{quote(text)}: {option}; it is left out")
            continue
        name, value = option
        if not lora and name in _LORA_OPTIONS:
            report(f"{quote(text)}: only LoRA has it; it is left out")
        elif name in options:
            report(f"{quote(text)}: given twice; the first is used")
        else:
            options[name] = value
    return options


def _decode_option(text: str) -> tuple[str, Any] | str:
    """One option as the scenario's key and value, or what is wrong with it."""
    word = text.lower()
    if word == "pissa":
        return "pissa", True
    if word == "dora":
        return "dora", True
    if word in ("checkpointing", "nocheckpointing"):
        return "checkpointing", word == "checkpointing"
    if word in LAB["choices"]["basePrecision"]:
        return "basePrecision", word
    match = _OPTION.fullmatch(text)
    if match is None:
        return _NO_OPTION
    key, value = match[1].lower(), match[2]
    if key == "rs":
        return "rsLora", True
    if key == "init=":
        init = value.replace("~", ".")
        return ("init", init) if is_adapter_id(init) else "not the id of an adapter; write init=local:name"
    if key == "c":
        return "color", f"#{value}"
    rule = RULES[_NUMBERS.get(key, key)]
    number = rule.parse(value)
    if number is None:
        return f"not {rule.text}"
    if key in ("epochs", "steps"):
        return "duration", {"unit": key, "count": number}
    return _NUMBERS[key], number
