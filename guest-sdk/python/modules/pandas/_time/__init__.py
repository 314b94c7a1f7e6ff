"""Times: `Timestamp`, `Timedelta`, `NaT`, what is read as one, and what is counted in them."""

from . import offsets
from .convert import convert_zone, to_datetime, to_timedelta
from .nat import NaT, NaTType
from .offsets import DateOffset
from .period import Period
from .period_column import period_range
from .ranges import bdate_range, date_range, timedelta_range
from .timedelta import Timedelta
from .timestamp import Timestamp

__all__ = [
    "DateOffset",
    "NaT",
    "NaTType",
    "Period",
    "Timedelta",
    "Timestamp",
    "bdate_range",
    "convert_zone",
    "date_range",
    "offsets",
    "period_range",
    "timedelta_range",
    "to_datetime",
    "to_timedelta",
]
