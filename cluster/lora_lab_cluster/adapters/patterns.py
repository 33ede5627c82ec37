"""Regular expressions of adapter configs, whose cost is bounded before they are used: `src/interop/peft/pythonPattern.ts`.

Python reads every pattern that PEFT can. What the lab's page cannot read is refused here too, so that an experiment means
the same everywhere.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ..errors import LabError

_LONGEST = 500
# The length of a module's name in characters, roughly.
_NAME_LENGTH = 50
# Ways to match four repetitions in a row, which cost milliseconds a name.
_MOST_WAYS = _NAME_LENGTH**4
_ONLY_PYTHON = re.compile(r"\(\?[^:P=!<]|\(\?P[^<]|\\[AZ]|[*+?}]\+|\[\^?\]")


def compile_pattern(pattern: str, field: str, whole: bool) -> re.Pattern[str]:
    """Compiles a pattern of a config, to be used with `fullmatch`.

    Args:
        whole: whether it must match all of a name, or with `(.*\\.)?` before it.

    Raises:
        LabError: if the page does not read the pattern as Python does, or matching could take forever
    """
    if len(pattern) > _LONGEST:
        raise _refused(pattern, field, f"is longer than {_LONGEST} characters")
    if _ONLY_PYTHON.search(pattern):
        raise _refused(pattern, field, "is one that only Python reads")
    if ways_to_match(pattern.replace("(?P<", "(?<")) > _MOST_WAYS:
        raise _refused(pattern, field, "could take too long to match")
    try:
        return re.compile(pattern if whole else rf"(?:.*\.)?(?:{pattern})", re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        raise _refused(pattern, field, "is no regular expression") from None


def _refused(pattern: str, field: str, why: str) -> LabError:
    return LabError(
        f'adapter_config.json: the pattern in {field} {why}: "{pattern[:60]}".',
        "Write the full module names as a list instead; they mean the same to PEFT.",
    )


@dataclass
class _Group:
    """An open group of a pattern."""

    branches: bool = False
    """Whether it holds a repetition, an option or a choice."""
    alternatives: int = 1
    """How many there are so far."""


def ways_to_match(pattern: str) -> float:
    """About how many ways there are to match a name.

    Every repetition may end at each of its characters, and every option and choice multiplies what comes after it. The
    result is infinite if a repetition encloses a repetition or a choice, where time explodes.
    """
    ways = 1.0
    whole = _Group()
    open_groups: list[_Group] = []
    bare = re.sub(r"\[[^\]]*\]", "x", re.sub(r"\\.", "x", pattern))
    at = 0
    while at < len(bare):
        character, after = bare[at], bare[at + 1 : at + 2]
        if character == "(":
            open_groups.append(_Group())
            at += after == "?"  # (?: and the like; no option
        elif character == "|":
            _branch(whole, open_groups)
            (open_groups[-1] if open_groups else whole).alternatives += 1
        elif character == ")":
            group = open_groups.pop() if open_groups else whole
            ways *= group.alternatives
            if group.branches and after in ("*", "+", "{"):
                return math.inf
        elif character in "*+{?":
            ways *= 2 if character == "?" else _NAME_LENGTH
            _branch(whole, open_groups)
            at += character != "?" and after == "?"  # lazy repetition
        at += 1
    return ways * whole.alternatives


def _branch(whole: _Group, open_groups: list[_Group]) -> None:
    for group in (whole, *open_groups):
        group.branches = True
