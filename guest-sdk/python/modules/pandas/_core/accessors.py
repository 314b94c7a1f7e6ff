"""Where columns meet `pandas._text` and `pandas._time`: the accessors `str` and `dt`."""

from .._text import StringMethods
from .._time.accessor import accessor as time_accessor
from .._time.accessor import time_field

__all__ = ["StringMethods", "time_accessor", "time_field"]
