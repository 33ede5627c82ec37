"""What a person asks for: scenarios x seeds on one model and one data set."""

from .read import read_experiment, read_results_experiment
from .types import Experiment, Scenario, Training, TrialSpec, training_of

__all__ = [
    "Experiment",
    "Scenario",
    "Training",
    "TrialSpec",
    "read_experiment",
    "read_results_experiment",
    "training_of",
]
