"""`pandas.api.types`: what a type is."""

import numbers
import re

from numpy import generic

from .._core.construct import is_list_like
from .._core.dtypes import CategoricalDtype, DatetimeTZDtype, IntervalDtype, resolve_any
from .._core.missing import is_missing


def kind_of(obj):
    """The letter of a type or of what has one, and the type; nothing where there is none."""
    dtype = getattr(obj, "dtype", obj)
    try:
        found = resolve_any(dtype)
    except (TypeError, ValueError, NotImplementedError):
        return "", None
    return (found.inner.kind if found.kind == "N" and found.name != "string" else found.kind), found


def _is(letters):
    def test(arr_or_dtype):
        return kind_of(arr_or_dtype)[0] in tuple(letters)

    return test


is_numeric_dtype = _is("iufb")
is_integer_dtype = _is("iu")
is_signed_integer_dtype = _is("i")
is_unsigned_integer_dtype = _is("u")
is_float_dtype = _is("f")
is_bool_dtype = _is("b")
is_object_dtype = _is("O")
is_datetime64_any_dtype = _is("M")
is_timedelta64_dtype = _is("m")
is_timedelta64_ns_dtype = is_timedelta64_dtype


def is_string_dtype(arr_or_dtype):
    """Whether it holds texts: of objects only where all are."""
    kind, dtype = kind_of(arr_or_dtype)
    if kind == "O" and hasattr(arr_or_dtype, "dtype"):
        return all(isinstance(value, str) for value in arr_or_dtype)
    return kind in ("O", "U") or (dtype is not None and dtype.name == "string")


def is_datetime64_dtype(arr_or_dtype):
    kind, dtype = kind_of(arr_or_dtype)
    return kind == "M" and not isinstance(dtype, DatetimeTZDtype)


is_datetime64_ns_dtype = is_datetime64_any_dtype


def is_datetime64tz_dtype(arr_or_dtype):
    return isinstance(kind_of(arr_or_dtype)[1], DatetimeTZDtype)


def is_categorical_dtype(arr_or_dtype):
    return isinstance(kind_of(arr_or_dtype)[1], CategoricalDtype)


def is_interval_dtype(arr_or_dtype):
    return isinstance(kind_of(arr_or_dtype)[1], IntervalDtype)


def is_period_dtype(arr_or_dtype):
    dtype = kind_of(arr_or_dtype)[1]
    return dtype is not None and dtype.name.startswith("period")


def is_extension_array_dtype(arr_or_dtype):
    from .._core.dtypes import ExtensionDtype

    return isinstance(kind_of(arr_or_dtype)[1], ExtensionDtype)


def is_dtype_equal(source, target):
    a, b = kind_of(source)[1], kind_of(target)[1]
    return a is not None and a == b


def pandas_dtype(dtype):
    return resolve_any(dtype)


def is_scalar(val):
    from .._time import Period, Timedelta, Timestamp

    import datetime
    import decimal
    import fractions

    known = (
        str,
        bytes,
        numbers.Number,
        decimal.Decimal,
        fractions.Fraction,
        datetime.date,
        datetime.time,
        datetime.timedelta,
        Timestamp,
        Timedelta,
        Period,
        generic,
    )
    return isinstance(val, known) or is_missing(val)


def is_number(obj):
    return isinstance(obj, numbers.Number) or (isinstance(obj, generic) and kind_of(obj)[0] in ("i", "u", "f", "b"))


def is_integer(obj):
    return (isinstance(obj, int) and not isinstance(obj, bool)) or (isinstance(obj, generic) and kind_of(obj)[0] in ("i", "u"))


def is_float(obj):
    return isinstance(obj, float) or (isinstance(obj, generic) and kind_of(obj)[0] == "f")


def is_bool(obj):
    return isinstance(obj, bool) or (isinstance(obj, generic) and kind_of(obj)[0] == "b")


def is_dict_like(obj):
    return all(hasattr(obj, name) for name in ("__getitem__", "keys", "__contains__")) and not isinstance(obj, type)


def is_hashable(obj):
    try:
        hash(obj)
    except TypeError:
        return False
    return True


def is_iterator(obj):
    return hasattr(obj, "__next__")


def is_re(obj):
    return isinstance(obj, re.Pattern)


def is_file_like(obj):
    return (hasattr(obj, "read") or hasattr(obj, "write")) and hasattr(obj, "__iter__")


def infer_dtype(value, skipna=True):
    """What values are, in pandas' words."""
    found = {type(one) for one in value if not (skipna and is_missing(one))}
    words = {
        frozenset(): "empty",
        frozenset({str}): "string",
        frozenset({bool}): "boolean",
        frozenset({int}): "integer",
        frozenset({float}): "floating",
        frozenset({int, float}): "mixed-integer-float",
    }
    if frozenset(found) in words:
        return words[frozenset(found)]
    raise NotImplementedError("pandas.api.types.infer_dtype of these values is not there in the sandbox; look at their types")


__all__ = ["is_list_like"]
