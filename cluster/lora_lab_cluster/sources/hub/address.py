"""The hub's addresses: those of its API, which describes a repository, and those of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from ...errors import LabError

RepositoryKind = Literal["models", "datasets"]
DEFAULT_REVISION = "main"


@dataclass(frozen=True)
class RepositoryRef:
    """A repository at a revision: a branch, a tag or a commit."""

    kind: RepositoryKind
    repository: str
    revision: str = DEFAULT_REVISION


def api_url(hub: str, ref: RepositoryRef) -> str:
    """The answer at this address has the commit, and the files' names, sizes and hashes."""
    return f"{hub}/api/{ref.kind}/{ref.repository}/revision/{quote(ref.revision, safe='')}?blobs=true"


def file_url(hub: str, ref: RepositoryRef, file: str) -> str:
    """The address of one file; the hub redirects to where its bytes are."""
    prefix = "datasets/" if ref.kind == "datasets" else ""
    path = "/".join(quote(part, safe="!~*'()") for part in file.split("/"))
    return f"{hub}/{prefix}{ref.repository}/resolve/{quote(ref.revision, safe='')}/{path}"


def origin(url: str) -> str:
    """Scheme, host and port: what an access token may go to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def normalize_hub_url(text: str) -> str:
    """A hub's address as a person types it, without what is added to it here: `https://huggingface.co`.

    Raises:
        LabError: if it is not the address of a web server
    """
    remedy = "Write it as https://huggingface.co."
    trimmed = text.strip()
    has_scheme = re.match(r"[a-z][a-z+.-]*://", trimmed, re.IGNORECASE)
    try:
        parts = urlsplit(trimmed if has_scheme else f"https://{trimmed}")
        host = parts.hostname
        _ = parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or re.search(r"\s", trimmed):
        raise LabError(f'"{trimmed}" is no address of a hub.', remedy)
    if parts.scheme not in ("https", "http"):
        raise LabError(f"The hub's address begins with {parts.scheme}:, not https.", remedy)
    if parts.username or parts.password:
        raise LabError("The hub's address holds a name or password.", "Give an access token in HF_TOKEN instead.")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
