"""Adds the lab's own model and data to the package, where it is built from a checkout of the lab."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PUBLIC = Path(__file__).resolve().parent.parent / "public"
PARTS = ("models/roberta-mini", "datasets/review-sentences")


class WithLab(build_py):
    """Copies them beside the modules. Where they are not, `sources/lab_folder.py` says how to name them."""

    def run(self) -> None:
        """Builds, then copies."""
        super().run()
        if self.editable_mode:
            return  # The package then runs from the checkout, and finds them there.
        for part in PARTS:
            if (PUBLIC / part).is_dir():
                shutil.copytree(
                    PUBLIC / part, Path(self.build_lib, "lora_lab_cluster", "lab", part), dirs_exist_ok=True
                )


setup(cmdclass={"build_py": WithLab})
