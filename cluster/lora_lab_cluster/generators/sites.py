"""Numbers of the model's dropout sites, as `src/model/dropoutSites.ts` has them: no two sites share a mask."""

from __future__ import annotations

EMBEDDINGS = 1
HEAD_INPUT = 2
HEAD_OUTPUT = 3

PROJECTION_OF = {
    "query": "queryKeyValue",
    "key": "queryKeyValue",
    "value": "queryKeyValue",
    "attentionOutput": "attentionOutput",
    "up": "up",
    "down": "down",
}
"""The matrix product that computes a module. Query, key and value share one, and so the mask of their input."""

_LAYER_SITES = (
    "queryKeyValue",
    "attentionOutput",
    "up",
    "down",
    "probabilities",
    "attentionHidden",
    "feedForwardHidden",
)


def layer_site(layer: int, site: str) -> int:
    """The number of a site in a layer, counted from 0; those outside the layers are below 16."""
    return 16 * (layer + 1) + _LAYER_SITES.index(site)
