"""LoRA-drop's score: how much of what all adapters put out is each module's, as in `src/scores/outputShare.ts`."""

from __future__ import annotations

import math
from typing import Any

import torch

from ..errors import LabError
from ..experiment.types import Scenario
from ..generators.batches import HostBatch
from ..training.trial import OpenedTrial
from .bench import Bench
from .inputs import watch_inputs
from .module_scores import Measured, Module, modules_of

_ADAPTER = "default"


def output_shares(bench: Bench, opened: OpenedTrial, scenario: Scenario, seed: int, batches: int) -> Measured:
    """The shares of the squared length of scaling * B A x, over the first training batches, by batch and module.

    Args:
        opened: the trial of this scenario and seed, trained.

    Raises:
        LabError: if the adapters put out nothing, or something that is not finite.
    """
    modules = modules_of(scenario.modules)
    return [_shares(bench, opened, modules, host) for host in bench.first_batches(opened, seed, batches)]


def _shares(bench: Bench, opened: OpenedTrial, modules: list[Module], host: HostBatch) -> list[float]:
    norms = torch.zeros(len(modules), dtype=torch.float64, device=bench.device)

    def see(index: int, module: Any, x: torch.Tensor) -> None:
        a, b = module.lora_A[_ADAPTER].weight.double(), module.lora_B[_ADAPTER].weight.double()
        inner = x.double() @ a.T
        # The squared length of B z is z' (B' B) z.
        norms[index] = module.scaling[_ADAPTER] ** 2 * ((inner @ (b.T @ b)) * inner).sum(1).mean()

    watch_inputs(opened.network, host, modules, bench.device, see)
    own: list[float] = norms.tolist()
    total = sum(own)
    if not 0 < total < math.inf:
        raise LabError(
            "The adapters of this scenario put out nothing that can be measured.",
            "Score a scenario that has trained for some steps, and did not diverge.",
        )
    return [norm / total for norm in own]
