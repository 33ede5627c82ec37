"""An adapter's two files, from a folder or a zip: `src/interop/peft/adapterFiles.ts` and `tools/lib/cli/sourceFlags.mjs`."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ..errors import LabError
from ..experiment.text import first_units, shown_name
from .folders import files_in, folder_name, folder_with
from .types import AdapterFiles

CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
# More bytes than LoRA of rank 1024 on every module of a large encoder would have; a config has a few kilobytes.
_MOST_BYTES = {CONFIG: 4_000_000, WEIGHTS: 2_000_000_000}
_MOST_ZIP_BYTES = 500_000_000
# A browser adds a number to a second download: `adapter_config (1).json`.
_FILE = re.compile(
    r"(adapter_config)(?:[ -]?\(?[0-9]+\)?)?(\.json)|(adapter_model)(?:[ -]?\(?[0-9]+\)?)?(\.(?:safetensors|bin))"
)
_ZIP = re.compile(r"\.zip\Z", re.IGNORECASE)
_UNPACK = f"Unpack it, and name the folder with {CONFIG} and {WEIGHTS}."


def adapter_at(text: str) -> AdapterFiles:
    """Reads the files of the adapter that --adapter names: a folder, one of the folders within it, or a zip.

    Raises:
        LabError: if there is no adapter, several could be meant, or a file cannot be read
    """
    path = Path(text).expanduser()
    if not path.exists():
        raise LabError(f"--adapter: there is no folder {text}; correct the path.")
    try:
        if path.is_file() and _ZIP.search(path.name):
            return _from_zip(path)
        if not path.is_dir():
            raise LabError(f"--adapter: {text} is neither a folder nor a zip; unpack it and name its folder.")
        return _from_folder(text, path)
    except OSError as error:
        raise LabError(f"--adapter: {text} cannot be read: {error.strerror or error}.") from None


def _from_folder(text: str, path: Path) -> AdapterFiles:
    folder = folder_with("adapter", path, lambda names: any(_base(name) == CONFIG for name in names))
    names = files_in(folder)
    own = [name for name in names if _base(name) is not None]
    zips = [name for name in names if _ZIP.search(name)]
    if not own and len(zips) == 1:
        return _from_zip(folder / zips[0])
    for base in (CONFIG, WEIGHTS):
        stem = base.partition(".")[0]
        if not any((_base(name) or "").startswith(stem) for name in own):
            raise LabError(
                f"--adapter: the folder {text} lacks {base}; name one that save_pretrained of PEFT wrote."
            )
    chosen = _chosen(own, "The folder")
    for base, name in chosen.items():
        _check_size(base, (folder / name).stat().st_size)
    content = {base: (folder / name).read_bytes() for base, name in chosen.items()}
    return AdapterFiles(first_units(folder_name(folder), 40), content)


def _from_zip(path: Path) -> AdapterFiles:
    if path.stat().st_size > _MOST_ZIP_BYTES:
        raise LabError(f"{path.name} is too large for an adapter.", _UNPACK)
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            chosen = _shallowest(sizes, path.name)
            for base, name in chosen.items():
                _check_size(base, sizes[name])
            content = {base: archive.read(name) for base, name in chosen.items()}
    except (zipfile.BadZipFile, NotImplementedError):
        raise LabError(f"{path.name} is no zip file, or damaged.", _UNPACK) from None
    except RuntimeError:
        raise LabError(f"{path.name} is encrypted.", "Unpack it with its password and name its folder.") from None
    return AdapterFiles(first_units(_ZIP.sub("", path.name), 40), content)


def _shallowest(paths: Iterable[str], zip_name: str) -> dict[str, str]:
    """The adapter in the shallowest folder: a Trainer's checkpoints lie below the final one, under the same names."""
    # Windows PowerShell 5 writes paths with backslashes.
    parts = {path: PurePosixPath(path.replace("\\", "/")) for path in paths}
    own = {
        path: place
        for path, place in parts.items()
        if _base(place.name) is not None and "__MACOSX" not in place.parts
    }
    configs = {path: place for path, place in own.items() if _base(place.name) == CONFIG}
    if not configs:
        raise LabError(f"{zip_name} holds no {CONFIG}.", _UNPACK)
    depth = min(len(place.parts) for place in configs.values())
    folders = list(dict.fromkeys(place.parent for place in configs.values() if len(place.parts) == depth))
    if len(folders) > 1:
        shown = ", ".join(shown_name(str(folder)) for folder in folders[:4])
        raise LabError(
            f"{zip_name} holds several adapters: {shown}{', ...' if len(folders) > 4 else ''}.",
            "Unpack it, and name the folder of one of them by --adapter.",
        )
    return _chosen([path for path, place in own.items() if place.parent == folders[0]], zip_name)


def _chosen(paths: list[str], what: str) -> dict[str, str]:
    """By the name that PEFT gave it the path of each of an adapter's files.

    Numbered files beside files without a number belong to another download.
    """
    exact = [path for path in paths if _plain(path) == _base(path)]
    chosen: dict[str, str] = {}
    for path in exact or paths:
        base = _base(path)
        assert base is not None
        if base in chosen:
            raise LabError(f"{what} holds {base} twice.", "Keep the adapter’s files once each.")
        chosen[base] = path
    return chosen


def _plain(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name


def _base(path: str) -> str | None:
    """The name that PEFT gave a file of an adapter; None for any other file."""
    match = _FILE.fullmatch(_plain(path))
    return "".join(part for part in match.groups() if part) if match else None


def _check_size(base: str, size: int) -> None:
    if size > _MOST_BYTES.get(base, _MOST_BYTES[WEIGHTS]):
        raise LabError(f"{base} has {size} bytes, more than any adapter.", "Name an adapter, not a model.")


def fingerprint(files: AdapterFiles) -> str:
    """Eight letters that differ where the files do, the same as the page's (`app/store/sources/adapterSlice.ts`)."""
    a, b, mask = 0x811C9DC5, 0x1B873593, 0xFFFFFFFF
    for name in sorted(files.content):
        for byte in files.content[name]:
            a = ((a ^ byte) * 16777619) & mask
            b = ((b ^ byte) * 0x5BD1E995 + a) & mask
    return f"{a ^ b:08x}"
