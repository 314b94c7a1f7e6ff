"""`DataFrame`: columns with labels on both axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy._buffers import store

from . import columns as cols
from .construct import frame_parts, is_list_like
from .errors import missing
from .frame_apply import FrameApply
from .frame_assign import FrameAssign
from .frame_fill import FrameFill
from .frame_labels import FrameLabels
from .frame_order import FrameOrder
from .frame_output import FrameOutput
from .frame_reduce import FrameReduce
from .frame_select import FrameSelect
from .frame_shape import FrameShape
from .generic import NDFrame
from .index import Index, RangeIndex
from .naming import name_methods
from .ops import FrameOps
from .series import Series


class DataFrame(
    FrameAssign, FrameSelect, FrameOps, FrameApply, FrameFill, FrameLabels, FrameOrder, FrameOutput, FrameReduce, FrameShape, NDFrame
):  # fmt: skip
    """Columns with labels on both axes."""

    __module__ = "pandas.core.frame"

    def __init__(self, data: Any = None, index: Any = None, columns: Any = None, dtype: Any = None, copy: Any = None) -> None:
        made, names, rows = frame_parts(data, index, columns, dtype)
        if copy:
            made = [col.copy() for col in made]
        self._start(made, names, rows)

    def _start(self, made: list[Any], columns: Any, index: Any) -> None:
        put_ = object.__setattr__
        put_(self, "_cols", made)
        put_(self, "_columns", columns)
        put_(self, "_index", index)
        put_(self, "_attrs", None)

    @classmethod
    def _of(cls, made: list[Any], columns: Any, index: Any = None) -> Any:
        frame = object.__new__(cls)
        frame._start(made, columns, index if index is not None else RangeIndex(len(made[0]) if made else 0))
        return frame

    def _like(self, made: list[Any]) -> Any:
        return type(self)._of(made, self._columns, self._index)

    def _map_columns(self, function: Any) -> Any:
        return self._like([function(self._column(at))._values for at in range(len(self._cols))])

    def _replace(self, made: Any) -> None:
        """Becomes another DataFrame, in place."""
        self._start(list(made._cols), made._columns, made._index)

    def _take_rows(self, rows: Any) -> Any:
        return type(self)._of([cols.take(col, rows) for col in self._cols], self._columns, self._index._take(rows))

    def _pick_columns(self, places: Any) -> Any:
        return type(self)._of([self._cols[at].copy() for at in places], self._columns._take(list(places)), self._index)

    def _column(self, at: int) -> Any:
        """A column; what is written into it is written here."""
        made = Series._of(self._cols[at], self._index, self._columns[at])
        object.__setattr__(made, "_owner", (self, at))
        return made

    def _series(self) -> Iterator[Any]:
        return (self._column(at) for at in range(len(self._cols)))

    def _row(self, row: int) -> Any:
        """A row, in the type that holds all of its values."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        if to.kind in "OCNV":
            data: Any = [cols.box(col, row) for col in self._cols]
            col = cols.of(data, cols.OBJECT) if to.kind in "OC" else cols.of(data, to)
            if to.kind == "C":
                col = cols.astype(col, to)
        else:
            col = cols.of(store([cols.astype(cols.take(col, [row]), to)._data[0] for col in self._cols], to), to)
        return Series._of(col, self._columns, self._index[row])

    # What it is

    @property
    def columns(self) -> Any:
        """The labels of its columns."""
        return self._columns

    @columns.setter
    def columns(self, labels: Any) -> None:
        object.__setattr__(self, "_columns", self._new_axis(labels, len(self._columns)))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (len(self._index), len(self._cols))

    @property
    def size(self) -> int:
        """How many values."""
        return len(self._index) * len(self._cols)

    @property
    def ndim(self) -> int:
        """2."""
        return 2

    @property
    def axes(self) -> list[Any]:
        """Index and columns."""
        return [self._index, self._columns]

    @property
    def dtypes(self) -> Any:
        """The type of each column."""
        return Series._of(cols.of([col.dtype for col in self._cols], cols.OBJECT), self._columns)

    @property
    def values(self) -> Any:
        """All values, in the type that holds them."""
        from .extract import table_of

        return table_of(self._cols, len(self._index))

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> Any:
        """All values, in the type that holds them."""
        source = self if na_value is None else self.fillna(na_value)
        return source.values if dtype is None else source.values.astype(dtype)

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.values

    @property
    def T(self) -> Any:
        """Rows as columns."""
        return self.transpose()

    def transpose(self, *_: Any, copy: bool = False) -> Any:
        """Rows as columns."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        if to.kind in "OV":
            boxed = [cols.boxed(col) for col in self._cols]
            made = [cols.of(list(values), cols.OBJECT) for values in zip(*boxed)] if boxed else [cols.of([], cols.OBJECT) for _ in range(len(self))]
        else:
            plain = [cols.astype(col, to)._data for col in self._cols]
            made = [cols.of(store(list(values), to), to) for values in zip(*plain)]
        return type(self)._of(made, self._index, self._columns)

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._columns)

    def __contains__(self, label: Any) -> bool:
        return label in self._columns

    def keys(self) -> Any:
        """The labels of its columns."""
        return self._columns

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Labels and columns."""
        return ((self._columns[at], self._column(at)) for at in range(len(self._cols)))

    def iterrows(self) -> Iterator[tuple[Any, Any]]:
        """Labels and rows."""
        return zip(self._index, self._rows())

    def _rows(self) -> Iterator[Any]:
        """All rows, in the type that holds all of their values."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        columns, labels = self._columns, iter(self._index)
        if to.kind in "OCV" or not self._cols:
            boxed = [cols.boxed(col) for col in self._cols]
            values = zip(*boxed) if boxed else (() for _ in range(len(self)))
            times = any(col.dtype.kind in "Mm" for col in self._cols)
            for row in values:
                col = cols.of(list(row), cols.OBJECT)
                yield Series._of(cols.timelike(col) if times else col, columns, next(labels))
            return
        data = [cols.astype(col, to)._data for col in self._cols]
        for row in zip(*data):
            yield Series._of(cols.of(store(row, to), to), columns, next(labels))

    def itertuples(self, index: bool = True, name: Any = "Pandas") -> Iterator[Any]:
        """Rows as named tuples."""
        from collections import namedtuple

        fields = [str(label) if not isinstance(label, str) else label for label in self._columns]
        values = [cols.boxed(col) for col in self._cols]
        if index:
            fields.insert(0, "Index")
            values.insert(0, list(self._index))
        rows = zip(*values) if values else iter(())
        if name is None:
            return rows
        made = namedtuple(name, fields, rename=True)
        return map(made._make, rows)

    def copy(self, deep: bool = True) -> Any:
        """The same values in buffers of their own."""
        return self._like([col.copy() for col in self._cols] if deep else list(self._cols))

    def __reduce__(self) -> Any:
        return (DataFrame._of, (self._cols, self._columns, self._index))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("index", "columns", "attrs") or name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name in self._columns:
            self[name] = value
        else:
            object.__setattr__(self, name, value)

    def _absent(self, name: str) -> Any:
        if name in self._columns:
            return self[name]
        return super()._absent(name)

    @classmethod
    def from_dict(cls, data: Any, orient: str = "columns", dtype: Any = None, columns: Any = None) -> Any:
        """Of a dict of columns, or of rows."""
        if orient == "columns":
            if columns is not None:
                raise ValueError("cannot use columns parameter with orient='columns'")
            return cls(data, dtype=dtype)
        if orient == "index":
            labels = list(data)
            rows = list(data.values())
            if not rows:
                return cls(columns=columns)
            if isinstance(rows[0], dict):
                made = cls(rows, index=Index(labels))
                return made if columns is None else made[list(columns)]
            if not is_list_like(rows[0]):
                return cls({(columns[0] if columns else 0): rows}, index=Index(labels))
            return cls(rows, index=Index(labels), columns=columns, dtype=dtype)
        if orient == "tight":
            missing("DataFrame.from_dict with orient='tight'")
        raise ValueError(f"Expected 'index', 'columns' or 'tight' for orient parameter. Got '{orient}' instead")

    @classmethod
    def from_records(cls, data: Any, index: Any = None, exclude: Any = None, columns: Any = None, coerce_float: bool = False, nrows: Any = None) -> Any:
        """Of rows."""
        rows = list(data) if not isinstance(data, (dict, DataFrame)) else data
        made = cls(rows[:nrows] if nrows is not None else rows, columns=columns)
        if exclude is not None:
            made = made.drop(columns=list(exclude))
        if isinstance(index, str) or (isinstance(index, list) and all(one in made._columns for one in index)):
            return made.set_index(index)
        if index is not None:
            made.index = index
        return made


name_methods("DataFrame", *DataFrame.__mro__[1:-1])
name_methods("Series", *Series.__mro__[1:-1])
