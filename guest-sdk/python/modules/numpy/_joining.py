"""Arrays of the values of others: picked, repeated, joined, split."""

from __future__ import annotations

from typing import Any

from ._array import asarray, ndarray
from ._buffers import cast, empty as empty_buffer, store, take as take_rows
from ._dtypes import promote


def take(a: Any, indices: Any, axis: int | None = None) -> Any:
    """The values of rows."""
    a = asarray(a)
    return a[asarray(indices)] if axis in (None, 0) else a[:, asarray(indices)]


def repeat_(a: Any, repeats: Any, axis: int | None = None) -> Any:
    """Each value several times."""
    a = asarray(a)
    counts = asarray(repeats)
    times = list(counts._data) * (a.size if counts.size == 1 else 1)
    return a._like(take_rows(a._data, [row for row, count in enumerate(times) for _ in range(count)], a.dtype))


def tile(A: Any, reps: Any) -> Any:
    """All values several times."""
    a = asarray(A)
    if isinstance(reps, (tuple, list)) or a.ndim > 1:
        raise NotImplementedError("numpy.tile is there for one dimension only")
    return a._like(a._data * int(reps), (a.size * int(reps),))


def concatenate(arrays: Any, axis: int = 0) -> Any:
    """One after the other."""
    parts = [asarray(part) for part in arrays]
    if not parts:
        raise ValueError("need at least one array to concatenate")
    of = parts[0].dtype
    for part in parts[1:]:
        of = promote(of, part.dtype)
    if parts[0].ndim == 2 and axis == 1:
        return concatenate([part.T for part in parts]).T
    if len({part.ndim for part in parts}) > 1:
        raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
    data = empty_buffer(of, 0)
    for part in parts:
        data += cast(part._data, part.dtype, of)
    shape = (len(data),) if parts[0].ndim < 2 else (sum(part.shape[0] for part in parts), parts[0].shape[1])
    return ndarray.of(data, of, shape)


def hstack(tup: Any) -> Any:
    """Side by side."""
    parts = [asarray(part) for part in tup]
    return concatenate(parts, 1 if parts[0].ndim == 2 else 0)


def vstack(tup: Any) -> Any:
    """Row below row."""
    return concatenate([part.reshape(1, -1) if part.ndim < 2 else part for part in map(asarray, tup)])


def column_stack(tup: Any) -> Any:
    """Columns side by side."""
    return concatenate([part.reshape(-1, 1) if part.ndim < 2 else part for part in map(asarray, tup)], 1)


def stack(arrays: Any, axis: int = 0) -> Any:
    """Columns as rows of a table."""
    made = vstack(arrays)
    return made if axis == 0 else made.T


def append(arr: Any, values: Any) -> Any:
    """With more values."""
    return concatenate([asarray(arr).ravel(), asarray(values).ravel() if isinstance(values, (ndarray, list, tuple)) else asarray([values])])


def delete(arr: Any, obj: Any) -> Any:
    """Without some rows."""
    a = asarray(arr)
    gone = set(a._rows(obj if isinstance(obj, (list, ndarray, slice)) else [obj], a.size))
    return a._like(take_rows(a._data, [row for row in range(a.size) if row not in gone], a.dtype))


def insert(arr: Any, obj: int, values: Any) -> Any:
    """With more values at a place."""
    a = asarray(arr)
    more = asarray(values if isinstance(values, (list, tuple, ndarray)) else [values], a.dtype)
    return concatenate([a[:obj], more, a[obj:]])


def split(ary: Any, indices_or_sections: Any) -> list[Any]:
    """In parts."""
    a = asarray(ary)
    if isinstance(indices_or_sections, int):
        if len(a) % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        return array_split(a, indices_or_sections)
    ends = [0, *indices_or_sections, len(a)]
    return [a[start:end] for start, end in zip(ends, ends[1:])]


def array_split(ary: Any, sections: Any) -> list[Any]:
    """In parts of nearly one length."""
    a = asarray(ary)
    if not isinstance(sections, int):
        return split(a, sections)
    each, more = divmod(len(a), sections)
    ends = [0]
    for part in range(sections):
        ends.append(ends[-1] + each + (part < more))
    return [a[start:end] for start, end in zip(ends, ends[1:])]


def fill(a: Any, value: Any) -> None:
    """The same value everywhere."""
    a[:] = value


def flip(a: Any, axis: int | None = None) -> Any:
    """The other way round."""
    a = asarray(a)
    if a.ndim == 2:
        if axis is None:
            return a._like(a._data[::-1], a.shape)
        return a[::-1] if axis == 0 else a[:, ::-1]
    return a._like(a._data[::-1])


def diag(v: Any) -> Any:
    """The diagonal of a table, or a table of one."""
    a = asarray(v)
    if a.ndim == 2:
        return a._like(take_rows(a._data, [at * a.shape[1] + at for at in range(min(a.shape))], a.dtype))
    return ndarray.of(store([a._data[row] if row == column else 0 for row in range(a.size) for column in range(a.size)], a.dtype), a.dtype, (a.size, a.size))


diagonal = diag
