"""`to_json`: as pandas' own writer does it, with ten digits after the point and slashes escaped."""

import datetime
import decimal
import json
import re

from .._time import NaT, Period, Timedelta, Timestamp
from .._time.text import clock_text, span_isoformat
from .errors import missing, refuse
from .missing import is_missing

DEFAULTS = {"double_precision": 10, "default_handler": None, "compression": "infer", "storage_options": None, "mode": "w"}
UNITS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


class Writer:
    """How values are written."""

    def __init__(self, date_format, date_unit, force_ascii, digits, indent):
        self.iso, self.unit, self.force_ascii, self.digits, self.indent = date_format == "iso", date_unit, force_ascii, digits, indent or 0

    def text(self, value):
        return json.dumps(value, ensure_ascii=self.force_ascii).replace("/", "\\/").replace("\x7f", "\x7f")

    def value(self, value, depth=0):
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bool) or type(value).__name__ == "bool":
            return "true" if value else "false"
        if is_missing(value):
            return "null"
        if isinstance(value, Timestamp | datetime.datetime | datetime.date) or type(value).__name__ == "datetime64":
            return self.time(Timestamp(value))
        if isinstance(value, datetime.timedelta):
            count = Timedelta(value).value
            return self.text(span_isoformat(count)) if self.iso else str(count // UNITS[self.unit])
        if isinstance(value, datetime.time):
            return self.text(value.isoformat())
        if isinstance(value, decimal.Decimal):
            return self.number(float(value))
        if isinstance(value, float) or (hasattr(value, "item") and hasattr(value, "dtype") and value.dtype.kind == "f"):
            return self.number(float(value))
        if hasattr(value, "__index__"):
            return str(value.__index__())
        if isinstance(value, dict):
            return self.object([(str(name), item) for name, item in value.items()], depth)
        if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "tolist"):
            return self.array(list(value), depth)
        if isinstance(value, Period):
            missing("to_json of periods", "astype(str)")
        raise missing(f"to_json of a {type(value).__name__}", "astype(str)")

    def time(self, time):
        if time is NaT:
            return "null"
        if not self.iso:
            return str(time.value // UNITS[self.unit])
        count = time.value
        return self.text(clock_text(count, DIGITS[self.unit], "T") + ("" if time.tzinfo is None else "Z"))

    def number(self, value):
        """Ten digits after the point, or as many as a number below 1e-15 or above 1e16 shows."""
        if value != value or value in (float("inf"), float("-inf")):
            return "null"
        size = abs(value)
        if size != 0 and (size < 1e-15 or size > 1e16):
            text = f"{value:.{self.digits}g}" if self.digits else f"{value:.0e}"
            return re.sub(r"e([+-])0?(\d\d)$", r"e\1\2", text)
        text = f"{value:.{self.digits}f}".rstrip("0")
        text = text + "0" if text.endswith(".") else text
        return "0.0" if text in ("-0.0", "-0") and size == 0 else text

    def around(self, opening, parts, closing, depth):
        if not parts:
            return opening + closing
        if not self.indent:
            return opening + ",".join(parts) + closing
        inner, outer = "\n" + " " * self.indent * (depth + 1), "\n" + " " * self.indent * depth
        return opening + inner + ("," + inner).join(parts) + outer + closing

    def object(self, pairs, depth):
        return self.around("{", [f"{self.text(name)}:{self.value(item, depth + 1)}" for name, item in pairs], "}", depth)

    def array(self, items, depth):
        return self.around("[", [self.value(item, depth + 1) for item in items], "]", depth)

    def label(self, label):
        """A row's or a column's label as a name."""
        if isinstance(label, Timestamp | datetime.date | datetime.timedelta) and label is not NaT:
            return self.value(label).strip('"').replace("\\/", "/")
        if isinstance(label, float):
            return self.number(label) if label == label else "NaN"
        return str(label)


def write(text, path_or_buf):
    if path_or_buf is None:
        return text
    if hasattr(path_or_buf, "write"):
        path_or_buf.write(text)
    else:
        with open(path_or_buf, "w", encoding="utf-8") as file:
            file.write(text)
    return None


def writer_of(given):
    date_format, date_unit = given.pop("date_format", None), given.pop("date_unit", None) or "ms"
    force_ascii, indent, digits = given.pop("force_ascii", True), given.pop("indent", None), given.pop("double_precision", 10)
    refuse("to_json", DEFAULTS, given)
    if date_unit not in UNITS:
        raise ValueError(f"Invalid value '{date_unit}' for option 'date_unit'")
    return Writer(date_format or "epoch", date_unit, force_ascii, digits, indent)


def frame_json(frame, path_or_buf=None, orient=None, lines=False, index=None, **given):
    """A DataFrame as JSON."""
    orient = orient or "columns"
    if orient == "table":
        missing("DataFrame.to_json with orient='table'")
    if orient not in ("columns", "records", "index", "split", "values"):
        raise ValueError(f"Invalid value '{orient}' for option 'orient'")
    if lines and orient != "records":
        raise ValueError("'lines' keyword only valid when 'orient' is records")
    if orient in ("columns", "index") and not frame.index.is_unique:
        raise ValueError(f"DataFrame index must be unique for orient='{orient}'.")
    if orient in ("columns", "index", "records") and not frame.columns.is_unique:
        raise ValueError(f"DataFrame columns must be unique for orient='{orient}'.")
    out = writer_of(given)
    names = [out.label(label) for label in frame.columns]
    labels = list(frame.index)
    columns = [frame.iloc[:, place].tolist() for place in range(len(names))]
    rows = list(zip(*columns, strict=True)) if columns else [()] * len(labels)
    if orient == "records":
        if lines:
            out.indent = 0
            return write("".join(out.object(list(zip(names, row, strict=True)), 0) + "\n" for row in rows), path_or_buf)
        return write(out.array([dict(zip(names, row, strict=True)) for row in rows], 0), path_or_buf)
    if orient == "values":
        return write(out.array([list(row) for row in rows], 0), path_or_buf)
    keys = [out.label(label) for label in labels]
    if orient == "columns":
        return write(out.object([(name, dict(zip(keys, column, strict=True))) for name, column in zip(names, columns, strict=True)], 0), path_or_buf)
    if orient == "index":
        return write(out.object([(key, dict(zip(names, row, strict=True))) for key, row in zip(keys, rows, strict=True)], 0), path_or_buf)
    parts = [("columns", list(frame.columns)), ("index", labels), ("data", [list(row) for row in rows])]
    return write(out.object(parts if index is not False else [parts[0], parts[2]], 0), path_or_buf)


def series_json(series, path_or_buf=None, orient=None, lines=False, index=None, **given):
    """A Series as JSON."""
    orient = orient or "index"
    if orient == "table":
        missing("Series.to_json with orient='table'")
    if orient not in ("index", "records", "split", "values", "columns"):
        raise ValueError(f"Invalid value '{orient}' for option 'orient'")
    if orient in ("index", "columns") and not series.index.is_unique:
        raise ValueError(f"Series index must be unique for orient='{orient}'")
    out = writer_of(given)
    values, labels = series.tolist(), list(series.index)
    if orient in ("records", "values"):
        return write(out.array(values, 0), path_or_buf)
    if orient == "split":
        parts = [("name", series.name), ("index", labels), ("data", values)]
        return write(out.object(parts if index is not False else [parts[0], parts[2]], 0), path_or_buf)
    return write(out.object(list(zip(map(out.label, labels), values, strict=True)), 0), path_or_buf)
