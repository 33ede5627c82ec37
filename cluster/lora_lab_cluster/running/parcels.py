"""A model's files for machines that do not have them: in Ray's object store, and from there into a cache of theirs."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..sources.types import ModelFiles

CACHE = Path("~/.cache/lora-lab-cluster/parcels")


@dataclass(frozen=True)
class Parcel:
    """A file that a process reads where it is, if it is there, or else unpacks."""

    path: Path
    size: int
    key: str
    """Of the file's path, size and time; it names the unpacked copy."""
    content: Any
    """A reference into Ray's object store; None if all processes are on one machine."""

    def here(self) -> Path:
        """The file's path on this machine. Raises OSError where it cannot be unpacked."""
        if self.path.is_file() and self.path.stat().st_size == self.size:
            return self.path
        if self.content is None:
            raise FileNotFoundError(f"{self.path} was there when the run began and is no longer.")
        folder = CACHE.expanduser() / self.key
        target = folder / self.path.name
        if target.is_file() and target.stat().st_size == self.size:
            return target
        import ray

        folder.mkdir(parents=True, exist_ok=True)
        # Processes of one machine may unpack the same file at the same time; each replaces it as a whole.
        scratch = folder / f".{self.path.name}.{os.getpid()}"
        scratch.write_bytes(ray.get(self.content))
        scratch.replace(target)
        return target


def pack(model: ModelFiles, travels: bool) -> tuple[Parcel, ...]:
    """Packs the weights. With `travels` they are put into the object store, for other machines; their bytes are read."""
    return tuple(_packed(path, travels) for path in model.weights)


def _packed(path: Path, travels: bool) -> Parcel:
    content = None
    if travels:
        import ray

        content = ray.put(path.read_bytes())
    stat = path.stat()
    key = hashlib.sha256(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}".encode()).hexdigest()[:16]
    return Parcel(path.resolve(), stat.st_size, key, content)


def unpack(model: ModelFiles, parcels: tuple[Parcel, ...]) -> ModelFiles:
    """The model with the paths that its weights have on this machine."""
    places = dict(zip(model.weights, (parcel.here() for parcel in parcels), strict=True))
    return replace(
        model,
        weights=tuple(places.values()),
        tensors={name: places[path] for name, path in model.tensors.items()},
    )
