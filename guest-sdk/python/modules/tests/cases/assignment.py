"""Columns and cells set, dropped and renamed."""

import numpy as np
import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3], "b": [1.5, None, 3.5], "c": ["x", "y", None]})
lab = pd.DataFrame({"n": [10, 20, 30]}, index=["i", "j", "k"])


def a_new_column():
    df["d"] = df["a"] * 2
    return df


def a_constant():
    df["d"] = "k"
    return df


def none_as_a_column():
    df["d"] = None
    return df


def a_list():
    df["d"] = [True, False, True]
    return df


def a_list_of_the_wrong_length():
    df["d"] = [1, 2]


def a_series_with_another_index():
    lab["m"] = pd.Series([1, 2], index=["k", "zz"])
    return lab


def an_array():
    df["d"] = np.array([1.0, 2.0, 3.0])
    return df


def several_at_once():
    df[["p", "q"]] = [[1, 2], [3, 4], [5, 6]]
    return df


def several_from_a_split():
    frame = pd.DataFrame({"full": ["ann lee", "bo kim"]})
    frame[["first", "last"]] = frame["full"].str.split(" ", expand=True)
    return frame


def several_from_a_frame():
    df[["p", "q"]] = df[["a", "b"]] * 2
    return df


def a_cell_by_loc():
    df.loc[1, "a"] = 20
    return df


def a_cell_of_another_type():
    df.loc[1, "a"] = 2.5
    return df


def text_into_integers():
    df.loc[1, "a"] = "text"
    return df


def none_into_integers():
    df.loc[1, "a"] = None
    return df


def by_mask():
    df.loc[df["a"] > 1, "c"] = "big"
    return df


def by_mask_a_new_column():
    df.loc[df["a"] > 1, "flag"] = True
    return df


def by_mask_a_new_column_of_numbers():
    df.loc[df["a"] > 1, "n"] = 5
    return df


def by_mask_several():
    df.loc[df["a"] > 1, ["a", "b"]] = 0
    return df


def by_mask_from_a_series():
    df.loc[df["b"].isna(), "b"] = df["a"] * 10
    return df


def a_new_row_by_loc():
    df.loc[3] = [4, 4.5, "z"]
    return df


def a_new_row_by_label():
    lab.loc["new"] = 99
    return lab


def a_row_by_len():
    df.loc[len(df)] = {"a": 9, "b": 9.5, "c": "w"}
    return df


def a_cell_by_iloc():
    df.iloc[0, 2] = "first"
    return df


def a_cell_by_at():
    df.at[2, "c"] = "set"
    return df


def a_cell_by_iat():
    df.iat[0, 0] = 100
    return df


def a_mask_over_a_series():
    s = pd.Series([1, 2, 3])
    s[s > 1] = 0
    return s


def a_label_of_a_series():
    s = pd.Series([1, 2], index=["a", "b"])
    s["c"] = 3
    s["a"] = 10
    return s


def a_mask_over_a_frame():
    frame = df[["a", "b"]].copy()
    frame[frame > 2] = 0
    return frame


def the_columns_replaced():
    df.columns = ["x", "y", "z"]
    return df


def the_columns_of_the_wrong_length():
    df.columns = ["x"]


def the_index_replaced():
    df.index = ["r", "s", "t"]
    return df


def the_index_of_the_wrong_length():
    df.index = [1]


def the_index_named():
    df.index.name = "id"
    return df


def a_column_deleted():
    del df["a"]
    return df


def a_column_popped():
    taken = df.pop("c")
    return df, taken


def inserted():
    df.insert(1, "n", [7, 8, 9])
    return df


def inserted_twice():
    df.insert(0, "a", 1)


def a_copy_is_independent():
    other = df.copy()
    other["a"] = 0
    return df


def a_chain_in_place():
    df.drop(columns=["b"], inplace=True)
    df.rename(columns={"a": "z"}, inplace=True)
    df.sort_values("z", ascending=False, inplace=True)
    df.reset_index(drop=True, inplace=True)
    return df


def fillna_in_place():
    df.fillna({"b": 0, "c": "-"}, inplace=True)
    return df


def augmented():
    df["a"] += 5
    df["b"] *= 2
    return df


df.assign(d=1)
df.assign(d=lambda t: t["a"] + 1, e=lambda t: t["d"] * 2)
df.assign(**{"new name": df["a"]})
df.assign(a=["p", "q", "r"])
df.drop(columns=["a"])
df.drop(columns="a")
df.drop("a", axis=1)
df.drop(["a", "b"], axis=1)
df.drop(1)
df.drop([0, 2])
df.drop(index=[0])
df.drop(columns=["nope"])
df.drop(columns=["nope", "a"], errors="ignore")
df.drop(9)
lab.drop("j")
df.rename(columns={"a": "A", "zz": "Z"})
df.rename(columns=str.upper)
df.rename(index={0: "zero"})
df.rename(columns={"zz": "Z"}, errors="raise")
df.rename(str.upper, axis="columns")
df["a"].rename("z")
df["a"].rename({0: "zero"})
df.add_prefix("p_")
df.add_suffix("_s")
df.set_axis(["x", "y", "z"], axis=1)
df.rename_axis("id")
df.rename_axis(columns="cols")
df.set_index("a")
df.set_index("a", drop=False)
df.set_index(["a", "c"])
df.set_index("nope")
df.set_index("a", append=True)
df.set_index(pd.Index([7, 8, 9], name="k"))
df.set_index("c").reset_index()
df.set_index(["a", "c"]).reset_index()
df.set_index(["a", "c"]).reset_index(level="c")
df.set_index(["a", "c"]).reset_index("a", drop=True)
df.set_index("a").reset_index(drop=True)
df.reset_index()
df.reset_index().reset_index()
df.reset_index(names="row")
df["a"].reset_index()
df["a"].reset_index(drop=True)
df["a"].reset_index(name="value")
pd.Series([1, 2], index=["x", "y"]).reset_index()
pd.Series([1, 2], index=pd.Index(["x", "y"], name="k")).to_frame().reset_index()
df["a"].to_frame()
df["a"].to_frame("q")
df.reindex([2, 0, 5])
df.reindex(columns=["c", "zz"])
df.reindex([0, 9], fill_value=0)
lab.reindex(["k", "zz"])
lab.reindex(["k", "zz"])["n"]
pd.Series([1, 2], index=["a", "b"]).reindex(["b", "c"], fill_value=-1)
df.replace(1, 100)
df.replace({"x": "X", 2: 200})
df.replace({"a": {1: 10}})
df.replace(["x", "y"], "t")
df["c"].replace("x", "X")
df["c"].replace({"x": "1", "y": "2"})
df["a"].replace([1, 2], [10, 20])
df["c"].replace(r"^[xy]$", "m", regex=True)
df["b"].replace(np.nan, 0)
df["a"].map({1: "one", 2: "two"})
df["c"].map({"x": 1, "y": 2})
df["a"].map(lambda v: v * 1.5)
df["c"].map(str)
df["c"].map(len, na_action="ignore")
df["a"].map(pd.Series(["p", "q"], index=[1, 2]))
df.map(str)
df[["a", "b"]].map(lambda v: v + 1)
df["a"].update(pd.Series([7], index=[1]))


def update():
    df.update(pd.DataFrame({"b": [None, 9.0, None], "c": ["n", None, None]}))
    return df


df.combine_first(pd.DataFrame({"b": [0.0, 1.0, 2.0], "d": [1, 2, 3]}))
df["b"].combine_first(pd.Series([7.0, 8.0, 9.0, 10.0]))
df.explode("a")
pd.DataFrame({"k": [1, 2, 3], "l": [[1, 2], [], ["x"]]}).explode("l")
pd.DataFrame({"k": [1, 2], "l": [[1, 2], [3]]}).explode("l", ignore_index=True)
pd.Series([[1, 2], None, "ab"]).explode()
df.pipe(lambda t, n: t.head(n), 2)
