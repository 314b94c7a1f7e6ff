"""The stub of `frames/expr.py`."""

from __future__ import annotations

from . import stubs
from .table import Operation

_PREAMBLE = '''import builtins
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal, TypeVar

from ..dtypes import DataType
from .into import IntoExpr, IntoExprs, IntoSchema, IntoSelector, IntoSelectors, IntoType, OneOrMany
from .series import Series

T = TypeVar("T")

def function(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Any: ...
def selector(name: builtins.str, args: tuple[Any, ...], kwargs: Mapping[builtins.str, Any]) -> Selector: ...

class Node:
    """An expression object of the pipeline format: what expressions, selectors and data type expressions have in common."""
    def __init__(self, json: builtins.dict[builtins.str, Any]) -> None: ...
    def to_json(self) -> builtins.dict[builtins.str, Any]: ...

'''
_OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor")


def module(operations: list[Operation]) -> str:
    """The source of the stub."""
    exprs = stubs.of_kind(operations, "expr")
    spaces = list(dict.fromkeys(o.name.split(".")[0] for o in exprs if "." in o.name))
    parts = [stubs.header("Expressions"), _PREAMBLE, _expr(exprs, spaces)]
    for space in spaces:
        members = [stubs.method(o, o.name.split(".")[1]) for o in exprs if o.name.startswith(f"{space}.")]
        if space == "struct":
            members.append("def __getitem__(self, name: builtins.str) -> Expr: ...\n")
        parts.append(stubs.block(f"Expr_{space}", members))
    parts.append(_selector())
    parts.append(_when(operations))
    parts.append(_dtype_expr(stubs.of_kind(operations, "dtype_expr")))
    return "".join(parts)


def _expr(exprs: list[Operation], spaces: list[str]) -> str:
    members = [f"@property\ndef {space}(self) -> Expr_{space}: ...\n" for space in spaces]
    members.append("def pipe(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...\n")
    for operator in _OPERATORS:
        members.append(f"def __{operator}__(self, other: IntoExpr) -> Expr: ...\ndef __r{operator}__(self, other: IntoExpr) -> Expr: ...\n")
    for operator in ("eq", "ne"):
        members.append(f"def __{operator}__(self, other: IntoExpr) -> Expr: ...  # type: ignore[override]\n")
    members += [f"def __{operator}__(self, other: IntoExpr) -> Expr: ...\n" for operator in ("lt", "le", "gt", "ge")]
    members += [f"def __{operator}__(self) -> Expr: ...\n" for operator in ("neg", "pos", "invert", "abs")]
    members += [stubs.method(o, o.name) for o in exprs if "." not in o.name]
    return stubs.block("Expr", ['"""An expression: what Polars calls `Expr`."""\n', *members], "Node")


def _selector() -> str:
    sets = [f"def __{operator}__(self, other: Any) -> Any: ...\n" for operator in ("sub", "and", "or", "xor")]
    members = ["def __invert__(self) -> Selector: ...\n", "def as_expr(self) -> Expr: ...\n"]
    return stubs.block("Selector", ['"""A set of columns: operators work on the set."""\n', *sets, *members], "Expr")


def _when(operations: list[Operation]) -> str:
    when = [stubs.method(o, o.name) for o in stubs.of_kind(operations, "when")]
    then = [stubs.method(o, o.name) for o in stubs.of_kind(operations, "then")]
    return stubs.block("When", when, "Node") + stubs.block("Then", then, "Expr")


def _dtype_expr(operations: list[Operation]) -> str:
    spaces = list(dict.fromkeys(o.name.split(".")[0] for o in operations if "." in o.name))
    members = [f"@property\ndef {space}(self) -> DataTypeExpr_{space}: ...\n" for space in spaces]
    members += [stubs.method(o, o.name) for o in operations if "." not in o.name]
    parts = [stubs.block("DataTypeExpr", members, "Node")]
    for space in spaces:
        parts.append(stubs.block(f"DataTypeExpr_{space}", [stubs.method(o, o.name.split(".")[1]) for o in operations if o.name.startswith(f"{space}.")]))
    return "".join(parts)
