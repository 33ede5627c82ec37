"""What the heads and workers that tests start do without: each of these processes costs a second of the processor."""

from __future__ import annotations

from typing import Any

from ray.cluster_utils import Cluster

from lora_lab_cluster.running.quiet import hush

WORKER: dict[str, Any] = {"include_log_monitor": False}
"""Arguments of a node of `ray.cluster_utils.Cluster`."""
HEAD: dict[str, Any] = {**WORKER, "include_dashboard": False, "no_monitor": True}
"""The same of its head."""
STARTS = 4
"""How often a head is started: on a machine that is busy with other tests, Ray's own time limit is short."""


def start_head(cpus: int) -> Cluster:
    """A cluster of a head alone, with so many cores. Raises what Ray raises where it does not start again and again."""
    hush()
    for attempt in range(1, STARTS + 1):
        try:
            return Cluster(initialize_head=True, head_node_args={"num_cpus": cpus, **HEAD})
        except Exception:
            if attempt == STARTS:
                raise
    raise AssertionError
