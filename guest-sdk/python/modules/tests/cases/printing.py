"""repr: widths, alignments, truncation and numbers."""

import numpy as np
import pandas as pd

long = pd.DataFrame({"n": range(100), "t": [f"text {n}" for n in range(100)]})
wide = pd.DataFrame({f"column_{n}": [n * 1.5, n] for n in range(30)})

long
long["n"]
long.head(60)
long.head(61)
wide
wide.iloc[:, :8]
wide.T
pd.DataFrame({"x": [0.1, 100.25, 1e6]})
pd.DataFrame({"x": [0.1, 1e7]})
pd.DataFrame({"x": [1e-5, 1.0]})
pd.DataFrame({"x": [1.0, 2.0]})
pd.DataFrame({"x": [1.5, np.inf, -np.inf, np.nan]})
pd.DataFrame({"x": [1e100, 1.0]})
pd.DataFrame({"x": [123456.789, 0.00012]})
pd.DataFrame({"x": [1234567.891]})
pd.DataFrame({"x": [1 / 3, 2 / 3]})
pd.DataFrame({"x": [0.0, -0.0]})
pd.Series([1e15, 1.5])
pd.Series([1e-10])
pd.Series([1.123456789, 22.1])
pd.Series([10**18, 1])
pd.Series([0.1, None])
pd.Series([1, 2.5, "x"])
pd.Series([1.0, "x"])
pd.Series([1.123456789123, "x"])
pd.Series(["a" * 60, "b"])
pd.DataFrame({"s": ["a" * 60, "b"]})
pd.DataFrame({"s": ["a" * 60, "b"], "t": ["c" * 60, "d"]})
pd.DataFrame({"s": ["line\nbreak", "tab\t"]})
pd.DataFrame({"s": ["日本語", "é"]})
pd.DataFrame({"l": [[1, 2, 3], ["a"]], "d": [{"a": 1}, {}]})
pd.DataFrame({"l": [list(range(200))]})
pd.DataFrame({"b": [True, False], "n": [None, 1]})
pd.DataFrame({"d": pd.to_datetime(["2024-01-01", "2024-01-02 10:00"], format="ISO8601")})
pd.DataFrame({"d": pd.to_datetime(["2024-01-01", None])})
pd.DataFrame({"d": pd.to_datetime(["2024-01-01 00:00:00.5", None])})
pd.DataFrame({"td": pd.to_timedelta(["1 days", "2 days"])})
pd.DataFrame({"td": pd.to_timedelta(["1 days 02:00:00", None])})
pd.DataFrame({"a": [1]}, index=["long label"])
pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="key"))
pd.DataFrame({"a": [1, 2]}).rename_axis(columns="cols")
pd.DataFrame({"a": [1, 2]}, index=pd.Index([1, 2], name="i")).rename_axis(columns="cols")
pd.DataFrame({"a": []})
pd.DataFrame(columns=["a", "b"], index=pd.Index([], name="k"))
pd.Series([], dtype=object, name="s")
pd.Series([1], name="very long name of a series")
pd.Series(range(61))
pd.Series(range(60))
pd.Series([1, 2], index=["a", "bbb"])
pd.Series(["x"], index=["日本"])
pd.Series([np.float64(1.5), 2])
pd.Series([pd.Timestamp("2024-01-01"), "x"])
pd.Series([None, 1], dtype=object)
pd.Index(range(200)).astype(int)
pd.Index([f"label {n}" for n in range(200)])
pd.Index(["a" * 30] * 5)
pd.Index([1.5, float("nan")])
pd.Index([0.1, 100.0])
np.array([1, 2, 3])
np.array([1.5, 2])
np.array(["a", "b"])
np.arange(3)
str(np.array([1.5, 2.25]))
repr(np.array([1, 2]))
repr(np.float64(1.5))
repr(np.int64(3))
repr(np.bool_(True))
str(np.float64(1.5))


def several_options():
    with pd.option_context("display.max_rows", 4):
        return repr(long)


def precision():
    with pd.option_context("display.precision", 2):
        return repr(pd.DataFrame({"x": [1 / 3]}))


def max_columns():
    with pd.option_context("display.max_columns", None, "display.width", 200):
        return repr(wide.iloc[:, :12])


pd.get_option("display.max_rows")
