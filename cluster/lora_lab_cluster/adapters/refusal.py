"""Errors that refuse an adapter_config.json, in the words of the lab's `src/interop/peft/configRefusal.ts`."""

from __future__ import annotations

from typing import Any

from ..errors import LabError
from ..experiment.text import shown_value

_MOST_SHOWN = 6


def refuse(what: str, remedy: str) -> LabError:
    """The error; `what` completes the sentence that begins with the file's name."""
    return LabError(f"adapter_config.json {what}.", remedy)


def show(value: Any) -> str:
    """A value of the config, cut to fit a message; a short list of plain values is shown in full."""
    if isinstance(value, list) and len(value) <= _MOST_SHOWN and not any(isinstance(one, (dict, list)) for one in value):
        return f"[{', '.join(map(shown_value, value))}]"
    return shown_value(value)
