"""The machines that a run has: this one, or a Ray cluster that is there; and whether a trial fits on one of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from ..errors import LabError
from .plan import Share
from .quiet import hush, hush_deaths

STARTS = 4
"""How often Ray is started before it is given up."""
LOCAL_STORE = 512 * 2**20
"""Bytes of shared memory for data that processes of this machine share. Beyond it Ray uses the disk."""


@dataclass(frozen=True)
class Machine:
    """One machine of the cluster."""

    node: str
    host: str
    cpus: float
    gpus: float


def join(address: str | None, cpus: int | None = None) -> list[Machine]:
    """Starts Ray on this machine, or joins the cluster at `address`, and returns the machines.

    `address` is `auto`, or `host:port` of the head; None for this machine alone, with `cpus` cores or all that it has.
    Raises LabError if there is no such cluster.
    """
    hush()
    import ray

    hush_deaths()

    if address is not None and address.startswith("ray://"):
        raise LabError(
            f"--address {address} is of a client outside the cluster, whose disk the cluster cannot write to.",
            "Run the command on a machine of the cluster, with --address auto.",
        )
    common: dict[str, Any] = {"logging_level": "CRITICAL", "log_to_driver": False, "include_dashboard": False}
    if address is None:
        # Without "local" Ray would join whatever cluster an environment variable names.
        _start({"address": "local", "num_cpus": cpus, "object_store_memory": LOCAL_STORE, **common})
    else:
        common.pop("include_dashboard")
        try:
            ray.init(address=address, **common)
        except Exception as error:
            raise LabError(
                f"There is no Ray cluster at --address {address} ({_first_line(error)}).",
                _remedy(error),
            ) from error
    return machines()


def _remedy(error: Exception) -> str:
    """What to do about a cluster that cannot be joined."""
    if "auth" in str(error).lower():
        return "Set RAY_AUTH_MODE=token, with the head's ~/.ray/auth_token in place on this machine."
    return "Start one with `ray start --head`, or leave --address out to use this machine alone."


def _start(options: dict[str, Any]) -> None:
    """Starts Ray here. Its own time limit of some fifteen seconds is short for a machine that is busy: it is tried again."""
    import ray

    for attempt in range(1, STARTS + 1):
        try:
            ray.init(**options)
            return
        except Exception as error:
            ray.shutdown()
            if attempt == STARTS:
                raise LabError(
                    f"Ray could not be started on this machine ({_first_line(error)}).",
                    "See that it has a gigabyte of memory and of disk to spare, and is not busy with other work.",
                ) from error


def machines() -> list[Machine]:
    """The machines that are alive."""
    import ray

    return [
        Machine(
            node["NodeID"],
            node["NodeManagerHostname"],
            node["Resources"].get("CPU", 0.0),
            node["Resources"].get("GPU", 0.0),
        )
        for node in ray.nodes()
        if node["Alive"]
    ]


def leave() -> None:
    """Leaves the cluster, or ends the one that was started here."""
    import ray

    ray.shutdown()


def check_room(share: Share, there: list[Machine], asked_gpus: bool) -> None:
    """Checks that at least one machine has room for a trial.

    Raises LabError naming what is missing; Ray itself would wait for a larger machine for ever.
    """
    most_cpus = max((machine.cpus for machine in there), default=0.0)
    most_gpus = max((machine.gpus for machine in there), default=0.0)
    if share.gpus > most_gpus:
        found = "no GPU was found" if most_gpus == 0 else f"no machine has more than {most_gpus:g} GPUs"
        wanted = (
            f"--gpus-per-trial {share.gpus:g} asks for a GPU" if asked_gpus else f"A trial needs {share.gpus:g} GPUs"
        )
        raise LabError(
            f"{wanted}, and {found}.",
            "Leave it out to train on the processor, or check that `nvidia-smi` and `torch.cuda.is_available()` find one.",
        )
    if not any(machine.cpus >= share.cpus and machine.gpus >= share.gpus for machine in there):
        raise LabError(
            f"--cpus-per-trial {share.cpus:g} is more than any machine has: the largest has {most_cpus:g} cores.",
            "Give a smaller number.",
        )


def slots(share: Share, there: list[Machine]) -> int:
    """How many trials run at once."""
    total = 0
    for machine in there:
        fits = machine.cpus // share.cpus
        if share.gpus >= 1:
            fits = min(fits, machine.gpus // share.gpus)
        elif share.gpus > 0:
            fits = min(fits, machine.gpus * (1 // share.gpus))
        total += int(fits)
    return total


def threads(share: Share) -> int:
    """How many threads torch may use in a process of this share."""
    return max(1, int(share.cpus)) if share.cpus < (os.cpu_count() or 1) else (os.cpu_count() or 1)


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200].rstrip(".")
