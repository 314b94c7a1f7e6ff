"""Rows of a table: columns that are Arrow's buffers until their values are asked for.

A column that is only handed on is never turned into Python objects, however it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from . import boundary
from .arrow.bits import read_bits
from .arrow.build import codec_of, dtype_of
from .arrow.codec import Codec
from .arrow.flat import Number
from .dtypes import DataType, Null, data_type
from .errors import Error, no_column
from .infer import infer
from .schema import Schema


class Column:
    """One column of a batch. Iterating gives its values; None stands for null."""

    def __init__(self, codec: Codec, arrays: Sequence[boundary.Array]) -> None:
        self.codec = codec
        self.arrays = arrays
        self._values: list[Any] | None = None

    @classmethod
    def of(cls, name: str, values: Iterable[Any], dtype: DataType | type | None = None) -> Column:
        """A column of values; without a type, the one that they have.

        Raises `Error` when values do not fit, or have no type.
        """
        values = values if isinstance(values, list) else list(values)
        return cls.encoded(codec_of(name, infer(name, values) if dtype is None else data_type(dtype)), values)

    @classmethod
    def encoded(cls, codec: Codec, values: list[Any], physical: bool = False) -> Column:
        """A column of values, by the codec of its field."""
        arrays: list[boundary.Array] = []
        codec.encode(values, arrays, physical)
        return cls(codec, arrays)

    @property
    def name(self) -> str:
        """Its name."""
        return self.codec.field.name

    @property
    def dtype(self) -> DataType:
        """Its data type."""
        return dtype_of(self.codec)

    @property
    def null_count(self) -> int:
        """How many rows are null."""
        return self.arrays[0].null_count

    def to_list(self) -> list[Any]:
        """Its values as Python objects: see `arrow.temporal` for times and decimals. The list is kept: do not change it.

        Raises `Error` for a time that Python's own type cannot hold; `physical` gives it as a count.
        """
        if self._values is None:
            self._values = self.codec.decode(iter(self.arrays), physical=False)
        return self._values

    def physical(self) -> list[Any]:
        """Its values with times as counts of the column's unit, and decimals unscaled."""
        return self.codec.decode(iter(self.arrays), physical=True)

    def view(self) -> memoryview[Any]:
        """The numbers where they are, without a copy. Those of null rows mean nothing: see `validity`.

        Raises `Error` unless it is a column of numbers of one width, or of times.
        """
        if not isinstance(self.codec, Number):
            raise Error("bad-column", f"column {self.name!r} is {self.dtype!r}; only numbers and times have a view")
        return self.codec.view(self.arrays[0])

    def validity(self) -> list[bool] | None:
        """Whether each row has a value; None when all have."""
        array = self.arrays[0]
        if self.codec.field.format == "n":
            return [False] * array.length
        if not array.null_count or not array.buffers[0]:
            return None
        return read_bits(array.buffers[0], array.length)

    def take(self, rows: Sequence[int]) -> Column:
        """The rows of these numbers, in this order."""
        values = self.physical()
        return Column.encoded(self.codec, [values[row] for row in rows], physical=True)

    def renamed(self, name: str) -> Column:
        """The same column by another name."""
        own, *below = self.codec.fields()
        field = boundary.Field(name, own.format, own.nullable, own.children, own.metadata)
        return Column(Schema.from_wire([field, *below]).codecs[0], self.arrays)

    def __len__(self) -> int:
        return self.arrays[0].length

    def __iter__(self) -> Iterator[Any]:
        return iter(self.to_list())

    def __getitem__(self, row: int) -> Any:
        return self.to_list()[row]

    def __repr__(self) -> str:
        return f"Column({self.name!r}, {self.dtype!r}, {len(self)} rows)"


class Batch:
    """Rows of a table, column by column. It never changes: its methods give other batches."""

    def __init__(self, columns: Sequence[Column], rows: int | None = None) -> None:
        """Columns of one length; `rows` where there are none."""
        self._columns = list(columns)
        self._rows = len(self._columns[0]) if rows is None and self._columns else rows or 0
        for column in self._columns:
            if len(column) != self._rows:
                raise Error("bad-batch", f"column {column.name!r} has {len(column)} rows, and the batch {self._rows}")

    @classmethod
    def from_dict(cls, columns: Mapping[str, Iterable[Any]], schema: Schema | None = None) -> Batch:
        """A batch of named columns. With a schema it has the schema's columns, and one that was not given is null."""
        if schema is None:
            return cls([Column.of(name, values) for name, values in columns.items()])
        for name in columns:
            schema.index(name)
        given = {name: values if isinstance(values, list) else list(values) for name, values in columns.items()}
        rows = max(map(len, given.values()), default=0)
        return cls([Column.encoded(codec, given.get(codec.field.name, [None] * rows)) for codec in schema.codecs], rows)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any] | Sequence[Any]], schema: Schema | None = None) -> Batch:
        """A batch of rows: dicts, or tuples in the order of the schema. A value that a dict does not have is null."""
        rows = list(rows)
        if rows and not isinstance(rows[0], Mapping):
            if schema is None:
                raise Error("bad-rows", "rows that are no dicts need a schema, which says what their columns are: give dicts, or a dict of columns")
            names = schema.names
            if wrong := next((row for row in rows if len(row) != len(names)), None):
                raise Error("bad-rows", f"a row has {len(wrong)} values, and there are {len(names)} columns: {', '.join(names)}")
            return cls.from_dict(dict(zip(names, map(list, zip(*rows)))), schema)
        dicts: list[Any] = rows
        names = list(dict.fromkeys(name for row in dicts for name in row)) if schema is None else schema.names
        if schema is not None:
            known = set(names)
            for row in dicts:
                if not row.keys() <= known:
                    raise no_column(next(str(name) for name in row if name not in known), names)
        if not names:
            return cls([], len(rows))
        return cls.from_dict({name: [row.get(name) for row in dicts] for name in names}, schema)

    @classmethod
    def from_physical(cls, columns: Mapping[str, list[Any]], schema: Schema, rows: int) -> Batch:
        """A batch of a schema's columns, whose values are as `Column.physical` has them."""
        return cls([Column.encoded(codec, columns[codec.field.name], physical=True) for codec in schema.codecs], rows)

    @classmethod
    def from_wire(cls, schema: Schema, batch: boundary.Batch) -> Batch:
        """A batch as it crosses the boundary."""
        columns, start = [], 0
        for codec in schema.codecs:
            count = len(codec.fields())
            columns.append(Column(codec, batch.arrays[start : start + count]))
            start += count
        if start != len(batch.arrays):
            raise Error("bad-batch", f"the batch has {len(batch.arrays)} arrays, its schema {start} fields")
        return cls(columns, batch.rows)

    def to_wire(self) -> boundary.Batch:
        """The batch as it crosses the boundary."""
        return boundary.Batch(self._rows, [array for column in self._columns for array in column.arrays])

    def laid_out(self, schema: Schema) -> Batch:
        """The same rows with their buffers as a schema of the same types says: text, bytes and lists have several layouts,
        of which a host sends one and `Schema({…})` means another.
        """

        def layout(codec: Codec) -> list[str]:
            return [field.format for field in codec.fields()]

        pairs = list(zip(self._columns, schema.codecs, strict=True))
        if all(column.codec is codec or layout(column.codec) == layout(codec) for column, codec in pairs):
            return self
        columns = [column if layout(column.codec) == layout(codec) else Column.encoded(codec, column.physical(), physical=True) for column, codec in pairs]
        return Batch(columns, self._rows)

    @property
    def schema(self) -> Schema:
        """Its columns' names and types."""
        return Schema.of(column.codec for column in self._columns)

    @property
    def names(self) -> list[str]:
        """Its columns' names."""
        return [column.name for column in self._columns]

    @property
    def columns(self) -> list[Column]:
        """Its columns."""
        return list(self._columns)

    def __getitem__(self, name: str) -> Column:
        """A column by name. Raises `Error` with the names that are there."""
        for column in self._columns:
            if column.name == name:
                return column
        raise no_column(name, self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __len__(self) -> int:
        """How many rows it has."""
        return self._rows

    def rows(self, *names: str) -> Iterator[dict[str, Any]]:
        """Each row as a dict, of these columns or of all."""
        chosen = names or self.names
        if not chosen:
            return ({} for _ in range(self._rows))
        return (dict(zip(chosen, row)) for row in self.tuples(*chosen))

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Each row as a tuple, of these columns or of all. Faster than `rows`."""
        chosen = names or self.names
        if not chosen:
            return (() for _ in range(self._rows))
        return zip(*(self[name].to_list() for name in chosen))

    def to_dict(self) -> dict[str, list[Any]]:
        """Names to values."""
        return {column.name: column.to_list() for column in self._columns}

    def with_column(self, name: str, values: Iterable[Any], dtype: DataType | type | None = None) -> Batch:
        """With a column more, or another one in its place. Without a type it is that of the column that was there, or of
        the values.

        Raises `Error` when there is no value to tell a type from.
        """
        values = values if isinstance(values, list) else list(values)
        if dtype is None and name in self:
            column = Column.encoded(self[name].codec, values)
        elif dtype is None and infer(name, values) is Null:
            raise Error("bad-column", f"column {name!r} has no value to tell its type from: give its type")
        else:
            column = Column.of(name, values, dtype)
        return self._with(column)

    def with_columns(self, columns: Mapping[str, Iterable[Any]], schema: Mapping[str, DataType | type] | None = None) -> Batch:
        """As `with_column`, for several."""
        batch = self
        for name, values in columns.items():
            batch = batch.with_column(name, values, (schema or {}).get(name))
        return batch

    def select(self, names: Iterable[str]) -> Batch:
        """These columns only, in this order."""
        return Batch([self[name] for name in names], self._rows)

    def drop(self, *names: str) -> Batch:
        """All columns but these."""
        for name in names:
            self[name]
        return Batch([column for column in self._columns if column.name not in names], self._rows)

    def rename(self, names: Mapping[str, str]) -> Batch:
        """With other names: old ones to new ones."""
        for name in names:
            self[name]
        return Batch([column.renamed(names[column.name]) if column.name in names else column for column in self._columns], self._rows)

    def take(self, rows: Sequence[int]) -> Batch:
        """The rows of these numbers, in this order; a number may come again."""
        return Batch([column.take(rows) for column in self._columns], len(rows))

    def filter(self, keep: Iterable[bool] | Callable[[dict[str, Any]], bool]) -> Batch:
        """The rows for which it is true: a truth value for each, or a function of a row."""
        flags = map(keep, self.rows()) if callable(keep) else keep
        return self.take([row for row, flag in enumerate(flags) if flag])

    def _with(self, column: Column) -> Batch:
        if column.name in self:
            return Batch([column if column.name == old.name else old for old in self._columns], self._rows)
        return Batch([*self._columns, column], self._rows)

    def __repr__(self) -> str:
        return f"Batch({self._rows} rows of {', '.join(self.names)})"
