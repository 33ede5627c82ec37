"""What the heads and workers that tests start do without: each of these processes costs a second of the processor."""

from __future__ import annotations

from typing import Any

WORKER: dict[str, Any] = {"include_log_monitor": False}
"""Arguments of a node of `ray.cluster_utils.Cluster`."""
HEAD: dict[str, Any] = {**WORKER, "include_dashboard": False, "no_monitor": True}
"""The same of its head."""
