"""The stubs of `frames/frame.py`, `frames/selectors.py` and of the module `frames` itself."""

from __future__ import annotations

from . import stubs
from .table import Operation

_FRAME_PREAMBLE = '''import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..batch import Batch
from ..boundary import HostInput
from ..dtypes import DataType
from ..schema import Schema
from ..table import Table
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .series import Series

T = TypeVar("T")
AnyFrame = Frame | DataFrame | Series

def make(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Any: ...
def sql(query: builtins.str, *, eager: builtins.bool = ..., **frames: AnyFrame) -> Any: ...

class Plan:
    """A handle of the host's: what frames and groups have in common."""
    def __init__(self, handle: Any, kind: builtins.str | None = None) -> None: ...
    def __sandtable_frame__(self) -> Any: ...
    def explain(self) -> builtins.str: ...

'''
_BOTH = """@property
def schema(self) -> Schema: ...
@property
def columns(self) -> builtins.list[builtins.str]: ...
@property
def dtypes(self) -> builtins.list[DataType]: ...
@property
def width(self) -> builtins.int: ...
def collect_schema(self) -> Schema: ...
def pipe(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...
def to_table(self) -> Table[Any]: ...
def batches(self, max_rows: builtins.int = ...) -> Iterator[Batch]: ...
"""
_FRAME = '''"""A plan, lazy as a `LazyFrame` of Polars: its rows stay in the host."""
def __init__(self, data: Any = ..., schema: IntoSchema | None = ...) -> None: ...
@classmethod
def from_input(cls, resource: HostInput) -> Frame: ...
'''
_DATA_FRAME = '''"""A frame with the methods of a `DataFrame` of Polars: its rows stay in the host until they are asked for."""
def __init__(self, data: Any = ..., schema: IntoSchema | None = ...) -> None: ...
@property
def height(self) -> builtins.int: ...
@property
def shape(self) -> tuple[builtins.int, builtins.int]: ...
def __len__(self) -> builtins.int: ...
def __iter__(self) -> Iterator[Series]: ...
def __getitem__(self, key: Any) -> Any: ...
def is_empty(self) -> builtins.bool: ...
def iter_rows(self, *, named: builtins.bool = ..., buffer_size: builtins.int = ...) -> Iterator[Any]: ...
def rows(self, *, named: builtins.bool = ...) -> builtins.list[Any]: ...
def row(self, index: builtins.int, *, named: builtins.bool = ...) -> Any: ...
def to_dicts(self) -> builtins.list[builtins.dict[builtins.str, Any]]: ...
def to_dict(self, *, as_series: builtins.bool = ...) -> builtins.dict[builtins.str, Any]: ...
def item(self, row: builtins.int | None = ..., column: builtins.int | builtins.str | None = ...) -> Any: ...
'''
_GROUPS = {
    "LazyGroupBy": ("lazy_group_by", "Rows of a lazy frame in groups"),
    "GroupBy": ("group_by", "Rows of a `DataFrame` in groups"),
    "DynamicGroupBy": ("dynamic_group_by", "Rows of a `DataFrame` in windows of time"),
    "RollingGroupBy": ("rolling_group_by", "Rows of a `DataFrame` in windows that follow each row"),
}
_MODULE_PREAMBLE = """import builtins
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..dtypes import (
    Array as Array,
    Binary as Binary,
    Boolean as Boolean,
    Categorical as Categorical,
    DataType as DataType,
    Date as Date,
    Datetime as Datetime,
    Decimal as Decimal,
    Duration as Duration,
    Enum as Enum,
    Float16 as Float16,
    Float32 as Float32,
    Float64 as Float64,
    Int8 as Int8,
    Int16 as Int16,
    Int32 as Int32,
    Int64 as Int64,
    Int128 as Int128,
    List as List,
    Null as Null,
    String as String,
    Struct as Struct,
    Time as Time,
    UInt8 as UInt8,
    UInt16 as UInt16,
    UInt32 as UInt32,
    UInt64 as UInt64,
    UInt128 as UInt128,
    Unknown as Unknown,
    Utf8 as Utf8,
)
from . import selectors as selectors
from .expr import DataTypeExpr as DataTypeExpr, Expr as Expr, Selector as Selector, Then as Then, When as When
from .frame import (
    AnyFrame as AnyFrame,
    DataFrame as DataFrame,
    DynamicGroupBy as DynamicGroupBy,
    Frame as Frame,
    GroupBy as GroupBy,
    LazyGroupBy as LazyGroupBy,
    RollingGroupBy as RollingGroupBy,
    sql as sql,
)
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .refusal import Refusal as Refusal
from .series import Series as Series

LazyFrame = Frame
POLARS: builtins.str
AnyFrameT = TypeVar("AnyFrameT", Frame, DataFrame)

class _Col:
    def __call__(self, name: Any, *more_names: Any) -> Expr: ...
    def __getattr__(self, name: builtins.str) -> Expr: ...

col: _Col
"""
_SELECTOR_PREAMBLE = """import builtins
from typing import Any

from .expr import Selector
from .into import IntoSelector, IntoType, OneOrMany

"""


def frame_module(operations: list[Operation]) -> str:
    """The stub of `frames/frame.py`."""
    frame = [_FRAME, _BOTH, *(stubs.method(o, o.name) for o in stubs.of_kind(operations, "lazy_frame"))]
    data = [_DATA_FRAME, _BOTH, *(stubs.method(o, o.name) for o in stubs.of_kind(operations, "data_frame"))]
    parts = [stubs.header("Frames"), _FRAME_PREAMBLE, stubs.block("Frame", frame, "Plan"), stubs.block("DataFrame", data, "Plan")]
    for name, (kind, about) in _GROUPS.items():
        parts.append(stubs.block(name, [f'"""{about}."""\n', *(stubs.method(o, o.name) for o in stubs.of_kind(operations, kind))], "Plan"))
    return "".join(parts)


def selector_module(operations: list[Operation]) -> str:
    """The stub of `frames/selectors.py`."""
    functions = [stubs.method(o, o.name, is_method=False) for o in stubs.of_kind(operations, "selector")]
    return "".join([stubs.header("Selectors: sets of columns by name, type and pattern"), _SELECTOR_PREAMBLE, *functions])


def package(operations: list[Operation]) -> str:
    """The stub of `frames/__init__.py`."""
    functions = [stubs.method(o, o.name, is_method=False) for o in stubs.of_kind(operations, "function") if o.name != "col"]
    return "".join([stubs.header("Native Polars, by Polars' names"), _MODULE_PREAMBLE, *functions])
