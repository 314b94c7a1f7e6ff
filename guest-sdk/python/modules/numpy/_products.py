"""Products of vectors and tables, and differences."""

from __future__ import annotations

from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import promote
from ._reductions import _sum


def diff(a: Any, n: int = 1) -> Any:
    """Each value less the one before."""
    a = asarray(a)
    for _ in range(n):
        a = a[1:] != a[:-1] if a.dtype.kind == "b" else a[1:] - a[:-1]
    return a


def dot(a: Any, b: Any) -> Any:
    """The product of vectors and of tables."""
    a, b = asarray(a), asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if a.ndim == b.ndim == 1:
        if a.size != b.size:
            raise ValueError(f"shapes ({a.size},) and ({b.size},) not aligned: {a.size} (dim 0) != {b.size} (dim 0)")
        return _sum(a * b)
    left = [a] if a.ndim == 1 else list(a)
    right = [b] if b.ndim == 1 else list(b.T)
    of = promote(a.dtype, b.dtype)
    made = ndarray.of(store([_sum(row * column) for row in left for column in right], of), of, (len(left), len(right)))
    return made.ravel() if 1 in (a.ndim, b.ndim) else made


matmul = dot


def outer(a: Any, b: Any) -> Any:
    """Each times each."""
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)
