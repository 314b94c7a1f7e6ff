"""`stack` and `unstack`: levels of labels as columns, and columns as a level of labels."""

from . import columns as cols
from .errors import missing
from .index import Index

TWICE = "Index contains duplicate entries, cannot reshape"


def level_places(index, level):
    """The levels that are meant, by place."""
    levels = list(level) if isinstance(level, list | tuple) and not (isinstance(level, tuple) and level in list(index.names)) else [level]
    return [place if (place := index._level(one)) >= 0 else index.nlevels + place for one in levels]


def ranked(index, places):
    """A number for each row's labels at some levels, in the order of the labels, and the row where each is first."""
    codes = [by_appearance(index._codes_of(place)[0]) if index._appearing(place) else index._codes_of(place)[0] for place in places]
    keys = list(zip(*codes, strict=True))
    first = {}
    for row, key in enumerate(keys):
        first.setdefault(key, row)
    order = sorted(first)
    number = {key: at for at, key in enumerate(order)}
    return [number[key] for key in keys], [first[key] for key in order]


def by_appearance(codes):
    """Numbers in the order that they come; what is missing stays before all."""
    known = {-1: -1}
    return [known.setdefault(code, len(known) - 1) for code in codes]


def labels_at(index, places, rows):
    """The labels of rows at some levels, as an index."""
    arrays = [cols.take(index._arrays[place], rows) for place in places]
    names = [index.names[place] for place in places]
    if len(arrays) == 1:
        return Index._of(arrays[0], names[0])
    from .multiindex import MultiIndex

    return MultiIndex._made(arrays, names)


def split(index, level):
    """Where each row's value goes: its row and its column, and the labels of both."""
    places = level_places(index, level)
    rest = [place for place in range(index.nlevels) if place not in places]
    if not rest:
        missing("unstack of all levels", "reset_index")
    down, down_rows = ranked(index, rest)
    along, along_rows = ranked(index, places)
    cells = list(zip(down, along, strict=True))
    if len(set(cells)) < len(cells):
        raise ValueError(TWICE)
    source = [[-1] * len(down_rows) for _ in along_rows]
    for row, (at, column) in enumerate(cells):
        source[column][at] = row
    return source, labels_at(index, rest, down_rows), labels_at(index, places, along_rows)


def spread(col, source, fill_value):
    """A column as several, by rows; all of one type."""
    found = [rows for rows in source]
    if not any(-1 in rows for rows in found):
        return [cols.take(col, rows) for rows in found]
    if fill_value is None:
        wide = cols.with_missing(col)
        return [cols.take_missing(wide, rows) for rows in found]
    made = [cols.take_fill(col, rows, fill_value) for rows in found]
    to = cols.common_type([one.dtype for one in made])
    return [cols.astype(one, to) for one in made]


def unstack_series(series, level=-1, fill_value=None):
    """A level of a Series' labels as columns."""
    from .frame import DataFrame

    index = series.index
    if index.nlevels == 1:
        raise ValueError(f"index must be a MultiIndex to unstack, {type(index)} was passed")
    source, rows, columns = split(index, level)
    return DataFrame._of(spread(series._values, source, fill_value), columns, rows)


def unstack_frame(frame, level=-1, fill_value=None):
    """A level of a frame's labels as a level of its columns; a Series where there is one level."""
    from .frame import DataFrame
    from .multiindex import MultiIndex

    index = frame.index
    if index.nlevels == 1:
        level_places(index, level)
        return flat(frame)
    source, rows, columns = split(index, level)
    made, width = [], len(source)
    for col in frame._cols:
        made += spread(col, source, fill_value)
    places = [place for place in range(len(frame._cols)) for _ in range(width)]
    upper = frame.columns._arrays if frame.columns.nlevels > 1 else [frame.columns._values]
    lower = columns._arrays if columns.nlevels > 1 else [columns._values]
    arrays = [cols.take(array, places) for array in upper] + [cols.take(array, list(range(width)) * len(frame._cols)) for array in lower]
    return DataFrame._of(made, MultiIndex._made(arrays, [*frame.columns.names, *columns.names]), rows)


def flat(frame):
    """All values, column by column."""
    from .multiindex import MultiIndex
    from .series import Series

    rows, width = len(frame.index), len(frame._cols)
    col = cols.joined(frame._cols) if width else cols.of([], cols.OBJECT)
    upper = frame.columns._arrays if frame.columns.nlevels > 1 else [frame.columns._values]
    places = [place for place in range(width) for _ in range(rows)]
    arrays = [cols.take(array, places) for array in upper] + [cols.take(frame.index._values, list(range(rows)) * width)]
    return Series._of(col, MultiIndex._made(arrays, [*frame.columns.names, *frame.index.names]), None)


def stack_frame(frame, level=-1, dropna=True, sort=True):
    """Columns as a level of labels: row by row, without what is missing."""
    if frame.columns.nlevels > 1:
        return stack_levels(frame, level, dropna, sort)
    from .multiindex import MultiIndex
    from .series import Series

    level_places(frame.columns, level)
    rows, width = len(frame.index), len(frame._cols)
    to = cols.common_type([col.dtype for col in frame._cols]) if width else cols.OBJECT
    parts = [cols.astype(col, to) for col in frame._cols]
    whole = cols.joined(parts, to) if width else cols.of([], cols.OBJECT)
    col = cols.take(whole, [place * rows + row for row in range(rows) for place in range(width)])
    outer = frame.index._arrays if frame.index.nlevels > 1 else [frame.index._values]
    repeated = [row for row in range(rows) for _ in range(width)]
    arrays = [cols.take(array, repeated) for array in outer] + [cols.take(frame.columns._values, list(range(width)) * rows)]
    orders = [None] * len(outer) + [frame.columns.unique() if frame.columns.is_unique else None]
    made = Series._of(col, MultiIndex._made(arrays, [*frame.index.names, *frame.columns.names], orders), None)
    return made[made.notna()] if dropna and cols.has_missing(col) else made


def stack_levels(frame, level, dropna, sort):
    """One level of several of the columns as a level of labels."""
    from .frame import DataFrame
    from .multiindex import MultiIndex

    places = level_places(frame.columns, level)
    if len(places) > 1:
        missing("stack of several levels at once", "stack one after the other")
    columns = frame.columns
    rest = [place for place in range(columns.nlevels) if place not in places]
    down, down_rows = ranked(columns, places)
    along, along_rows = ranked(columns, rest)
    at = {}
    for place, cell in enumerate(zip(along, down, strict=True)):
        if cell in at:
            raise ValueError("Columns with duplicate values are not supported in stack")
        at[cell] = place
    rows, depth, made = len(frame.index), len(down_rows), []
    for group in range(len(along_rows)):
        picked = [at.get((group, part)) for part in range(depth)]
        here = [frame._cols[place] for place in picked if place is not None]
        to = cols.common_type([col.dtype for col in here])
        if None in picked and to.kind in "iub":
            to = cols.with_missing(cols.take(here[0], [])).dtype
        parts = [cols.missing_column(to, rows) if place is None else cols.astype(frame._cols[place], to) for place in picked]
        whole = cols.joined(parts)
        made.append(cols.take(whole, [part * rows + row for row in range(rows) for part in range(depth)]))
    outer = frame.index._arrays if frame.index.nlevels > 1 else [frame.index._values]
    repeated = [row for row in range(rows) for _ in range(depth)]
    inner = labels_at(columns, places, down_rows)
    arrays = [cols.take(array, repeated) for array in outer] + [cols.take(inner._values, list(range(depth)) * rows)]
    index = MultiIndex._made(arrays, [*frame.index.names, *inner.names])
    found = DataFrame._of(made, labels_at(columns, rest, along_rows), index)
    return found.dropna(how="all") if dropna else found
