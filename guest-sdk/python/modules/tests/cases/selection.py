"""Columns, rows and cells by label, place and mask."""

import numpy as np
import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1.5, None, 3.5, 4.5], "c": ["x", "y", None, "x"]})
lab = pd.DataFrame({"n": [10, 20, 30], "s": ["p", "q", "r"]}, index=["i", "j", "k"])
dup = pd.DataFrame({"n": [1, 2, 3]}, index=["a", "b", "a"])
s = pd.Series([5, 6, 7], index=["x", "y", "z"])
empty = pd.DataFrame({"a": [], "b": []})

df["a"]
df[["a"]]
df[["c", "a"]]
df["nope"]
df[["a", "nope"]]
df[["nope"]]
df.a
df.nope
df.get("a")
df.get("nope")
df.get("nope", 5)
df[df["a"] > 2]
df[df["a"] > 10]
df[(df["a"] > 1) & (df["c"] == "x")]
df[~(df["a"] > 1) | df["b"].isna()]
df[[True, False, True, False]]
df[[True, False]]
df[1:3]
df[-2:]
df[::2]
df[0]
df[0:0]
df.loc[0]
df.loc[1, "a"]
df.loc[1, ["a", "c"]]
df.loc[[0, 2]]
df.loc[[0, 2], "a"]
df.loc[0:2]
df.loc[0:2, "a":"b"]
df.loc[df["a"] > 2, "c"]
df.loc[df["a"] > 2, ["c", "a"]]
df.loc[:, "a"]
df.loc[:, ["a", "b"]]
df.loc[:, df.columns != "b"]
df.loc[9]
df.loc[0, "nope"]
df.loc[[0, 9]]
df.loc[lambda d: d["a"] == 3]
df.iloc[0]
df.iloc[-1]
df.iloc[0, 0]
df.iloc[1, 1]
df.iloc[[0, 2]]
df.iloc[1:3]
df.iloc[:, 0]
df.iloc[:, [0, 2]]
df.iloc[1:3, 0:2]
df.iloc[10]
df.iloc[0, 10]
df.iloc["a"]
df.iloc[[True, False, False, True]]
df.at[1, "c"]
df.iat[2, 0]
df.at[9, "c"]
lab.loc["j"]
lab.loc["i":"j"]
lab.loc[["k", "i"], "n"]
lab.loc["zz"]
lab.loc["j", "s"]
lab.iloc[1]["n"]
lab["n"]["j"]
dup.loc["a"]
dup.loc["a", "n"]
dup.loc["b"]
dup.loc[["b", "a"]]
s["y"]
s[["x", "z"]]
s[s > 5]
s[0:2]
s["x":"y"]
s.loc["y"]
s.loc[["z", "x"]]
s.iloc[0]
s.iloc[-2:]
s["nope"]
s.iloc[5]
s.get("x")
s.get("nope", "d")
s.x
df.query("a > 2")
df.query("a > 1 and c == 'x'")
df.query("a in [1, 3]")
df.query("c not in ['x']")
df.query("b.isna()")
df.query("a > b")
df.query("a + 1 > b * 2 or not (a == 1)")
df.query("nope > 2")
df.query("c == 'x' & a < 3")
df.query("1 < a <= 3")
df.query("`a` == 2")
df.query("index > 1")


def query_with_a_local_name():
    low = 2
    return df.query("a >= @low")


df.head(2)
df.tail(2)
df.head(-1)
df.tail(-3)
df.head(0)
empty.head()
df.filter(items=["a", "zz"])
df.filter(like="a")
df.filter(regex="^[ab]$")
lab.filter(items=["i", "k"], axis=0)
df.select_dtypes("number")
df.select_dtypes(include=["object"])
df.select_dtypes(exclude="number")
df.select_dtypes(include=[np.number])
df.isin([1, "x"])
df["a"].isin([1, 9])
df["c"].isin(["x", None])
df.isin({"a": [1], "c": ["y"]})
df["a"].between(2, 3)
df["a"].between(2, 3, inclusive="neither")
df["b"].between(1.5, 4.0)
df["a"].where(df["a"] > 2)
df["a"].where(df["a"] > 2, 0)
df["a"].where(df["a"] > 2, -df["a"])
df["c"].where(df["a"] > 2, "other")
df["a"].mask(df["a"] > 2)
df["a"].mask(df["a"] > 2, -1)
df[["a", "b"]].where(df[["a", "b"]] > 2)
df[["a", "b"]].mask(df[["a", "b"]] > 2, 0)
df.take([3, 0])
df.nlargest(2, "a")
df.nsmallest(2, "b")
df.nlargest(3, ["b", "a"])
s.nlargest(2)
s.nsmallest(1)
df.idxmax(numeric_only=True)
df["b"].idxmax()
df["b"].idxmin()
s.idxmax()
s.argmax()
df.pop("a")
df.xs(1)
lab.xs("j")
lab.truncate("i", "j")
df.squeeze()
df[["a"]].squeeze()
df[["a"]].iloc[[0]].squeeze()
"a" in df
1 in df["a"]
"x" in s
list(df)
len(df)
len(df[df["a"] > 9])
df.empty
empty.empty
df.shape
df.size
df.ndim
df.columns
df.index
lab.index
df.dtypes
df.values
df[["a", "b"]].values
df["a"].values
df["a"].to_numpy()
df["c"].tolist()
df["a"].array[0]
df.axes
df.T
lab.T
df[["a", "b"]].T
bool(df["a"].any())


def truth_of_a_frame():
    return bool(df)


def truth_of_a_series():
    return bool(df["a"] > 1)


df["a"].item()
df["a"].iloc[[0]].item()
df.first_valid_index()
df["b"].last_valid_index()
