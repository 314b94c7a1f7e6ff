"""Times: `Timestamp`, `Timedelta`, `NaT`, what is read as one, and what is counted in them."""

from .nat import NaT, NaTType
from .timedelta import Timedelta
from .timestamp import Timestamp

__all__ = ["NaT", "NaTType", "Timedelta", "Timestamp"]
