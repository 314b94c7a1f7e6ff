"""Frames: plans of the host's. Their methods come from the table of operations, by Polars' names: see `frame.pyi`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .. import boundary
from ..batch import Batch
from ..dtypes import DataType, data_type
from ..errors import Error, plain
from ..schema import Schema
from ..table import Table
from . import shown
from .refusal import host, refusals
from .series import Series
from .signature import SIGNATURES, Signature, absent
from .values import arguments


class Plan:
    """A handle of the host's: what frames and groups have in common. It never changes: each method gives another."""

    kind = ""

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    def explain(self, **_options: Any) -> str:
        """The plan as Polars would run it, for people. Nothing runs."""
        with refusals():
            return str(self._handle.explain())

    def __sandtable_frame__(self) -> Any:
        """The handle, for the host."""
        return self._handle

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise absent(self.kind, name, type(self).__name__)

    def __bool__(self) -> bool:
        raise TypeError("the truth of a frame is not known: ask for its height")


class _Rows(Plan):
    """What both frames have."""

    def __init__(self, data: Any = None, schema: Any = None) -> None:
        """A frame of rows that the transform has: a dict of columns, dicts, tuples with a schema, or batches."""
        super().__init__(data if hasattr(data, "apply") else _made(data, schema, self.kind))

    @property
    def schema(self) -> Schema:
        """The columns that will come out. Nothing runs."""
        with refusals():
            return Schema.from_wire(self._handle.schema())

    def collect_schema(self) -> Schema:
        """The columns that will come out. Nothing runs."""
        return self.schema

    @property
    def columns(self) -> list[str]:
        """The columns' names."""
        return self.schema.names

    @property
    def dtypes(self) -> list[DataType]:
        """The columns' types."""
        return list(self.schema.to_dict().values())

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.schema)

    def pipe(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Calls a function with this frame."""
        return function(self, *args, **kwargs)

    def to_table(self) -> Table[Any]:
        """Runs the plan in the host; its rows are then pulled as those of an input are."""
        with refusals():
            return Table("frame", self._rows())

    def _rows(self) -> boundary.HostInput:
        resource: boundary.HostInput = self._handle.collect()
        return resource

    def batches(self, max_rows: int = 0) -> Iterator[Batch]:
        """Runs the plan, and gives its rows batch by batch."""
        return self.to_table().batches(max_rows)


class Frame(_Rows):
    """A plan, lazy as a `LazyFrame` of Polars: its rows stay in the host."""

    kind = "lazy_frame"

    @classmethod
    def from_input(cls, resource: boundary.HostInput) -> Frame:
        """All rows of an input, which is gone then."""
        with refusals():
            return cls(host().Frame.from_input(resource))

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("a Frame is a plan and has no rows yet: frame.collect().iter_rows(named=True) gives them as dicts")

    def __getitem__(self, key: Any) -> Any:
        raise TypeError(f"a Frame is a plan and has no values yet: frame.collect()[{key!r}], or frame.select({key!r})")

    def __repr__(self) -> str:
        columns = ", ".join(f"{name}: {dtype!r}" for name, dtype in self.schema.to_dict().items())
        return f"Frame({columns}), a plan: collect() gives its rows"


class DataFrame(_Rows):
    """A frame with the methods of a `DataFrame` of Polars: its rows stay in the host until they are asked for.

    `collect` runs the plan. What is then done to the frame is a plan again, which runs once, when its rows are asked for.
    """

    kind = "data_frame"
    _settled = False

    def _rows(self) -> boundary.HostInput:
        if not self._settled:
            self._handle, self._settled = _settled(self._handle), True
        return super()._rows()

    @property
    def height(self) -> int:
        """How many rows there are."""
        table = self.to_table()
        rows = table.row_count
        return sum(map(len, table.batches())) if rows is None else rows

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return self.height, self.width

    def is_empty(self) -> bool:
        """Whether there are no rows."""
        return self.height == 0

    def iter_rows(self, *, named: bool = False, buffer_size: int = 0) -> Iterator[Any]:
        """The rows as tuples, or as dicts; `buffer_size` at a time."""
        for batch in self.batches(buffer_size):
            yield from batch.rows() if named else batch.tuples()

    def rows(self, *, named: bool = False) -> list[Any]:
        """All rows, as tuples or as dicts."""
        return list(self.iter_rows(named=named))

    def row(self, index: int, *, named: bool = False) -> Any:
        """One row, as a tuple or as a dict."""
        return self.rows(named=named)[index]

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows, as dicts."""
        return self.rows(named=True)

    def to_dict(self, *, as_series: bool = True) -> dict[str, Any]:
        """Names to columns: series, or lists of values."""
        columns = self.to_table().to_dict()
        dtypes = self.schema.to_dict()
        return {name: Series(name, values, dtypes[name]) for name, values in columns.items()} if as_series else dict(columns)

    def item(self, row: int | None = None, column: int | str | None = None) -> Any:
        """One value: the only one, or that of a row and a column."""
        if (row is None) != (column is None):
            raise TypeError("item takes both a row and a column, or neither")
        columns = list(self.to_table().to_dict().items())
        if row is None or column is None:
            if len(columns) != 1 or len(columns[0][1]) != 1:
                raise Error("bad-frame", f"item() wants one row and one column; the frame has {len(columns)} columns")
            return columns[0][1][0]
        return dict(columns)[column][row] if isinstance(column, str) else columns[column][1][row]

    def __len__(self) -> int:
        return self.height

    def __iter__(self) -> Iterator[Series]:
        """Its columns, as Polars has it."""
        return iter(self.to_dict().values())

    def __getitem__(self, key: Any) -> Any:
        """`df["a"]`, a series; `df[["a", "b"]]`, `df[2:5]`, `df[3]`, frames; `df[3, "a"]`, a value."""
        match key:
            case str():
                return self.get_column(key)
            case slice():
                start, stop, step = key.indices(self.height)
                if step < 0:
                    return self[list(range(start, stop, step))]
                return self.slice(start, max(stop - start, 0)).gather_every(step) if step > 1 else self.slice(start, max(stop - start, 0))
            case int():
                return self[[key]]
            case (int(), int() | str()):
                return self.item(*key)
            case [*names] if isinstance(key, list) and all(isinstance(name, str) for name in names):
                return self.select(names)
            case [*rows] if isinstance(key, list) and all(isinstance(row, int) for row in rows):
                height = self.height
                return self.gather([row + height if row < 0 else row for row in rows])
        raise TypeError(f"a DataFrame has no [{key!r}]; allowed: a column's name, a list of names, a slice, a row's number, a row and a column")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError("a DataFrame never changes: with_columns gives another one")

    def __repr__(self) -> str:
        return shown.table(self.columns, self.dtypes, self.iter_rows(buffer_size=shown.ROWS), self.height)


class _Groups(Plan):
    def __iter__(self) -> Iterator[Any]:
        raise TypeError("groups are not gone through here: use agg, or filter the frame for each")


class LazyGroupBy(_Groups):
    """Rows of a lazy frame in groups."""

    kind = "lazy_group_by"


class GroupBy(_Groups):
    """Rows of a `DataFrame` in groups."""

    kind = "group_by"


class DynamicGroupBy(Plan):
    """Rows of a `DataFrame` in windows of time."""

    kind = "dynamic_group_by"


class RollingGroupBy(Plan):
    """Rows of a `DataFrame` in windows that follow each row."""

    kind = "rolling_group_by"


_PLANS: dict[str, type[Plan]] = {cls.__name__: cls for cls in (Frame, DataFrame, LazyGroupBy, GroupBy, DynamicGroupBy, RollingGroupBy)}


def make(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """A function of the module that gives frames: `pl.concat([a, b])`."""
    signature = SIGNATURES["function"][name]
    signature.check(args, kwargs)
    handles: list[Any] = []
    text = _text(name, args, kwargs, handles)
    with refusals():
        made = host().Frame.make(name, text, handles)
    match signature.result:
        case "Same":
            return _same(args, kwargs)(made[0])
        case "ListOfSame":
            return [_same(args, kwargs)(handle) for handle in made]
        case "ListOfDataFrame":
            return [DataFrame(handle) for handle in made]
        case "ByEager":
            return (DataFrame if kwargs.get("eager", name == "select") else Frame)(made[0])
    return _PLANS[signature.result](made[0])


def sql(query: str, *, eager: bool = False, **frames: Any) -> Any:
    """The result of a query in SQL over frames, each by the name that it is given here.

    Python's own `sql` finds frames among the variables of its caller; a transform names them.
    """
    handles = [frame.__sandtable_frame__() for frame in frames.values()]
    named = ", ".join(f'"{name}" AS (SELECT * FROM frame{at})' for at, name in enumerate(frames))
    words = query.lstrip()
    if named and words[:5].upper() == "WITH ":
        query = f"WITH {named}, {words[5:]}"
    elif named:
        query = f"WITH {named} {words}"
    text = json.dumps({"args": [plain(query)], "kwargs": {"eager": True} if eager else {}})
    with refusals():
        (made,) = host().Frame.make("sql", text, handles)
    return (DataFrame if eager else Frame)(made)


def _settled(handle: Any) -> Any:
    """The frame of a plan's rows, which are in the host's memory from here on."""
    return host().Frame.from_input(handle.collect()).apply("collect", "", [])


def _same(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> type[Plan]:
    """The class of the first frame among the arguments."""
    given = [item for arg in (*args, *kwargs.values()) for item in (arg if isinstance(arg, list | tuple) else [arg])]
    return DataFrame if any(isinstance(item, DataFrame) for item in given) else Frame


def _text(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], handles: list[Any]) -> str:
    made, named = arguments(name, args, kwargs, handles)
    return plain(json.dumps({"args": made, "kwargs": named}, ensure_ascii=False, allow_nan=False))


def _made(data: Any, schema: Any, kind: str) -> Any:
    """A handle of rows that the transform has."""
    pairs = schema.items() if isinstance(schema, Mapping) else schema
    wanted = schema if isinstance(schema, Schema) or schema is None else Schema({name: data_type(dtype) for name, dtype in pairs})
    match data:
        case None:
            batches = [Batch.from_dict({}, wanted)]
        case Mapping():
            batches = [Batch.from_dict({name: values.to_list() if isinstance(values, Series) else values for name, values in data.items()}, wanted)]
        case Batch():
            batches = [data]
        case Table():
            wanted, batches = data.schema, list(data)
        case [Batch(), *_]:
            batches = list(data)
        case _:
            batches = [Batch.from_rows(data, wanted)]
    common = wanted or batches[0].schema
    for batch in batches:
        if batch.schema != common:
            raise Error("bad-rows", f"a batch has the columns {batch.schema.to_dict()}, and the frame {common.to_dict()}")
    with refusals():
        handle = host().Frame.from_batches(common.to_wire(), [batch.laid_out(common).to_wire() for batch in batches])
        return handle.apply("collect", "", []) if kind == "data_frame" else handle


def _method(owner: type[Plan], name: str, signature: Signature) -> Callable[..., Any]:
    def method(self: Plan, *args: Any, **kwargs: Any) -> Any:
        signature.check(args, kwargs)
        handles: list[Any] = []
        text = _text(name, args, kwargs, handles)
        with refusals():
            handle = self._handle.apply(name, text, handles)
            if name == "collect":
                made = DataFrame(_settled(handle))
                made._settled = True
                return made
        return Series.of(handle) if signature.result == "Series" else _PLANS[signature.result](handle)

    method.__name__ = name
    method.__qualname__ = f"{owner.__name__}.{name}"
    method.__signature__ = signature.python()  # type: ignore[attr-defined]
    return method


for _class in _PLANS.values():
    for _name, _signature in SIGNATURES[_class.kind].items():
        setattr(_class, _name, _method(_class, _name, _signature))
