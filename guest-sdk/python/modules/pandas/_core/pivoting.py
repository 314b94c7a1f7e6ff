"""`pivot`, `pivot_table`, `melt`, `crosstab`, `get_dummies`, `wide_to_long`."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, INT64, OBJECT

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .errors import missing
from .index import Index, RangeIndex
from .missing import is_missing


def _names(value: Any) -> list[Any]:
    if value is None:
        return []
    if is_list_like(value) and not isinstance(value, tuple) and not hasattr(value, "_values"):
        return list(value)
    return [value]


def pivot(frame: Any, columns: Any, index: Any, values: Any) -> Any:
    """Rows as columns, by the values of columns. Raises `ValueError` where two rows go to one place."""
    from .multiindex import MultiIndex
    from .series import Series

    upper = _names(columns)
    if index is ...:
        below = frame._index._arrays if frame._index.nlevels > 1 else [frame._index._values]
        names = list(frame._index.names)
        rows: list[Any] = []
    else:
        rows = _names(index)
        below, names = [frame._keyed(name) for name in rows], rows
    keys = MultiIndex._made([*below, *(frame._keyed(name) for name in upper)], [*names, *upper])
    if values is ...:
        rest = [label for label in frame._columns if label not in rows and label not in upper]
        source = frame[rest]
        many = True
    else:
        many = isinstance(values, list)
        source = frame[list(values)] if many else frame[[values]]
    depth = len(upper)
    if depth > 1:
        missing("pivot with several columns", "pivot_table")
    if many:
        made = type(frame)._of(list(source._cols), source._columns, keys).unstack(-1)
        return made
    made = Series._of(source._cols[0], keys).unstack(-1)
    return made


def pivot_table(frame: Any, values: Any, index: Any, columns: Any, aggfunc: Any, fill_value: Any, margins: bool, dropna: bool, margins_name: str, observed: bool, sort: bool) -> Any:
    """Groups by two sets of keys, one of them as columns."""
    from .concat import concat

    rows, upper = _names(index), _names(columns)
    if isinstance(aggfunc, list):
        from .naming import function_name

        parts = [pivot_table(frame, values, index, columns, one, fill_value, margins, dropna, margins_name, observed, sort) for one in aggfunc]
        return concat(parts, axis=1, keys=[one if isinstance(one, str) else function_name(one) for one in aggfunc])
    keys = rows + upper
    if not keys:
        raise ValueError("No group keys passed!")
    if values is not None:
        single = not (is_list_like(values) and not isinstance(values, tuple))
        wanted = [values] if single else list(values)
        for name in wanted:
            if name not in frame._columns:
                raise KeyError(name)
        source = frame[list(dict.fromkeys([*(key for key in keys if _is_label(frame, key)), *wanted]))]
    else:
        single = False
        source = frame
        wanted = [label for label in frame._columns if not any(_is_label(frame, key) and label == key for key in keys)]
    key_objects = [key if _is_label(frame, key) else key for key in keys]
    grouped = source.groupby(key_objects, observed=observed, sort=sort, dropna=dropna)
    table = grouped.agg(aggfunc)
    if dropna and getattr(type(table), "_sandtable_ranked", False) and len(table._columns):
        table = table.dropna(how="all")
    if len(upper) and table._index.nlevels > 1:
        for _ in upper:
            table = table.unstack(len(rows)) if len(rows) < table._index.nlevels else table
            if table._index.nlevels == 1:
                break
    if not rows and table._index.nlevels == 1 and len(upper) == 1:
        pass
    if dropna and len(upper):
        table = _without_empty(table)
    if sort and table._columns.nlevels > 1 or (sort and not len(upper)):
        table = table.sort_index(axis=1)
    if fill_value is not None:
        table = table.fillna(fill_value)
        if aggfunc is len and not observed and isinstance(fill_value, int):
            table = table.astype("int64")
        table = type(table)._of([_downcast(col, source, label) for col, label in zip(table._cols, table._columns)], table._columns, table._index)
    if margins:
        table = _margins(table, source, wanted, rows, upper, aggfunc, fill_value, dropna, margins_name, observed)
    if values is not None and single and table._columns.nlevels > 1:
        table = type(table)._of(table._cols, table._columns.droplevel(0), table._index)
    if not rows and len(upper):
        table = table.T
    return table


def _is_label(frame: Any, key: Any) -> bool:
    try:
        return not getattr(type(key), "_sandtable_column", False) and not isinstance(key, (list, dict)) and not callable(key) and (key in frame._columns or key in frame._index.names)
    except TypeError:
        return False


def _without_empty(table: Any) -> Any:
    keep = [at for at, col in enumerate(table._cols) if not len(col) or sum(cols.flags_missing(col)) < len(col)]
    return table if len(keep) == len(table._cols) else table._pick_columns(keep)


def _downcast(col: Any, source: Any, label: Any) -> Any:
    """Floats that were integers before missing values were filled are integers again."""
    name = label[0] if isinstance(label, tuple) else label
    return col


def _margins(table: Any, source: Any, wanted: list[Any], rows: list[Any], upper: list[Any], aggfunc: Any, fill_value: Any, dropna: bool, name: str, observed: bool) -> Any:
    """With the aggregates of whole rows and columns."""
    from .multiindex import MultiIndex

    data = source.dropna(subset=[key for key in [*rows, *upper]]) if dropna else source
    if not upper:
        total = {label: getattr(data[label], aggfunc)() if isinstance(aggfunc, str) else data[label].agg(aggfunc) for label in table._columns}
        label = (name, *[""] * (len(rows) - 1)) if len(rows) > 1 else name
        made = table.copy()
        made.loc[label, :] = [total[one] for one in table._columns]
        return _kept_types(made, table)
    if len(upper) > 1 or len(rows) > 1:
        missing("pivot_table with margins and several keys on one side", "groupby for the totals")
    by_row = data.groupby(rows, observed=observed)[wanted].agg(aggfunc)
    by_column = data.groupby(upper, observed=observed)[wanted].agg(aggfunc)
    made_cols, labels = [], []
    depth = table._columns.nlevels
    row_labels = list(table._index)
    for value in wanted:
        for at, label in enumerate(table._columns):
            key = label[-1] if depth > 1 else label
            if depth > 1 and label[0] != value:
                continue
            body = cols.boxed(table._cols[at])
            made_cols.append([*body, by_column[value][key]])
            labels.append(label)
        whole = getattr(data[value], aggfunc)() if isinstance(aggfunc, str) else data[value].agg(aggfunc)
        made_cols.append([*(by_row[value][one] for one in row_labels), whole])
        labels.append((value, name) if depth > 1 else name)
    columns = MultiIndex.from_tuples(labels, names=list(table._columns.names)) if depth > 1 else Index(labels, name=table._columns._name)
    index = Index([*row_labels, name], name=table._index._name)
    made = type(table)._of([cols.infer([value.item() if hasattr(value, "item") and hasattr(value, "dtype") else value for value in column]) for column in made_cols], columns, index)
    return made if fill_value is None else made.fillna(fill_value)


def _kept_types(made: Any, table: Any) -> Any:
    columns = []
    for new, old in zip(made._cols, table._cols):
        columns.append(cols.astype(new, old.dtype) if old.dtype.kind in "iu" and new.dtype.kind == "f" and all(value == value and value.is_integer() for value in new._data) else new)
    return type(made)._of(columns, made._columns, made._index)


def melt(frame: Any, id_vars: Any = None, value_vars: Any = None, var_name: Any = None, value_name: Any = "value", col_level: Any = None, ignore_index: bool = True) -> Any:
    """Columns below each other, with their labels beside."""
    if col_level is not None or frame._columns.nlevels > 1:
        missing("melt with several levels of columns", "columns = columns.map(...) first")
    ids, chosen = _names(id_vars), _names(value_vars)
    absent = [label for label in [*ids, *chosen] if label not in frame._columns]
    if absent:
        raise KeyError(f"The following id_vars or value_vars are not present in the DataFrame: {absent}")
    if value_name in frame._columns:
        raise ValueError(f"value_name ({value_name}) cannot match an element in the DataFrame columns.")
    if value_vars is None:
        chosen = [label for label in frame._columns if label not in ids]
    size, width = len(frame), len(chosen)
    places = [frame._columns._find(label) for label in chosen]
    made = [cols.take(frame._keyed(label), list(range(size)) * width) for label in ids]
    names = cols.take(Index(chosen)._values if chosen else cols.of([], OBJECT), [at for at in range(width) for _ in range(size)])
    from .concat import _joined

    values = _joined([frame._cols[at] for at in places]) if places else cols.of([], OBJECT)
    name = var_name if var_name is not None else (frame._columns._name if frame._columns._name is not None else "variable")
    index = RangeIndex(size * width) if ignore_index else frame._index._take(list(range(size)) * width)
    return type(frame)._of([*made, names, values], Index([*ids, name, value_name]), index)


def crosstab(index: Any, columns: Any, values: Any = None, rownames: Any = None, colnames: Any = None, aggfunc: Any = None, margins: bool = False, margins_name: str = "All", dropna: bool = True, normalize: Any = False) -> Any:
    """How often values go together."""
    from .frame import DataFrame

    if values is not None and aggfunc is None:
        raise ValueError("values cannot be used without an aggfunc.")
    if values is None and aggfunc is not None:
        raise ValueError("aggfunc cannot be used without values.")
    rows = list(index) if isinstance(index, list) and index and hasattr(index[0], "__array__") else [index]
    upper = list(columns) if isinstance(columns, list) and columns and hasattr(columns[0], "__array__") else [columns]
    row_names = list(rownames) if rownames is not None else [getattr(one, "name", None) if getattr(one, "name", None) is not None else f"row_{at}" for at, one in enumerate(rows)]
    col_names = list(colnames) if colnames is not None else [getattr(one, "name", None) if getattr(one, "name", None) is not None else f"col_{at}" for at, one in enumerate(upper)]
    series = [one for one in [*rows, *upper] if getattr(type(one), "_sandtable_ranked", False)]
    common = None
    for one in series:
        common = one._index if common is None else common if common.equals(one._index) else common.intersection(one._index)
    inner = [f"row_{at}" for at in range(len(rows))] + [f"col_{at}" for at in range(len(upper))]
    data = {name: one for name, one in zip(inner, [*rows, *upper])}
    frame = DataFrame(data, index=common)
    if values is None:
        frame["__dummy__"] = 0
        table = frame.groupby(inner)["__dummy__"].agg("count")
        made = table
        for _ in upper:
            made = made.unstack(len(rows), fill_value=0)
        made = made.fillna(0) if any(col.dtype.kind == "f" for col in made._cols) else made
        made = made.astype("int64")
    else:
        frame["__dummy__"] = values
        made = pivot_table(frame, "__dummy__", inner[: len(rows)], inner[len(rows) :], aggfunc, None, False, dropna, margins_name, False, True)
    if margins or normalize:
        if values is not None:
            missing("crosstab of values with margins or normalize", "pivot_table")
        if len(rows) > 1 or len(upper) > 1:
            missing("crosstab of several keys with margins or normalize")
    if margins and normalize is False:
        made = _with_totals(made, margins_name)
    elif normalize is not False:
        made = _normalized(made, normalize, margins, margins_name)
    made._index.names = row_names
    object.__setattr__(made, "_index", made._index.rename(row_names if len(rows) > 1 else row_names[0]))
    object.__setattr__(made, "_columns", made._columns.rename(col_names if len(upper) > 1 else col_names[0]))
    return made


def _with_totals(table: Any, name: str) -> Any:
    made = table.copy()
    made[name] = table.sum(axis=1)
    bottom = made.sum()
    made.loc[name] = bottom
    return made.astype("int64")


def _normalized(table: Any, how: Any, margins: bool, name: str) -> Any:
    total = table.values.sum()
    if how in (True, "all"):
        made = table / total
        if margins:
            made[name] = table.sum(axis=1) / total
            bottom = (table.sum() / total).tolist() + [1.0]
            made.loc[name] = bottom
        return made.fillna(0)
    if how in ("index", 0):
        made = table.div(table.sum(axis=1), axis=0)
        if margins:
            made.loc[name] = (table.sum() / total).tolist()
        return made.fillna(0)
    if how in ("columns", 1):
        made = table.div(table.sum(), axis=1)
        if margins:
            made[name] = table.sum(axis=1) / total
        return made.fillna(0)
    raise ValueError("Not a valid normalize argument")


def get_dummies(data: Any, prefix: Any = None, prefix_sep: Any = "_", dummy_na: bool = False, columns: Any = None, sparse: bool = False, drop_first: bool = False, dtype: Any = None) -> Any:
    """A column of truth values for each value."""
    from .frame import DataFrame
    from .series import Series

    if sparse:
        missing("get_dummies with sparse=True")
    if not getattr(type(data), "_sandtable_ranked", False):
        data = Series(data)
    if data.ndim == 1:
        made, labels = _dummies(data._values, prefix, prefix_sep, dummy_na, drop_first, dtype)
        return DataFrame._of(made, Index(labels, tupleize_cols=False) if labels else RangeIndex(0), data._index)
    if columns is None:
        names = [label for label, col in zip(data._columns, data._cols) if col.dtype.kind in "OC" or col.dtype.name == "string"]
    else:
        if not is_list_like(columns):
            raise TypeError("Input must be a list-like for parameter `columns`")
        names = list(columns)
        absent = [name for name in names if name not in data._columns]
        if absent:
            raise KeyError(f"{absent} not in index")
    for what, given in (("prefix", prefix), ("prefix_sep", prefix_sep)):
        if is_list_like(given) and not isinstance(given, dict) and len(given) != len(names):
            raise ValueError(f"Length of '{what}' ({len(given)}) did not match the length of the columns being encoded ({len(names)}).")
    kept = [at for at, label in enumerate(data._columns) if label not in names]
    made_all = [data._cols[at].copy() for at in kept]
    labels_all = [data._columns[at] for at in kept]
    for at, name in enumerate(names):
        pre = prefix[name] if isinstance(prefix, dict) else prefix[at] if isinstance(prefix, (list, tuple)) else prefix if prefix is not None else name
        sep = prefix_sep[name] if isinstance(prefix_sep, dict) else prefix_sep[at] if isinstance(prefix_sep, (list, tuple)) else prefix_sep
        made, labels = _dummies(data._keyed(name), pre, sep, dummy_na, drop_first, dtype)
        made_all += made
        labels_all += labels
    return DataFrame._of(made_all, Index(labels_all, tupleize_cols=False), data._index)


def _dummies(col: Any, prefix: Any, sep: str, dummy_na: bool, drop_first: bool, dtype: Any) -> tuple[list[Any], list[Any]]:
    if col.dtype.kind == "C":
        values, numbers = list(col.dtype.categories), list(col._data)
    else:
        found, first = kernels.factorize(col, sort=True)
        values, numbers = cols.boxed(cols.take(col, first)), found
    if dummy_na:
        numbers = [len(values) if number < 0 else number for number in numbers]
        values = [*values, cols.nan]
    made = []
    for number in range(len(values)):
        flags = cols.of(bytearray(one == number for one in numbers), BOOL)
        made.append(flags if dtype is None else cols.astype(flags, dtype))
    labels = [value if prefix is None else f"{prefix}{sep}{value}" for value in values]
    return (made[1:], labels[1:]) if drop_first else (made, labels)


_unused = (FLOAT64, INT64, is_missing, store)
