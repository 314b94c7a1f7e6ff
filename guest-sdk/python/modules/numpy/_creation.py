"""New arrays: of values, of one value everywhere, of numbers at equal steps."""

from __future__ import annotations

import math
from typing import Any

from ._array import asarray, ndarray
from ._binary import power
from ._buffers import empty as empty_buffer, full as full_buffer, store
from ._dtypes import FLOAT64, INT64, OBJECT, resolve
from ._scalars import box, generic
from ._unary import floor


def array(values: Any, dtype: Any = None, copy: bool = True, ndmin: int = 0) -> Any:
    """An array of values."""
    made = asarray(values, dtype)
    if ndmin > made.ndim:
        made = made.reshape((1,) * (ndmin - made.ndim) + (made.shape or (1,)))
    return made.copy() if copy else made


def _shape(shape: Any) -> tuple[int, ...]:
    wanted = tuple(int(part) for part in shape) if isinstance(shape, (tuple, list)) else (int(shape),)
    if len(wanted) > 2:
        raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
    return wanted


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """One value everywhere."""
    wanted = _shape(shape)
    one = asarray([fill_value], dtype)
    return ndarray.of(full_buffer(one._data[0], one.dtype, math.prod(wanted)), one.dtype, wanted)


def zeros(shape: Any, dtype: Any = float) -> Any:
    """Zeros."""
    wanted, of = _shape(shape), resolve(dtype)
    return full(wanted, 0, OBJECT) if of is OBJECT else ndarray.of(empty_buffer(of, math.prod(wanted)), of, wanted)


def ones(shape: Any, dtype: Any = float) -> Any:
    """Ones."""
    return full(shape, 1, resolve(dtype))


def empty(shape: Any, dtype: Any = float) -> Any:
    """Values that mean nothing: zeros here."""
    wanted, of = _shape(shape), resolve(dtype)
    return ndarray.of(empty_buffer(of, math.prod(wanted)), of, wanted)


def zeros_like(a: Any, dtype: Any = None) -> Any:
    """Zeros for each value."""
    a = asarray(a)
    return zeros(a.shape, a.dtype if dtype is None else dtype)


def ones_like(a: Any, dtype: Any = None) -> Any:
    """Ones for each value."""
    a = asarray(a)
    return ones(a.shape, a.dtype if dtype is None else dtype)


def full_like(a: Any, fill_value: Any, dtype: Any = None) -> Any:
    """One value for each value, in the type of the first."""
    a = asarray(a)
    return full(a.shape, fill_value, a.dtype if dtype is None else dtype)


empty_like = zeros_like


def eye(N: int, M: int | None = None) -> Any:
    """Ones on the diagonal."""
    columns = N if M is None else M
    return ndarray.of(store([1.0 if row == column else 0.0 for row in range(N) for column in range(columns)], FLOAT64), FLOAT64, (N, columns))


identity = eye


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    """Numbers at equal steps, without the end."""
    if stop is None:
        start, stop = 0, start
    parts = [part.item() if isinstance(part, generic) else part for part in (start, stop, step)]
    if all(isinstance(part, int) for part in parts):
        made = ndarray.of(store(range(*parts), INT64), INT64)
    else:
        if not all(isinstance(part, (int, float)) for part in parts):
            raise NotImplementedError("np.arange of times is not there in the sandbox; use pandas.date_range")
        first, last, width = map(float, parts)
        count = max(0, math.ceil((last - first) / width))
        # Numpy takes the difference of the first two, then multiplies.
        delta = (first + width) - first
        made = ndarray.of(store([first, first + width][:count] + [first + at * delta for at in range(2, count)], FLOAT64), FLOAT64)
    return made if dtype is None else made.astype(dtype)


def linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None) -> Any:
    """That many numbers at equal steps, with the end."""
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    delta = stop - start
    step = delta / parts if parts > 0 else math.nan
    if parts > 0 and step != 0:
        values = [at * step + start for at in range(num)]
    elif parts > 0:
        values = [(at / parts) * delta + start for at in range(num)]
    else:
        values = [at * delta + start for at in range(num)]
    if endpoint and num > 1:
        values[-1] = stop
    made = ndarray.of(store(values, FLOAT64), FLOAT64)
    if dtype is not None:
        made = floor(made).astype(dtype) if resolve(dtype).kind in "iu" else made.astype(dtype)
    return (made, box(step, FLOAT64)) if retstep else made


def logspace(start: float, stop: float, num: int = 50, endpoint: bool = True, base: float = 10.0) -> Any:
    """That many numbers at equal ratios."""
    return power(base, linspace(start, stop, num, endpoint))
