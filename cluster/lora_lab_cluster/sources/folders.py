"""Finds the folder, within a named one, that holds a model, as the lab's command line does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import LabError

# A hub's cache has models--owner--name/snapshots/<commit>/.
_DEEPEST = 3
_MOST_FOLDERS = 2000


def files_in(folder: Path) -> list[str]:
    """The names of the files in a folder, sorted, without what macOS adds to foreign disks; links count."""
    return sorted(path.name for path in _entries(folder) if not path.name.startswith("._") and path.is_file())


def folder_with(flag: str, named: Path, holds: Callable[[Sequence[str]], bool]) -> Path:
    """The shallowest folder that holds what is wanted: the named one, or one within it, such as a Trainer's checkpoint.

    Args:
        flag: for messages
        named: the folder to look in
        holds: decides by the names of a folder's own files

    Returns:
        the named folder itself if none holds it

    Raises:
        LabError: if several of the same depth hold it
    """
    root = named.expanduser().absolute()
    level = [root]
    for _ in range(_DEEPEST + 1):
        found = [folder for folder in level if holds(files_in(folder))]
        if len(found) > 1:
            shown = ", ".join(str(folder.relative_to(root)) for folder in found[:4])
            more = ", ..." if len(found) > 4 else ""
            raise LabError(f"--{flag}: the folder {named} holds several: {shown}{more}; name one of them.")
        if found:
            return found[0]
        level = [below for folder in level for below in _folders(folder)][:_MOST_FOLDERS]
    return root


def folder_name(folder: Path) -> str:
    """What to call a folder: in a hub's cache by its repository, not by the commit."""
    above = folder.parent.parent.name
    if folder.parent.name == "snapshots" and above.startswith("models--"):
        return above.removeprefix("models--")
    return folder.name


def _folders(folder: Path) -> list[Path]:
    """Not through links, which may lead in a circle."""
    return [
        path
        for path in _entries(folder)
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".") and path.name != "__MACOSX"
    ]


def _entries(folder: Path) -> list[Path]:
    """What may not be looked at within the named folder holds nothing."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
