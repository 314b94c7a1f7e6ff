"""Rows by time: resample, groupers and a datetime index."""

import pandas as pd

ts = pd.DataFrame(
    {"v": [1, 2, 3, 4, 5], "x": [1.0, None, 3.0, 4.0, 5.0], "k": list("ababa")},
    index=pd.to_datetime(["2024-01-01 09:00", "2024-01-01 21:00", "2024-01-03 00:00", "2024-02-10 05:00", "2024-04-30 23:00"]),
)
s = ts["v"]
long = ts.reset_index(names="t")

ts.resample("D")["v"].sum().head(4)
ts.resample("D")["v"].mean().head(4)
ts.resample("D")["v"].count().head(4)
ts.resample("ME")["v"].sum()
ts.resample("MS")["v"].sum()
ts.resample("MS")["x"].mean()
ts.resample("MS").size()
ts.resample("MS").agg({"v": "sum", "x": "mean"})
ts.resample("MS")["v"].agg(["sum", "max"])
ts.resample("MS").agg(total=("v", "sum"), n=("k", "count"))
ts[["v", "x"]].resample("QS").sum()
ts[["v", "x"]].resample("YE").mean()
ts.resample("W")["v"].sum().head(3)
ts.resample("12h")["v"].sum().head(4)
ts.resample("MS")["v"].first()
ts.resample("MS")["k"].last()
ts.resample("MS")["v"].apply(lambda g: g.max() - g.min())
ts.resample("MS")["v"].sum().reset_index()
s.resample("MS").sum()
s.resample("D").ffill().head(3)
s.resample("MS").max()
s.resample("MS").nunique()
s.resample("MS").median()
s.resample("MS").std()
s.resample("nope").sum()
long.resample("MS", on="t")["v"].sum()
long.resample("MS")["v"].sum()
long.groupby(pd.Grouper(key="t", freq="MS"))["v"].sum()
long.groupby(["k", pd.Grouper(key="t", freq="MS")])["v"].sum()
long.groupby([pd.Grouper(key="t", freq="ME"), "k"])["v"].sum().reset_index()
ts.groupby("k").resample("MS")["v"].sum()
ts.groupby(ts.index.month)["v"].sum()
ts.groupby(ts.index.to_period("M"))["v"].sum()
ts.groupby(ts.index.date)["v"].sum()
long.groupby(long["t"].dt.date)["v"].sum()
long.groupby(long["t"].dt.to_period("M").astype(str))["v"].sum()
long.groupby(long["t"].dt.strftime("%Y-%m"))["v"].sum().reset_index()
long.groupby([long["t"].dt.year, long["t"].dt.month])["v"].sum()
ts.loc["2024-01"]
ts.loc["2024-01-01"]
ts.loc["2024-01-01 09:00"]
ts.loc["2024-01":"2024-02"]
ts.loc["2024-01-02":]
ts.loc[ts.index > "2024-02"]
s["2024-01"]
s["2024-02-10 05:00"]
s.loc["2025"]
ts.index
ts.index.month
ts.index.day_name()
ts.index.normalize()
ts.index.date
ts.index.strftime("%H:%M")
ts.index.tz_localize("UTC")
ts.index.min()
ts.index.to_period("M")
ts.tz_localize("UTC").tz_convert("Europe/Paris")
ts.between_time("00:00", "09:30")
ts.first("3D")
ts.asfreq("D").head(3)
s.rolling("2D").sum()
s.rolling("1D").count()
s.shift(1)
s.shift(1, freq="D")
s.diff()
ts.at[pd.Timestamp("2024-01-03"), "v"]
ts.sort_index(ascending=False)
ts.index.is_monotonic_increasing
ts.reindex(pd.date_range("2024-01-01", periods=3))
ts.truncate(before="2024-02-01")
ts.idxmax(numeric_only=True)
s.idxmax()
ts.head(2).T
pd.DataFrame({"v": [1, 2]}, index=pd.to_datetime(["2024-01-01", "2024-01-02"]))
pd.DataFrame({"v": [1, 2]}, index=pd.date_range("2024-01-01", periods=2, freq="h"))
pd.Series([1, 2], index=pd.date_range("2024-01-01", periods=2))
pd.Series([1, 2, 3], index=pd.date_range("2024-01-01", periods=3)).resample("2D").sum()
pd.Series([1, 2, 3], index=pd.date_range("2024-01-01", periods=3)).asfreq("12h")
pd.Series([1.0, 4.0], index=pd.to_datetime(["2024-01-01", "2024-01-04"])).resample("D").interpolate()
pd.Series([], dtype=float, index=pd.DatetimeIndex([])).resample("D").sum()
