"""The category dtype and its accessor."""

import pandas as pd

c = pd.Series(["b", "a", None, "b"], dtype="category", name="c")
o = pd.Series(pd.Categorical(["lo", "hi", "mid", None], categories=["lo", "mid", "hi"], ordered=True))
df = pd.DataFrame({"c": c, "v": [1, 2, 3, 4]})

c
o
c.dtype
o.dtype
c.cat.categories
c.cat.codes
o.cat.ordered
c.cat.add_categories(["z"])
c.cat.remove_categories(["a"])
c.cat.remove_unused_categories()
c.cat.rename_categories({"a": "A"})
c.cat.rename_categories(["x", "y"])
c.cat.reorder_categories(["b", "a"])
c.cat.set_categories(["b", "c"])
c.cat.as_ordered()
c.cat.nope
pd.Series(["a"]).cat
c == "b"
c != "b"
c == c
o > "lo"
o <= "mid"
c > "a"
c + "x"
c.astype(str)
c.astype(object)
c.astype("category")
c.value_counts()
c.unique()
c.nunique()
c.isna()
c.fillna("a")
c.fillna("zz")
c.map({"a": 1, "b": 2})
c.map(str.upper)
c.sort_values()
o.sort_values()
o.sort_values(ascending=False)
o.min()
o.max()
c.min()
c.isin(["a"])
c.describe()
c.tolist()
c.dropna()
c[c == "b"]
c.iloc[0]
c.mode()
c.head(2)
c.replace("a", "q")
c.shift()
c.str.upper()
c.duplicated()
df
df.dtypes
df.sort_values("c")
df.set_index("c")
df.groupby("c")["v"].sum()
df.groupby("c", observed=True)["v"].sum()
df.groupby("c", observed=True).size()
df.groupby("c", observed=False).agg(n=("v", "count"))
df.merge(df, on="c")
df.merge(pd.DataFrame({"c": ["a", "b"], "w": [1, 2]}), on="c")
df.merge(pd.DataFrame({"c": ["a", "b"], "w": [1, 2]}), on="c").dtypes
pd.concat([c, c])
pd.concat([c, pd.Series(["a"])])
df.drop_duplicates("c")
df.pivot_table(index="c", values="v", aggfunc="sum")
df.pivot_table(index="c", values="v", aggfunc="sum", observed=True)
df.to_csv(index=False)
df.to_dict("records")
df["v"].astype("category")
pd.Categorical(["a", "b", "a"])
pd.Categorical(["a", "b"], categories=["b"])
pd.Categorical(["a", "b", "a"]).codes
pd.Categorical([1, 2, 1])
pd.CategoricalDtype(["a", "b"], ordered=True)
pd.Series(["a", "b"]).astype(pd.CategoricalDtype(["b", "a"], ordered=True))
pd.Series(["b", "a"]).astype(pd.CategoricalDtype(["b", "a"], ordered=True)).sort_values()


def a_value_that_is_no_category():
    c.iloc[0] = "zz"


def a_value_that_is_one():
    c.iloc[0] = "a"
    return c
