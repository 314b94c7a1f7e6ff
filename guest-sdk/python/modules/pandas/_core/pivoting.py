"""Tables turned: pivot_table, pivot, melt, crosstab, get_dummies, wide_to_long."""

import re

from . import columns as cols
from .construct import is_list_like
from .concat import numbers_joined
from .errors import missing

_ABSENT = object()


def listed(value):
    return (
        []
        if value is None
        else list(value)
        if is_list_like(value) and not isinstance(value, tuple) and not getattr(type(value), "_sandtable_column", False)
        else [value]
    )


def pivot_table(
    data, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False, dropna=True, margins_name="All", observed=_ABSENT, sort=True
):
    """A table of aggregates: rows by `index`, columns by `columns`."""
    from .concat import concat

    index, columns = listed(index), listed(columns)
    if isinstance(aggfunc, list):
        made = [pivot_table(data, values, index, columns, one, fill_value, margins, dropna, margins_name, observed, sort) for one in aggfunc]
        return concat(made, keys=[one if isinstance(one, str) else getattr(one, "__name__", one) for one in aggfunc], axis=1)
    keys = index + columns
    named = [key for key in keys if not hasattr(key, "_values") and not hasattr(key, "freq")]
    one_value = values is not None and not is_list_like(values)
    if values is not None:
        wanted = listed(values)
        for name in wanted:
            if name not in data.columns:
                raise KeyError(name)
        if len(wanted) + len(named) < len(data.columns):
            twice = next((name for name in named if name in wanted), None)
            if twice is not None:
                raise ValueError(f"Grouper for '{twice}' not 1-dimensional")
            data = data[[label for label in data.columns if label in wanted or label in named]]
    else:
        wanted = [label for label in data.columns if label not in named]
    grouped = data.groupby(keys, observed=False if observed is _ABSENT else observed, sort=sort, dropna=dropna)
    agged = grouped.agg(aggfunc) if not (isinstance(aggfunc, str) and aggfunc == "size") else grouped.size()
    if agged.ndim == 1:
        return sized(agged, columns, fill_value)
    if dropna and len(agged.columns):
        agged = agged.dropna(how="all")
    table = agged
    if columns and index:
        levels = list(range(len(index), len(keys)))
        table = agged.unstack(levels if len(levels) > 1 else levels[0], fill_value=fill_value)
    if not dropna and (table.index.nlevels > 1 or table.columns.nlevels > 1):
        missing("pivot_table with dropna=False and several levels", "reindex")
    if sort and getattr(table, "ndim", 1) == 2:
        table = table.sort_index(axis=1)
    if fill_value is not None:
        table = table.fillna(fill_value)
    if margins:
        table = with_margins(table, data, wanted, index, columns, aggfunc, margins_name, fill_value, observed)
    if one_value and table.columns.nlevels > 1:
        table.columns = table.columns.droplevel(0)
    if not index and columns:
        table = table.T
    if dropna and getattr(table, "ndim", 1) == 2:
        table = table.dropna(how="all", axis=1)
    return table


def sized(counts, columns, fill_value):
    table = counts.unstack(columns, fill_value=fill_value) if columns else counts
    return table


def with_margins(table, data, values, index, columns, aggfunc, name, fill_value, observed):
    """A row and a column of aggregates of all."""
    if len(values) != 1 or len(index) != 1 or len(columns) > 1 or not isinstance(aggfunc, str):
        missing("pivot_table with margins=True of several values, keys or functions", "concat the sums")
    if not isinstance(name, str):
        raise ValueError("margins_name argument must be a string")
    (value,), (row_key,) = values, index
    if name in list(table.index) or name in list(table.columns):
        raise ValueError(f'Conflicting name "{name}" in margins')
    from .concat import concat
    from .frame import DataFrame
    from .index import Index

    data = data[data.notna().all(axis=1)]
    total = data[value].agg(aggfunc)
    rows = data.groupby(row_key, observed=False)[value].agg(aggfunc)
    labels = list(table.columns)
    if columns:
        by_column = data.groupby(columns[0], observed=False)[value].agg(aggfunc)
        last = {label: by_column.loc[label[-1] if isinstance(label, tuple) else label] for label in labels}
        edge = (value, name) if table.columns.nlevels > 1 else name
        table = table.copy()
        table[edge] = rows.reindex(table.index)
        last[edge] = total
    else:
        last = {label: total for label in labels}
    bottom = DataFrame([[last[label] for label in table.columns]], index=Index([name], name=table.index.name))
    bottom.columns = table.columns
    before = [col.dtype for col in table._cols]
    made = concat([table, bottom])
    for place, dtype in enumerate(before):
        if dtype.kind in "iu" and made._cols[place].dtype.kind == "f":
            made._cols[place] = cols.astype(made._cols[place], dtype)
    made.index.name = table.index.name
    made.columns.names = table.columns.names
    return made


def pivot(data, *, columns, index=_ABSENT, values=_ABSENT):
    """Rows by one column, columns by another, without aggregating. Raises `ValueError` for entries that are there twice."""
    from .index import Index
    from .multiindex import MultiIndex

    column_keys = listed(columns)
    keys = [] if index is _ABSENT else listed(index)
    levels = [data[key] for key in keys] if index is not _ABSENT else [data.index.to_series()]
    if values is _ABSENT:
        rest = [label for label in data.columns if label not in keys + column_keys]
        picked = data[rest]
    else:
        picked = data[values] if not isinstance(values, tuple) else data[[values]]
    parts = [Index._of(level._values, key) for level, key in zip(levels, keys or [data.index.name], strict=True)]
    parts += [Index._of(data[key]._values, key) for key in column_keys]
    made = picked.copy()
    made.index = MultiIndex.from_arrays(parts, names=[part.name for part in parts])
    found = made.unstack(list(range(len(parts) - len(column_keys), len(parts))) if len(column_keys) > 1 else -1)
    return found


def melt(frame, id_vars=None, value_vars=None, var_name=None, value_name="value", col_level=None, ignore_index=True):
    """Columns as rows: a column of their names, and one of their values."""
    from .frame import DataFrame
    from .index import RangeIndex

    if col_level is not None or frame.columns.nlevels > 1:
        missing("melt of several levels of columns", "set the columns first")
    if value_name in frame.columns:
        raise ValueError(f"value_name ({value_name}) cannot match an element in the DataFrame columns.")
    ids = listed(id_vars)
    wanted = listed(value_vars) if value_vars is not None else None
    absent = [label for label in ids + (wanted or []) if label not in frame.columns]
    if absent:
        raise KeyError(f"The following id_vars or value_vars are not present in the DataFrame: {absent}")
    wanted = [label for label in frame.columns if label not in ids] if wanted is None else wanted
    rows, times = len(frame), len(wanted)
    names = (
        (var_name if is_list_like(var_name) else [var_name]) if var_name is not None else [frame.columns.name if frame.columns.name is not None else "variable"]
    )
    made = {label: cols.joined([frame[label]._values] * times) if times else cols.take(frame[label]._values, []) for label in ids}
    kind = frame.columns.dtype
    labels = [label for label in wanted for _ in range(rows)]
    made[names[0]] = cols.column(labels, kind if kind.kind != "O" else "object") if labels else cols.of([], cols.OBJECT)
    made[value_name] = numbers_joined([frame[label]._values for label in wanted]) if wanted else cols.of([], cols.OBJECT)
    index = RangeIndex(rows * times) if ignore_index else frame.index.append([frame.index] * (times - 1)) if times else frame.index
    return DataFrame(made, index=index)


def crosstab(index, columns, values=None, rownames=None, colnames=None, aggfunc=None, margins=False, margins_name="All", dropna=True, normalize=False):
    """How often pairs of values are together."""
    from .frame import DataFrame
    from .series import Series

    if values is None and aggfunc is not None:
        raise ValueError("aggfunc cannot be used without values.")
    if values is not None and aggfunc is None:
        raise ValueError("values cannot be used without an aggfunc.")
    rows, across = keys_of(index), keys_of(columns)
    series = [part for part in rows + across if isinstance(part, Series)]
    labels = series[0].index if series else None
    for other in series[1:]:
        if not other.index.equals(labels):
            labels = labels.intersection(other.index)
    names = names_of(rows, rownames, "row") + names_of(across, colnames, "col")
    if len(set(names)) < len(names):
        names = [f"{'row' if place < len(rows) else 'col'}_{place if place < len(rows) else place - len(rows)}" for place in range(len(names))]
        shown = names_of(rows, rownames, "row") + names_of(across, colnames, "col")
    else:
        shown = names
    keys = [name if name is not None else f"__{place}" for place, name in enumerate(names)]
    data = DataFrame(
        {
            key: (part.reindex(labels) if isinstance(part, Series) and not part.index.equals(labels) else part)
            for key, part in zip(keys, rows + across, strict=True)
        },
        index=labels,
    )
    if values is None:
        data["__dummy__"] = 0
        aggfunc = "count"
        fill = 0
    else:
        data["__dummy__"] = values if not isinstance(values, Series) or values.index.equals(data.index) else values.reindex(data.index)
        fill = None
    if margins and normalize is not False:
        missing("crosstab with margins=True and normalize=", "div")
    table = pivot_table(data, "__dummy__", keys[: len(rows)], keys[len(rows) :], aggfunc, fill, margins, dropna, margins_name, observed=False)
    if values is None and not margins:
        table = table.astype("int64") if all(col.dtype.kind == "f" for col in table._cols) else table
    table.index.names = shown[: len(rows)]
    table.columns.names = shown[len(rows) :]
    return table if normalize is False else normalized(table, normalize)


def keys_of(part):
    from .series import Series

    return (
        [Series(part) if not isinstance(part, Series) else part]
        if not (isinstance(part, list | tuple) and part and all(is_list_like(one) for one in part))
        else [one if isinstance(one, Series) else Series(one) for one in part]
    )


def names_of(parts, given, prefix):
    if given is not None:
        if len(given) != len(parts):
            raise AssertionError("arrays and names must have the same length")
        return list(given)
    return [part.name if part.name is not None else f"{prefix}_{place}" for place, part in enumerate(parts)]


def normalized(table, how):
    if how in ("all", True):
        return table / table.sum().sum()
    if how in ("index", 0):
        return table.div(table.sum(axis=1), axis=0)
    if how in ("columns", 1):
        return table / table.sum()
    raise ValueError("Not a valid normalize argument")


def get_dummies(data, prefix=None, prefix_sep="_", dummy_na=False, columns=None, sparse=False, drop_first=False, dtype=None):
    """A column of flags for each value."""
    from .concat import concat

    if sparse:
        missing("get_dummies with sparse=True")
    if getattr(data, "ndim", 1) == 1:
        from .series import Series

        return dummies(data if isinstance(data, Series) else Series(data), prefix, prefix_sep, dummy_na, drop_first, dtype)
    if columns is None:
        columns = [label for label, col in zip(data.columns, data._cols, strict=True) if col.dtype.kind in "OC" or col.dtype.name == "string"]
    elif not is_list_like(columns):
        raise TypeError("Input must be a list-like for parameter `columns`")
    columns = list(columns)
    prefixes = prefix_for(prefix, columns, "prefix")
    seps = prefix_for(prefix_sep, columns, "prefix_sep")
    parts = [data.drop(columns=columns)] if len(columns) < len(data.columns) else []
    for label in columns:
        parts.append(dummies(data[label], prefixes.get(label, label) if prefix is not None else label, seps[label], dummy_na, drop_first, dtype))
    return concat(parts, axis=1)


def prefix_for(given, columns, name):
    if isinstance(given, dict):
        return {label: given.get(label, "_" if name == "prefix_sep" else label) for label in columns}
    if is_list_like(given):
        if len(given) != len(columns):
            raise ValueError(f"Length of '{name}' ({len(given)}) did not match the length of the columns being encoded ({len(columns)}).")
        return dict(zip(columns, given, strict=True))
    return dict.fromkeys(columns, given)


def dummies(series, prefix, sep, dummy_na, drop_first, dtype):
    from .frame import DataFrame
    from .index import Index

    kind = series.astype("category")
    categories, codes = list(kind.cat.categories), kind._values._data
    names = categories if prefix is None else [f"{prefix}{sep}{value}" for value in categories]
    made = [bytearray([code == place for code in codes]) for place in range(len(categories))]
    if dummy_na:
        made.append(bytearray([code < 0 for code in codes]))
        names = [*names, cols.nan if prefix is None else f"{prefix}{sep}nan"]
    if drop_first:
        made, names = made[1:], names[1:]
    parts = {place: cols.astype(cols.of(flags, cols.BOOL), dtype or "bool") for place, flags in enumerate(made)}
    frame = DataFrame(parts, index=series.index)
    frame.columns = Index(names) if names else Index([], dtype=object)
    return frame


def wide_to_long(df, stubnames, i, j, sep="", suffix=r"\d+"):
    """Columns with a stub and a suffix as rows."""
    stubs, ids = listed(stubnames), listed(i)
    if any(label in stubs for label in df.columns):
        raise ValueError("stubname can't be identical to a column name")
    if df[ids].duplicated().any():
        raise ValueError("the id variables need to uniquely identify each row")
    found = {stub: [label for label in df.columns if re.match(rf"^{re.escape(stub)}{re.escape(sep)}{suffix}$", str(label))] for stub in stubs}
    used = {label for labels in found.values() for label in labels}
    rest = [label for label in df.columns if label not in used]
    ids_vars = [*ids, *(label for label in rest if label not in ids)]
    made = None
    for stub in stubs:
        long = melt(df, ids_vars if made is None else ids, found[stub], j, stub.rstrip(sep))
        from .toplevel import to_numeric

        texts = long[j].str.replace(re.compile(f"^{re.escape(stub)}{re.escape(sep)}"), "", regex=True)
        try:
            long[j] = to_numeric(texts)
        except (TypeError, ValueError):
            long[j] = texts
        long = long.set_index([*ids, j])
        made = long if made is None else made.join(long, how="outer")
    return made
