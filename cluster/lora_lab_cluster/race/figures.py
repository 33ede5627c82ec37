"""Numbers as the lab writes them for people (`src/base/format.ts`), with the no-break space before a unit."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

SPACE = "\u00a0"


def fixed(value: float, digits: int) -> str:
    """So many decimals. Halves are rounded away from 0, as in the lab's language; Python's own rounding goes to even."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def count(value: float) -> str:
    """A whole number with its thousands apart: `12,345`."""
    return f"{int(fixed(value, 0)):,}"


def percent(share: float, digits: int) -> str:
    """`0.87` as `87.0 %`; shares under a tenth of a percent keep two significant digits."""
    value = share * 100
    if value == 0 or value >= 0.1:
        return f"{fixed(value, digits)}{SPACE}%"
    return f"{value:#.2g}{SPACE}%"


def megabytes(size: float) -> str:
    """Bytes: `26.1 MB`, `412 MB`, `1.25 GB`."""
    value = size / 1e6
    if value >= 1000:
        return f"{fixed(value / 1000, 2)}{SPACE}GB"
    return f"{fixed(value, 0 if value >= 100 else 1)}{SPACE}MB"


def duration(seconds: float) -> str:
    """A time span, rounded more the longer it is."""
    if seconds < 10:
        return f"{max(1, _whole(seconds))}{SPACE}s"
    if seconds < 60:
        return f"{_whole(seconds / 5) * 5}{SPACE}s"
    if seconds < 3600:
        rounded = _whole(seconds / 10) * 10 if seconds < 300 else _whole(seconds / 60) * 60
        minutes, rest = divmod(rounded, 60)
        return f"{minutes}{SPACE}min {rest}{SPACE}s" if rest > 0 else f"{minutes}{SPACE}min"
    return f"{int(seconds // 3600)}{SPACE}h {_whole(seconds % 3600 / 60)}{SPACE}min"


def _whole(value: float) -> int:
    return math.floor(value + 0.5)
