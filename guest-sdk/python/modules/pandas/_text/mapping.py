"""A function over the texts of a column: what is missing stays as it is, what the function cannot take becomes NaN."""

from numpy import ndarray
from numpy._dtypes import OBJECT

from .._core import columns as cols
from .._core.missing import NA, is_missing

NOT_TEXT = "Can only use .str accessor with string values!"


def objects(values):
    """A column of whatever it is given."""
    return ndarray.of(values, OBJECT)


class Texts:
    """The values that an accessor works on, and how its results are wrapped."""

    def __init__(self, owner):
        self.owner = owner
        col = owner._values
        self.kind = inferred(col)
        self.nullable = col.dtype.kind == "N"
        self.values = list(col._data) if col.dtype.kind in "ON" else cols.boxed(col)
        self.missing = [is_missing(value) for value in self.values]
        self.category = col.dtype.kind == "C"

    @property
    def is_index(self):
        from .._core.index import Index

        return isinstance(self.owner, Index)

    @property
    def name(self):
        return self.owner._name if self.is_index else self.owner.name

    @property
    def index(self):
        return None if self.is_index else self.owner.index

    def refuse_other(self, method, kinds=("bytes",)):
        """Raises `TypeError` for values that a method does not take."""
        if self.kind in kinds:
            raise TypeError(f"Cannot use .str.{method} with values of inferred dtype '{self.kind}'.")

    def map(self, function, na=None, given=False):
        """Results in a list; `na` stands where a value is missing, if it is given."""
        try:
            found = [value if gone else function(value) for value, gone in zip(self.values, self.missing, strict=True)]
        except (TypeError, AttributeError) as error:
            if "positional argument" in str(error):
                raise
            found = [value if gone else carefully(function, value) for value, gone in zip(self.values, self.missing, strict=True)]
        if given:
            found = [na if gone else value for value, gone in zip(found, self.missing, strict=True)]
        return found

    def texts(self, function):
        """Results that are texts."""
        return self.wrap(self.column(self.map(function)))

    def anything(self, function):
        """Results of any kind."""
        return self.wrap(self.column(self.map(function)))

    def numbers(self, function):
        """Results that are integers."""
        found = self.map(function)
        if self.nullable:
            return self.wrap(nullable([NA if gone else value for value, gone in zip(found, self.missing, strict=True)], "Int64"))
        return self.wrap(self.column(found) if found else cols.column([], "int64"))

    def flags(self, function, na=None, given=False):
        """Results that are truth values."""
        found = self.map(function, na, given)
        if self.nullable:
            return self.wrap(nullable([NA if is_missing(value) else bool(value) for value in found], "boolean"))
        col = self.column(found) if found else cols.column([], "bool")
        return col if self.is_index and col.dtype.kind == "b" else self.wrap(col)

    def column(self, found):
        """Results typed as pandas does: numbers are numbers, unless nothing is there."""
        if self.nullable and all(isinstance(value, str) or is_missing(value) for value in found):
            return nullable([NA if is_missing(value) else value for value in found], "string")
        if all(self.missing) or any(isinstance(value, str) for value in found):
            return objects(found)
        col = cols.infer(found)
        return col if col.dtype.kind in "iufb" else objects(found)

    def wrap(self, col, name=None):
        """A column as what the accessor is of."""
        if self.is_index:
            from .._core.index import Index

            return Index._of(col, self.name)
        from .._core.series import Series

        return Series(col, index=self.index, name=self.name if name is None else name)

    def table(self, rows):
        """Lists of parts as columns: rows that are shorter end in None, missing ones are missing in each."""
        width = max((len(row) for row in rows if isinstance(row, (list, tuple))), default=1 if rows else 0)
        if self.is_index:
            from .._core.multiindex import MultiIndex

            return MultiIndex.from_tuples([tuple(filled(row, width)) for row in rows], names=[self.name] * width if self.name else None)
        from .._core.frame import DataFrame
        from .._core.index import RangeIndex

        full = [filled(row, width) for row in rows]
        made = [self.column(list(values)) if not all(self.missing) else objects(list(values)) for values in zip(*full, strict=True)]
        return frame(dict(enumerate(made)), self.index, RangeIndex(width) if rows else RangeIndex(0), DataFrame)


def frame(columns, index, labels, kind):
    made = kind(columns, index=index)
    made.columns = labels
    return made


def filled(row, width):
    if isinstance(row, (list, tuple)):
        return [*row, *[None] * (width - len(row))]
    return [None] * width if row is None else [row] * width


def carefully(function, value):
    try:
        return function(value)
    except (TypeError, AttributeError):
        return cols.nan


def nullable(values, name):
    from .._core.dtypes import NULLABLE

    return ndarray.of(values, NULLABLE[name])


def inferred(col):
    """What the values are, in pandas' words. Raises `AttributeError` where they are no texts."""
    dtype = col.dtype
    if dtype.kind == "N" and dtype.name == "string":
        return "string"
    if dtype.kind == "C":
        return inferred(dtype.categories._values) if len(dtype.categories) else "empty"
    if dtype.kind != "O":
        raise AttributeError(NOT_TEXT)
    kinds = {type(value) for value in col._data if not is_missing(value)}
    if not kinds:
        return "empty"
    if all(issubclass(kind, str) for kind in kinds):
        return "string"
    if kinds == {bytes}:
        return "bytes"
    numbers = {kind for kind in kinds if issubclass(kind, (int, float)) or hasattr(kind, "_dtype")}
    if numbers == kinds or (
        len(kinds) == 1 and next(iter(kinds)).__name__ in ("date", "datetime", "time", "timedelta", "Decimal", "Timestamp", "Timedelta", "Period", "Interval")
    ):
        raise AttributeError(NOT_TEXT)
    return "mixed-integer" if any(issubclass(kind, int) and kind is not bool for kind in kinds) else "mixed"
