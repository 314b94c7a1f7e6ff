"""Indexes, with one level and several."""

import numpy as np
import pandas as pd

i = pd.Index([3, 1, 2, 3], name="n")
t = pd.Index(["b", "a", None])
r = pd.RangeIndex(5)
mi = pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["k", "n"])
df = pd.DataFrame({"v": [1, 2, 3], "w": [4.0, 5.0, 6.0]}, index=mi)
s = df["v"]
wide = pd.DataFrame([[1, 2, 3]], columns=pd.MultiIndex.from_tuples([("x", "p"), ("x", "q"), ("y", "p")]))

i
t
r
mi
pd.Index([1.5, 2])
pd.Index([True, False])
pd.Index([])
pd.Index([1, "a"])
pd.Index(["a"], name="x")
pd.Index(range(3))
pd.RangeIndex(1, 10, 3)
i.name
i.values
i.tolist()
i.dtype
i.unique()
i.is_unique
i.duplicated()
i.sort_values()
i.max()
i.isin([3])
i.get_loc(1)
i.get_loc(9)
i + 1
i == 3
i[1]
i[1:]
i[[0, 2]]
i[i > 1]
i.map(lambda v: v * 2)
i.astype(str)
i.append(pd.Index([9]))
i.union(pd.Index([7, 1]))
i.intersection(pd.Index([1, 2]))
i.difference(pd.Index([3]))
i.symmetric_difference(pd.Index([3, 8]))
i.drop(1)
i.insert(1, 5)
i.delete(0)
i.rename("z")
i.to_series()
i.to_frame()
i.argmax()
i.nunique()
i.value_counts()
i.equals(pd.Index([3, 1, 2, 3]))
i.is_monotonic_increasing
i.where(i > 1)
i.isna()
i.repeat(2)
i.shape
len(i)
3 in i
"a" in t
t.fillna("z")
t.dropna()
r[1:3]
r.start
list(r)


def an_index_cannot_be_set():
    i[0] = 5


hash(i)
mi.names
mi.levels
mi.nlevels
mi.get_level_values(0)
mi.get_level_values("n")
mi.get_level_values("nope")
mi.tolist()
mi[0]
mi.unique()
mi.swaplevel()
mi.droplevel(0)
mi.set_names(["p", "q"])
mi.to_frame(index=False)
mi.to_flat_index()
mi.map(lambda p: f"{p[0]}{p[1]}")
mi.is_unique
("a", 1) in mi
"a" in mi
pd.MultiIndex.from_product([["a", "b"], [1, 2]])
pd.MultiIndex.from_arrays([["a", "b"], [1, 2]], names=["p", "q"])
pd.MultiIndex.from_frame(pd.DataFrame({"p": [1], "q": [2]}))
df
s
df.loc["a"]
df.loc[("a", 2)]
df.loc[("a", 2), "v"]
df.loc["zz"]
df.loc[[("a", 1), ("b", 1)]]
df.loc[["a"]]
s.loc["a"]
s["a"]
s["a", 2]
s.loc[("b", 1)]
df.xs("a")
df.xs(1, level="n")
df.xs(1, level="n", drop_level=False)
df.reset_index()
df.reset_index("n")
df.unstack()
s.unstack()
s.unstack(0)
s.unstack(fill_value=0)
df.swaplevel().sort_index()
df.sort_index(ascending=False)
df.sort_index(level="n")
df.sort_values("v", ascending=False)
df.groupby(level=0).sum()
df.groupby("k").sum()
df.groupby(level="n")["v"].max()
df.sum()
df.droplevel("n")
df.index.get_level_values("k")
s.reset_index(name="x")
s.to_dict()
df.to_dict("index")
df.rename(index={"a": "A"})
df.rename_axis(["p", "q"])
df.iloc[0]
df.iloc[[0]]
df.head(1)
df[df["v"] > 1]
df.query("k == 'a'")
df.reorder_levels(["n", "k"])
df.stack()
[index for index, row in df.iterrows()]
wide
wide["x"]
wide["x"]["p"]
wide[("x", "p")]
wide["nope"]
wide.columns
wide.columns.get_level_values(0)
wide.loc[:, "x"]
wide.loc[:, ("y", "p")]
wide.xs("p", axis=1, level=1)
wide.stack()
wide.T
wide.droplevel(0, axis=1)
wide.to_csv(index=False)
wide.sum()


def flattened():
    wide.columns = ["_".join(c) for c in wide.columns]
    return wide


def flattened_by_map():
    wide.columns = wide.columns.map("_".join)
    return wide


df.reindex([("a", 1), ("z", 9)])
df.index.is_monotonic_increasing
df.loc["a":"b"]
df.loc[pd.IndexSlice[:, 1], :]
s.groupby(level=[0, 1]).sum()
s.sum()
s + s
refused("several levels", lambda: s + s.droplevel(1).groupby(level=0).sum(), "labels of several levels are not joined with labels of one")
pd.concat([df, df])
pd.DataFrame({"a": [1]}, index=pd.Index(["é"], name="clé"))
pd.Series([1, 2], index=[1.5, 2.5])
pd.Series([1, 2], index=[1.5, 2.5])[1.5]
pd.Series([1, 2], index=[True, False])
pd.Series([1, 2, 3], index=[2, 1, 0])[0]
pd.Series([1, 2, 3], index=[2, 1, 0])[:2]
pd.Series([1, 2, 3], index=["a", "b", "c"])[0]
pd.Series([1, 2], index=[None, "a"])
pd.Series([1, 2], index=[np.nan, 1.0])
pd.IndexSlice[0:1]
