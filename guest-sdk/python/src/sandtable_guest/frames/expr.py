"""Expressions. Their methods come from the table of operations, by Polars' names: see `expr.pyi` for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from ..dtypes import DataType
from .signature import SIGNATURES, Signature, absent
from .values import TIMES, arguments, call, moment, to_json

_BARE_KINDS = ("Array", "Categorical", "Datetime", "Decimal", "Duration", "Enum", "List", "Struct")
_OPERATORS = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "truediv", "floordiv": "floordiv", "mod": "mod", "pow": "pow",
    "and": "and_", "or": "or_", "xor": "xor", "eq": "eq", "ne": "ne", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge",
}  # fmt: skip
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_ON_SETS = ("sub", "and", "or", "xor")


class Node:
    """An expression object of the pipeline format. It never changes, and is shared freely."""

    kind = ""

    def __init__(self, json: dict[str, Any]) -> None:
        self._json = json

    def to_json(self) -> dict[str, Any]:
        """The object, as a document has it."""
        return self._json

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise absent(self.kind, name, type(self).__name__)

    def __bool__(self) -> bool:
        raise TypeError("the truth of an expression is not known: use & | ~ instead of and, or, not")

    def __repr__(self) -> str:
        return _text(self._json)


class Expr(Node):
    """An expression: what Polars calls `Expr`."""

    kind = "expr"

    def pipe(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Calls a function with this expression."""
        return function(self, *args, **kwargs)

    def __neg__(self) -> Expr:
        return Expr(call("neg", self._json))

    def __pos__(self) -> Expr:
        return self

    def __invert__(self) -> Expr:
        return Expr(call("not_", self._json))

    def __abs__(self) -> Expr:
        return Expr(call("abs", self._json))

    __hash__ = Node.__hash__


class Selector(Expr):
    """A set of columns: operators with other selectors, and `~`, work on the set."""

    def as_expr(self) -> Expr:
        """The columns' values, so that operators work on those."""
        return Expr(call("as_expr", self._json))

    def __invert__(self) -> Selector:
        return Selector(call("sub", call("selectors.all", None), [self._json]))


class Then(Expr):
    """`when(…).then(…)`: an expression that goes on with `when` or `otherwise`."""


class When(Node):
    """`when(…)`, which goes on with `then`."""

    kind = "when"


class DataTypeExpr(Node):
    """A data type that is known only with the columns: `dtype_of("a")`."""

    kind = "dtype_expr"


class Namespace:
    """The methods behind a dot: `col("a").str`."""

    def __init__(self, node: Node, name: str) -> None:
        self._node = node
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise absent(self._node.kind, f"{self._name}.{name}", type(self._node).__name__)

    def __getitem__(self, name: str) -> Expr:
        if self._name != "struct":
            raise TypeError(f"{self._name} takes no index")
        return Expr(call("struct.field", self._node.to_json(), [name]))


_CLASSES: dict[str, type[Node]] = {"Expr": Expr, "Selector": Selector, "When": When, "Then": Then, "DataTypeExpr": DataTypeExpr}


def function(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Node:
    """A function of the module that gives an expression: `pl.coalesce(…)`."""
    signature = SIGNATURES["function"][name]
    signature.check(args, kwargs)
    if name == "col":
        return _col(args, kwargs)
    if name == "lit":
        return _lit(args, kwargs)
    return _CLASSES[signature.result](call(name, None, *arguments(name, args, kwargs)))


def selector(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Selector:
    """A function of `selectors`."""
    SIGNATURES["selector"][name].check(args, kwargs)
    return Selector(call(f"selectors.{name}", None, *arguments(name, args, kwargs)))


def _lit(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Expr:
    """`pl.lit`. A time is a literal already, and an expression stays what it is, as in Polars."""
    value, dtype = (*args, kwargs.get("value"))[0], (*args[1:], kwargs.get("dtype"))[0]
    if isinstance(value, Node):
        made = value.to_json()
    elif isinstance(value, (*TIMES, Decimal)) or (isinstance(value, float) and not isfinite(value)):
        made = moment(value)
    else:
        return Expr(call("lit", None, *arguments("lit", args, kwargs)))
    return Expr(made if dtype is None else call("cast", made, [to_json(dtype)]))


def _col(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Expr:
    """`pl.col`: of names, or of data types, which are objects there since their names would be columns'. A type that has
    parameters and stands bare means all of its kind, which only the selector says."""
    flat = [item for arg in args for item in (arg if isinstance(arg, list | tuple | set | frozenset) else [arg])]
    types = [item for item in flat if isinstance(item, DataType | type)]
    if not types:
        return Expr(call("col", None, *arguments("col", args, kwargs)))
    if len(types) != len(flat) or kwargs:
        raise TypeError("col takes names or data types, not both")
    given, _ = arguments("col", args, {})
    if any(isinstance(item, DataType) and item.args is None and item.name in _BARE_KINDS for item in types):
        return Expr(call("selectors.by_dtype", None, given))
    return Expr(call("col", None, [_objects(item) for item in given]))


def _objects(given: Any) -> Any:
    if isinstance(given, str):
        return call(given, None)
    return [_objects(item) for item in given] if isinstance(given, list) else given


def _method(owner: type[Node] | type[Namespace], name: str, signature: Signature) -> Callable[..., Any]:
    result = _CLASSES[signature.result]
    is_set = name == "exclude"

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        signature.check(args, kwargs)
        node = self._node if isinstance(self, Namespace) else self
        made = Selector if is_set and isinstance(node, Selector) else result
        return made(call(name, node.to_json(), *arguments(name, args, kwargs)))

    method.__name__ = name.rpartition(".")[2]
    method.__qualname__ = f"{owner.__name__}.{method.__name__}"
    method.__signature__ = signature.python()  # type: ignore[attr-defined]
    return method


def _operator(name: str, method: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The operator, and the one that Python asks when this side is the right one."""

    def forward(self: Node, other: Any) -> Any:
        if isinstance(other, DataType | Mapping) or hasattr(other, "__sandtable_frame__"):
            raise TypeError(f"{type(other).__name__} cannot be an operand of an expression")
        both = isinstance(self, Selector) and isinstance(other, Selector)
        return (Selector if both and name in _ON_SETS else Expr)(call(method, self.to_json(), [to_json(other)]))

    def backward(self: Node, other: Any) -> Any:
        # Polars makes an expression of the left side: `+` takes a text for a literal, the others for a column.
        left = call("col" if isinstance(other, str) and name != "add" else "lit", None, [to_json(other)])
        return Expr(call(method, left, [self.to_json()]))

    return forward, backward


def _install() -> None:
    owners: dict[str, type[Node]] = {"expr": Expr, "when": When, "then": Then, "dtype_expr": DataTypeExpr}
    for kind, owner in owners.items():
        spaces: dict[str, type[Namespace]] = {}
        for name, signature in SIGNATURES[kind].items():
            space, _, short = name.rpartition(".")
            if not space:
                setattr(owner, name, _method(owner, name, signature))
                continue
            if space not in spaces:
                spaces[space] = type(f"{owner.__name__}_{space}", (Namespace,), {})
            setattr(spaces[space], short, _method(spaces[space], name, signature))
        for space, made in spaces.items():
            setattr(owner, space, property(lambda self, made=made, space=space: made(self, space)))  # type: ignore[misc]
    for name, method in _OPERATORS.items():
        forward, backward = _operator(name, method)
        setattr(Expr, f"__{name}__", forward)
        if name not in _COMPARISONS:
            setattr(Expr, f"__r{name}__", backward)


def _text(json: Any) -> str:
    """An expression object as Python would write it."""
    if isinstance(json, list):
        return f"[{', '.join(map(_text, json))}]"
    if not isinstance(json, dict) or "expr" not in json:
        return repr(json)
    given = [*map(_text, json["args"]), *(f"{name}={_text(value)}" for name, value in json["kwargs"].items())]
    subject = f"{_text(json['on'])}." if "on" in json else "pl."
    return f"{subject}{json['expr']}({', '.join(given)})"


_install()
