"""Arithmetic, comparison and logic of columns, value by value, with numpy's types and its edges."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from itertools import repeat
from typing import Any

from ._buffers import Buffer, store
from ._dtypes import BOOL, DATETIME, FLOAT64, INT8, INT64, NAT, OBJECT, TIMEDELTA, dtype, promote, wrap

inf, nan = math.inf, math.nan
COMPARISONS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}
SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and": "&", "or": "|", "xor": "^"}
LOGIC = {"and": operator.and_, "or": operator.or_, "xor": operator.xor, "lshift": operator.lshift, "rshift": operator.rshift}


def float_div(a: float, b: float) -> float:
    """A quotient that knows infinities."""
    try:
        return a / b
    except ZeroDivisionError:
        if a != a or a == 0:
            return nan
        return math.copysign(inf, a) * math.copysign(1.0, b)
    except OverflowError:
        return inf if (a > 0) == (b > 0) else -inf


def float_floordiv(a: float, b: float) -> float:
    """A quotient rounded down."""
    try:
        if math.isinf(a) and b == b:
            return nan
        return float(a // b)
    except ZeroDivisionError:
        return float_div(a, b)


def float_mod(a: float, b: float) -> float:
    """A remainder with the sign of the divisor."""
    try:
        if math.isinf(a):
            return nan
        return float(a % b)
    except ZeroDivisionError:
        return nan


def float_pow(a: float, b: float) -> float:
    """A power."""
    try:
        found = a**b
        return nan if isinstance(found, complex) else float(found)
    except ZeroDivisionError:
        return -inf if math.copysign(1.0, a) < 0 and b == int(b) and int(b) % 2 else inf
    except OverflowError:
        return -inf if a < 0 and b == int(b) and int(b) % 2 else inf


def int_pow(a: int, b: int) -> int:
    """A power of integers; one that grows is kept to 64 bits on the way."""
    if b < 0:
        raise ValueError("Integers to negative integer powers are not allowed.")
    return a**b if abs(a) < 2 or b * a.bit_length() < 4096 else pow(a, b, 1 << 64)


_FLOAT: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (operator.add, operator.add),
    "sub": (operator.sub, operator.sub),
    "mul": (operator.mul, operator.mul),
    "truediv": (operator.truediv, float_div),
    "floordiv": (float_floordiv, float_floordiv),
    "mod": (float_mod, float_mod),
    "pow": (float_pow, float_pow),
}
_INT: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "floordiv": lambda a, b: a // b if b else 0,
    "mod": lambda a, b: a % b if b else 0,
    "pow": int_pow,
}
PYTHON: dict[str, Callable[..., Any]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "truediv": operator.truediv, "floordiv": operator.floordiv,
    "mod": operator.mod, "pow": operator.pow, **COMPARISONS, **LOGIC,
}  # fmt: skip


class Unsupported(TypeError):
    """Two types that an operation does not take."""


def binary(op: str, a: Buffer, ta: dtype, b: Buffer, tb: dtype, weak: str = "", same: bool = False) -> tuple[Buffer, dtype]:
    """`a op b` for two buffers of one length, or one of which is `repeat(value)`.

    `weak` says which side ("a" or "b") is a Python number that takes the other's width. Gives raw values and their type.
    Raises `Unsupported` for types that do not go together, and whatever values of objects raise.
    """
    if op in COMPARISONS:
        return _compare(op, a, ta, b, tb), BOOL
    if op in LOGIC:
        return _logic(op, a, ta, b, tb, weak)
    if "O" in (ta.kind, tb.kind) or "U" in (ta.kind, tb.kind):
        return list(map(PYTHON[op], a, b)), OBJECT
    if ta.kind in "Mm" or tb.kind in "Mm":
        return _time(op, a, ta, b, tb)
    if ta.kind == tb.kind == "b":
        return _booleans(op, a, b)
    to = _numeric(ta, tb, weak)
    if op == "truediv" and to.kind != "f":
        to = FLOAT64
    if to.kind == "f":
        fast, careful = _FLOAT[op]
        try:
            found = map(fast, a, b) if fast is careful else _tried(fast, a, b)
            return store(found, to), to
        except (ZeroDivisionError, OverflowError):
            return store(map(careful, a, b), to), to
    return store(list(map(_INT[op], a, b)), to), to


def _tried(fast: Callable[..., Any], a: Buffer, b: Buffer) -> list[Any]:
    return list(map(fast, a, b))


def _numeric(ta: dtype, tb: dtype, weak: str) -> dtype:
    if weak:
        strong, other = (tb, ta) if weak == "a" else (ta, tb)
        if strong.kind == "f" or (strong.kind in "iu" and other.kind in "iub"):
            return strong
        if strong.kind == "b":
            return INT64 if other.kind in "iu" else FLOAT64
        return FLOAT64
    return promote(ta, tb)


def _booleans(op: str, a: Buffer, b: Buffer) -> tuple[Buffer, dtype]:
    match op:
        case "add":
            return bytearray(map(operator.or_, a, b)), BOOL
        case "mul":
            return bytearray(map(operator.and_, a, b)), BOOL
        case "sub":
            raise TypeError(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead."
            )
        case "truediv":
            return store(map(float_div, a, b), FLOAT64), FLOAT64
    return store(map(_INT[op], a, b), INT8), INT8


def _compare(op: str, a: Buffer, ta: dtype, b: Buffer, tb: dtype) -> bytearray:
    apart = (ta.kind in "Mm") or (tb.kind in "Mm")
    if apart and ta.kind != tb.kind:
        if op in ("eq", "ne"):
            return bytearray([op == "ne" for _, _ in zip(a, b)])
        raise Unsupported(f"'{_sign(op)}' not supported between {ta} and {tb}")
    if apart:
        function = COMPARISONS[op]
        return bytearray((op == "ne") if x == NAT or y == NAT else function(x, y) for x, y in zip(a, b))
    try:
        return bytearray(map(COMPARISONS[op], a, b))
    except (ValueError, TypeError):
        # What compares to something else than a truth value, or not at all.
        if op in ("lt", "le", "gt", "ge"):
            raise
        return bytearray(bool(COMPARISONS[op](x, y)) for x, y in zip(a, b))


def _sign(op: str) -> str:
    return {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}[op]


def _logic(op: str, a: Buffer, ta: dtype, b: Buffer, tb: dtype, weak: str) -> tuple[Buffer, dtype]:
    if ta.kind == tb.kind == "b" and op in ("and", "or", "xor"):
        return bytearray(map(LOGIC[op], a, b)), BOOL
    if ta.kind in "biu" and tb.kind in "biu":
        to = _numeric(ta, tb, weak)
        return store(list(map(LOGIC[op], a, b)), to), to
    if "O" in (ta.kind, tb.kind):
        return list(map(PYTHON[op], a, b)), OBJECT
    name = {"and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor"}.get(op, op)
    raise TypeError(
        f"ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types "
        "according to the casting rule ''safe''"
    )


def _time(op: str, a: Buffer, ta: dtype, b: Buffer, tb: dtype) -> tuple[Buffer, dtype]:
    """Times and spans, in nanoseconds."""
    kinds = ta.kind + tb.kind
    if op in ("add", "sub") and (kinds in ("Mm", "mm") or (kinds == "mM" and op == "add") or (kinds == "MM" and op == "sub")):
        function = PYTHON[op]
        values = [NAT if x == NAT or y == NAT else function(x, y) for x, y in zip(a, b)]
        if values and (max(values) >= 2**63 or min(values) < NAT):
            raise OverflowError("int too big to convert")
        to = DATETIME if kinds in ("Mm", "mM") else TIMEDELTA
        return store(values, to), to
    if kinds == "mm":
        if op == "truediv":
            return store([nan if x == NAT or y == NAT else float_div(x, y) for x, y in zip(a, b)], FLOAT64), FLOAT64
        if op == "floordiv":
            if any(x == NAT or y == NAT or y == 0 for x, y in zip(_again(a), _again(b))):
                return store([nan if x == NAT or y == NAT or y == 0 else float(x // y) for x, y in zip(a, b)], FLOAT64), FLOAT64
            return store([x // y for x, y in zip(a, b)], INT64), INT64
        if op == "mod":
            return store([NAT if x == NAT or y == NAT or y == 0 else x % y for x, y in zip(a, b)], TIMEDELTA), TIMEDELTA
    if op == "mul" and ("m" in kinds) and set(kinds) & set("iuf"):
        return store([_span(x * y) if x != NAT and y != NAT else NAT for x, y in zip(a, b)], TIMEDELTA), TIMEDELTA
    if op in ("truediv", "floordiv") and ta.kind == "m" and tb.kind in "iuf":
        divide = float_div if op == "truediv" else (float_floordiv if tb.kind == "f" else lambda x, y: x // y if y else nan)
        return store([NAT if x == NAT else _span(divide(x, y)) for x, y in zip(a, b)], TIMEDELTA), TIMEDELTA
    names = {"add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide", "floordiv": "floor_divide", "mod": "remainder", "pow": "power"}
    raise Unsupported(f"ufunc '{names[op]}' cannot use operands with types {ta!r} and {tb!r}")


def _again(values: Any) -> Any:
    # `repeat` objects have no end, and are as good a second time.
    return values


def _span(value: float) -> int:
    return NAT if value != value or value in (inf, -inf) else int(value)


def negative(data: Buffer, of: dtype) -> tuple[Buffer, dtype]:
    """The values with the other sign."""
    if of.kind == "b":
        raise TypeError("The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.")
    if of.kind == "m":
        return store([value if value == NAT else -value for value in data], of), of
    if of.kind == "M":
        raise TypeError("bad operand type for unary -: 'DatetimeArray'")
    return store([-value for value in data], of), of


def invert(data: Buffer, of: dtype) -> tuple[Buffer, dtype]:
    """Truth values turned, bits turned."""
    if of.kind == "b":
        return bytearray(data).translate(_FLIP), of
    if of.kind in "iu":
        return store([wrap(~value, of) for value in data], of), of
    if of.kind == "O":
        return [~value for value in data], of
    if of.kind == "f":
        raise TypeError(
            "ufunc 'invert' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"
        )
    raise TypeError(f"bad operand type for unary ~: {of}")


_FLIP = bytes([1] + [0] * 255)


def absolute(data: Buffer, of: dtype) -> tuple[Buffer, dtype]:
    """The values without their sign."""
    if of.kind == "b":
        return data[:], of
    if of.kind == "m":
        return store([value if value == NAT else abs(value) for value in data], of), of
    return store(list(map(abs, data)), of), of


def constant(value: Any) -> Any:
    """One value for as many rows as there are."""
    return repeat(value)
