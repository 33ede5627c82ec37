"""Values of trained parameters before the first step, as `src/model/trainable.ts` draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .random import LabRandom

HEAD_DEVIATION = 0.02
"""Standard deviation of a new head's weights, Hugging Face's `initializer_range`."""


def initial_values(name: str, shape: Sequence[int], seed: int) -> npt.NDArray[np.float32]:
    """A new parameter's values before the first step.

    A is normal with deviation 1 / sqrt(inputs) and B zero, as in the published experiments; the head's weights are
    normal with deviation 0.02 and its biases zero. Each parameter draws from a stream of its own, by the seed and
    its name. So scenarios of one seed begin with the same head, and with the same A of a module, whatever else they
    train.

    Args:
        name: the lab's: `layer.0.query.A`, `classifier.dense.weight`.
        shape: of the parameter; A is [rank, inputs].

    Returns:
        An array of that shape.

    Raises:
        ValueError: if the parameter is pretrained, so that nothing is drawn for it.
    """
    if name.endswith(".A"):
        return _normal(name, shape, 1 / math.sqrt(shape[1]), seed)
    if name.startswith("classifier.") and name.endswith(".weight"):
        return _normal(name, shape, HEAD_DEVIATION, seed)
    if name.endswith((".B", ".bias")):
        return np.zeros(shape, np.float32)
    raise ValueError(f"The parameter {name} does not begin with drawn values.")


def _normal(name: str, shape: Sequence[int], deviation: float, seed: int) -> npt.NDArray[np.float32]:
    drawn = deviation * LabRandom(seed, f"initial {name}").normals(math.prod(shape))
    return drawn.astype(np.float32).reshape(shape)
