"""What trains trials in earnest: the model, the data and the device of one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..adapters.reading import Starts
from ..data.prepared import PreparedData
from ..errors import LabError
from ..experiment.types import Experiment, TrialSpec
from ..sources.types import ModelFiles
from .parcels import Parcel, unpack
from .plan import Step


@dataclass(frozen=True)
class LaboratoryRecipe:
    """Prepared once by the command, and read by every process from Ray's object store."""

    experiment: Experiment
    model: ModelFiles
    data: PreparedData
    parcels: tuple[Parcel, ...]
    uses_gpu: bool
    threads: int
    """Of torch, on the processor."""
    version: str
    """Of this package where the command runs."""
    starts: Starts = field(default_factory=dict)
    """What the trials of some scenarios begin with."""

    def open(self) -> Laboratory:
        """Imports torch, which takes seconds, and finds the device.

        Raises LabError if this machine has another version of the package, or no GPU though one was given to it.
        """
        from .. import __version__

        if __version__ != self.version:
            raise LabError(
                f"This machine has lora-lab-cluster {__version__}, and the command is of version {self.version}.",
                "Install the same version on all machines.",
            )
        return Laboratory(self)


class Laboratory:
    """Trains one trial after another. The device's weights stay where they are in between."""

    def __init__(self, recipe: LaboratoryRecipe) -> None:
        import torch

        self._recipe = recipe
        if recipe.uses_gpu and not torch.cuda.is_available():
            raise LabError(
                f"PyTorch {torch.__version__} finds no GPU on this machine, though Ray has one.",
                "Install a build of PyTorch for its driver, or give --gpus-per-trial 0.",
            )
        if not recipe.uses_gpu:
            torch.set_num_threads(recipe.threads)
        self.device = torch.device("cuda:0" if recipe.uses_gpu else "cpu")
        self.model = unpack(recipe.model, recipe.parcels)

    def train(
        self, spec: TrialSpec, on_step: Callable[[Step], None], should_stop: Callable[[], bool]
    ) -> dict[str, Any]:
        """As `Trainer.train`."""
        from ..training.progress import Progress
        from ..training.trial import train_trial

        at = Step(0, 1)

        def tell(progress: Progress) -> None:
            # An evaluation, which may take long, says again where training is: the trial is alive.
            nonlocal at
            if progress.phase == "training":
                at = Step(progress.done, progress.total)
            on_step(at)

        recipe = self._recipe
        measured = train_trial(
            recipe.experiment,
            spec.scenario,
            spec.seed,
            self.model,
            recipe.data,
            self.device,
            tell,
            should_stop,
            recipe.starts.get(spec.scenario.name),
        )
        source = "pytorch-allocator" if recipe.uses_gpu else "counted"
        return {**measured, "memorySource": measured.get("memorySource", source)}

    def environment(self) -> dict[str, Any]:
        """As `Trainer.environment`."""
        from ..results.environment import cuda_name, environment_of, processor_name

        return environment_of(cuda_name() if self._recipe.uses_gpu else processor_name())
