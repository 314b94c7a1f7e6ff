"""What can go wrong, by Polars' names. All that the host refuses is one kind here: its message says which."""

from sandtable_guest.frames import Refusal

PolarsError = ColumnNotFoundError = ComputeError = DuplicateError = InvalidOperationError = NoDataError = OutOfBoundsError = Refusal
SchemaError = SchemaFieldNotFoundError = ShapeError = SQLInterfaceError = SQLSyntaxError = StringCacheMismatchError = StructFieldNotFoundError = Refusal

PolarsPanicError = Refusal


class PolarsWarning(Warning):
    """Something to look at."""


PerformanceWarning = CategoricalRemappingWarning = MapWithoutReturnDtypeWarning = PolarsWarning
