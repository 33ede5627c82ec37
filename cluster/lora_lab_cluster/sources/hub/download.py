"""Downloads a file into the cache: continues where the connection broke, and checks size and hash."""

from __future__ import annotations

import hashlib
import http.client
import re
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...errors import LabError
from .http import PAUSES, Answer, Hub, Passing, wait

try:
    import fcntl
except ImportError:  # Windows: two runs that begin at the same moment must not download the same file
    fcntl = None  # type: ignore[assignment]

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """A file to download."""

    what: str
    """For messages, such as `model.safetensors of roberta-base`."""
    url: str
    target: Path
    size: int | None = None
    """Bytes that the file must have; None if that is not known."""
    sha256: str | None = None


def download(hub: Hub, wanted: Wanted) -> Path:
    """Downloads a file unless the cache has it, beside which a part of it is kept until it is whole.

    Raises:
        LabError: if the file cannot be loaded, is not what it should be, or cannot be kept
    """
    try:
        wanted.target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(wanted.target):
            if not wanted.target.is_file():
                part = wanted.target.with_name(f"{wanted.target.name}.part")
                _fill(hub, wanted, part)
                _verify(wanted, part)
                part.replace(wanted.target)
    except OSError as error:
        raise LabError(
            f"{wanted.what} cannot be kept in {wanted.target.parent}: {error.strerror or error}.",
            "Make room there, or set XDG_CACHE_HOME to another folder.",
        ) from None
    return wanted.target


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Waits until no other process of this machine downloads the same file."""
    lock = target.with_name(f"{target.name}.lock")
    with lock.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fill(hub: Hub, wanted: Wanted, part: Path) -> None:
    """Fetches until the part is whole. A connection that brings something each time is tried again for ever."""
    failures = 0
    while True:
        before = _size(part)
        try:
            _attempt(hub, wanted, part)
            return
        except Passing as error:
            failures = 1 if _size(part) > before else failures + 1
            if failures > len(PAUSES):
                raise
            wait(error, PAUSES[failures - 1])


def _attempt(hub: Hub, wanted: Wanted, part: Path) -> None:
    begin = _size(part)
    if wanted.size is not None and begin >= wanted.size:
        if begin == wanted.size:
            return
        part.unlink()
        begin = 0
    try:
        answer = hub.open(wanted.url, wanted.what, {"Range": f"bytes={begin}-"} if begin else None)
    except urllib.error.HTTPError:
        # 416: the part is longer than the file, or whole; a whole one passes the check of size and hash.
        if wanted.size is None and begin:
            return
        part.unlink(missing_ok=True)
        raise Passing(f"{wanted.what}: the hub answers 416. Run again.") from None
    with answer:
        continues = answer.status == 206 and _begins_at(answer, begin)
        total = _take(hub, wanted, answer, part, begin if continues else 0)
    if total is not None and _size(part) < total:
        why = OSError(f"the connection broke after {_size(part)} of {total} bytes")
        raise Passing(hub.unreachable(wanted.what, wanted.url, why))


def _take(hub: Hub, wanted: Wanted, answer: Answer, part: Path, begin: int) -> int | None:
    """Writes the answer's body behind what is there; gives the bytes that the whole file has, if the server says."""
    length = answer.headers.get("Content-Length")
    total = wanted.size if wanted.size is not None else begin + int(length) if length else None
    with part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        while True:
            try:
                chunk = answer.read(_AT_ONCE)
            except http.client.IncompleteRead as error:
                chunk = error.partial
                file.write(chunk)
                return total
            except (OSError, http.client.HTTPException) as error:
                raise Passing(hub.unreachable(wanted.what, wanted.url, error)) from None
            if not chunk:
                return total
            file.write(chunk)
            if total is not None and file.tell() > total:
                file.truncate(0)
                raise LabError(
                    f"{wanted.what}: the hub sends more than the {total} bytes that it announces.", "Run again."
                )


def _begins_at(answer: Answer, begin: int) -> bool:
    shown = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range") or "")
    return shown is None or int(shown[1]) == begin


def _verify(wanted: Wanted, part: Path) -> None:
    again = "It has been thrown away: run again, or use another hub by --hub."
    size = _size(part)
    if wanted.size is not None and size != wanted.size:
        part.unlink(missing_ok=True)
        raise LabError(f"{wanted.what} has {size} bytes; the hub says {wanted.size}.", again)
    if wanted.sha256 is None:
        return
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while chunk := file.read(_AT_ONCE):
            digest.update(chunk)
    if digest.hexdigest() != wanted.sha256:
        part.unlink(missing_ok=True)
        raise LabError(
            f"{wanted.what} arrived damaged: its sha256 is {digest.hexdigest()}, the hub says {wanted.sha256}.", again
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
