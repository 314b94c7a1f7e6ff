"""What a transform returned, written to its output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from .batch import Batch
from .errors import Error
from .frames.refusal import host, refusals
from .table import Output

ROWS = 16_384
"""Rows that are gathered before they are pushed. The first of them say what the columns are, when nothing else does."""

ALLOWED = "rows (dicts or tuples), a dict of columns, a Batch, an iterable of batches, a Frame, or None after writing to the output"
"""Told to whoever returned something else. A class of another package can be written too: its method `__sandtable_batches__`
gives batches."""


def write(result: Any, output: Output) -> None:
    """Writes whatever a transform returned.

    Raises `Error` for anything else, and for no rows when nothing says what the columns would be.
    """
    if result is None:
        if output.schema is None:
            _start_empty(output)
    elif hasattr(result, "__sandtable_frame__"):
        push_frame(result, output)
    elif isinstance(result, Batch):
        output.push(result)
    elif hasattr(type(result), "__sandtable_batches__"):
        for batch in result.__sandtable_batches__():
            output.push(batch)
    elif isinstance(result, Mapping):
        for name, values in result.items():
            if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
                raise Error("bad-result", f"column {name!r} is {type(values).__name__}; allowed in a dict of columns: a list of values for each")
        output.push_dict(result)
    elif isinstance(result, Iterable) and not isinstance(result, str | bytes):
        _write_each(iter(result), output)
    else:
        raise Error("bad-result", f"the transform returned {type(result).__name__}; allowed: {ALLOWED}")


def push_frame(frame: Any, output: Output) -> None:
    """Has the host run a plan and write its rows, which never enter the component."""
    with refusals():
        rows = host().push(frame.__sandtable_frame__(), output.resource)
    output.rows += rows
    if output.schema is None:
        # The host started the output with the plan's columns.
        output.schema = frame.schema


def _write_each(items: Iterator[Any], output: Output) -> None:
    first = next(items, None)
    if first is None:
        _start_empty(output)
        return
    items = chain([first], items)
    if isinstance(first, Batch) or hasattr(first, "__sandtable_frame__"):
        for item in items:
            write(item, output)
        return
    while rows := list(islice(items, ROWS)):
        for row in rows:
            if not isinstance(row, Mapping | tuple | list):
                raise Error("bad-result", f"a row is {type(row).__name__}; allowed: a dict, or a tuple in the order of the columns")
        output.push_rows(rows)


def _start_empty(output: Output) -> None:
    if output.schema is not None:
        return
    if output.declared is None:
        raise Error("bad-result", "there are no rows, and nothing says what the columns are: declare them, or start the output")
    output.start(output.declared)
