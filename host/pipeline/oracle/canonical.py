"""One text for a schema and one JSON for rows, the same on both sides of the comparison (README.md has the table)."""

import json
import math

import polars as pl


def type_name(dtype):
    if isinstance(dtype, pl.Datetime):
        return f"Datetime({dtype.time_unit}, {dtype.time_zone})" if dtype.time_zone else f"Datetime({dtype.time_unit})"
    if isinstance(dtype, pl.Duration):
        return f"Duration({dtype.time_unit})"
    if isinstance(dtype, pl.Decimal):
        return f"Decimal({dtype.precision}, {dtype.scale})"
    if isinstance(dtype, pl.List):
        return f"List({type_name(dtype.inner)})"
    if isinstance(dtype, pl.Array):
        return f"Array({type_name(dtype.inner)}, {dtype.size})"
    if isinstance(dtype, pl.Struct):
        return "Struct(" + ", ".join(f"{quoted(f.name)}: {type_name(f.dtype)}" for f in dtype.fields) + ")"
    if isinstance(dtype, pl.Enum):
        return "Enum(" + ", ".join(quoted(c) for c in dtype.categories.to_list()) + ")"
    if isinstance(dtype, pl.Categorical):
        return "Categorical"
    return str(dtype)


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def values(series):
    """A column as a list of JSON values."""
    dtype = series.dtype
    if isinstance(dtype, (pl.Datetime, pl.Duration, pl.Date, pl.Time)):
        return series.to_physical().to_list()
    if isinstance(dtype, (pl.Categorical, pl.Enum)):
        return series.cast(pl.String).to_list()
    if isinstance(dtype, pl.Decimal):
        return [None if v is None else f"{v:f}" for v in series.to_list()]
    if isinstance(dtype, (pl.Int128, pl.UInt128)):
        return [None if v is None else str(v) for v in series.to_list()]
    if isinstance(dtype, pl.Binary):
        return [None if v is None else v.hex() for v in series.to_list()]
    if dtype.is_float():
        return [number(v) for v in series.to_list()]
    if isinstance(dtype, (pl.List, pl.Array)):
        return [None if v is None else values(v) for v in series]
    if isinstance(dtype, pl.Struct):
        fields = {f.name: values(series.struct.field(f.name)) for f in dtype.fields}
        nulls = series.is_null().to_list()
        return [None if null else {n: v[at] for n, v in fields.items()} for at, null in enumerate(nulls)]
    return series.to_list()


def number(value):
    if value is None or math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "inf" if value > 0 else "-inf"


def answer(frame):
    columns = [values(c) for c in frame.get_columns()]
    return {
        "schema": [[name, type_name(dtype)] for name, dtype in frame.schema.items()],
        "rows": [list(row) for row in zip(*columns)] if columns else [],
        "height": frame.height,
    }


def failure(error):
    text = str(error).strip().splitlines()
    return {"error": {"type": type(error).__name__, "message": text[0][:160] if text else ""}}
