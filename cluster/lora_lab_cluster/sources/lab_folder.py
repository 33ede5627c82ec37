"""The lab's own model and data, which a checkout of the lab has in `public/`, and a build of the page in its folder.

They are found, in this order: in the folder of --lab or LORA_LAB; in the checkout that this package runs from; in the
package, which has them if it was installed from a checkout (setup.py); in the current folder and those around it.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import LabError

_MARK = Path("models", "roberta-mini", "config.json")


def find_lab(flag: str | None) -> Path | None:
    """The folder that holds `models/` and `datasets/`, or None if there is none.

    Raises:
        LabError: if a folder was named and is not the lab's
    """
    named = flag or os.environ.get("LORA_LAB")
    if named:
        found = _within(Path(named).expanduser())
        if found is None:
            name = "--lab" if flag else "LORA_LAB"
            raise LabError(
                f"{name}: {named} holds no {_MARK.as_posix()}; name a checkout of LoRA Lab, or its public folder."
            )
        return found
    here = Path.cwd()
    around = (Path(__file__).parents[3], Path(__file__).parents[1] / "lab", here, *here.parents)
    return next((found for found in map(_within, around) if found is not None), None)


def _within(folder: Path) -> Path | None:
    places = (folder, folder / "public", folder / "dist")
    return next((place.absolute() for place in places if (place / _MARK).is_file()), None)


def lab_file(lab: Path | None, id: str, path: str) -> Path:
    """A file of the lab's folder.

    Raises:
        LabError: saying how to name the folder, if there is none or it lacks the file
    """
    if lab is None:
        raise LabError(
            f"{id} comes with LoRA Lab, and this package was installed without the lab beside it.",
            "Name a checkout of the lab, or its public folder, by --lab or LORA_LAB, or install the package from a checkout: "
            "pip install CHECKOUT/cluster.",
        )
    file = lab / path
    if not file.is_file():
        raise LabError(f"{id}: {file} is missing.", "Name a whole checkout of LoRA Lab by --lab.")
    return file
