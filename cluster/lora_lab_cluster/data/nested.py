"""Columns that hold lists or objects: neither text nor label, whatever they look like as text (`nestedColumns.ts`)."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LabError
from .names import list_names, quote

REMEDY = (
    "Write what is meant into a column of its own, with one text or number a row. In pandas: pd.json_normalize(rows) for "
    'objects, df["label"].str[0] for lists; annotation tools export such a table themselves (Label Studio as JSON-MIN or '
    "CSV)."
)


def nested_column(source_name: str, name: str) -> LabError:
    """The error for a nested column that was asked for."""
    return LabError(
        f"Column {quote(name)} of {source_name} holds lists or objects, of which the lab makes neither texts nor labels.",
        REMEDY,
    )


def no_column(source_name: str, wanted: str, nested: Sequence[str], otherwise: str) -> LabError:
    """The error where no column looks like what is wanted; `otherwise` is the remedy if no column is nested."""
    if not nested:
        return LabError(f"No column of {source_name} looks like {wanted}.", otherwise)
    names = list_names(nested)
    holds = f"Column {names} holds" if len(nested) == 1 else f"Columns {names} hold"
    return LabError(
        f"No column of {source_name} looks like {wanted}. {holds} lists or objects, which are not looked into.",
        REMEDY,
    )
