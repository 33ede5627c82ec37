"""A hub's repository at one commit, whose files come from the cache, or over the network into the cache."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...errors import LabError
from .address import RepositoryRef, api_url, file_url
from .download import Wanted, download
from .http import Hub, HubUnavailable

COMMIT = re.compile("[0-9a-f]{40}")
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class HubFile:
    """A file as the hub lists it."""

    name: str
    size: int | None
    """Bytes; None if the hub does not say."""
    sha256: str | None
    """None for small files, or if the hub does not say."""


class HubRepository:
    """A repository at one commit: it never changes."""

    def __init__(self, hub: Hub, ref: RepositoryRef, files: Mapping[str, HubFile], folder: Path) -> None:
        """The reference's revision is the commit; the folder keeps the commit's files."""
        self._hub, self._ref, self._files, self._folder = hub, ref, files, folder

    @property
    def commit(self) -> str:
        """The commit, as 40 hexadecimal digits."""
        return self._ref.revision

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(self._files)

    def path(self, name: str) -> Path:
        """A file, which is downloaded if it is not here yet. A hub's own cache (HF_HOME) is looked into first.

        Raises:
            LabError: if the file cannot be loaded
        """
        file = self._files[name]
        if ".." in name.split("/") or name.startswith("/") or "\\" in name or "\0" in name:
            raise LabError(f"{self._ref.repository} has a file with an impossible name.", "Use another repository.")
        known = _in_hub_cache(self._ref, file)
        if known is not None:
            return known
        what = f"{name} of {self._ref.repository}"
        url = file_url(self._hub.url, self._ref, name)
        return download(self._hub, Wanted(what, url, self._folder / name, file.size, file.sha256))


def open_repository(hub: Hub, ref: RepositoryRef, cache: Path, notes: list[str]) -> HubRepository:
    """Finds out which commit a revision is. Without a connection, what is in the cache is used, and a note says so.

    Raises:
        LabError: naming the repository
    """
    folder = cache / _host(hub.url) / ref.kind / ref.repository.replace("/", "--")
    note = folder / f"listing-{hashlib.sha256(ref.revision.encode()).hexdigest()[:16]}.json"
    known = _recall(note)
    if known is not None and COMMIT.fullmatch(ref.revision):
        listing = known  # a commit never changes
    elif os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0"):
        listing = _known(
            ref, known, notes, LabError(f"{ref.repository} is not in the cache.", "Unset HF_HUB_OFFLINE.")
        )
    else:
        try:
            listing = _parse(hub.json(api_url(hub.url, ref), ref.repository)[0], hub)
            _remember(note, listing)
        except HubUnavailable as error:
            listing = _known(ref, known, notes, error)
    commit, files = listing
    return HubRepository(hub, RepositoryRef(ref.kind, ref.repository, commit), files, folder / commit)


_Listing = tuple[str, dict[str, HubFile]]


def _known(ref: RepositoryRef, known: _Listing | None, notes: list[str], error: LabError) -> _Listing:
    if known is None:
        raise error
    notes.append(
        f"The hub could not be reached: {ref.repository} is taken from this machine's cache, at the commit {known[0][:7]}."
    )
    return known


def _parse(answer: Any, hub: Hub) -> _Listing:
    commit = answer.get("sha") if isinstance(answer, dict) else None
    siblings = answer.get("siblings") if isinstance(answer, dict) else None
    if not isinstance(commit, str) or not COMMIT.fullmatch(commit) or not isinstance(siblings, list):
        raise HubUnavailable(f"{hub.url} does not answer as a hub does.", "Check the hub's address.")
    files = (_file_of(sibling) for sibling in siblings if isinstance(sibling, dict))
    return commit, {file.name: file for file in files if file is not None}


def _file_of(sibling: dict[str, Any]) -> HubFile | None:
    name = sibling.get("rfilename")
    if not isinstance(name, str):
        return None
    lfs = sibling.get("lfs") if isinstance(sibling.get("lfs"), dict) else {}
    size = lfs.get("size", sibling.get("size"))
    sha256 = lfs.get("sha256")
    return HubFile(
        name,
        size if isinstance(size, int) and size >= 0 else None,
        sha256 if isinstance(sha256, str) and _SHA256.fullmatch(sha256) else None,
    )


def _remember(note: Path, listing: _Listing) -> None:
    """Keeps the listing for times without a connection; where it cannot be kept, nothing is lost today."""
    commit, files = listing
    text = json.dumps({"commit": commit, "files": [asdict(file) for file in files.values()]})
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        scratch = note.with_name(f"{note.name}.{os.getpid()}")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(note)
    except OSError:
        pass


def _recall(note: Path) -> _Listing | None:
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
        return kept["commit"], {file["name"]: HubFile(**file) for file in kept["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _in_hub_cache(ref: RepositoryRef, file: HubFile) -> Path | None:
    """The file in the cache that Hugging Face's own libraries keep, if they have downloaded this commit."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    path = cache / f"{ref.kind}--{ref.repository.replace('/', '--')}" / "snapshots" / ref.revision / file.name
    try:
        return path if path.is_file() and file.size in (None, path.stat().st_size) else None
    except OSError:
        return None


def _host(url: str) -> str:
    return re.sub(r"[^\w.-]+", "-", url.partition("://")[2], flags=re.ASCII)
