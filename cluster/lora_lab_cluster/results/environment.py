"""Where a trial ran, in the words of a results file (`environment` in docs/results-schema.md)."""

from __future__ import annotations

import platform
import socket
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .. import __version__

_TRAINING = ("torch", "transformers", "peft")
"""Packages on which figures may depend."""
PROGRAM = f"lora-lab-cluster/{__version__}"


def environment_of(device: str) -> dict[str, Any]:
    """The environment of trials that this process runs.

    `device` is the GPU's or processor's name. Torch is asked for its version only: importing it takes seconds, and the
    process that writes the file never trains.
    """
    return {
        "backend": "pytorch",
        "device": device,
        "software": False,
        "userAgent": f"{PROGRAM} (Ray {_version('ray')}; {platform.system()} {platform.machine()})",
        "labVersion": __version__,
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _TRAINING}},
        "node": socket.gethostname(),
    }


def cuda_name(index: int = 0) -> str:
    """The GPU's name as CUDA tells it. Imports torch."""
    import torch

    return torch.cuda.get_device_name(index)


@cache
def processor_name() -> str:
    """The processor's name."""
    return _linux_processor() or platform.processor() or platform.machine()


def _linux_processor() -> str | None:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    names = (line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name"))
    return next((name for name in names if name), None)


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
