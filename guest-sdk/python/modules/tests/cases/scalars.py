"""Timestamp, Timedelta, NaT and Period by themselves."""

import datetime

import pandas as pd

t = pd.Timestamp("2024-02-29 13:45:10.123456")
p = pd.Timestamp("2024-02-29 13:45", tz="Europe/Paris")
d = pd.Timedelta(days=2, hours=3, minutes=4, seconds=5.5)

t
p
repr(t)
str(t)
repr(p)
str(p)
str(pd.Timestamp("2024-01-01"))
repr(pd.Timestamp("2024-01-01"))
pd.Timestamp(2024, 1, 5)
pd.Timestamp(2024, 1, 5, 10, 30)
pd.Timestamp(year=2024, month=1, day=5)
pd.Timestamp(datetime.datetime(2024, 1, 5, 10))
pd.Timestamp(datetime.date(2024, 1, 5))
pd.Timestamp(1704412800, unit="s")
pd.Timestamp(1704412800.25, unit="s")
pd.Timestamp(1704412800000000000)
pd.Timestamp("2024-01-05T10:00:00Z")
pd.Timestamp("2024-01-05 10:00", tz="America/New_York")
pd.Timestamp("nope")
pd.Timestamp("")
pd.Timestamp(None)
refused("from 1677 to 2262", lambda: pd.Timestamp("1600-01-01"), "pandas would change to seconds; columns here are kept in nanoseconds")
pd.Timestamp.now() > t
pd.Timestamp.today().date() == datetime.date.today()
pd.Timestamp.utcnow().tz
pd.Timestamp.fromtimestamp(0, tz="UTC")
pd.Timestamp.fromisoformat("2024-01-05")
pd.Timestamp.strptime("05/01/2024", "%d/%m/%Y")
pd.Timestamp.min
pd.Timestamp.max
(t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, t.nanosecond)
(t.dayofweek, t.weekday(), t.day_of_year, t.dayofyear, t.quarter, t.week, t.weekofyear)
(t.is_month_end, t.is_month_start, t.is_quarter_end, t.is_year_start, t.is_leap_year, t.days_in_month)
(t.day_name(), t.month_name())
t.date()
t.time()
t.isoformat()
p.isoformat()
t.isoformat(timespec="seconds")
t.timestamp()
p.timestamp()
t.value
t.to_pydatetime()
t.strftime("%d.%m.%Y %H:%M")
t.normalize()
t.floor("h")
t.ceil("D")
t.round("15min")
t.floor("s")
t.replace(day=1, hour=0)
t.tz_localize("UTC")
p.tz_convert("UTC")
p.tz_convert("UTC").tz
p.tz_localize(None)
t.tz_convert("UTC")
p.tz_localize("UTC")
t.isocalendar()
t.toordinal()
t.to_period("M")
t + pd.Timedelta(days=1)
t + datetime.timedelta(hours=1)
t - pd.Timestamp("2024-01-01")
t - datetime.datetime(2024, 1, 1)
t - pd.Timedelta("1h")
t + 1
t - p
t > pd.Timestamp("2024-01-01")
t > datetime.datetime(2024, 1, 1)
t == datetime.datetime(2024, 2, 29, 13, 45, 10, 123456)
t < p
t == p
t > "2024-01-01"
t == "2024-01-01"
t > datetime.date(2024, 1, 1)
hash(pd.Timestamp("2024-01-01")) == hash(datetime.datetime(2024, 1, 1))
isinstance(t, datetime.datetime)
isinstance(t, pd.Timestamp)
t + pd.DateOffset(months=1)
t + pd.DateOffset(days=1, hours=2)
pd.Timestamp("2024-01-31") + pd.DateOffset(months=1)
t + pd.offsets.MonthEnd(1)
t + pd.offsets.MonthBegin(1)
t - pd.offsets.MonthEnd(1)
t + pd.offsets.BDay(2)
t + pd.offsets.Week(weekday=0)
t + pd.offsets.YearBegin()
t + pd.offsets.QuarterBegin(startingMonth=1)
t + 2 * pd.offsets.Day()
pd.offsets.MonthEnd().rollforward(t)
pd.offsets.MonthBegin().rollback(t)
repr(pd.offsets.MonthEnd(2))
repr(pd.DateOffset(months=1))
f"{t:%Y-%m}"
f"{t}"
{t: 1}[pd.Timestamp("2024-02-29 13:45:10.123456")]
max(t, pd.Timestamp("2025-01-01"))
d
repr(d)
str(d)
str(pd.Timedelta(0))
str(pd.Timedelta(days=-1, hours=2))
repr(pd.Timedelta(days=5))
str(pd.Timedelta(nanoseconds=5))
pd.Timedelta("1 days 02:00:00")
pd.Timedelta("1.5h")
pd.Timedelta("90 min")
pd.Timedelta("1W")
pd.Timedelta("-1 day +02:00:00")
pd.Timedelta("P1DT2H")
pd.Timedelta(5, "D")
pd.Timedelta(5, unit="min")
pd.Timedelta(1.5, unit="h")
pd.Timedelta(5)
pd.Timedelta(datetime.timedelta(hours=5))
pd.Timedelta("nope")
pd.Timedelta("5")
pd.Timedelta(None)
(d.days, d.seconds, d.microseconds, d.nanoseconds)
d.total_seconds()
d.components
d.isoformat()
d.to_pytimedelta()
d.value
d / pd.Timedelta(hours=1)
d / 2
d * 2
2 * d
d // pd.Timedelta(hours=1)
d % pd.Timedelta(hours=1)
-d
abs(-d)
d + d
d - datetime.timedelta(days=1)
d + t
d + 1
d > pd.Timedelta(0)
d == datetime.timedelta(days=2, hours=3, minutes=4, seconds=5, microseconds=500000)
d > 5
d == 5
bool(pd.Timedelta(0))
d.round("h")
d.floor("D")
d.ceil("min")
isinstance(d, datetime.timedelta)
pd.NaT
repr(pd.NaT)
str(pd.NaT)
pd.NaT == pd.NaT
pd.NaT != pd.NaT
pd.NaT < t
pd.NaT + pd.Timedelta(1)
t - pd.NaT
pd.NaT.year
pd.NaT.isoformat()
pd.NaT.strftime("%Y")
pd.NaT.date()
bool(pd.NaT)
pd.NaT is pd.to_datetime(None)
pd.isna(pd.NaT)
pd.Timedelta("NaT")
pd.Timestamp("NaT")
isinstance(pd.NaT, datetime.datetime)
str(pd.Period("2024-02", freq="M"))
repr(pd.Period("2024-02", freq="M"))
pd.Period("2024-02", freq="M").start_time
pd.Period("2024-02", freq="M").end_time
(pd.Period("2024-02", freq="M") + 1).month
str(pd.Period("2024Q1"))
pd.Timestamp(t.to_numpy())
pd.Timestamp(t.asm8)
str(p.tzinfo)
p.utcoffset()
p.tzname()
