"""What a case gave, as plain JSON: types, labels, values and text, so that two pandas can be compared by it."""

import contextlib
import datetime
import decimal
import io
import json
import re
import warnings

import numpy as np
import pandas as pd


def of_case(case):
    """The snapshot of what a case gives, prints or raises."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = of(case.run())
    except Exception as error:
        result = raised(error)
    if printed.getvalue():
        result = {"printed": printed.getvalue(), "result": result}
    return result


def raised(error):
    return {"raised": type(error).__name__, "message": without_addresses(str(error))}


def as_text(value):
    """One line of JSON, in which 1, 1.0 and true differ and NaN equals itself."""
    return json.dumps(value, ensure_ascii=False)


def of(value):
    if isinstance(value, pd.DataFrame):
        columns = [of_cells(value.iloc[:, place]) for place in range(len(value.columns))]
        return {"frame": columns, "columns": of_index(value.columns), "index": of_index(value.index), "repr": repr(value)}
    if isinstance(value, pd.Series):
        return {"series": of_cells(value), "name": of(value.name), "index": of_index(value.index), "repr": repr(value)}
    if isinstance(value, pd.Index):
        return {**of_index(value), "repr": repr(value)}
    if isinstance(value, np.ndarray):
        return {"array": of(value.tolist()), "dtype": "text" if value.dtype.kind == "U" else str(value.dtype), "shape": list(value.shape)}
    if isinstance(value, dict):
        return {"dict": [[of(key), of(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return [of(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [of(item) for item in value]}
    return of_scalar(value)


def of_cells(series):
    cells = {"dtype": str(series.dtype), "values": of(series.tolist())}
    if str(series.dtype) == "category":
        cells |= {"categories": of_index(series.cat.categories), "ordered": bool(series.cat.ordered)}
    return cells


def of_index(index):
    return {type(index).__name__.removeprefix("Range"): of(index.tolist()), "dtype": str(index.dtype), "names": of(list(index.names))}


def of_scalar(value):
    if value is None or isinstance(value, str):
        return value
    if value is pd.NaT:
        return {"NaT": None}
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value)
    if isinstance(value, pd.Timestamp):
        return {"Timestamp": value.isoformat(), "zone": str(value.tz)}
    if isinstance(value, pd.Timedelta):
        return {"Timedelta": value.value}
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta | decimal.Decimal):
        return {type(value).__name__: str(value)}
    if isinstance(value, set | frozenset):
        return {type(value).__name__: sorted(as_text(of(item)) for item in value)}
    if isinstance(value, type):
        return {"type": value.__name__}
    if type(value).__name__.lower().endswith("dtype") and not isinstance(value, type):
        return {"data type": str(value)}
    return {type(value).__name__: without_addresses(repr(value))}


def without_addresses(text):
    return re.sub(r"0x[0-9a-f]{6,}", "0x", text)
