"""What a transform returned, written to its output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from itertools import chain, islice
from typing import Any

from .batch import Batch
from .errors import Error
from .frames import Frame, Series
from .frames.refusal import host, refusals
from .table import Output

ROWS = 16_384
"""Rows of an iterator that are gathered before they are pushed. The first of them say what the columns are, when nothing
else does; of a list all rows do."""

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
    elif isinstance(result, Series):
        push_frame(result.to_frame(), output)
    elif hasattr(type(result), "__sandtable_frame__"):
        push_frame(result, output)
    elif isinstance(result, Batch):
        output.push(result)
    elif hasattr(type(result), "__sandtable_batches__"):
        for batch in result.__sandtable_batches__():
            output.push(batch)
    elif isinstance(result, Mapping):
        for name, values in result.items():
            if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping | Frame):
                raise Error("bad-result", f"column {name!r} is {type(values).__name__}; allowed in a dict of columns: a list of values for each")
        output.push_dict(result)
    elif isinstance(result, Iterable) and not isinstance(result, str | bytes):
        _write_each(iter(result), output, len(result) if isinstance(result, list | tuple) else ROWS)
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


def _write_each(items: Iterator[Any], output: Output, at_once: int) -> None:
    first = next(items, None)
    if first is None:
        _start_empty(output)
        return
    items = chain([first], items)
    if isinstance(first, Batch) or hasattr(type(first), "__sandtable_frame__"):
        for item in items:
            write(item, output)
        return
    while rows := list(islice(items, at_once)):
        try:
            output.push_rows(list(map(_row, rows)))
        except Error as error:
            if output.rows and output.declared is None:
                error.message += f"; the first {ROWS} rows said what the columns are: declare them, or return a list"
            raise


def _row(row: Any) -> Mapping[str, Any] | tuple[Any, ...] | list[Any]:
    """A row as a batch takes it: an instance of a dataclass, or a tuple with names, is a dict of its fields."""
    if type(row) is dict:
        return row
    if isinstance(row, tuple) and (names := getattr(row, "_fields", None)):
        return dict(zip(names, row))
    if isinstance(row, Mapping | tuple | list):
        return row
    if is_dataclass(row) and not isinstance(row, type):
        return asdict(row)
    raise Error("bad-result", f"a row is {type(row).__name__}; allowed: a dict, a dataclass, or a tuple in the order of the columns")


def _start_empty(output: Output) -> None:
    if output.schema is not None:
        return
    if output.declared is None and not output.may_be_nothing:
        raise Error("bad-result", "there are no rows, and nothing says what the columns are: declare them, or start the output")
    output.start(output.declared or {})
