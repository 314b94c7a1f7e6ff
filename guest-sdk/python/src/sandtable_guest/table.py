"""The tables of a whole-table transform: one to read, one to write."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic

from . import boundary
from .batch import Batch
from .errors import Error
from .schema import Schema

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    Row = TypeVar("Row", default=dict[str, Any])
else:
    from typing import TypeVar

    Row = TypeVar("Row")


class Table(Generic[Row]):
    """A table to read, once, batch by batch. `Table[Flight]`, where `Flight` is a `TypedDict`, says what its rows are."""

    def __init__(self, name: str, resource: boundary.HostInput) -> None:
        self.name = name
        self.resource = resource
        self.schema = Schema.from_wire(resource.schema())

    @property
    def names(self) -> list[str]:
        """Its columns' names."""
        return self.schema.names

    @property
    def row_count(self) -> int | None:
        """How many rows it has in all; None when that is not known beforehand."""
        return self.resource.rows()

    def batches(self, max_rows: int = 0) -> Iterator[Batch]:
        """Its rows, at most `max_rows` at a time; 0 leaves the size to the host. What was taken does not come again."""
        if not 0 <= operator.index(max_rows) < 2**32:
            raise ValueError(f"max_rows is {max_rows}; allowed: integers from 0 to 2^32 - 1")
        while (batch := self.resource.next(max_rows)) is not None:
            yield Batch.from_wire(self.schema, batch)

    def __iter__(self) -> Iterator[Batch]:
        return self.batches()

    def rows(self, *names: str) -> Iterator[Row]:
        """Its rows one by one, as dicts of these columns or of all. Memory holds one batch."""
        for batch in self.batches():
            yield from batch.rows(*names)  # type: ignore[misc]

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Its rows one by one, as tuples of these columns or of all. Faster than `rows`."""
        for batch in self.batches():
            yield from batch.tuples(*names)

    def to_dict(self, *names: str) -> dict[str, list[Any]]:
        """All of it, or of these columns: names to values. Memory holds all of them."""
        chosen = names or tuple(self.names)
        columns: dict[str, list[Any]] = {name: [] for name in chosen}
        for batch in self.batches():
            for name, values in columns.items():
                values += batch[name].to_list()
        return columns

    def __repr__(self) -> str:
        return f"Table({self.name!r}, {self.schema!r})"


class Output:
    """The table to write. It is complete when the transform returns."""

    def __init__(self, resource: boundary.HostOutput, declared: Schema | None = None) -> None:
        self.resource = resource
        self.declared = declared
        self.schema: Schema | None = None
        self.rows = 0
        self.may_be_nothing = False
        """Whether no rows of no known columns are a table without columns, and no mistake."""

    def start(self, schema: Schema | Mapping[str, Any]) -> None:
        """Says what the columns are, before the first rows. A table of no rows needs it; else the first rows say it."""
        if self.schema is not None:
            raise Error("bad-output", "the output was started already")
        self.schema = schema if isinstance(schema, Schema) else Schema(schema)
        self.resource.start(self.schema.to_wire())

    def push(self, batch: Batch) -> None:
        """Appends a batch. Its columns must be those of the output, by name, type and order."""
        if self.schema is None:
            self.start(batch.schema)
        elif self.schema is not batch.schema and self.schema != batch.schema:
            raise Error("bad-output", f"the batch has the columns {batch.schema.to_dict()}, and the output {self.schema.to_dict()}")
        self.resource.push((batch if self.schema is None else batch.laid_out(self.schema)).to_wire())
        self.rows += len(batch)

    def push_rows(self, rows: Iterable[Mapping[str, Any] | Sequence[Any]]) -> None:
        """Appends rows: dicts, or tuples in the order of the columns."""
        self.push(Batch.from_rows(rows, self.schema or self.declared))

    def push_dict(self, columns: Mapping[str, Iterable[Any]]) -> None:
        """Appends columns of one length."""
        self.push(Batch.from_dict(columns, self.schema or self.declared))
