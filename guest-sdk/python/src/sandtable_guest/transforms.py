"""Transforms: functions whose signature says what they want, and which become the exports of a component.

| decorator | sees | gives |
|---|---|---|
| `@table_transform` | whole tables: `Table` and `Frame` arguments | any table |
| `@row_transform` | one batch of rows at a time, in any order, on any number of instances | exactly one row for each row |

Positional arguments are inputs, keyword-only ones are parameters (see `params`). An argument annotated `Output` is the
table to write, for a transform that writes it by itself.
"""

from __future__ import annotations

import functools
import gc
import inspect
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, overload

from . import arguments as kinds
from . import boundary, log, params, specs
from .batch import Batch
from .dtypes import DataType
from .errors import plain
from .exports import Metadata, RowTransform, TableTransform
from .params import Param
from .preload import preload
from .table import Output, Table

Function = TypeVar("Function", bound=Callable[..., Any])

VERSION = "0.1.0"
"""Of a transform that does not say its own."""


@dataclass
class Transform:
    """What a decorated function is: read from its signature, once."""

    function: Callable[..., Any]
    name: str
    version: str
    summary: str
    inputs: list[Input] = field(default_factory=list)
    params: list[Param] = field(default_factory=list)
    output: dict[str, DataType] = field(default_factory=dict)
    output_specs: list[boundary.ColumnSpec] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    positional: list[str] = field(default_factory=list)
    """Arguments that have no name for a caller: those before a `/`."""
    writes: str | None = None
    """The argument that is the output, when there is one."""
    by_rows: bool = False
    """Whether the function sees a row or a `Batch` at a time, and not whole tables."""
    keep: bool = True
    """Of a row transform: whether the columns that were there stay."""

    def describe(self) -> boundary.Description:
        """What a host is told of it."""
        inputs = [boundary.InputSpec(given.name, given.description, specs.wanted(given.rows)) for given in self.inputs]
        schema, extra = params.schema(self.params), [("language", "python")]
        return boundary.Description(self.name, self.version, plain(self.summary), inputs, schema, self.output_specs, self.features, extra)


@dataclass
class Input:
    """A table that a transform wants."""

    name: str
    kind: Any
    """`Table`, `Frame`, `DataFrame`, `Batch`, `list`, `Iterator` or `dict`: what the function gets; or a class that makes itself of a table."""
    rows: Any
    """The `TypedDict` of its rows, or `Any`."""
    description: str = ""


@overload
def table_transform(function: Function, /) -> Function: ...
@overload
def table_transform(*, name: str | None = None, version: str = VERSION, output: Any = None, features: Iterable[str] = ()) -> Callable[[Function], Function]: ...
def table_transform(
    function: Function | None = None, /, *, name: str | None = None, version: str = VERSION, output: Any = None, features: Iterable[str] = ()
) -> Any:
    """Makes a whole-table transform of a function.

    `name` is the function's unless given, with hyphens; the summary is the first line of its docstring. What comes out is
    told by the annotation of its result (`Iterator[Row]`, where `Row` is a `TypedDict`), or by `output`: such a class, or
    names to types. Raises `TypeError` for a signature that it cannot read.
    """

    def decorate(function: Function) -> Function:
        transform = read(function, name, version, output)
        transform.features += features
        _export(transform, TableTransform(transform))
        return function

    return decorate if function is None else decorate(function)


@overload
def row_transform(function: Function, /) -> Function: ...
@overload
def row_transform(*, name: str | None = None, version: str = VERSION, output: Any = None, keep: bool = True) -> Callable[[Function], Function]: ...
def row_transform(function: Function | None = None, /, *, name: str | None = None, version: str = VERSION, output: Any = None, keep: bool = True) -> Any:
    """Makes a row-by-row transform of a function of a `Batch`, or of a row.

    A function of a `Batch` gives a batch of as many rows; it is tried on an empty one to learn the columns. A function of a
    row (a dict, or a `TypedDict`) gives a dict of the columns in its result's annotation or in `output`, which are put
    beside those that were there, or, with `keep=False`, are all that there is. Raises `TypeError` for a signature that it
    cannot read.
    """

    def decorate(function: Function) -> Function:
        transform = read(function, name, version, output)
        transform.by_rows, transform.keep = True, keep
        if len(transform.inputs) != 1 or transform.inputs[0].kind not in (Batch, dict):
            raise TypeError(f"{transform.name}: a row transform has one input, a Batch or a row")
        if transform.inputs[0].kind is dict and not transform.output:
            raise TypeError(f"{transform.name}: say what columns it gives: `-> Row`, where Row is a TypedDict, or output={{…}}")
        _export(transform, RowTransform(transform))
        return function

    return decorate if function is None else decorate(function)


def of(function: Callable[..., Any]) -> Transform:
    """What a decorated function is. Raises `TypeError` for another function."""
    transform = getattr(function, "__sandtable__", None)
    if not isinstance(transform, Transform):
        raise TypeError(f"{function!r} is no transform: decorate it with @table_transform or @row_transform")
    return transform


def read(function: Callable[..., Any], name: str | None, version: str, output: Any, untyped: Any = None) -> Transform:
    """What a function is, from its signature.

    `untyped` is what an argument without annotation gets: a kind of `arguments`. It makes the reading that of scripts, where
    an argument that cannot be a table, by its annotation or its default, is a parameter wherever it stands. Raises
    `TypeError` for a signature that it cannot read.
    """
    summary = (inspect.getdoc(function) or "").partition("\n")[0]
    transform = Transform(function, name or function.__name__.replace("_", "-"), version, summary)
    hints = typing.get_type_hints(_annotated(function), include_extras=True)
    for parameter in inspect.signature(function).parameters.values():
        hint = hints.get(parameter.name, parameter.empty)
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise TypeError(f"{transform.name}: {str(parameter).partition(':')[0]} cannot be told to a host: name each argument")
        if parameter.kind is parameter.POSITIONAL_ONLY:
            transform.positional.append(parameter.name)
        if hint is Output:
            transform.writes = parameter.name
        elif parameter.kind is parameter.KEYWORD_ONLY or untyped is not None and not _is_table(parameter, hint):
            transform.params.append(Param(parameter.name, hint, parameter.default))
        else:
            transform.inputs.append(_input(transform, parameter.name, hint, untyped))
    params.schema(transform.params)
    if any(given.kind in kinds.PLANS for given in transform.inputs) or hints.get("return") in kinds.PLANS:
        transform.features.append("frames")
    declared = output if output is not None else _rows_of(hints.get("return"))
    if declared is not None:
        transform.output, transform.output_specs = specs.given(declared)
    return transform


def _annotated(function: Any) -> Any:
    """What has the annotations of a callable: of an object its class's method, of a `partial` the function."""
    while isinstance(function, functools.partial):
        function = function.func
    return function if inspect.isroutine(function) or inspect.isclass(function) else type(function).__call__


def _is_table(parameter: inspect.Parameter, hint: Any) -> bool:
    """Whether an argument of a script is a table: by its annotation, else unless it has a value when it is not given."""
    if hint is parameter.empty:
        return parameter.default is parameter.empty or parameter.default is None
    inner = specs.unwrap(hint)[0]
    if inner in (Any, object):
        return parameter.default is parameter.empty
    return kinds.kind_of(inner) is not None and (inner is not list or parameter.default is parameter.empty)


def _input(transform: Transform, name: str, hint: Any, untyped: Any) -> Input:
    inner, _, text = specs.unwrap(hint)
    if inner in (inspect.Parameter.empty, Any, object) and untyped is not None:
        return Input(name, untyped, Any, text)
    kind = kinds.kind_of(inner)
    if kind in (Table, list, Iterator):
        rows = (typing.get_args(inner) or (Any,))[0]
        return Input(name, kind, rows, text or _documentation(rows))
    if kind is not None:
        return Input(name, kind, Any, text)
    kind = typing.get_origin(inner) or inner
    if kind in (dict, Mapping) or typing.is_typeddict(kind):
        return Input(name, dict, inner, text or _documentation(inner))
    raise TypeError(f"{transform.name}: the argument {name} is {hint!r}; an input is a Table, a Frame, a Batch or a row, and a parameter comes behind *")


def _documentation(rows: Any) -> str:
    return inspect.cleandoc(rows.__doc__ or "") if typing.is_typeddict(rows) else ""


def _rows_of(hint: Any) -> Any:
    """The `TypedDict` in `Iterator[Row]`, `list[Row]` or `Row`; None when there is none."""
    if typing.get_origin(hint) in (list, Iterable, Iterator, typing.get_origin(typing.Generator)):
        hint = typing.get_args(hint)[0]
    return hint if typing.is_typeddict(hint) else None


def _export(transform: Transform, exported: TableTransform | RowTransform) -> None:
    """Puts the exports where componentize-py looks for them: into the module that holds the function."""
    function = transform.function
    function.__sandtable__ = transform  # type: ignore[attr-defined]
    if not boundary.building:
        return
    log.listen()
    preload()
    # What is there when the component is built stays: collections of garbage in a call look at none of it, and its memory
    # stays shared between instances.
    gc.collect()
    gc.freeze()
    module = sys.modules[function.__module__]
    if hasattr(module, "Metadata"):
        raise TypeError(f"{transform.name}: a module holds one transform, and {function.__module__} has another")
    module.Metadata = lambda: Metadata(transform)  # type: ignore[attr-defined]
    setattr(module, type(exported).__name__, lambda: exported)
