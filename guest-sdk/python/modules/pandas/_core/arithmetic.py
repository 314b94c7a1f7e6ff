"""Arithmetic, comparison and logic of columns as pandas has them: NaN, times, categories and the nullable types among them."""

from __future__ import annotations

import datetime
import math
from itertools import repeat
from typing import Any

import numpy as np
from numpy import ndarray
from numpy._buffers import store
from numpy._dtypes import BOOL, DATETIME, FLOAT64, NAT, OBJECT, TIMEDELTA
from numpy._elementwise import COMPARISONS, LOGIC, PYTHON, Unsupported, binary
from numpy._scalars import generic, known

from . import columns as cols
from .dtypes import NULLABLE
from .missing import NA, is_missing
from .times import NaT, count_of, is_span, is_time


class UFuncTypeError(TypeError):
    """Numpy's error for types that an operation does not take."""


SIGNS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and": "&", "or": "|", "xor": "^",
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip


def operate(op: str, left: Any, right: Any, reflected: bool = False) -> Any:
    """`left op right` (or `right op left`) for a column and another of its length, or a single value.

    Raises what pandas raises for types that do not go together.
    """
    if isinstance(right, ndarray) and right.shape == ():
        right = right.item()
    if not isinstance(right, ndarray):
        if isinstance(right, (list, tuple)) and left.dtype.kind != "O":
            right = cols.column(list(right))
        elif isinstance(right, range):
            right = cols.column(right)
    if isinstance(right, ndarray) and len(right) != len(left):
        if op in COMPARISONS:
            raise ValueError("Lengths must match to compare")
        raise ValueError(f"operands could not be broadcast together with shapes ({len(left)},) ({len(right)},) ")
    if isinstance(right, ndarray) and right.dtype.kind == "U":
        right = cols.of(right._data, OBJECT)
    kinds = left.dtype.kind + (right.dtype.kind if isinstance(right, ndarray) else " ")
    if "N" in kinds or right is NA:
        return _nullable(op, left, right, reflected)
    if op in COMPARISONS:
        return compare(op, left, right)
    if "C" in kinds:
        raise TypeError(_unsupported_category(op, left, right, reflected))
    if op in LOGIC:
        return _logic(op, left, right, reflected)
    if "V" in kinds:
        raise TypeError(f"unsupported operand type(s) for {SIGNS[op]}: 'IntervalArray' and '{type(right).__name__}'")
    return _arithmetic(op, left, right, reflected)


def _unsupported_category(op: str, left: Any, right: Any, reflected: bool) -> str:
    names = [
        "Categorical" if isinstance(side, ndarray) and side.dtype.kind == "C" else "Series" if isinstance(side, ndarray) else type(side).__name__
        for side in (left, right)
    ]
    if not isinstance(right, ndarray):
        return (
            f"unsupported operand type(s) for {SIGNS[op]}: '{names[0]}' and '{names[1]}'"
            if not reflected
            else f"unsupported operand type(s) for {SIGNS[op]}: '{names[1]}' and '{names[0]}'"
        )
    return f"Object with dtype category cannot perform the numpy op {_ufunc(op)}"


def _ufunc(op: str) -> str:
    return {"sub": "subtract", "mul": "multiply", "truediv": "divide", "floordiv": "floor_divide", "mod": "remainder", "pow": "power"}.get(op, op)


def _arithmetic(op: str, left: Any, right: Any, reflected: bool) -> Any:
    if right is NaT and op == "sub" and left.dtype.kind == "M":
        # A time less one that is missing is a span that is missing.
        return cols.missing_column(TIMEDELTA, len(left))
    a, ta = left._data, left.dtype
    if isinstance(right, ndarray):
        b, tb, weak = right._data, right.dtype, ""
        zone = getattr(ta, "tz", None) or getattr(tb, "tz", None)
    else:
        raw, tb, weak = _single(op, right, ta)
        if tb is None:
            return _each(op, left, right, reflected)
        zone = getattr(ta, "tz", None)
        if ta.kind == "M" and tb.kind == "M" and (zone is None) != (getattr(right, "tzinfo", None) is None):
            raise TypeError("Cannot subtract tz-naive and tz-aware datetime-like objects.")
        b = repeat(raw)
    if ta.kind in "Mm" or tb.kind in "Mm":
        return _times(op, left, right, reflected, (a, ta, b, tb), zone)
    if "O" in (ta.kind, tb.kind):
        return _objects(op, a, ta, b, tb, reflected, isinstance(right, ndarray))
    if reflected:
        a, ta, b, tb = b, tb, a, ta
        weak = {"b": "a", "": ""}[weak]
    try:
        data, to = binary(op, a, ta, b, tb, weak)
    except ValueError:
        if op == "pow" and ta.kind in "iu":
            raise ValueError("Integers to negative integer powers are not allowed.") from None
        raise
    if op in ("floordiv", "mod") and to.kind in "iu":
        return _zeros(op, data, to, a, b)
    return cols.of(data, to)


def _zeros(op: str, data: Any, to: Any, a: Any, b: Any) -> Any:
    """Integers divided by zero give infinities and NaN, and floats then."""
    if isinstance(b, repeat):
        if next(b) != 0:
            return cols.of(data, to)
        divisors: Any = [0] * len(data)
    else:
        if 0 not in b:
            return cols.of(data, to)
        divisors = b
    dividends = [next(a)] * len(data) if isinstance(a, repeat) else a
    if op == "mod":
        values = [math.nan if y == 0 else float(value) for value, y in zip(data, divisors)]
    else:
        values = [(math.nan if x == 0 else math.copysign(math.inf, x)) if y == 0 else float(value) for value, x, y in zip(data, dividends, divisors)]
    return cols.of(store(values, FLOAT64), FLOAT64)


def _single(op: str, value: Any, other: Any) -> tuple[Any, Any, str]:
    """Raw value, type, and which side is weak; a type of None for what is taken value by value."""
    given = known(value)
    if given is not None:
        raw, to, weak = given
        if isinstance(value, np.timedelta64) or isinstance(value, np.datetime64):
            return value._value, to, ""
        return raw, to, "b" if weak else ""
    if value is None and other.kind in "Mm":
        raise TypeError(f"unsupported operand type(s) for {SIGNS[op]}: '{_array_name(other)}' and 'NoneType'")
    if value is NaT:
        return NAT, (TIMEDELTA if other.kind != "M" else TIMEDELTA), ""
    if is_time(value) and type(value).__name__ != "date":
        return count_of(value), DATETIME, ""
    if is_span(value):
        return count_of(value), TIMEDELTA, ""
    if other.kind in "Mm" and not isinstance(value, str):
        return None, None, ""
    return value, OBJECT, ""


def _each(op: str, left: Any, right: Any, reflected: bool) -> Any:
    """Times with an offset, or another object that knows what to do with them."""
    function = PYTHON[op]
    values = cols.boxed(left)
    made = [NaT if value is NaT else function(right, value) if reflected else function(value, right) for value in values]
    found = cols.infer(made)
    return found if len(made) else left


def _times(op: str, left: Any, right: Any, reflected: bool, sides: tuple[Any, Any, Any, Any], zone: Any) -> Any:
    a, ta, b, tb = sides
    if "O" in (ta.kind, tb.kind):
        if isinstance(right, str):
            word = {"M": "DatetimeArray", "m": "TimedeltaArray"}[ta.kind]
            raise TypeError(
                f"unsupported operand type(s) for {SIGNS[op]}: '{word}' and 'str'"
                if not reflected
                else f"unsupported operand type(s) for {SIGNS[op]}: 'str' and '{word}'"
            )
        left_values = cols.boxed(left)
        right_values = cols.boxed(right) if isinstance(right, ndarray) else [right] * len(left)
        function = PYTHON[op]
        pairs = zip(right_values, left_values) if reflected else zip(left_values, right_values)
        return cols.infer([NaT if is_missing(x) or is_missing(y) else function(x, y) for x, y in pairs])
    if reflected:
        a, ta, b, tb = b, tb, a, ta
    if isinstance(right, ndarray) and ta.kind == tb.kind == "M" and (getattr(ta, "tz", None) is None) != (getattr(tb, "tz", None) is None):
        raise TypeError("Cannot subtract tz-naive and tz-aware datetime-like objects")
    try:
        data, to = binary(op, a, ta, b, tb)
    except Unsupported:
        names = {"M": "DatetimeArray", "m": "TimedeltaArray"}
        one, two = (names.get(kind.kind, kind.name if isinstance(right, ndarray) else type(right).__name__) for kind in (ta, tb))
        if ta.kind == "M" and tb.kind == "M" and op == "add":
            raise TypeError("cannot add DatetimeArray and DatetimeArray" if isinstance(right, ndarray) else "cannot add DatetimeArray and Timestamp") from None
        if op in ("add", "sub") and ("M" in (ta.kind, tb.kind)) and (ta.kind in "iu" or tb.kind in "iu"):
            raise TypeError(
                "Addition/subtraction of integers and integer-arrays with DatetimeArray is no longer supported.  Instead of adding/subtracting `n`, use `n * obj.freq`"
            ) from None
        if op in ("add", "sub") and (ta.kind in "iu" or tb.kind in "iu"):
            raise TypeError(
                "Addition/subtraction of integers and integer-arrays with TimedeltaArray is no longer supported.  Instead of adding/subtracting `n`, use `n * obj.freq`"
            ) from None
        raise TypeError(f"unsupported operand type(s) for {SIGNS[op]}: '{one}' and '{two}'") from None
    if to.kind == "M" and zone is not None:
        from .dtypes import DatetimeTZDtype

        to = DatetimeTZDtype("ns", zone)
    return cols.of(data, to)


def _objects(op: str, a: Any, ta: Any, b: Any, tb: Any, reflected: bool, both: bool) -> Any:
    function = PYTHON[op]
    a = _plain(a, ta)
    b = _plain(b, tb) if both else b
    if ta.kind != "O" and not both and isinstance(next(b), str):
        word = f"dtype('<U{len(next(b))}')"
        one, two = (word, repr(ta)) if reflected else (repr(ta), word)
        raise UFuncTypeError(f"ufunc '{_ufunc(op)}' did not contain a loop with signature matching types ({one}, {two}) -> None")
    pairs = (lambda: zip(b, a)) if reflected else (lambda: zip(a, b))
    try:
        made = [function(x, y) for x, y in pairs()]
    except TypeError:
        if ta.kind != "O" and not (both and tb.kind == "O"):
            raise
        # Where one is missing, so is what comes of it; what is left must go together.
        if both:
            made = [math.nan if is_missing(x) or is_missing(y) else function(x, y) for x, y in pairs()]
        else:
            own = 1 if reflected else 0
            made = [math.nan if is_missing(pair[own]) else function(*pair) for pair in pairs()]
    return cols.of(made, OBJECT)


def _plain(data: Any, to: Any) -> Any:
    return [value == 1 for value in data] if to.kind == "b" else data


# Comparison


def compare(op: str, left: Any, right: Any) -> Any:
    """Which rows compare so. What is missing is equal to nothing."""
    kind = left.dtype.kind
    if isinstance(right, ndarray):
        other = right.dtype.kind
    else:
        if isinstance(right, generic) and not isinstance(right, (np.datetime64, np.timedelta64)):
            right = right.item()
        if is_missing(right):
            if kind in "Mm" and right is not NaT and op not in ("eq", "ne"):
                return _invalid(op, left, right)
            return cols.of(bytearray([op == "ne"]) * len(left), BOOL)
        other = "s"
    if kind == "C" or other == "C":
        return _compare_categories(op, left, right)
    if kind in "Mm" or other in ("M", "m"):
        return _compare_times(op, left, right)
    if kind in "OV" or other in ("O", "V"):
        values = repeat(right) if other == "s" else cols.boxed(right)
        return cols.of(_compare_objects(op, cols.boxed(left), values, other == "s"), BOOL)
    if other == "s":
        if not isinstance(right, (int, float)):
            return _invalid(op, left, right)
        return cols.of(bytearray(map(COMPARISONS[op], left._data, repeat(right))), BOOL)
    return cols.of(bytearray(map(COMPARISONS[op], left._data, right._data)), BOOL)


def _invalid(op: str, left: Any, right: Any) -> Any:
    if op in ("eq", "ne"):
        return cols.of(bytearray([op == "ne"]) * len(left), BOOL)
    name = right.dtype if isinstance(right, ndarray) else type(right).__name__
    raise TypeError(f"Invalid comparison between dtype={left.dtype} and {name}")


def _compare_objects(op: str, a: Any, b: Any, single: bool) -> bytearray:
    function = COMPARISONS[op]
    absent = op == "ne"
    if single:
        value = next(b)
        if op in ("eq", "ne") and isinstance(value, (str, int)):
            # Equality with a text or a number is false for what is missing anyhow.
            return bytearray([bool(function(x, value)) for x in a])
        return bytearray([absent if is_missing(x) else bool(function(x, value)) for x in a])
    if op in ("eq", "ne"):
        return bytearray([absent if is_missing(x) or is_missing(y) else bool(function(x, y)) for x, y in zip(a, b)])
    return bytearray([bool(function(x, y)) for x, y in zip(a, b)])


def _compare_times(op: str, left: Any, right: Any) -> Any:
    if not isinstance(right, ndarray):
        kind = left.dtype.kind
        if kind not in "Mm":
            if left.dtype.kind == "O":
                return cols.of(_compare_objects(op, cols.boxed(left), repeat(right), True), BOOL)
            return _invalid(op, left, right)
        if isinstance(right, str):
            from .times import Timedelta, Timestamp

            try:
                right = Timestamp(right) if kind == "M" else Timedelta(right)
                if getattr(left.dtype, "tz", None) is not None and right.tzinfo is None:
                    right = right.tz_localize(left.dtype.tz)
            except ValueError:
                return _invalid(op, left, right)
        if isinstance(right, datetime.date) and not isinstance(right, datetime.datetime) and kind == "M":
            return _invalid(op, left, right)
        if (kind == "M" and is_time(right)) or (kind == "m" and is_span(right)):
            if kind == "M" and (getattr(left.dtype, "tz", None) is None) != (getattr(right, "tzinfo", None) is None):
                return _zones(op, left, type(right).__name__)
            count = count_of(right)
            function = COMPARISONS[op]
            return cols.of(bytearray([(op == "ne") if value == NAT else function(value, count) for value in left._data]), BOOL)
        return _invalid(op, left, right)
    if left.dtype.kind == right.dtype.kind:
        if (getattr(left.dtype, "tz", None) is None) != (getattr(right.dtype, "tz", None) is None):
            return _zones(op, left)
        data, _ = binary(op, left._data, left.dtype, right._data, right.dtype)
        return cols.of(data, BOOL)
    if "O" in (left.dtype.kind, right.dtype.kind):
        if left.dtype.kind == "M" and all(isinstance(value, str) or is_missing(value) for value in right._data):
            return _compare_times(op, left, cols.astype(right, left.dtype))
        return cols.of(_compare_objects(op, cols.boxed(left), cols.boxed(right), False), BOOL)
    return _invalid(op, left, right)


def _zones(op: str, left: Any, name: str = "DatetimeArray") -> Any:
    if op in ("eq", "ne"):
        return cols.of(bytearray([op == "ne"]) * len(left), BOOL)
    raise TypeError(f"Invalid comparison between dtype={left.dtype} and {name}")


def _compare_categories(op: str, left: Any, right: Any) -> Any:
    if left.dtype.kind != "C":
        mirror = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
        return _compare_categories(mirror[op], right, left)
    to = left.dtype
    if op not in ("eq", "ne") and not to.ordered:
        raise TypeError("Unordered Categoricals can only compare equality or not")
    if isinstance(right, ndarray):
        if right.dtype.kind == "C":
            if list(to.categories) != list(right.dtype.categories) and (to.ordered or set(to.categories) != set(right.dtype.categories)):
                raise TypeError("Categoricals can only be compared if 'categories' are the same.")
            if op in ("eq", "ne"):
                return cols.of(_compare_objects(op, cols.boxed(left), cols.boxed(right), False), BOOL)
            function = COMPARISONS[op]
            return cols.of(bytearray([x >= 0 and y >= 0 and function(x, y) for x, y in zip(left._data, right._data)]), BOOL)
        if op not in ("eq", "ne"):
            raise TypeError(
                f"Cannot compare a Categorical for op __{op}__ with type {type(right)}.\nIf you want to compare values, use 'np.asarray(cat) <op> other'."
            )
        return cols.of(_compare_objects(op, cols.boxed(left), cols.boxed(right), False), BOOL)
    code = to.categories._find(right)
    if code is None:
        return _category_absent(op, left, right)
    function = COMPARISONS[op]
    return cols.of(bytearray([(op == "ne") if x < 0 else function(x, code) for x in left._data]), BOOL)


def _category_absent(op: str, left: Any, right: Any) -> Any:
    if op in ("eq", "ne"):
        return cols.of(bytearray([op == "ne"]) * len(left), BOOL)
    raise TypeError("Invalid comparison between dtype=category and " + type(right).__name__)


# Logic


def _logic(op: str, left: Any, right: Any, reflected: bool) -> Any:
    kind = left.dtype.kind
    if isinstance(right, ndarray):
        other = right.dtype.kind
    elif isinstance(right, (bool, np.bool_)):
        other = "b"
    elif isinstance(right, (int, np.integer)):
        other = "i"
    else:
        other = "s"
    if kind in "biu" and other in ("b", "i", "u"):
        b = right._data if isinstance(right, ndarray) else repeat(int(right))
        tb = right.dtype if isinstance(right, ndarray) else (BOOL if other == "b" else left.dtype if kind in "iu" else np._array.INT64)
        data, to = binary(op, left._data, left.dtype, b, tb)
        if to.kind != "b" and (kind == "b") != (other == "b") and kind == "b":
            data, to = bytearray([1 if value else 0 for value in data]), BOOL
        return cols.of(data, to)
    if not isinstance(right, ndarray):
        if other == "s" and kind == "b" and is_missing(right):
            return cols.of(bytearray(len(left)), BOOL)
        if kind != "O":
            raise TypeError(
                f"Cannot perform '{_python_name(op, reflected)}' with a dtyped [{left.dtype}] array and scalar of type [{'bool' if not is_missing(right) else type(right).__name__}]"
            )
    if kind in "fMm" or other in ("f", "M", "m"):
        if not (kind == "O" or other == "O" or (kind == "b" and other == "f")):
            one, two = (left.dtype, right.dtype if isinstance(right, ndarray) else type(right).__name__)
            if kind in "Mm" or other in ("M", "m"):
                raise TypeError(
                    f"operation '{op}' not supported for dtype '{one}' with object of type {type(right)}"
                    if not isinstance(right, ndarray)
                    else f"unsupported operand type(s) for {SIGNS[op]}: '{_array_name(one)}' and '{_array_name(two)}'"
                )
            raise TypeError(
                f"unsupported operand type(s) for {SIGNS[op]}: '{'float' if kind == 'f' else 'bool' if kind == 'b' else 'int'}' and '{'float' if other == 'f' else 'bool' if other == 'b' else 'int'}'"
            )
    function = PYTHON[op]
    values = []
    for x, y in zip(cols.boxed(left), cols.boxed(right) if isinstance(right, ndarray) else repeat(right)):
        if reflected:
            x, y = y, x
        try:
            values.append(function(x, y))
        except TypeError:
            if is_missing(x):
                values.append(x)
            elif is_missing(y):
                values.append(y)
            else:
                raise TypeError(f"unsupported operand type(s) for {SIGNS[op]}: '{type(x).__name__}' and '{type(y).__name__}'") from None
    filled = [False if is_missing(value) else value for value in values]
    if kind == "b" or (kind == "O" and all(isinstance(value, bool) for value in filled)):
        return cols.of(bytearray([1 if value else 0 for value in filled]), BOOL)
    return cols.of(filled, OBJECT)


def _array_name(to: Any) -> str:
    return {"M": "DatetimeArray", "m": "TimedeltaArray"}.get(getattr(to, "kind", ""), str(to))


def _python_name(op: str, reflected: bool) -> str:
    return ("r" if reflected else "") + op + ("_" if op in ("and", "or") else "")


# The nullable types


def _nullable(op: str, left: Any, right: Any, reflected: bool) -> Any:
    function = PYTHON[op]
    single = not isinstance(right, ndarray)
    text = left.dtype.name == "string" or (not single and right.dtype.name == "string")
    values = repeat(right.item() if isinstance(right, generic) else right) if single else cols.boxed(right)
    made = []
    zero = False
    for x, y in zip(cols.boxed(left), values):
        if reflected:
            x, y = y, x
        if op in ("and", "or"):
            x, y = (NA if is_missing(x) else x), (NA if is_missing(y) else y)
            made.append(function(y, x) if x is NA else function(x, y))
        elif is_missing(x) or is_missing(y):
            made.append(NA)
        else:
            try:
                made.append(function(x, y))
            except ZeroDivisionError:
                zero = True
                made.append((math.nan if x == 0 else math.copysign(math.inf, x)) if op != "mod" else 0)
    if op in COMPARISONS or op in LOGIC:
        return cols.of(made, NULLABLE["boolean"])
    if text:
        return cols.of(made, NULLABLE["string"])
    types = [
        left.dtype.inner if left.dtype.kind == "N" else left.dtype,
        (right.dtype.inner if right.dtype.kind == "N" else right.dtype) if not single else cols.infer([right]).dtype,
    ]
    if op == "truediv" or any(to.kind == "f" for to in types) or zero:
        return cols.of([value if value is NA else float(value) for value in made], NULLABLE["Float64"])
    name = next((to.name for to in types if to.kind in "iu"), "int64")
    return cols.of(made, NULLABLE["UI" + name[2:] if name[0] == "u" else name.capitalize()])
