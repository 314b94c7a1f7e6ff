"""The exports of a component: what the host calls.

Nothing leaves but the records of the boundary: an `Error` as it is, any other exception as the code `exception` with the
lines of the transform that it went through. An exception that left otherwise would end the instance with a trap, and
say nothing.
"""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import arguments as kinds
from . import boundary, params, results
from .batch import Batch, Column
from .errors import Error, plain
from .schema import Schema
from .table import Output

if TYPE_CHECKING:
    from .transforms import Transform

_PACKAGE = str(PurePosixPath(__file__).parent)

MOST_LINES = 40
"""Of a traceback."""


class Metadata:
    """`metadata`: what the transform is."""

    def __init__(self, transform: Transform) -> None:
        self.transform = transform

    def describe(self) -> boundary.Description:
        """The same every time."""
        return self.transform.describe()


class TableTransform:
    """`table-transform`."""

    def __init__(self, transform: Transform) -> None:
        self.transform = transform
        remember_source(transform.function)

    def run(self, inputs: list[tuple[str, boundary.HostInput]], given: str, output: boundary.HostOutput) -> None:
        """Calls the function, and writes what it returns."""
        with failures():
            # They come in the order of `describe`.
            tables = {wanted.name: resource for wanted, (_, resource) in zip(self.transform.inputs, inputs, strict=True)}
            call(self.transform, tables, given, output)


def call(transform: Transform, tables: Mapping[str, boundary.HostInput], given: str, output: boundary.HostOutput) -> None:
    """Calls a function of whole tables with its inputs, by name, and its parameters in JSON; writes what it returns."""
    target = Output(output, Schema(transform.output) if transform.output else None)
    results.write(result_of(transform, tables, given, target), target)


def result_of(transform: Transform, tables: Mapping[str, boundary.HostInput], given: str, target: Output) -> Any:
    """What the function returns, which is not written yet."""
    arguments = params.read(transform.params, given)
    if transform.writes is not None:
        arguments[transform.writes] = target
    for wanted in transform.inputs:
        arguments[wanted.name] = kinds.make(wanted.kind, wanted.name, tables[wanted.name])
    first = [arguments.pop(name) for name in transform.positional]
    return transform.function(*first, **arguments)


def call_by_rows(transform: Transform, table: boundary.HostInput, given: str, output: boundary.HostOutput) -> None:
    """Runs a function of rows over a whole table, batch by batch, as a host would."""
    instance = RowTransform(transform)
    output.start(instance.prepare(table.schema(), given))
    while (batch := table.next(0)) is not None:
        output.push(instance.apply(batch))


class RowTransform:
    """`row-transform`."""

    def __init__(self, transform: Transform) -> None:
        self.transform = transform
        self.input = Schema()
        self.arguments: dict[str, Any] = {}
        self.output = Schema()
        remember_source(transform.function)

    def prepare(self, input: list[boundary.Field], given: str) -> list[boundary.Field]:
        """Reads the parameters, and finds out what comes out."""
        with failures():
            self.input = Schema.from_wire(input)
            self.arguments = params.read(self.transform.params, given)
            empty = Batch([Column.encoded(codec, []) for codec in self.input.codecs], 0)
            self.output = self.batch(empty).schema
            return self.output.to_wire()

    def apply(self, input: boundary.Batch) -> boundary.Batch:
        """One row out for each row in."""
        with failures():
            batch = self.batch(Batch.from_wire(self.input, input))
            if len(batch) != input.rows:
                raise Error("bad-result", f"the transform gave {len(batch)} rows for {input.rows}: one for each is wanted")
            if batch.schema != self.output:
                raise Error("bad-result", f"the transform gave the columns {batch.schema.to_dict()}, and {self.output.to_dict()} before")
            return batch.laid_out(self.output).to_wire()

    def batch(self, batch: Batch) -> Batch:
        """What the function makes of a batch."""
        transform = self.transform
        (wanted,) = transform.inputs
        if wanted.kind is Batch:
            result = transform.function(batch, **self.arguments)
            if not isinstance(result, Batch):
                raise Error("bad-result", f"the transform returned {type(result).__name__}; allowed: a Batch")
            return result
        rows = [transform.function(row, **self.arguments) for row in batch.rows(*self.columns())]
        made = Batch.from_rows(rows, Schema(transform.output))
        if not transform.keep:
            return made
        for column in made.columns:
            batch = batch.with_column(column.name, column.to_list(), column.dtype)
        return batch

    def columns(self) -> list[str]:
        """The columns that a row holds: those that its class names, when they are there, else all."""
        named = [spec.name for spec in self.transform.describe().inputs[0].columns]
        return [name for name in named if name in self.input]


def remember_source(function: Any) -> None:
    """Keeps the source's lines: in a component there are no files to read them from later."""
    linecache.getlines(function.__code__.co_filename)


@contextmanager
def failures() -> Iterator[None]:
    """Makes an error of the boundary of whatever is raised inside."""
    try:
        yield
    except boundary.Err:
        raise
    except Error as error:
        raise boundary.Err(boundary.WireError(plain(error.code), plain(error.message), list(map(plain, error.doing)))) from error
    except BaseException as error:
        # SystemExit and its kin too: a transform that exits has failed, and says where.
        name, text = type(error).__name__, plain(error)
        if isinstance(error, ImportError) and boundary.host is not None:
            text += "; a component holds what was imported when it was built: import at the top of a module"
        raise boundary.Err(boundary.WireError("exception", f"{name}: {text}" if text else name, own_lines(error.__traceback__))) from error


def own_lines(traceback: TracebackType | None) -> list[str]:
    """The lines that an exception went through, outermost first, without this package's own."""
    lines = []
    while traceback is not None:
        code, number = traceback.tb_frame.f_code, traceback.tb_lineno
        if not code.co_filename.startswith(_PACKAGE):
            source = linecache.cache.get(code.co_filename)
            text = source[2][number - 1].strip() if source and len(source) > 2 and number <= len(source[2]) else ""
            lines.append(f"{PurePosixPath(code.co_filename).name}:{number} in {code.co_name}" + (f": {text}" if text else ""))
        traceback = traceback.tb_next
    if len(lines) > MOST_LINES:
        # Deep recursion: the beginning and the end tell what it was.
        lines[MOST_LINES // 2 : -MOST_LINES // 2] = [f"… {len(lines) - MOST_LINES} more …"]
    return lines
