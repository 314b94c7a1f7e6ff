"""Runs transforms under plain Python, in memory, for `pytest`: no component, no host.

    outcome = run(top_flights, {"flights": [{"carrier": "UA", "delay": 5}]}, {"n": 1})
    assert outcome.rows == [{"carrier": "UA", "delay": 5}]

Every batch passes through the form that it has at the real boundary. Transforms with frames need Polars
(`pip install polars`), which stands in for the host's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import boundary
from ..batch import Batch
from ..errors import Error
from ..exports import TableTransform, call_by_rows
from ..schema import Schema
from ..transforms import Transform, of
from .memory import MemoryInput, MemoryOutput, Recorder, batches_of

__all__ = ["Outcome", "describe", "run"]


@dataclass
class Outcome:
    """What a run gave."""

    schema: Schema
    batches: list[Batch] = field(default_factory=list)
    logs: list[tuple[str, str]] = field(default_factory=list)
    """Level and text of each line."""
    progress: list[tuple[int, int | None]] = field(default_factory=list)
    """Done, and of how much."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows, as dicts."""
        return [row for batch in self.batches for row in batch.rows()]

    @property
    def columns(self) -> dict[str, list[Any]]:
        """Names to values."""
        return {name: [value for batch in self.batches for value in batch[name].to_list()] for name in self.schema}


def describe(function: Callable[..., Any]) -> boundary.Description:
    """What a host is told of a transform."""
    return of(function).describe()


def run(function: Callable[..., Any], inputs: Any, params: Mapping[str, Any] | None = None, batch_rows: int = 0) -> Outcome:
    """Runs a transform.

    `inputs` are tables by the names of the arguments, or one table for the only argument: a dict of columns, a list of
    rows, a `Batch` or several. `batch_rows` cuts them into batches of so many rows. Raises `Error` as the caller of the
    transform would see it: an exception of another kind has the code `exception`.
    """
    transform = of(function)
    names = [given.name for given in transform.inputs]
    if not (isinstance(inputs, Mapping) and set(inputs) == set(names)):
        if len(names) != 1:
            raise ValueError(f"{transform.name} wants the inputs {', '.join(names)}")
        inputs = {names[0]: inputs}
    tables = {name: batches_of(table, batch_rows) for name, table in inputs.items()}
    text = json.dumps(dict(params or {}))
    with Recorder("frames" in transform.features) as recorder:
        try:
            output = _run_rows(transform, tables, text) if transform.by_rows else _run_table(transform, tables, text)
        except boundary.Err as error:
            value: Any = error.value
            raise Error(value.code, value.message, *value.context) from error.__cause__
        return Outcome(Schema.from_wire(output.fields), output.batches(), recorder.logs, recorder.told)


def _run_table(transform: Transform, tables: dict[str, list[Batch]], params: str) -> MemoryOutput:
    output = MemoryOutput()
    inputs: list[tuple[str, boundary.HostInput]] = [(given.name, MemoryInput(tables[given.name])) for given in transform.inputs]
    TableTransform(transform).run(inputs, params, output)
    return output


def _run_rows(transform: Transform, tables: dict[str, list[Batch]], params: str) -> MemoryOutput:
    (batches,) = tables.values()
    output = MemoryOutput()
    call_by_rows(transform, MemoryInput(batches), params, output)
    return output
