"""What a whole-table transform gets for an input, by the annotation of its argument.

| annotation | the argument |
|---|---|
| `Table`, `Table[Row]` | batches and rows, pulled as they are asked for |
| `Frame` | a plan of native Polars; the rows stay in the host |
| `frames.DataFrame` | the same, with the methods of a `DataFrame` |
| `Batch` | all rows as columns |
| `list`, `list[Row]`, `Sequence[Row]` | all rows as dicts |
| `Iterable[Row]`, `Iterator[Row]` | rows as dicts, one by one |
| a class with `__sandtable_input__` | what this class method makes of a `Table` |
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from . import boundary
from .batch import Batch
from .frames import DataFrame, Frame
from .schema import Schema
from .table import Table

PLANS = (Frame, DataFrame)
"""Kinds that ask for the feature `frames`."""


def kind_of(hint: Any) -> Any:
    """The kind of table that an annotation, without what stands around it, means; None when it means none."""
    kind = typing.get_origin(hint) or hint
    if kind is Sequence:
        return list
    if kind in (Iterable, Iterator):
        return Iterator
    is_kind = kind in (Table, Batch, list, *PLANS) or isinstance(kind, type) and hasattr(kind, "__sandtable_input__")
    return kind if is_kind else None


def make(kind: Any, name: str, resource: boundary.HostInput) -> Any:
    """The argument for an input."""
    if kind is Frame:
        return Frame.from_input(resource)
    if kind is DataFrame:
        return Frame.from_input(resource).collect()
    table: Table[Any] = Table(name, resource)
    if kind is Batch:
        return _whole(table.schema, list(table))
    if kind is list:
        return list(table.rows())
    if kind is Iterator:
        return table.rows()
    return table if kind is Table else kind.__sandtable_input__(table)


def _whole(schema: Schema, batches: list[Batch]) -> Batch:
    """All batches of a table as one; with a copy only where there are several."""
    if len(batches) == 1:
        return batches[0]
    columns = {name: [value for batch in batches for value in batch[name].physical()] for name in schema.names}
    return Batch.from_physical(columns, schema, sum(map(len, batches)))
