"""Ids of models and data sets, which say where they come from: the lab, a hub, or files of the person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .lab import LAB

SourceKind = Literal["model", "dataset"]

MAX_ID_LENGTH = 160

_LOCAL = re.compile(r"local:\w[\w.-]*", re.ASCII)
_SEGMENT = r"[A-Za-z0-9_][\w.-]*"
# Segments begin with a letter, a digit or an underscore, so that there is no ".." and no address.
_HUB = re.compile(rf"({_SEGMENT}(?:/{_SEGMENT})?)(?:@({_SEGMENT}(?:/{_SEGMENT}){{0,3}}))?", re.ASCII)


@dataclass(frozen=True)
class SourceRef:
    """What an id means."""

    kind: Literal["embedded", "hub", "local"]
    name: str
    """A folder of the lab's, a hub's repository, or the label of files of the person."""
    revision: str | None = None
    """A branch, tag or commit of the hub's repository."""


def parse_source_ref(kind: SourceKind, id: str) -> SourceRef | None:
    """What `roberta-mini`, `owner/name@revision` or `local:reviews.csv` means; None for what is no id."""
    if len(id) > MAX_ID_LENGTH:
        return None
    if _LOCAL.fullmatch(id):
        return SourceRef("local", id.removeprefix("local:"))
    if id in LAB["embedded"][kind]:
        return SourceRef("embedded", id)
    match = _HUB.fullmatch(id)
    return SourceRef("hub", match[1], match[2]) if match else None


def is_adapter_id(id: str) -> bool:
    """Whether an id names an adapter: adapters come from files of the person alone."""
    return len(id) <= MAX_ID_LENGTH and _LOCAL.fullmatch(id) is not None


def local_id(name: str) -> str:
    """The id of files of this machine: the part of their name that an address can carry."""
    decomposed = unicodedata.normalize("NFKD", name)
    kept = re.sub(r"^[-.]+", "", re.sub(r"[^\w.-]+", "-", decomposed, flags=re.ASCII))[:100]
    return f"local:{kept or 'files'}"


def format_source_id(id: str) -> str:
    """The id as a person reads it: "mine.csv (on this machine)" for `local:mine.csv`."""
    return f"{id.removeprefix('local:')} (on this machine)" if _LOCAL.fullmatch(id) else id
