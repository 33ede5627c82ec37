"""Models and data sets by their ids: files of the lab, of a hub, or of this machine."""

from .dataset import open_dataset
from .flags import read_sources
from .model import fit, open_model
from .types import DatasetFiles, ModelFiles, Sources

__all__ = ["DatasetFiles", "ModelFiles", "Sources", "fit", "open_dataset", "open_model", "read_sources"]
