"""The errors that pandas has of its own, and those that say what is not there."""

from __future__ import annotations

from typing import Any, NoReturn


class EmptyDataError(ValueError):
    """There is nothing to read."""


class ParserError(ValueError):
    """A text is no table."""


class MergeError(ValueError):
    """Tables cannot be merged this way."""


class IntCastingNaNError(ValueError):
    """What is missing is no integer."""


class UndefinedVariableError(NameError):
    """A query names what is not there."""


class InvalidIndexError(Exception):
    """A key that no index takes."""


class SpecificationError(Exception):
    """An aggregation that makes no sense."""


class DataError(ValueError):
    """There is nothing to aggregate."""


class IndexingError(Exception):
    """Too many or unfit indexers."""


class OutOfBoundsDatetime(ValueError):
    """A time that nanoseconds cannot hold."""


class UnsortedIndexError(KeyError):
    """A slice of an index that is not sorted."""


class DuplicateLabelError(ValueError):
    """A label that is there twice."""


class PerformanceWarning(Warning):
    """Never given."""


class SettingWithCopyWarning(Warning):
    """Never given."""


class SettingWithCopyError(ValueError):
    """Never raised."""


class DtypeWarning(Warning):
    """Never given."""


class ParserWarning(Warning):
    """Never given."""


for _class in [found for found in globals().values() if isinstance(found, type) and issubclass(found, Exception)]:
    # Where pandas has them, as tracebacks say.
    _class.__module__ = "pandas.errors"


def missing(name: str, instead: str = "") -> NoReturn:
    """Says that something of pandas' is not there. Raises `NotImplementedError`."""
    raise NotImplementedError(f"pandas.{name} is not there in the sandbox{'; ' + instead if instead else ''}")


def refuse(where: str, defaults: dict[str, Any], given: dict[str, Any], instead: str = "") -> None:
    """Refuses keyword arguments that are known to pandas but not to us, unless they say what is done anyway.

    `defaults` are pandas' own; a name that is not among them is a `TypeError`.
    """
    for name, value in given.items():
        if name not in defaults:
            raise TypeError(f"{where.rpartition('.')[2]}() got an unexpected keyword argument {name!r}")
        default = defaults[name]
        if not (value is default or (type(value) is type(default) and value == default)):
            missing(f"{where} with {name}={value!r}", instead)
