"""Operators, comparison and alignment."""

import datetime

import numpy as np
import pandas as pd

a = pd.Series([1, 2, 3], name="a")
b = pd.Series([1.5, None, 3.0], name="b")
t = pd.Series(["x", None, "z"], name="t")
f = pd.Series([True, False, True], name="f")
o = pd.Series([True, None, False], name="o")
x = pd.Series([1, 2], index=["p", "q"], name="v")
y = pd.Series([10, 20], index=["q", "r"], name="v")
df = pd.DataFrame({"a": [1, 2, 3], "b": [1.5, None, 3.0]})
other = pd.DataFrame({"b": [1, 2], "c": [3, 4]}, index=[1, 2])
days = pd.Series(pd.to_datetime(["2024-01-01", None, "2024-03-01"]), name="d")

a + 1
1 + a
a - 0.5
a * b
a / 2
a / 0
0 / pd.Series([0, 1])
a // 2
-a // 2
a % 2
-a % 2
a // 0
a % 0
b // 0.5
b % 1
a**2
2**a
a**-1
pd.Series([2, 3]) ** pd.Series([-1, 2])
-a
+a
abs(-a)
-b
~f
~a
-f
f + f
f & True
f | o
f & f
f ^ f
f - f
a & 1
a | pd.Series([4, 4, 4])
a == 2
a != 2
a > b
a >= 2
b == b
b != b
b < 2
t == "x"
t != "x"
t > "a"
t == None
a == "x"
a > "x"
t + "!"
"pre" + t
t + t
t * 2
t + 1
t - "x"
a + "x"
x + y
x == y
x.add(y, fill_value=0)
x.sub(y)
x.mul(2)
x.div(y, fill_value=1)
x.rsub(100)
x.floordiv(2)
x.mod(2)
x.pow(2)
a.eq(2)
a.ne(2)
a.gt(1)
a.le(2)
a + [10, 20, 30]
a + [1, 2]
a + np.array([1, 2, 3])
a + (1, 2, 3)
a + None
a > [0, 2, 4]
a == pd.Series([1, 2])
pd.Series([1, 2], name="n") + pd.Series([1, 2], name="m")
pd.Series([2**62]) * 4
pd.Series([2**63 - 1]) + 1
pd.Series([1, 2], dtype="int32") + 1
pd.Series([1, 2], dtype="int8") + pd.Series([1, 2], dtype="int64")
pd.Series([1.5], dtype="float32") * 2
pd.Series([True, False]) + 1
pd.Series([True, False]) * 2.5
pd.Series([1, None], dtype="Int64") + 1
df + 1
df * df
df + other
df / 2
df > 1
df == df
df - df.mean()
df.sub(df["a"], axis=0)
df.mul([1, 10])
df.add(df, fill_value=0)
df + df["a"]
df.div(df.sum())
df.div(df.sum(axis=1), axis=0)
-df
df**2
df % 2
df & 1
df == other
df.eq(1)
df.ge(2)
pd.DataFrame({"s": ["a", "b"]}) + "x"
pd.DataFrame({"s": ["a", "b"], "n": [1, 2]}) + 1
days - pd.Timestamp("2024-01-01")
days - days.shift()
days + pd.Timedelta(days=1)
days + datetime.timedelta(hours=5)
days > "2024-02-01"
days == pd.Timestamp("2024-01-01")
days >= datetime.datetime(2024, 1, 1)
days + days
days + 1
days - "2024-01-01"
days < datetime.date(2024, 2, 1)
(days - pd.Timestamp("2024-01-01")) / pd.Timedelta(days=1)
(days - pd.Timestamp("2024-01-01")) * 2
(days - pd.Timestamp("2024-01-01")).dt.days + 1
a.round(1)
pd.Series([1.25, 1.35, 2.5, -0.5]).round(1)
pd.Series([0.5, 1.5, 2.5]).round()
pd.Series([1234.5]).round(-2)
pd.Series([1234]).round(-2)
df.round(0)
df.round({"b": 0})
a.clip(2)
a.clip(upper=2)
b.clip(1.6, 2.0)
df.clip(2, 2.5)
a.clip(lower=pd.Series([2, 1, 5]))
a.abs()
a.divmod(2)
a.combine(pd.Series([3, 1, 9]), max)
a.dot(pd.Series([1, 2, 3]))
a @ a
df.equals(df.copy())
a.equals(b)
a.compare(pd.Series([1, 5, 3]))
a.shift()
a.shift(-1)
a.shift(1, fill_value=0)
t.shift()
f.shift()
days.shift()
df.shift(1)
df.shift(1, axis=1)
a.diff()
b.diff()
a.diff(2)
a.diff(-1)
df.diff()
f.diff()
days.diff()
a.pct_change()
pd.Series([1.0, None, 2.0]).pct_change(fill_method=None)
df.pct_change(fill_method=None)
a.cumsum()
b.cumsum()
a.cumprod()
b.cummax()
b.cummin()
df.cumsum()
t.cumsum()
f.cumsum()
np.sqrt(a)
np.log(b)
np.exp(df)
np.where(a > 1, "big", "small")
np.where(a > 1, a, 0)
np.maximum(a, 2)
np.abs(-a)
np.round(b, 1)
np.isnan(b)
np.select([a < 2, a < 3], ["low", "mid"], default="high")
np.sum(a)
np.mean(b)
np.floor(b)
np.log1p(a).round(12)
np.power(a, 2)
np.sign(-a)
