"""Tables as pandas 2.2 has them, in plain Python, for scripts that run in the sandbox.

What is there gives what pandas gives. What is not there raises `NotImplementedError` with its name and, where there is one,
another way to do it.
"""

from . import api, errors
from ._core.binning import cut, qcut
from ._core.categorical import Categorical
from ._core.concat import concat
from ._core.csv_input import read_csv
from ._core.dtypes import MAKERS as _MAKERS
from ._core.dtypes import CategoricalDtype, DatetimeTZDtype, IntervalDtype
from ._core.frame import DataFrame
from ._core.grouper import Grouper, NamedAgg
from ._core.index import CategoricalIndex, DatetimeIndex, Index, IntervalIndex, RangeIndex, TimedeltaIndex
from ._core.interval import Interval
from ._core.json_input import read_json
from ._core.merge import merge
from ._core.missing import NA
from ._core.multiindex import MultiIndex
from ._core.normalize import json_normalize
from ._core.options import Options as _Options
from ._core.options import describe_option, get_option, option_context, reset_option, set_option
from ._core.pivoting import crosstab, get_dummies, melt, pivot, pivot_table, wide_to_long
from ._core.series import Series
from ._core.toplevel import IndexSlicer as _IndexSlicer
from ._core.toplevel import factorize, isna, notna, to_numeric, unique, value_counts
from ._time import (
    DateOffset,
    NaT,
    Period,
    Timedelta,
    Timestamp,
    bdate_range,
    date_range,
    offsets,
    period_range,
    timedelta_range,
    to_datetime,
    to_timedelta,
)

__version__ = "2.2.3"
isnull, notnull = isna, notna
IndexSlice = _IndexSlicer()
options = _Options()
globals().update(_MAKERS)

_ABSENT = {
    "read_excel": "a table of the transform", "read_parquet": "a table of the transform", "read_sql": "a table of the transform", "read_sql_query": "a table of the transform",
    "read_sql_table": "a table of the transform", "read_html": "", "read_xml": "", "read_pickle": "", "read_feather": "a table of the transform", "read_orc": "",
    "read_hdf": "", "read_stata": "", "read_sas": "", "read_spss": "", "read_gbq": "", "read_clipboard": "", "read_fwf": "read_csv", "read_table": "read_csv with sep='\\t'",
    "ExcelFile": "", "ExcelWriter": "DataFrame.to_csv", "HDFStore": "", "merge_asof": "merge, or bisect over sorted columns", "merge_ordered": "merge and sort_values",
    "eval": "DataFrame.eval", "array": "Series", "arrays": "Series", "plotting": "", "testing": "DataFrame.equals", "from_dummies": "idxmax(axis=1)", "lreshape": "melt",
    "infer_freq": "", "interval_range": "IntervalIndex.from_breaks", "PeriodIndex": "period_range", "PeriodDtype": "Series.dt.to_period", "SparseDtype": "", "ArrowDtype": "",
    "Flags": "", "show_versions": "__version__", "test": "", "set_eng_float_format": "set_option('display.float_format', …)", "to_pickle": "DataFrame.to_csv", "io": "",
    "core": "", "tseries": "pandas.offsets", "util": "", "compat": "",
}  # fmt: skip


def __getattr__(name):
    if name in _ABSENT:
        raise NotImplementedError(f"pandas.{name} is not there in the sandbox{'; use ' + _ABSENT[name] if _ABSENT[name] else ''}")
    raise AttributeError(f"module 'pandas' has no attribute '{name}'")


__all__ = [
    "NA", "Categorical", "CategoricalDtype", "CategoricalIndex", "DataFrame", "DateOffset", "DatetimeIndex", "DatetimeTZDtype", "Grouper", "Index", "IndexSlice",
    "Interval", "IntervalDtype", "IntervalIndex", "MultiIndex", "NaT", "NamedAgg", "Period", "RangeIndex", "Series", "Timedelta", "TimedeltaIndex", "Timestamp",
    "api", "bdate_range", "concat", "crosstab", "cut", "date_range", "describe_option", "errors", "factorize", "get_dummies", "get_option", "isna", "isnull",
    "json_normalize", "melt", "merge", "notna", "notnull", "offsets", "option_context", "options", "period_range", "pivot", "pivot_table", "qcut", "read_csv", "read_json",
    "reset_option", "set_option", "timedelta_range", "to_datetime", "to_numeric", "to_timedelta", "unique", "value_counts", "wide_to_long",
]  # fmt: skip
