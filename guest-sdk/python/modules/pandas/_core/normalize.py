"""`json_normalize`: nested records as a table."""

import copy

from . import columns as cols
from .errors import missing


def json_normalize(data, record_path=None, meta=None, meta_prefix=None, record_prefix=None, errors="raise", sep=".", max_level=None):
    """A row for each record, or for each of the records that `record_path` leads to; nested dicts become columns."""
    from .frame import DataFrame

    if hasattr(data, "_values") and getattr(data, "ndim", 0) == 1:
        index, data = data.index, data.tolist()
    else:
        index = None
    if isinstance(data, list) and not data:
        return DataFrame()
    if isinstance(data, dict):
        data = [data]
    elif isinstance(data, str) or not hasattr(data, "__iter__"):
        raise NotImplementedError
    else:
        data = list(data)
    if record_path is None and meta is None:
        rows = [flat(row, sep, max_level) if isinstance(row, dict) else row for row in data]
        made = DataFrame(rows)
        if index is not None:
            made.index = index
        return made
    if record_path is None:
        missing("json_normalize with meta= and without record_path=")
    return of_paths(
        data,
        listed(record_path),
        [listed(path) for path in ([] if meta is None else meta if isinstance(meta, list) else [meta])],
        meta_prefix,
        record_prefix,
        errors,
        sep,
    )


def listed(path):
    return path if isinstance(path, list) else [path]


def flat(record, sep, max_level=None, prefix="", level=0):
    """A record whose values are no dicts, down to a depth."""
    found = {}
    for name, value in record.items():
        name = str(name) if level == 0 else f"{prefix}{sep}{name}"
        if isinstance(value, dict) and (max_level is None or level < max_level):
            # An empty one leaves nothing.
            found |= flat(value, sep, max_level, name, level + 1)
        else:
            found[name] = value
    return found


def pull(record, path, errors, records):
    found = record
    for name in path:
        try:
            found = found[name]
        except KeyError as error:
            if errors == "ignore" and not records:
                return float("nan")
            if records:
                raise KeyError(f"Key {error} not found. If specifying a record_path, all elements of data should have the path.") from None
            raise KeyError(f"Key {error} not found. To replace missing values of {error} with np.nan, pass in errors='ignore'") from None
    return found


def of_paths(data, path, meta, meta_prefix, record_prefix, errors, sep):
    from .frame import DataFrame
    from .series import Series

    rows, values, counts = [], {sep.join(map(str, one)): [] for one in meta}, []

    def walk(items, path, seen, level):
        if isinstance(items, dict):
            items = [items]
        if len(path) > 1:
            for item in items:
                known = dict(seen)
                for one in meta:
                    if level + 1 == len(one):
                        known[sep.join(map(str, one))] = pull(item, one[-1:], errors, False)
                walk(pull(item, path[:1], errors, True), path[1:], known, level + 1)
            return
        for item in items:
            found = pull(item, path[:1], errors, True)
            if found is None or (isinstance(found, float) and found != found):
                found = []
            if not isinstance(found, list):
                raise TypeError(f"{item} has non list value {found} for path {path[0]}. Must be list or null.")
            counts.append(len(found))
            for one in meta:
                name = sep.join(map(str, one))
                values[name].append(seen[name] if level + 1 > len(one) else pull(item, one[level:], errors, False))
            rows.extend(flat(row, sep) if isinstance(row, dict) else row for row in found)

    walk(data, path, {}, 0)
    made = DataFrame(rows)
    if record_prefix is not None:
        made = made.rename(columns=lambda name: f"{record_prefix}{name}")
    for name, column in values.items():
        shown = name if meta_prefix is None else meta_prefix + name
        if shown in made.columns:
            raise ValueError(f"Conflicting metadata name {shown}, need distinguishing prefix ")
        repeated = [copy.copy(value) for value, count in zip(column, counts, strict=True) for _ in range(count)]
        made[shown] = Series(cols.of(repeated, cols.OBJECT), index=made.index)
    return made
