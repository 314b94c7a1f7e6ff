"""What pandas has and this module has not: names that say so, and what to use instead."""

from __future__ import annotations

INSTEAD = {
    "to_excel": "to_csv", "to_parquet": "return the DataFrame: its rows are written by the host", "to_sql": "return the DataFrame", "to_hdf": "to_csv",
    "to_pickle": "to_csv or to_json", "to_feather": "to_csv", "to_stata": "to_csv", "to_xarray": "to_numpy", "to_clipboard": "to_string",
    "to_html": "to_string", "to_latex": "to_string", "plot": "return the rows, and plot them outside", "hist": "pandas.cut and value_counts",
    "boxplot": "describe", "style": "to_string", "sparse": "a plain column", "eval": "assign, or query for rows", "to_period": "dt.strftime", "append": "pandas.concat",
    "iteritems": "items", "ix": "loc or iloc", "lookup": "loc", "resample": "groupby over dt.floor, or over pandas.Grouper's dates as a column",
    "to_gbq": "return the DataFrame", "to_orc": "to_csv", "to_xml": "to_csv", "read_excel": "a table of the transform", "list": "str", "struct": "apply",
}  # fmt: skip
"""A way to do it."""

KNOWN = {
    "DataFrame": "align asfreq asof at_time attrs between_time boxplot compare convert_dtypes eval ewm expanding from_records hist infer_objects interpolate "
    "kurtosis lookup mad mode plot product reindex_like resample rolling sem set_axis set_flags skew sparse squeeze style swapaxes swaplevel to_clipboard to_excel "
    "to_feather to_gbq to_hdf to_html to_latex to_markdown to_orc to_parquet to_period to_pickle to_sql to_stata to_timestamp to_xarray to_xml "
    "truncate tz_convert tz_localize unstack update xs flags",
    "Series": "align argmax asfreq asof at_time attrs autocorr between_time case_when compare convert_dtypes divmod ewm expanding hist infer_objects interpolate list "
    "plot ravel reindex_like resample rolling sem set_axis set_flags skew sparse struct swapaxes swaplevel to_clipboard to_excel to_hdf to_latex to_markdown "
    "to_period to_pickle to_sql to_timestamp to_xarray truncate tz_convert tz_localize unstack update view xs flags",
}
"""Names of pandas' own that may be asked for."""

REMOVED = {"append", "iteritems", "ix", "lookup", "mad"}


def attribute(owner: str, name: str) -> Exception:
    """The error for an attribute that is not there."""
    if name in REMOVED:
        return AttributeError(f"'{owner}' object has no attribute '{name}'")
    if name in INSTEAD or name in KNOWN.get(owner, "").split():
        instead = INSTEAD.get(name)
        return NotImplementedError(f"pandas.{owner}.{name} is not there in the sandbox{'; use ' + instead if instead else ''}")
    return AttributeError(f"'{owner}' object has no attribute '{name}'")
