"""The errors that pandas has of its own."""

from ._core.errors import *  # noqa: F403
from ._core.errors import MergeError
from ._core.options import OptionError
from ._time.errors import DateParseError, OutOfBoundsDatetime, OutOfBoundsTimedelta

__all__ = ["DateParseError", "MergeError", "OptionError", "OutOfBoundsDatetime", "OutOfBoundsTimedelta"]
