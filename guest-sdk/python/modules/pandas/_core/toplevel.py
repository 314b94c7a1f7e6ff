"""Functions of `pandas` that are no methods."""

from numpy import ndarray
from numpy._dtypes import BOOL

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .errors import missing
from .missing import is_missing


def isna(obj):
    """Which values are missing."""
    if hasattr(obj, "isna"):
        return obj.isna()
    if isinstance(obj, ndarray):
        if obj.ndim == 2:
            flat = cols.column(obj.ravel())
            return ndarray.of(cols.flags_missing(flat), BOOL, obj.shape)
        return cols.of(cols.flags_missing(cols.column(obj)), BOOL)
    if isinstance(obj, list):
        return cols.of(bytearray(map(is_missing, obj)), BOOL)
    if isinstance(obj, type):
        return False
    return bool(is_missing(obj)) if not hasattr(obj, "__array__") else isna(obj.__array__())


def notna(obj):
    """Which values are there."""
    found = isna(obj)
    return not found if isinstance(found, bool) else ~found


def unique(values):
    """Each value once."""
    if hasattr(values, "unique"):
        return values.unique()
    if not is_list_like(values) or isinstance(values, list | tuple):
        if not isinstance(values, list | tuple):
            raise TypeError("unique requires a Series, Index, ExtensionArray, or np.ndarray")
    from .series import Series

    return Series(cols.column(values)).unique()


def factorize(values, sort=False, use_na_sentinel=True, size_hint=None):
    """A number for each value, and the values."""
    from .extract import values_of
    from .index import Index

    if not use_na_sentinel:
        missing("factorize with use_na_sentinel=False", "fillna")
    col = cols.column(values)
    numbers, first = kernels.factorize(col, sort=sort)
    count = len(first)
    codes = cols.of(cols.store([-1 if number >= count or number < 0 else number for number in numbers], cols.INT64), cols.INT64)
    found = cols.take(col, list(first))
    whole = isinstance(values, Index) or getattr(type(values), "_sandtable_ranked", False)
    return codes, Index._of(found) if whole else values_of(found)


def value_counts(values, **kwargs):
    """How often each value is there."""
    from .series import Series

    return Series(values).value_counts(**kwargs)


def to_numeric(arg, errors="raise", downcast=None, dtype_backend=None):
    """Numbers of texts."""
    if errors not in ("raise", "coerce", "ignore"):
        raise ValueError("invalid error value specified")
    if downcast not in (None, "integer", "signed", "unsigned", "float"):
        raise ValueError("invalid downcasting method provided")
    if dtype_backend is not None:
        missing("to_numeric with dtype_backend=")
    if not is_list_like(arg):
        if isinstance(arg, bool | int | float) or hasattr(arg, "dtype"):
            return arg
        col = numeric(cols.of([arg], cols.OBJECT), errors)
        return arg if col is None else cols.box(col, 0)
    if getattr(arg, "ndim", 1) > 1:
        raise TypeError("arg must be a list, tuple, 1-d array, or Series")
    old = cols.column(arg) if not hasattr(arg, "_values") else arg._values
    col = numeric(old, errors)
    if col is None:
        return arg
    col = smaller(col, downcast) if downcast else col
    from .index import Index

    if getattr(type(arg), "_sandtable_ranked", False):
        from .series import Series

        return Series(col, index=arg.index, name=arg.name)
    return Index._of(col, arg.name) if isinstance(arg, Index) else col


def numeric(col, errors):
    """A column of numbers; None where it is to be left as it is."""
    kind = col.dtype.kind
    if kind in "iufb" or kind == "N" and col.dtype.name != "string":
        return col
    if kind in "Mm":
        return cols.of(cols.store(col._data, cols.INT64), cols.INT64)
    if kind == "C":
        col = cols.astype(col, "object")
    found = []
    for place, value in enumerate(col._data):
        number = number_of(value)
        if number is None:
            if errors == "coerce":
                number = cols.nan
            elif errors == "ignore":
                return None
            elif isinstance(value, str):
                raise ValueError(f'Unable to parse string "{value}" at position {place}')
            else:
                raise TypeError(f"Invalid object type at position {place}")
        found.append(number)
    if not found:
        return cols.of(found, cols.OBJECT)
    if all(isinstance(value, bool) for value in found):
        return cols.infer(found)
    if all(is_missing(value) for value in found):
        return cols.of(cols.store([cols.nan] * len(found), cols.FLOAT64), cols.FLOAT64)
    if any(isinstance(value, float) for value in found):
        # Read once more as floats: -0 has a sign then.
        found = [float(text) if isinstance(text, str) and not is_missing(value) else value for text, value in zip(col._data, found, strict=True)]
    return cols.infer([int(value) if isinstance(value, bool) else cols.nan if is_missing(value) else value for value in found])


def number_of(value):
    """A number, NaN for what is missing, None for what is neither."""
    if is_missing(value):
        return cols.nan
    if isinstance(value, bool | int | float):
        return value
    if hasattr(value, "item") and hasattr(value, "dtype"):
        return value.item()
    if type(value).__name__ == "Decimal":
        return float(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if text == "" and value != "":
        return None
    if text == "":
        return cols.nan
    if "_" in text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def smaller(col, downcast):
    """The smallest type that holds the same numbers."""
    names = {"integer": "int8 int16 int32 int64", "signed": "int8 int16 int32 int64", "unsigned": "uint8 uint16 uint32 uint64", "float": "float32"}[
        downcast
    ].split()
    if col.dtype.kind not in "iufb":
        return col
    for name in names:
        try:
            made = cols.astype(col, name)
        except (ValueError, OverflowError):
            return col
        if all(a == b or (a != a and b != b and downcast == "float") for a, b in zip(made._data, col._data, strict=True)):
            return made
    return col


class IndexSlicer:
    """`IndexSlice[…]` is what stands in the brackets."""

    def __getitem__(self, key):
        return key
