"""How a file is to be read: the part of a data choice that says so."""

from __future__ import annotations

from dataclasses import dataclass

from ...experiment.types import DataChoice


@dataclass(frozen=True)
class ReadingChoice:
    """None chooses automatically; see docs/data.md, "What can be chosen"."""

    header: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    missing: str | None = None

    @classmethod
    def of(cls, choice: DataChoice) -> ReadingChoice:
        """What a data choice says of the reading."""
        return cls(choice.header, choice.delimiter, choice.encoding, choice.missing)


def ignored_notes(choice: ReadingChoice, reasons: dict[str, str]) -> list[str]:
    """One sentence for each setting that was given and has no effect; a reason completes "has no effect: "."""
    given = {key: getattr(choice, key) for key in reasons}
    return [
        f"The setting {key}={given[key]} has no effect: {reason}."
        for key, reason in reasons.items()
        if given[key] is not None
    ]
