"""`read_json`: texts of JSON as pandas reads them, by its own parser of numbers and its guesses of types."""

import json
import os
import re

from . import columns as cols
from .errors import missing, refuse
from .index import Index, RangeIndex

DEFAULTS = {
    "convert_axes": None, "precise_float": False, "date_unit": None, "encoding": None, "encoding_errors": "strict", "chunksize": None, "compression": "infer",
    "storage_options": None, "dtype_backend": None, "engine": "ujson",
}  # fmt: skip
STAMPS = {"s": 31536000, "ms": 31536000000, "us": 31536000000000, "ns": 31536000000000000}
POWERS = [1.0, 0.1, 0.01, 0.001, 0.0001, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15]
NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?")


def read_json(path_or_buf, *, orient=None, typ="frame", dtype=None, convert_dates=True, keep_default_dates=True, lines=False, nrows=None, **given):
    """A DataFrame, or a Series for `typ="series"`, of a text or a file of JSON."""
    date_unit = given.pop("date_unit", None)
    convert_axes = given.pop("convert_axes", None)
    precise = given.pop("precise_float", False)
    refuse("read_json", DEFAULTS, given)
    if typ == "series":
        missing("read_json with typ='series'", "Series of json.loads")
    if typ != "frame":
        raise KeyError(typ)
    if orient not in (None, "columns", "records", "index", "split", "values"):
        missing(f"read_json with orient={orient!r}") if orient == "table" else bad_orient(orient)
    if nrows is not None and not lines:
        raise ValueError("nrows can only be passed if lines=True")
    text = text_of(path_or_buf)
    if lines:
        kept = [line for line in text.split("\n") if line.strip()]
        text = "[" + ",".join(kept if nrows is None else kept[:nrows]) + "]"
    made = frame_of(loads(text, precise), orient)
    for place in range(len(made.columns)):
        made._cols[place] = typed(made._cols[place], made.columns[place], True if dtype is None else dtype, convert_dates, keep_default_dates, date_unit)
    if convert_axes is not False and orient != "split":
        made = convert_labels(made, date_unit)
    return made


def bad_orient(orient):
    raise ValueError(f"JSON orient value {orient!r} is not understood")


def text_of(source):
    if hasattr(source, "read"):
        text = source.read()
        return text.decode("utf-8") if isinstance(text, bytes) else text
    if isinstance(source, os.PathLike) or (isinstance(source, str) and not source.lstrip().startswith(("{", "["))):
        if not os.path.exists(source):
            raise FileNotFoundError(f"File {os.fspath(source)} does not exist")
        with open(source, encoding="utf-8") as file:
            return file.read()
    return source


def loads(text, precise=False):
    """What a text says. Raises `ValueError` in the words of pandas' parser."""
    try:
        return json.loads(text, parse_float=float if precise else number, parse_int=integer)
    except json.JSONDecodeError as error:
        raise ValueError("Trailing data" if error.msg == "Extra data" else "Expected object or value") from None
    except RecursionError:
        raise ValueError("Reached object decoding depth limit") from None


def integer(text):
    value = int(text) if len(text) < 30 else 10**30
    if value > 2**64 - 1:
        raise ValueError("Value is too big!")
    if value < -(2**63):
        raise ValueError("Value is too small")
    return value


def number(text):
    """A number as pandas' parser computes it, which is not always the nearest float."""
    sign, whole, part, power = NUMBER.fullmatch(text).groups()
    part = (part or "")[:15]
    rest = 0.0
    for digit in part:
        rest = rest * 10.0 + int(digit)
    value = float(integer(whole)) + rest * POWERS[len(part)]
    if power is not None:
        try:
            value *= 10.0 ** int(power)
        except OverflowError:
            value *= float("inf")
    return -value if sign else value


def frame_of(data, orient):
    from .frame import DataFrame

    if orient == "split":
        parts = {str(name): value for name, value in data.items()}
        return DataFrame(parts.get("data"), index=parts.get("index"), columns=parts.get("columns"))
    if orient == "index":
        return DataFrame.from_dict(data, orient="index")
    return DataFrame(data)


def typed(col, name, dtype, convert_dates, keep_default_dates, date_unit):
    """A column with dates, and in the type that its values look like."""
    if convert_dates and is_date_name(name, convert_dates, keep_default_dates):
        found = dated(col, date_unit)
        col = col if found is None else found
    if dtype is False:
        return none_as_nan(col)
    if dtype is not True:
        wanted = dtype.get(name) if isinstance(dtype, dict) else dtype
        if wanted is not None:
            try:
                return cols.astype(col, wanted)
            except (TypeError, ValueError):
                return col
    return guessed(col)


def none_as_nan(col):
    return cols.of([cols.nan if value is None else value for value in col._data], col.dtype) if col.dtype.kind == "O" else col


def is_date_name(name, wanted, keep_default_dates):
    if isinstance(wanted, list) and name in wanted:
        return True
    if not keep_default_dates or not isinstance(name, str):
        return False
    low = name.lower()
    return low.endswith(("_at", "_time")) or low in ("modified", "date", "datetime") or low.startswith("timestamp")


def attempt(col, to):
    """A column in another type, None where it does not go."""
    try:
        return cols.astype(col, to)
    except (TypeError, ValueError, OverflowError):
        return None


def dated(col, date_unit):
    """A column of times, None where not all of its values are."""
    from .._time import to_datetime

    if not len(col):
        return None
    found = col
    if col.dtype.kind == "O":
        try:
            found = cols.astype(col, "int64")
        except OverflowError:
            return None
        except (TypeError, ValueError):
            found = col
    if found.dtype.kind in "iuf":
        least = STAMPS[date_unit or "s"]
        if not all(value != value or value > least or value == -(2**63) for value in found._data):
            return None
    for unit in (date_unit,) if date_unit else ("s", "ms", "us", "ns"):
        try:
            return to_datetime(Index._of(found), errors="raise", unit=unit)._values
        except (ValueError, OverflowError, TypeError):
            continue
    return None


def guessed(col):
    """Texts and objects as numbers where all of them are, floats as integers where all are whole."""
    if col.dtype.kind == "O":
        found = attempt(col, "float64")
        col = col if found is None else found
    if len(col) and col.dtype.kind in "fO":
        whole = attempt(col, "int64")
        if whole is not None and all(a == b for a, b in zip(whole._data, col._data, strict=True)):
            return whole
    return col


def convert_labels(made, date_unit):
    for axis in ("index", "columns"):
        labels = getattr(made, axis)
        if isinstance(labels, RangeIndex) or labels.nlevels > 1:
            continue
        col = labels._values
        found = dated(col, date_unit)
        found = guessed(col) if found is None else found
        if found is not col:
            setattr(made, axis, Index._of(found, labels.name))
    return made
