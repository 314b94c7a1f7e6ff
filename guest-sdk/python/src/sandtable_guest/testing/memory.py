"""A host in memory: tables, the log, and Polars where it is installed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import TracebackType
from typing import Any

from .. import boundary
from ..batch import Batch
from ..errors import Error
from ..frames import values
from ..schema import Schema


def batches_of(table: Any, batch_rows: int = 0) -> list[Batch]:
    """Batches of a dict of columns, a list of rows, a batch or several; at least one, if only an empty one."""
    match table:
        case Batch():
            batches = [table]
        case Mapping():
            batches = [Batch.from_dict(table)]
        case [Batch(), *_]:
            batches = list(table)
        case _:
            batches = [Batch.from_rows(table)]
    if not batch_rows:
        return batches
    return [batch.take(range(start, min(start + batch_rows, len(batch)))) for batch in batches for start in range(0, max(len(batch), 1), batch_rows)]


class MemoryInput:
    """The resource `tables.input`."""

    def __init__(self, batches: list[Batch]) -> None:
        self._schema = batches[0].schema
        self._left = [batch for batch in batches if len(batch)]
        self._rows = sum(map(len, batches))

    def schema(self) -> list[boundary.Field]:
        """The fields."""
        return self._schema.to_wire()

    def rows(self) -> int | None:
        """How many rows there are."""
        return self._rows

    def next(self, max_rows: int) -> boundary.Batch | None:
        """The next rows."""
        if not self._left:
            return None
        batch = self._left.pop(0)
        if max_rows and len(batch) > max_rows:
            self._left.insert(0, batch.take(range(max_rows, len(batch))))
            batch = batch.take(range(max_rows))
        return batch.to_wire()


class MemoryOutput:
    """The resource `tables.output`."""

    def __init__(self) -> None:
        self.fields: list[boundary.Field] = []
        self.started = False
        self.pushed: list[boundary.Batch] = []

    def start(self, schema: list[boundary.Field]) -> None:
        """Takes the fields, once."""
        if self.started:
            raise RuntimeError("the output was started twice: a host would end the call")
        self.started, self.fields = True, schema

    def push(self, batch: boundary.Batch) -> None:
        """Takes rows."""
        if not self.started:
            raise RuntimeError("rows were pushed before the output was started: a host would end the call")
        self.pushed.append(batch)

    def batches(self) -> list[Batch]:
        """What was pushed."""
        schema = Schema.from_wire(self.fields)
        return [Batch.from_wire(schema, batch) for batch in self.pushed]


class Level(Enum):
    """The levels of the log."""

    TRACE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4


class Recorder:
    """Stands where the host is, for the time of a `with`."""

    Level = Level

    def __init__(self, with_frames: bool) -> None:
        self.logs: list[tuple[str, str]] = []
        self.told: list[tuple[int, int | None]] = []
        self._with_frames = with_frames
        self._before: tuple[Any, Any, bool] | None = None

    def log(self, level: Enum, message: str) -> None:
        """The import `log`."""
        self.logs.append((level.name.lower(), message))

    def progress(self, done: int, total: int | None) -> None:
        """The import `progress`."""
        self.told.append((done, total))

    def __enter__(self) -> Recorder:
        self._before = boundary.host, boundary.frames, values.BARE_TYPES_ARE_OBJECTS
        boundary.host = self
        if self._with_frames:
            try:
                from . import polars_host
            except ImportError as error:
                raise Error("no-frames", "a transform with frames is tested with Polars: pip install polars") from error
            boundary.frames, values.BARE_TYPES_ARE_OBJECTS = polars_host, True
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        if self._before is not None:
            boundary.host, boundary.frames, values.BARE_TYPES_ARE_OBJECTS = self._before
        self._before = None
