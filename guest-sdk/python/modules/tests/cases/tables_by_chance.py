"""Tables by chance, with all that tables of users have: what is missing, what is there twice, times and texts."""

import datetime
import io
import random

import pandas as pd


def _tables(seed):
    pick = random.Random(seed)
    size, gaps = [4, 5, 20, 3, 5, 8, 12, 70, 33, 9][seed % 10], [0, 0.2, 0.5][seed % 3]

    def maybe(value):
        return None if pick.random() < gaps else value

    texts = ["a", "b", "a b", "é", "", "ABC", "zz a"]
    start = datetime.datetime(2024, 1, 1)
    table = {
        "i": [pick.randrange(-3, 8) for _ in range(size)],
        "f": [maybe(pick.choice([0.5, 1.25, -2.0, 3.1, 1e3, 0.1])) for _ in range(size)],
        "s": [maybe(pick.choice(texts)) for _ in range(size)],
        "b": [pick.random() < 0.5 for _ in range(size)],
        "d": [maybe(start + datetime.timedelta(hours=pick.randrange(0, 2000), seconds=pick.choice([0, 0, 30]))) for _ in range(size)],
        "g": [maybe(pick.choice("xyz")) for _ in range(size)],
        "h": [pick.randrange(0, 4) for _ in range(size)],
    }
    frame = pd.DataFrame(table)
    frame["f"], frame["d"] = frame["f"].astype(float), pd.to_datetime(frame["d"])
    half = size // 2
    groups = [pick.choice(["x", "y", "q", None]) for _ in range(half)]
    other = pd.DataFrame({"g": groups, "h": [pick.randrange(0, 4) for _ in range(half)], "w": [pick.random() for _ in range(half)]})
    return frame, other


t0, o0 = _tables(0)
t1, o1 = _tables(1)
t3, o3 = _tables(3)
t4, o4 = _tables(4)
t5, o5 = _tables(5)
t6, o6 = _tables(6)
t9, o9 = _tables(9)
t10, o10 = _tables(10)
t11, o11 = _tables(11)
t13, o13 = _tables(13)
t14, o14 = _tables(14)
t15, o15 = _tables(15)
t16, o16 = _tables(16)
t19, o19 = _tables(19)
t20, o20 = _tables(20)
t21, o21 = _tables(21)
t23, o23 = _tables(23)
t24, o24 = _tables(24)
t25, o25 = _tables(25)
t26, o26 = _tables(26)
t29, o29 = _tables(29)
t30, o30 = _tables(30)
t31, o31 = _tables(31)
t33, o33 = _tables(33)
t34, o34 = _tables(34)
t35, o35 = _tables(35)
t36, o36 = _tables(36)
t39, o39 = _tables(39)

2 ** t0["i"]
t0.groupby("d", dropna=False)["f"].first()
t0.groupby("g", as_index=False)["f"].var()
t0["d"] == pd.Timestamp("2024-01-15")
t0["d"].dt.isocalendar().week
t0["s"].str.len()
t0["s"].str.startswith("a")
t1.groupby("s")["i"].mean()
t1.set_index("g").head(2)
t1["i"] / 0
t1["s"].astype(object)
t1["s"].str.upper()
t3.dropna(subset=["d"]).groupby(pd.Grouper(key="d", freq="ME"))["h"].std()
t3.groupby("h")["i"].cummax()
t3.groupby(t3["d"].dt.to_period("W"))["f"].mean()
t3.iloc[0]
t3.iloc[2:2, 0:]
t3.set_index(["h", "s"]).xs(t3.iloc[0][t3.columns[5]])
t3["b"].fillna(True)
t3["d"] + pd.DateOffset(years=1, days=3)
t3["d"].dt.dayofweek
t3["f"].isin([None, None])
t3["i"].between(0, 3)
pd.cut(t3["f"], 3)
pd.read_csv(io.StringIO(t3.to_csv(index=False)), usecols=["i", "s"])
t4.groupby("s", as_index=False)["i"].first()
t4["d"] + pd.Timedelta("1 days")
t4["g"] == "x"
t4["g"].astype("category").unique()
t4["h"].skew()
(t5["d"] - pd.Timestamp("2024-01-15 12:00")).dt.days
t5.merge(t5.groupby("g")["i"].sum().rename("tot").reset_index(), on="g", how="inner")
t5.min(numeric_only=True)
t5.pivot_table(index=["g", "b"], values="h", aggfunc="sum")
t5.set_index(["g", "s"]).swaplevel()
t5["h"].ewm(com=1).mean()
pd.cut(t5["f"], 3, right=False)
pd.qcut(t5["i"].rank(method="first"), 3)
(t6["d"] - pd.Timestamp("2024-01-15 12:00")).dt.round("h")
t6.groupby("b", dropna=False)["f"].std()
t6.groupby("g")["i"].size()
t6.groupby(t6["d"].dt.hour)["i"].sum()
t6.pivot_table(index="g", columns="b", values="h", aggfunc="max", fill_value=0)
t6["d"].dt.to_period("M").astype(str)
t6["f"] - None
t6["f"].expanding().mean()
t6["f"].expanding().std()
t6["h"].cumsum().round(2)
t9["d"].dt.floor("15min")
t9["h"].dropna()
t9["s"].str.encode("utf8")
pd.read_csv(io.StringIO(t9.to_csv(index=False)), nrows=2)
t10["b"].unique()
t10["d"].duplicated()
t10["i"].any()
t11.groupby("d")["d"].first()
t11["h"].rolling(2, min_periods=0).max()
t13.T
t13.dropna(subset=["d"]).groupby(pd.Grouper(key="d", freq="12h"))["h"].last()
t13.groupby("g", as_index=False)["f"].max()
t13.groupby(["g", "b"])["i"].min()
t13.groupby(["h", "b"])["f"].max()
t13.groupby(t13["d"].dt.hour)["f"].last()
t13.replace(0, 100)
t13.to_string(index=False)
t13["d"] + pd.DateOffset(months=1)
(t14["d"] - t14["d"].min()).dt.days
t14.groupby("g")[["i", "f"]].transform("mean")
t14.groupby(["g", pd.Grouper(key="d", freq="2MS")])["f"].first()
t14.to_json(orient="records", date_format="iso")
t14["d"].dt.ceil("6h")
t14["h"].argmax()
t15.dropna(subset=["d"]).groupby(pd.Grouper(key="d", freq="QS"))["f"].count()
t15.groupby("b").agg({"f": ["min", "first"]})
t15.groupby("b", dropna=False)["f"].nunique()
t15.groupby("g")[["i", "f"]].rank()
t15.groupby("s")["h"].median()
t15.groupby(["g", pd.Grouper(key="d", freq="6h")])["h"].std()
t15.groupby(t15["d"].dt.to_period("Q"))["i"].first()
t15.merge(o15, left_on="i", right_on="h", how="inner")
t15.select_dtypes(exclude="object")
t15["d"] + pd.offsets.Hour(5)
t15["f"] * t15["h"]
t15["f"].rolling(4, center=True).agg(["sum", "mean"])
t15["h"] // 1
t15["h"].astype(bool)
t15["h"].expanding().sum()
t15["h"].mask(t15["b"], -1)
t15["i"] ** t15["f"]
t15[t15["b"] >= False]
t16.axes
t16.groupby("g")[["i", "f"]].mean()
t16.groupby(["g", pd.Grouper(key="d", freq="ME")])["i"].last()
t16.groupby(t16["d"].dt.hour)["f"].median()
t16.rolling(3, on="d")["i"].sum()
t16["f"].rolling(2, min_periods=1).quantile(0.5)
t16["g"].replace({"x": "1", "y": "2"})
t16["i"] > 1
t16["i"].all()
t16["i"].ewm(halflife=2).mean()
t16[t16["g"] > "zz"]
(t19["d"] - t19["d"].min()).dt.seconds
-1 / t19["f"]
2 // t19["i"]
t19.groupby("b")["h"].max()
t19.groupby("s")["f"].cumcount()
t19.groupby(["g", "h"])["h"].sum().reset_index()
t19.groupby(["h", "s"])["i"].std()
t19.values.tolist()
t19["d"].dt.tz_localize("UTC").dt.date
t19["f"].abs()
t19["g"] < "x"
t19[["i", "f", "h"]].prod(axis=1)
pd.concat([t19, o19], ignore_index=True)
pd.read_json(io.StringIO(t19.to_json(orient="records", lines=True, date_format="iso")), lines=True)
t20.groupby(["h", "b"])["i"].last()
t20["h"].rank(method="dense", ascending=False, pct=True)
t20["i"] - 1
t21.groupby("h", sort=False)[["i"]].max()
t21.groupby("s", sort=False)[["i"]].min()
t21.nunique(numeric_only=True)
t23.groupby("g")["f"].quantile(0.1)
t23.groupby("g")[["i", "f"]].agg(["sum", "max"])
t23.groupby(t23["d"].dt.dayofweek)["i"].median()
t23.groupby(t23["d"].dt.to_period("D"))["h"].std()
t23.groupby(t23["d"].dt.year)["f"].sum()
t23.mean(numeric_only=True)
t23.set_index("d").reset_index()
t23["f"].diff()
t23["h"].cumsum()
t23["s"].str.contains("a")
t23["s"].str.extract("([a-z])")
pd.concat([t23, t23], keys=["p", "q"])
pd.cut(t23["h"], [-5, 0, 2, 10], right=False)
pd.get_dummies(t23[["s", "i"]], drop_first=True)
t24.groupby("g", sort=False)[["i"]].count()
t24.groupby(["g", pd.Grouper(key="d", freq="MS")])["f"].nunique()
t24.pivot_table(index=["g", "b"], values="i", aggfunc=["mean", "count"])
t24["i"].expanding().max()
t24["s"].str.get_dummies(" ")
t24["s"].str.rsplit(n=1)
pd.cut(t24["f"], [-5, 0, 2, 10])
pd.cut(t24["i"], [0, 1, 2], right=False)
pd.read_csv(io.StringIO(t24.to_csv(index=False)))
pd.read_csv(io.StringIO(t24.to_csv(index=False)), parse_dates=["d"])
t25.count(numeric_only=True)
t25.groupby(["g", "h"])["f"].sum().droplevel(0)
t25.groupby(["g", "h"])["i"].sum().to_dict()
t25.groupby(t25["d"].dt.date)["f"].nunique()
t25.groupby(t25["d"].dt.to_period("M"))["i"].sum()
t25.groupby(t25["d"].dt.to_period("Q"))["f"].nunique()
t25.merge(o25, on="g", how="right")
t25.query("h > 0 and b")
t25["d"].dt.strftime("%Y-%m")
t25["f"].rolling(3).quantile(0.5)
pd.cut(t25["h"], [-5, 0, 2, 10], include_lowest=True)
pd.qcut(t25["i"].rank(method="first"), 2, labels=False)
t26.describe(include="all")
t26.groupby("g").apply(lambda t: pd.Series({"n": len(t), "m": t["f"].max()}))
t26.groupby("g")["i"].count()
t26.groupby("s")["f"].cummin()
t26.groupby("s", sort=False)[["h"]].sum()
t26.groupby(["g", "h"])["f"].sum().sort_values(kind="stable")
t26["f"] <= 1
t26["f"].mode()
t26["g"].astype("category").cat.as_ordered().max()
t26[["i", "f", "h"]].min(axis=1)
pd.read_csv(io.StringIO(t26.to_csv(index=False)), index_col=0)
t29.duplicated()
t29.groupby(["g", "h"])["h"].sum().unstack(fill_value=0)
t29.merge(o29, on=["g", "h"], how="right", suffixes=("", "_r"))
t29["f"].hasnans
t29["g"].astype("category").astype(str)
t29["h"].nlargest(2)
t29["s"].str.fullmatch("[a-z ]+")
pd.cut(t29["h"], [0, 1, 2])
t30.groupby("h")["f"].transform("nunique")
t30.groupby(["h", "b"])["i"].mean()
t30.to_csv()
t30["d"] != "2024-01-10"
t30["d"].dt.month
t30["f"].rolling(1, min_periods=1).median()
t30["h"] / t30["f"]
t30["h"] <= t30["i"]
t30["h"].count()
t30["i"].min()
0.5 + t31["h"]
t31.groupby("g")["f"].nunique()
t31.groupby("g")["i"].std()
t31.groupby("s")["h"].cumsum()
t31["f"].astype(float)
t31["h"].fillna(0)
t31[t31["i"] != 1]
(t33["d"] - pd.Timestamp("2024-01-15 12:00")).dt.components
t33.dropna(subset=["d"]).groupby(pd.Grouper(key="d", freq="3D"))["h"].size()
t33.groupby("b", dropna=False)["f"].median()
t33.groupby("g").agg(x=("i", "count"), y=("g", "last"))
t33.groupby("g").apply(lambda t: t["i"].sum())
t33.groupby("g")[["i", "f"]].cumsum()
t33.groupby("g")[["i", "f"]].diff()
t33.groupby("g", as_index=False)["i"].min()
t33.groupby(["g", pd.Grouper(key="d", freq="12h")])["f"].median()
t33.groupby(t33["d"].dt.dayofweek)["i"].count()
t33.set_index(["g", "h"])["i"].reset_index()
t33["f"] == None
t33["g"].astype("category").cat.add_categories(["new"])
t33["s"].str.find("b")
t33[["i", "f", "h"]].max(axis=1)
pd.get_dummies(t33[["s", "i"]])
t34.dropna(subset=["d"]).groupby(pd.Grouper(key="d", freq="3D"))["i"].nunique()
t34.groupby("g", as_index=False)["f"].mean()
t34.groupby("g", sort=False)[["f"]].var()
t34.groupby(["g", pd.Grouper(key="d", freq="2MS")])["f"].size()
t34.groupby(t34["d"].dt.year)["h"].count()
t34.notna().mean()
t34.sort_values(["i", "h", "i", "f"], ascending=True).head(3)
t34["f"].describe()
t34["f"].rolling(2, min_periods=0).sum()
t34["h"].nsmallest(3)
t34["s"].str.pad(5, side="both", fillchar="*")
pd.concat([t34, t34], keys=["p", "q"]).reset_index()
t35.assign(l=t35["s"].str.split(" ")).explode("l")
t35.dropna(thresh=4)
t35.groupby("b")["f"].bfill()
t35.groupby("d")["f"].value_counts(sort=False)
t35.groupby("h", as_index=False)["i"].std()
t35.replace([0, 1], -1)
t35.set_index("g").sort_index()
t35.set_index(["b", "s"]).reset_index()
t35.to_dict("records")
t35["d"].value_counts(sort=False)
t35["h"] // t35["h"]
t35["h"].isin([0, 0])
t35["i"].rolling(3).apply(lambda w: w.sum())
t35[["i", "f", "h"]].std(axis=1)
t35[t35["f"] < None]
pd.crosstab(t35["g"], t35["b"])
t36.groupby("g").apply(lambda t: t.head(1))
t36.groupby("g", sort=False)[["i"]].mean()
t36.groupby(t36["d"].dt.month)["f"].std()
t36.set_index("d").T
t36.set_index("s").index
t36.to_json(orient="split")
t36["g"].astype("category").isna()
t36["h"].rank(method="dense", ascending=True, pct=True)
t36["i"].ewm(span=3).mean()
t36["i"].idxmax()
t36["i"].rank()
t36["i"].rolling(2).agg(["sum", "mean"])
t36[["i", "h"]].stack()
pd.cut(t36["f"], 2, labels=False)
(t39["d"] - t39["d"].min()).dt.total_seconds()
t39.groupby("d", dropna=False)["i"].prod()
t39.melt(id_vars=["g"], value_vars=["i", "h"]).groupby(["g", "variable"])["value"].sum()
t39["f"].agg(["min", "max"])
t39["g"].value_counts(sort=False, dropna=False)
t39["h"].rolling(1, min_periods=0).min()
t39["i"] < t39["f"]
t39["s"] >= "é"
t39["s"].str.match("[a-z]")
