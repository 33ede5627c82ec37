"""Lists the Parquet files of a data set on the hub, by subset and split (`src/data/hub/listing.ts`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ...errors import LabError
from ...experiment.rules import is_data_name
from .address import DEFAULT_REVISION, RepositoryRef, file_url
from .http import Hub

_CONVERTED = "refs/convert/parquet"
"""The branch on which the hub keeps what it has converted to Parquet itself."""

_HUB = "https://huggingface.co"
_MAX_PAGES = 20
_MAX_FILES = 20_000


@dataclass(frozen=True)
class ParquetFile:
    """A file of a split."""

    url: str
    name: str
    size: int | None
    """Bytes; None if the hub did not say."""


Listing = dict[str, dict[str, list[ParquetFile]]]
"""Files by subset and split."""


def list_parquet(hub: Hub, repository: str, revision: str | None) -> Listing:
    """Lists a data set's Parquet files.

    With a revision, these are its own or, if it has none, those that the hub has converted. Without a revision, those that
    the hub gives as Parquet or, if it has no such list, those of `main`.

    Raises:
        LabError: if there are none
    """
    if revision is None:
        listed = _parquet_list(hub, repository)
        if listed:
            return listed
    own = _tree(hub, repository, revision or DEFAULT_REVISION)
    if own:
        return own
    try:
        converted = _tree(hub, repository, _CONVERTED)
    except LabError:
        converted = {}
    if converted:
        return converted
    raise LabError(
        f"{repository} has no Parquet files.",
        "Download its files and name them by --train and --validation, or choose another data set.",
    )


def _parquet_list(hub: Hub, repository: str) -> Listing:
    """`/parquet`: `{ subset: { split: [url, ...] } }`. The result is empty if the hub has no such list."""
    try:
        answer, _ = hub.json(f"{hub.url}/api/datasets/{repository}/parquet", repository)
    except LabError:
        return {}  # a mirror may not have this list; if something else is wrong, the file listing will show it
    listing: Listing = {}
    for subset, splits in _entries(answer):
        for split, urls in _entries(splits):
            files = (
                [
                    ParquetFile(_at_hub(url, hub.url), f"{subset}/{split}/{at}.parquet", None)
                    for at, url in enumerate(url for url in urls if _is_web_address(url, hub.url))
                ]
                if isinstance(urls, list)
                else []
            )
            if files:
                _add(listing, subset, split, files[:_MAX_FILES])
    return listing


def _tree(hub: Hub, repository: str, revision: str) -> Listing:
    """The files of the repository itself, sorted into subsets and splits by their paths."""
    ref = RepositoryRef("datasets", repository, revision)
    what = f"{repository} at revision {revision}"
    url: str | None = f"{hub.url}/api/datasets/{repository}/tree/{quote(revision, safe='')}?recursive=true"
    listing: Listing = {}
    seen = 0
    for _ in range(_MAX_PAGES):
        if url is None or seen >= _MAX_FILES:
            break
        page, following = hub.json(url, what)
        if not isinstance(page, list):
            raise LabError(f"The hub lists no files of {what}.", "Check the address of the hub.")
        seen += len(page)
        for entry in page[:_MAX_FILES]:
            file = _file_of(entry, hub, ref)
            if file is not None:
                subset, split = split_of_path(file.name)
                _add(listing, subset, split, [file])
        url = _at_hub(following, hub.url) if _is_web_address(following, hub.url) else None
    for splits in listing.values():
        for files in splits.values():
            files.sort(key=lambda file: file.name.encode("utf-16-be"))
    return listing


def _file_of(entry: Any, hub: Hub, ref: RepositoryRef) -> ParquetFile | None:
    path = entry.get("path") if isinstance(entry, dict) else None
    if not isinstance(path, str) or not path.endswith(".parquet"):
        return None
    size = entry.get("size")
    is_size = isinstance(size, int) and not isinstance(size, bool) and size > 0
    return ParquetFile(file_url(hub.url, ref, path), path, size if is_size else None)


def split_of_path(path: str) -> tuple[str, str]:
    """The subset and split that a path means.

    Such as `data/train-00000-of-00002.parquet`, `mnli/validation_matched-00000-of-00001.parquet`,
    `default/train/0000.parquet` or `default/partial-train/0000.parquet`.
    """
    *segments, last = path.removesuffix(".parquet").split("/")
    file = re.sub(r"-[0-9]{4,}\Z", "", re.sub(r"-[0-9]+-of-[0-9]+(-[0-9a-f]+)?\Z", "", last))
    split = (segments.pop() if segments else "") if re.fullmatch("[0-9]+", file) else file
    folder = "/".join(segment for segment in segments if segment != "data")
    return folder or "default", (split or "train").removeprefix("partial-")


def _add(listing: Listing, subset: str, split: str, files: list[ParquetFile]) -> None:
    # Names that neither an address nor a menu can carry cannot be chosen.
    if is_data_name(subset) and is_data_name(split):
        listing.setdefault(subset, {}).setdefault(split, []).extend(files)


def _entries(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _is_web_address(address: Any, hub: str) -> bool:
    """An address, perhaps relative to the hub's, that a request can go to."""
    if not isinstance(address, str) or len(address) > 4000:
        return False
    try:
        parts = urlsplit(urljoin(f"{hub}/", address))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _at_hub(url: str | None, hub: str) -> str:
    """An address that the hub gave, changed to the mirror that is asked instead of the hub."""
    absolute = urljoin(f"{hub}/", url or "")
    return hub + absolute.removeprefix(_HUB) if absolute.startswith(f"{_HUB}/") else absolute
