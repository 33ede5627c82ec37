"""Scores of modules as text for a terminal, as the lab's own command line prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .module_scores import Scored

_HEAD = "layer  component             score  sd over batches  sd over seeds"


def scores_text(scored: Scored) -> str:
    """A line for each module, the largest score first; then for each layer and component that was scored as a whole."""
    modules = sorted(scored.modules, key=lambda score: -score["value"])
    lines = [_line(str(score["layer"]), score["component"], score) for score in modules]
    for score in scored.groups:
        group = score["group"]
        layer, component = (str(group), "all") if isinstance(group, int) else ("all", group)
        lines.append(_line(layer, component, score))
    return "\n".join([_HEAD, *lines])


def _line(layer: str, component: str, score: dict[str, Any]) -> str:
    value, batches, seeds = (_number(score[name]) for name in ("value", "acrossBatches", "acrossSeeds"))
    return f"{layer:>5}  {component:<15}  {value:>10}  {batches:>15}  {seeds:>13}"


def _number(value: float | None) -> str:
    """1.234e-5, as JavaScript writes it."""
    if value is None:
        return "-"
    digits, _, power = f"{value:.3e}".partition("e")
    return f"{digits}e{int(power):+d}"


def agreement_text(agreements: Sequence[dict[str, Any]]) -> str:
    """Spearman's correlation of each pair of scores."""
    rows = [("scores", "Spearman", "modules")]
    for one in agreements:
        spearman = "-" if one["spearman"] is None else f"{one['spearman']:.2f}"
        rows.append((", ".join(one["scores"]), spearman, str(one["modules"])))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
