"""to_datetime, ranges and the `dt` accessor."""

import datetime

import pandas as pd

d = pd.Series(pd.to_datetime(["2024-01-31 10:20:30.123456", None, "2024-02-29", "2023-12-31 23:59:59"], format="ISO8601"), name="d")
z = d.dt.tz_localize("Europe/Paris")
td = pd.Series(pd.to_timedelta(["1 days 02:03:04.5", None, "-1 hours"]), name="td")
days = pd.Series(pd.date_range("2024-02-27", periods=4))

pd.to_datetime("2024-01-05")
pd.to_datetime("2024-01-05 10:20")
pd.to_datetime("2024-01-05T10:20:30Z")
pd.to_datetime("2024-01-05T10:20:30+02:00")
pd.to_datetime("01/05/2024")
pd.to_datetime("13/05/2024")
pd.to_datetime("01/05/2024", dayfirst=True)
pd.to_datetime("5 Jan 2024")
pd.to_datetime("Jan 5, 2024")
pd.to_datetime("January 5, 2024 3:30 PM")
pd.to_datetime("20240105")
pd.to_datetime("2024")
pd.to_datetime("2024-01")
pd.to_datetime("nope")
pd.to_datetime("nope", errors="coerce")
pd.to_datetime("nope", errors="ignore")
pd.to_datetime(None)
pd.to_datetime("2024-02-30")
pd.to_datetime("")
pd.to_datetime("9999-01-01")
pd.to_datetime("9999-01-01", errors="coerce")
pd.to_datetime(["2024-01-05", None])
pd.to_datetime(["2024-01-05", "x"])
pd.to_datetime(["x", "2024-01-05"])
pd.to_datetime(["2024-01-05", "x"], errors="coerce")
pd.to_datetime(pd.Series(["2024-01-05", None], name="n"))
pd.to_datetime(pd.Series(["2024-01-05 10:20:30", "2024-01-06 00:00:00"]))
pd.to_datetime(pd.Series(["2024-01-05", "2024-01-06 10:00"]))
pd.to_datetime(pd.Series(["2024-01-05", "2024-01-06 10:00"]), format="mixed")
pd.to_datetime(pd.Series(["2024-01-05", "2024-01-06T10:00:00"]), format="ISO8601")
pd.to_datetime(pd.Series(["01/05/2024", "12/31/2024"]))
pd.to_datetime(pd.Series(["13/01/2024", "14/02/2024"]))
pd.to_datetime(pd.Series(["01/02/2024", "13/02/2024"]))
pd.to_datetime(pd.Series(["01/02/2024", "13/02/2024"]), dayfirst=True)
pd.to_datetime(pd.Series(["01-02-2024"]), format="%d-%m-%Y")
pd.to_datetime(pd.Series(["01-02-2024", "x"]), format="%d-%m-%Y")
pd.to_datetime(pd.Series(["01-02-2024", "x"]), format="%d-%m-%Y", errors="coerce")
pd.to_datetime(pd.Series(["2024-01-05 extra"]), format="%Y-%m-%d")
pd.to_datetime(pd.Series(["2024-01-05 extra"]), format="%Y-%m-%d", exact=False)
pd.to_datetime(pd.Series(["05Jan2024"]), format="%d%b%Y")
pd.to_datetime(pd.Series(["2024-01-05 03:04 PM"]), format="%Y-%m-%d %I:%M %p")
pd.to_datetime(pd.Series(["2024-01-05T10:00:00Z", "2024-01-06T10:00:00Z"]))
pd.to_datetime(pd.Series(["2024-01-05T10:00:00+02:00", "2024-01-06T10:00:00+02:00"]))
pd.to_datetime(pd.Series(["2024-01-05T10:00:00+02:00", "2024-01-06T10:00:00+01:00"]), utc=True)
pd.to_datetime(pd.Series(["2024-01-05", "2024-06-05"]), utc=True)
pd.to_datetime(pd.Series(["Jan 5, 2024", "Feb 6, 2024"]))
pd.to_datetime(pd.Series(["2024/01/05", "2024/02/06"]))
pd.to_datetime(pd.Series(["2024.01.05"]))
pd.to_datetime(pd.Series(["20240105", "20240206"]))
pd.to_datetime(pd.Series([20240105, 20240206]), format="%Y%m%d")
pd.to_datetime(pd.Series([1704412800, 1704412801]), unit="s")
pd.to_datetime(pd.Series([1704412800123]), unit="ms")
pd.to_datetime(1704412800, unit="s")
pd.to_datetime(1704412800.5, unit="s")
pd.to_datetime(pd.Series([1704412800, None]), unit="s")
pd.to_datetime(19727, unit="D")
pd.to_datetime(1)
pd.to_datetime([1, 2], unit="D", origin="2024-01-01")
pd.to_datetime(pd.Series([datetime.date(2024, 1, 5), None]))
pd.to_datetime(pd.Series([datetime.datetime(2024, 1, 5, 1)]))
pd.to_datetime(datetime.date(2024, 1, 5))
pd.to_datetime(pd.DataFrame({"year": [2024, 2023], "month": [1, 2], "day": [5, 6]}))
pd.to_datetime(pd.DataFrame({"year": [2024], "month": [1]}))
pd.to_datetime(d)
pd.to_datetime(pd.Series([], dtype=object))
pd.to_datetime(pd.Series([None, None]))
pd.to_datetime(["2024-01-05", "2024-01-06"]).day
pd.to_datetime(pd.Series(["2024-01-05 10:20:30.123456789"]))
pd.to_datetime(pd.Series([True]))
pd.to_datetime(pd.Series([5.5]))
pd.to_datetime("now") > pd.Timestamp("2020-01-01")
d
d.dt.year
d.dt.month
d.dt.day
d.dt.hour
d.dt.minute
d.dt.second
d.dt.microsecond
d.dt.nanosecond
d.dt.dayofweek
d.dt.weekday
d.dt.day_of_year
d.dt.dayofyear
d.dt.quarter
d.dt.isocalendar()
d.dt.isocalendar().week
d.dt.date
d.dt.time
d.dt.days_in_month
d.dt.is_month_start
d.dt.is_month_end
d.dt.is_quarter_end
d.dt.is_year_start
d.dt.is_year_end
d.dt.is_leap_year
d.dt.month_name()
d.dt.day_name()
d.dt.normalize()
d.dt.floor("D")
d.dt.floor("h")
d.dt.ceil("D")
d.dt.round("min")
d.dt.floor("15min")
d.dt.floor("nope")
d.dt.floor("MS")
d.dt.strftime("%Y-%m-%d")
d.dt.strftime("%d/%m/%y %H:%M:%S.%f")
d.dt.strftime("%B %A %j %U %p")
d.dt.to_period("M")
d.dt.to_period("M").astype(str)
d.dt.to_period("Q").astype(str)
d.dt.to_period("Y").astype(str)
d.dt.to_period("D").astype(str)
d.dt.to_period("W").astype(str)
d.dt.to_period("M").dt.to_timestamp()
d.dt.to_pydatetime()
d.dt.tz
d.dt.tz_localize("UTC")
d.dt.tz_localize("Europe/Paris")
d.dt.tz_localize("Nowhere/City")
d.dt.tz_convert("UTC")
z.dt.tz_convert("America/New_York")
z.dt.tz_convert("UTC").dt.hour
z.dt.tz_localize(None)
z.dt.tz_convert(None)
z.dt.tz_localize("UTC")
z.dt.date
z.dt.hour
z.dt.floor("D")
z.dt.strftime("%Y-%m-%d %H:%M %z")
str(z.dt.tz)
z - z.shift()
z > pd.Timestamp("2024-01-01", tz="UTC")
z > pd.Timestamp("2024-01-01")
z == d
pd.Series(pd.to_datetime(["2024-03-31 02:30"])).dt.tz_localize("Europe/Paris")
pd.Series(pd.to_datetime(["2024-03-31 02:30"])).dt.tz_localize("Europe/Paris", nonexistent="shift_forward")
pd.Series(pd.to_datetime(["2024-10-27 02:30"])).dt.tz_localize("Europe/Paris")
pd.Series(pd.to_datetime(["2024-10-27 02:30"])).dt.tz_localize("Europe/Paris", ambiguous="NaT")
d.dt.unit
d.dt.nope
pd.Series([1, 2]).dt
pd.Series(["x"]).dt.year
pd.Series([datetime.date(2024, 1, 1)]).dt.year
td
td.dt.days
td.dt.seconds
td.dt.microseconds
td.dt.total_seconds()
td.dt.components
td / pd.Timedelta(hours=1)
td // pd.Timedelta(hours=1)
td * 2
td + td
td.abs()
td.sum()
td.mean()
td.max()
td > pd.Timedelta(0)
td.astype(str)
-td
td.dt.round("h")
td.dt.floor("D")
pd.to_timedelta("1 days")
pd.to_timedelta("00:10:00")
pd.to_timedelta(5, unit="h")
pd.to_timedelta([1, 2], unit="D")
pd.to_timedelta(pd.Series([1, None, 3]), unit="D")
pd.to_timedelta(pd.Series(["1h", "2 min", "3s", "1 day 2 hours"]))
pd.to_timedelta("nope")
pd.to_timedelta("nope", errors="coerce")
pd.to_timedelta(1.5, unit="s")
d + pd.to_timedelta([1, 2, 3, 4], unit="D")
d + pd.DateOffset(months=1)
d + pd.offsets.MonthEnd(0)
d + pd.offsets.MonthEnd(1)
d - pd.offsets.MonthBegin(1)
d + pd.offsets.Day(2)
d + pd.offsets.BDay(1)
d + pd.DateOffset(years=1, days=2)
d + pd.offsets.YearEnd()
d + pd.offsets.QuarterEnd()
d + pd.offsets.Hour(3)
d.min()
d.max() - d.min()
(d.max() - d.min()).days
d.isna()
d.fillna(d.min())
d.sort_values()
d.value_counts()
list(d.unique())
d.nunique()
d.tolist()
d.values
d.map(lambda t: t.year)
d.apply(lambda t: t.strftime("%m") if pd.notna(t) else "none")
d[d > "2024"]
d[d >= "2024-02"]
d.between("2024-01-01", "2024-02-01")
d.isin([pd.Timestamp("2024-02-29")])
d.isin(["2024-02-29"])
d.dt.date == datetime.date(2024, 2, 29)
d.quantile(0.5)
d.rank()
d.diff().dt.days
d.astype("int64") // 10**9
refused("datetime64[s]", lambda: d.astype("datetime64[s]"), "times are kept in nanoseconds")
d.to_frame().dtypes
d.dt.year.value_counts()
d.dt.year * 100 + d.dt.month
days.dt.day_name()
days.dt.dayofweek >= 5
days.is_monotonic_increasing
pd.date_range("2024-01-01", periods=3)
pd.date_range("2024-01-01", "2024-01-04")
pd.date_range("2024-01-01", "2024-01-02", freq="6h")
pd.date_range("2024-01-15", periods=3, freq="MS")
pd.date_range("2024-01-15", periods=3, freq="ME")
pd.date_range("2024-01-15", periods=3, freq="M")
pd.date_range("2024-01-15", periods=3, freq="W")
pd.date_range("2024-01-15", periods=3, freq="W-MON")
pd.date_range("2024-01-15", periods=3, freq="QS")
pd.date_range("2024-01-15", periods=3, freq="QE")
pd.date_range("2024-01-15", periods=3, freq="YS")
pd.date_range("2024-01-15", periods=3, freq="YE")
pd.date_range("2024-01-12", periods=4, freq="B")
pd.date_range("2024-01-01", periods=3, freq="2D")
pd.date_range("2024-01-01", periods=3, freq="90min")
pd.date_range("2024-01-01", periods=3, freq="2MS")
pd.date_range(end="2024-01-10", periods=3)
pd.date_range("2024-01-01", "2024-01-03", periods=3)
pd.date_range("2024-01-01", periods=2, tz="Europe/Paris")
pd.date_range("2024-01-01", "2024-01-04", inclusive="left")
pd.date_range("2024-01-01", periods=3, name="day")
pd.date_range("2024-01-04", "2024-01-01")
pd.date_range("2024-01-01")
pd.date_range("2024-01-01", periods=2, freq="nope")
pd.bdate_range("2024-01-05", periods=3)
pd.date_range("2024-01-01", periods=3).to_series()
pd.date_range("2024-01-01", periods=3).strftime("%d")
pd.date_range("2024-01-01", periods=3).day_name()
pd.date_range("2024-01-01", periods=3).month
pd.date_range("2024-01-01", periods=3).tolist()
pd.date_range("2024-01-01", periods=3) + pd.Timedelta(days=1)
pd.date_range("2024-01-01", periods=3)[1]
pd.date_range("2024-01-01", periods=3)[1:]
pd.DataFrame({"d": pd.date_range("2024-01-01", periods=2), "v": [1, 2]})
pd.DatetimeIndex(["2024-01-01", "2024-02-01"])
pd.DatetimeIndex(["2024-01-01", "2024-02-01"]).year
pd.period_range("2024-01", periods=3, freq="M").astype(str)
pd.timedelta_range("1 days", periods=3)
