"""apply, transform, iteration and conversion to plain Python."""

import json
import math
from collections import Counter

import numpy as np
import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, None, 2.5], "c": ["x", "y", None]}, index=[10, 11, 12])
num = df[["a", "b"]]


def _label(row):
    return f"{row['c']}-{row['a']}"


def _boom(row):
    raise ValueError(f"bad row {row['a']}")


df.apply(_label, axis=1)
df.apply(lambda r: r["a"] * 2, axis=1)
df.apply(lambda r: r["a"] + r["b"], axis=1)
df.apply(lambda r: r.a, axis=1)
df.apply(lambda r: r.name, axis=1)
df.apply(lambda r: pd.Series({"p": r["a"], "q": r["c"]}), axis=1)
df.apply(lambda r: [r["a"], r["c"]], axis=1)
df.apply(lambda r: [r["a"], r["c"]], axis=1, result_type="expand")
df.apply(lambda r: (r["a"], r["c"]), axis=1)
df.apply(lambda r: {"k": r["a"]}, axis=1)
df.apply(lambda r: r["nope"], axis=1)
df.apply(_boom, axis=1)
df.apply(lambda r: None, axis=1)
df.apply(lambda r: r["b"] if pd.notna(r["b"]) else -1, axis=1)
df.apply(lambda r: r.dropna().to_dict(), axis=1)
df.apply(lambda r: r.isna().sum(), axis=1)
df.apply(lambda r: r["a"] > 1, axis=1)
df.apply(len)
df.apply(lambda col: col.isna().sum())
df.apply(lambda col: col.iloc[0])
df.apply(lambda col: col.fillna(0))
df.apply(lambda col: col.dtype)
num.apply(np.sqrt)
num.apply(lambda col: col / col.sum())
num.apply(["sum", "mean"])
num.apply({"a": "sum", "b": "mean"})
num.apply(sum)
num.apply(np.sum, axis=1)
num.apply(lambda row: row.max(), axis=1)
num.apply(lambda row: row * 2, axis=1)
num.apply(lambda col, k: col + k, k=5)
num.apply(lambda col, k: col + k, args=(5,))
num.transform(lambda col: col - col.mean())
num.transform("sqrt")
num.transform(["sqrt", "exp"])
df["a"].apply(lambda v: v + 1)
df["a"].apply(str)
df["a"].apply(lambda v: [v])
df["a"].apply(lambda v: v / 2 if v > 1 else None)
df["a"].apply(lambda v: "big" if v > 1 else "small")
df["a"].apply(lambda v: pd.Series({"p": v, "q": v * 2}))
df["a"].apply(lambda v, k: v * k, args=(3,))
df["a"].apply(lambda v, k=1: v * k, k=4)
df["b"].apply(lambda v: v)
df["b"].apply(math.floor)
df["c"].apply(lambda v: v.upper())
df["c"].apply(lambda v: v.upper() if isinstance(v, str) else v)
df["c"].apply(lambda v: isinstance(v, float))
df["a"].apply(type)
df["a"].map("{:03d}".format)
df["a"].apply(lambda v: True)
df["a"].apply(lambda v: None)
df.iloc[:0].apply(lambda r: 1, axis=1)
df["a"].iloc[:0].apply(lambda v: 1)
df["a"].transform(lambda v: v * 2)
df["a"].transform(["sqrt", "exp"])
df["a"].pipe(lambda s: s + 1)
df["a"].apply("sum")
df["a"].apply(np.sqrt)
[(i, row["a"], row["c"]) for i, row in df.iterrows()]
[row.tolist() for _, row in num.iterrows()]
[type(row).__name__ for _, row in df.iterrows()]
[tuple(row) for row in df.itertuples()]
[row.a for row in df.itertuples(index=False)]
[row for row in df.itertuples(index=False, name=None)]
[str(row) for row in df.itertuples(name="Row")]
[str(row) for row in pd.DataFrame({"a b": [1], "class": [2]}).itertuples()]
[(name, col.tolist()) for name, col in df.items()]
list(df["a"].items())
[v for v in df["c"]]
[name for name in df]
dict(df["a"])
dict(zip(df["a"], df["c"], strict=True))
Counter(df["c"].dropna())
df.to_dict()
df.to_dict("records")
df.to_dict("list")
df.to_dict("split")
df.to_dict("index")
df.to_dict("tight")
df.to_dict("series")["a"]
df.to_dict("nope")
df["a"].to_dict()
df.set_index("c")["a"].to_dict()
df.values.tolist()
num.to_numpy()
df.to_numpy()
df["a"].to_list()
df["a"].values.tolist()
refused("DataFrame.to_records", lambda: df.to_records(index=False), "numpy here has no arrays of records")
df.index.tolist()
df.columns.tolist()
df.columns.to_list()
json.dumps(df.to_dict("records"))
json.dumps(df["a"].iloc[0])
json.dumps({"n": int(df["a"].sum())})
type(df["a"].iloc[0])
type(df["a"].sum())
type(df["b"].mean())
type(df.to_dict("records")[0]["a"])
type(df["a"].tolist()[0])
isinstance(df["a"].sum(), np.integer)
isinstance(df["b"].sum(), float)
f"{df['a'].sum()} {df['b'].mean():.2f}"
df["a"].sum() // 4
str(df["a"].iloc[0])
repr(df["b"].iloc[0])
df["a"].to_string()
df.to_string(index=False)
df.to_string()
refused("DataFrame.to_html", lambda: df.to_html(), "text is there by to_string")
df.info()


def info_prints():
    df.info()


def print_prints():
    print(df)
    print(df["a"])
    print(df["a"].sum(), df["b"].mean())


df["a"].add(1).mul(2).pipe(np.log)
df.memory_usage().index
df.agg({"a": lambda s: s.sum(), "b": "mean"})
df.assign(n=np.arange(len(df)))
df["a"].astype(object).apply(lambda v: v)
df.attrs
df["a"].name
df["a"].dtype == "int64"
df["a"].dtype == int
df["a"].dtype == np.int64
df["c"].dtype == object
df["c"].dtype == "object"
df.dtypes["a"]
df.dtypes.to_dict()
df.dtypes.astype(str).to_dict()
str(df["b"].dtype)
repr(df["b"].dtype)
df["b"].dtype.kind
df["b"].dtype.name
df["a"].shape
df["a"].nbytes
df["a"].ndim
pd.api.types.is_numeric_dtype(df["a"])
pd.api.types.is_string_dtype(df["c"])
pd.api.types.is_object_dtype(df["c"])
pd.api.types.is_datetime64_any_dtype(df["a"])
pd.api.types.is_float_dtype(df["b"])
pd.api.types.is_integer_dtype(df["b"])
pd.api.types.is_bool_dtype(df["a"] > 1)
pd.api.types.is_list_like([1])
pd.__version__
hash(df)
df.eval("a + b")
df.eval("d = a * 2")
