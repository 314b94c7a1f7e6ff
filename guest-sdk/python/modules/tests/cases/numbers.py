"""numpy by itself: what users' scripts take from it."""

import numpy as np
import pandas as pd

a = np.array([3, 1, 2])
f = np.array([1.5, np.nan, 2.5])
m = np.array([[1, 2], [3, 4]])

a
f
m
np.array([1, 2.5])
np.array([True, False])
np.array(["a", "bcd"])
np.array([1, None])
np.array([])
np.array([[1, 2], [3]])
np.zeros(3)
np.zeros((2, 2))
np.ones(2, dtype=int)
np.full(2, 7)
np.arange(1, 10, 3)
np.arange(0, 1, 0.25)
np.linspace(0, 1, 5)
np.eye(2)
np.nan
np.inf
np.pi
np.isnan(np.nan)
np.isnan(f)
np.isfinite(f)
np.isinf(f)
a + 1
a * f
a / 2
a // 2
a > 1
a[a > 1]
a[0]
a[-1]
a[1:]
a[[0, 2]]
m[0]
m[0, 1]
m[:, 1]
m.T
m.shape
m @ m
np.dot(a, a)
a.sum()
a.mean()
a.std()
a.min()
a.max()
a.argmax()
m.sum(axis=0)
m.mean(axis=1)
f.sum()
np.nansum(f)
np.nanmax(f)
np.nanstd(f)
np.sort(a)
np.argsort(a)
np.unique([3, 1, 3])
np.unique([3, 1, 3], return_counts=True)
np.cumsum(a)
np.diff(a)
np.concatenate([a, [9]])
np.where(a > 1)
np.where(a > 1, "x", "y")
np.clip(a, 1, 2)
np.round(2.675, 2)
np.round(np.array([0.5, 1.5]))
np.sqrt(16)
np.log10(1000)
np.sqrt(-1)
np.abs([-1, 2])
np.percentile([1, 2, 3, 4], 50)
np.percentile([1, 2, 3, 4], [25, 75])
np.quantile([1, 2, 3], 0.5)
np.median([1, 3, 2])
np.var([1, 2, 3])
np.var([1, 2, 3], ddof=1)
np.mean([1, 2])
np.any([False, True])
np.all([True, False])
np.isin([1, 2, 3], [2])
np.histogram([1, 2, 2, 3], bins=2)
np.digitize([0.5, 1.5], [0, 1, 2])
np.interp(1.5, [1, 2], [10, 20])
refused("numpy.polyfit", lambda: np.polyfit([1, 2, 3], [2, 4, 6], 1), "linear algebra is not here")
np.reshape(np.arange(4), (2, 2))
a.reshape(3, 1)
m.flatten()
a.tolist()
a.astype(float)
a.dtype
f.dtype
m.ndim
m.size
len(m)
np.int64(5)
np.int64(5) / 2
np.float64(1.5) + 1
int(np.int64(5))
isinstance(np.int64(5), int)
isinstance(np.float64(5), float)
np.float64("nan") == np.float64("nan")
pd.Timestamp(np.datetime64("2024-01-01"))
pd.Timestamp(np.datetime64("2024-01-01") + np.timedelta64(1, "D"))
np.vectorize(lambda v: v + 1)(a)
np.apply_along_axis(sum, 0, m)
np.array_equal(a, [3, 1, 2])
np.allclose([0.1 + 0.2], [0.3])
np.isclose(0.1 + 0.2, 0.3)
np.add(1, 2)
np.maximum([1, 5], [3, 2])
np.minimum(a, 2)
np.outer([1, 2], [3, 4])
np.tile([1, 2], 2)
np.repeat([1, 2], 2)
np.stack([a, a])
np.vstack([a, a])
np.hstack([a, a])
np.column_stack([a, a])
np.ceil(1.2)
np.sign(-5)
np.mod(5, 3)
np.power(2, 3)
np.exp(0)
np.floor([1.7, -1.2])
refused("numpy.linalg.norm", lambda: np.linalg.norm([3, 4]), "linear algebra is not here")
np.nan_to_num(f)
np.count_nonzero(a)
np.nonzero([0, 1, 2])
np.bincount([0, 1, 1])
np.ptp(a)
np.prod(a)
np.flip(a)
np.empty(0)
np.intersect1d([1, 2], [2, 3])
np.setdiff1d([1, 2], [2, 3])
np.union1d([1, 2], [2, 3])
a[5]
a + np.array([1, 2])
pd.Series(a) + a
pd.Series(a).values is not None
np.array(pd.Series([1, 2]))
np.asarray(pd.Series(["a", None]))
np.ndarray
isinstance(a, np.ndarray)
f"{np.float64(2.5):.1f}"
str(np.int64(3))
round(np.float64(2.567), 1)
round(float(np.float64(2.567)), 1)
bool(np.bool_(True))
np.bool_(True) is True
{np.int64(1): "a"}[1]
