"""`ndarray`: a typed column, or a table of one type in two dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from . import _dtypes as types
from ._broadcast import _shape_text
from ._buffers import Buffer, boxed, cast, store, take
from ._dtypes import INT64, OBJECT, STR, dtype, promote, resolve
from ._infer import infer
from ._operators import Operators
from ._scalars import box, generic, known
from ._selection import Selection


class ndarray(Selection, Operators):
    """Values of one type. Slices of it are copies: writing into one is refused, since numpy would change the whole."""

    __slots__ = ("_data", "_shape", "_slice", "dtype")
    __module__ = "numpy"

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("numpy.ndarray(shape) is not there in the sandbox; use np.array, np.zeros or np.empty")

    @classmethod
    def of(cls, data: Buffer, dtype: dtype, shape: tuple[int, ...] | None = None) -> Any:
        """An array of a buffer, which it keeps."""
        made = object.__new__(cls)
        made._data, made.dtype, made._shape, made._slice = data, dtype, shape or (len(data),), False
        if shape == ():
            made._shape = ()
        return made

    @staticmethod
    def _array_of(values: Any) -> Any:
        """`asarray`, for the parts of this class, which cannot import it."""
        return asarray(values)

    def _like(self, data: Buffer, shape: tuple[int, ...] | None = None) -> Any:
        return ndarray.of(data, self.dtype, shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, or rows and columns."""
        return self._shape

    @property
    def ndim(self) -> int:
        """1 or 2."""
        return len(self._shape)

    @property
    def size(self) -> int:
        """How many values."""
        return len(self._data)

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return len(self._data) * self.dtype.itemsize

    @property
    def T(self) -> Any:
        """Rows as columns."""
        return self.transpose()

    @property
    def flat(self) -> Iterator[Any]:
        """All values, row by row."""
        return iter(self.ravel())

    def transpose(self) -> Any:
        """Rows as columns."""
        if self.ndim < 2:
            return self
        rows, columns = self._shape
        return self._like(take(self._data, [row * columns + column for column in range(columns) for row in range(rows)], self.dtype), (columns, rows))

    def __len__(self) -> int:
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self) -> Iterator[Any]:
        if self.ndim == 2:
            return (self[row] for row in range(len(self)))
        of = self.dtype
        if of.kind in "OU":
            return iter(self._data)
        return (box(value, of) for value in self._data)

    def tolist(self) -> Any:
        """Lists of Python's own values."""
        values = boxed(self._data, self.dtype) if self.dtype.kind not in "Mm" else [box(value, self.dtype).item() for value in self._data]
        if self.ndim == 2:
            columns = self._shape[1]
            return [values[row * columns : (row + 1) * columns] for row in range(self._shape[0])]
        return values if self._shape else values[0]

    def item(self, *at: int) -> Any:
        """The only value, or one of them, as Python's own."""
        if not at:
            if self.size != 1:
                raise ValueError("can only convert an array of size 1 to a Python scalar")
            at = (0,)
        found = self.ravel()[at[0]] if len(at) == 1 else self[at]
        return found.item() if isinstance(found, generic) else found

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self

    def copy(self, *_: Any, **__: Any) -> Any:
        """The same values in a buffer of their own."""
        return self._like(self._data[:], self._shape)

    def __copy__(self) -> Any:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Any:
        return self.copy()

    def astype(self, to: Any, copy: bool = True) -> Any:
        """The values in another type."""
        new = resolve(to)
        return ndarray.of(cast(self._data, self.dtype, new), new, self._shape)

    def view(self, to: Any = None) -> Any:
        """The counts of times, or times of counts."""
        new = self.dtype if to is None else resolve(to)
        if new.code != self.dtype.code or new.code is None:
            raise NotImplementedError(f"ndarray.view from {self.dtype} to {new} is not there in the sandbox; use astype")
        return ndarray.of(self._data, new, self._shape)

    def reshape(self, *shape: Any) -> Any:
        """In other rows and columns; -1 stands for what is left."""
        wanted = tuple(int(part) for part in (shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape))
        if len(wanted) > 2:
            raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
        if -1 in wanted:
            rest = 1
            for part in wanted:
                rest *= part if part != -1 else 1
            if rest == 0 or self.size % rest:
                raise ValueError(f"cannot reshape array of size {self.size} into shape {wanted}")
            wanted = tuple(self.size // rest if part == -1 else part for part in wanted)
        total = 1
        for part in wanted:
            total *= part
        if total != self.size:
            raise ValueError(f"cannot reshape array of size {self.size} into shape {_shape_text(wanted)}")
        return self._like(self._data[:], wanted)

    def ravel(self) -> Any:
        """All values, row by row."""
        return self._like(self._data, (len(self._data),))

    def flatten(self) -> Any:
        """All values, row by row."""
        return self._like(self._data[:], (len(self._data),))

    def squeeze(self) -> Any:
        """Without dimensions of one."""
        return self._like(self._data, tuple(part for part in self._shape if part != 1))

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())

    def __bool__(self) -> bool:
        if self.size == 1:
            return bool(self._data[0])
        if not self.size:
            raise ValueError("The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.")
        raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")

    def __float__(self) -> float:
        return float(self._only())

    def __int__(self) -> int:
        return int(self._only())

    def _only(self) -> Any:
        if self.size != 1:
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        return self._data[0]

    def __reduce__(self) -> Any:
        return (_again, (list(self._data), self.dtype.name, self._shape))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        from ._print import array_repr

        return array_repr(self)

    def __str__(self) -> str:
        from ._print import array_str

        return array_str(self)

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("unsupported format string passed to numpy.ndarray.__format__")
        return str(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from . import _methods

        if name in _methods.METHODS:
            function = _methods.METHODS[name]
            return lambda *args, **kwargs: function(self, *args, **kwargs)
        raise AttributeError(f"numpy.ndarray.{name} is not there in the sandbox")


def _again(data: list[Any], name: str, shape: tuple[int, ...]) -> ndarray:
    of = resolve(name)
    return ndarray.of(store(data, of), of, shape)


def asarray(values: Any, dtype: Any = None) -> ndarray:
    """An array of whatever holds values. An array stays what it is."""
    if not isinstance(values, ndarray):
        own = getattr(type(values), "__array__", None)
        values = own(values) if own is not None else _made(values, resolve(dtype) if dtype is not None else None)
    if dtype is not None:
        to = resolve(dtype)
        if values.dtype != to:
            return values.astype(to)
    return values


def _made(values: Any, to: dtype | None) -> ndarray:
    if isinstance(values, range):
        return ndarray.of(store(values, INT64), INT64)
    if isinstance(values, (str, bytes, dict, set, frozenset)) or not isinstance(values, Iterable):
        return _single(values)
    items = values if isinstance(values, list) else list(values)
    if items and to is not OBJECT and all(isinstance(item, (list, tuple, ndarray)) or getattr(type(item), "_sandtable_column", False) for item in items):
        return _table(items, to)
    if items and to is OBJECT and all(isinstance(item, (list, ndarray)) for item in items) and len({len(item) for item in items}) == 1:
        return _table(items, to)
    of = infer(items)
    if of.kind == "O" and to is None:
        times = _times(items)
        if times is not None:
            return times
    if to is not None and to.kind == "f" and of.kind == "O":
        items, of = [float("nan") if item is None else item for item in items], OBJECT
    raw = [item.item() if isinstance(item, generic) else item for item in items] if of.kind in "biufU" or of.kind == "U" else items
    if of.kind == "U":
        raw = [str(item) for item in raw]
    if of.kind == "b":
        raw = [1 if item else 0 for item in raw]
    return ndarray.of(store(raw if of.kind != "O" else list(raw), of), of)


def _times(items: list[Any]) -> ndarray | None:
    """An array of `np.datetime64` or `np.timedelta64`."""
    for of in (types.DATETIME, types.TIMEDELTA):
        if of.type is not None and all(type(item) is of.type for item in items):
            return ndarray.of(store([item._value for item in items], of), of)
    return None


def _single(value: Any) -> ndarray:
    given = known(value)
    raw, of = (given[0], given[1]) if given is not None else (value, STR if isinstance(value, str) else OBJECT)
    if of.type is None and of.kind in "Mm":
        of = OBJECT
    return ndarray.of(store([raw], of), of, ())


def _table(items: list[Any], to: dtype | None) -> ndarray:
    rows = [asarray(item) for item in items]
    if len({row.shape for row in rows}) > 1:
        raise ValueError(
            f"setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was ({len(rows)},) + inhomogeneous part."
        )
    if rows[0].ndim != 1:
        raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
    of = rows[0].dtype
    for row in rows[1:]:
        of = promote(of, row.dtype)
    data = chain.from_iterable(cast(row._data, row.dtype, of) for row in rows)
    return ndarray.of(store(list(data), of), of, (len(rows), len(rows[0])))
