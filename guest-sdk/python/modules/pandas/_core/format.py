"""Series, DataFrames and indexes as texts, as pandas prints them."""

from __future__ import annotations

import os
from typing import Any

from . import columns as cols
from .errors import missing
from .format_values import column_texts, quoted, thing
from .missing import is_missing

MAX_WIDTH = 50


def screen_width() -> int:
    """How wide a line may be."""
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isdigit() and int(text) else 80


def wide(text: str) -> int:
    """How wide a text is."""
    return len(text)


def justify(texts: list[str], width: int, mode: str) -> list[str]:
    """Texts of one width."""
    if mode == "left":
        return [text.ljust(width) for text in texts]
    return [text.center(width) if mode == "center" else text.rjust(width) for text in texts]


def fixed(texts: list[str], mode: str, least: int = 0, limit: int | None = MAX_WIDTH) -> list[str]:
    """Texts of one width, none of them too long."""
    if not texts:
        return texts
    width = max(max(map(len, texts)), least)
    if limit is not None and width > limit:
        width = limit
    cut = [text[: width - 3] + "..." if limit is not None and len(text) > width else text for text in texts]
    return justify(cut, width, mode)


def adjoin(space: int, columns: list[list[str]]) -> str:
    """Columns beside each other."""
    rows = max(map(len, columns), default=0)
    made = []
    for at, column in enumerate(columns):
        last = at == len(columns) - 1
        width = max(map(len, column), default=0) + (0 if last else space)
        made.append([text.ljust(width) for text in column] + [" " * width] * (rows - len(column)))
    return "\n".join("".join(parts) for parts in zip(*made))


def label_texts(index: Any, name: bool = False) -> list[str]:
    """The labels of one level, with or without its name before them."""
    header = ["" if index._name is None else thing(index._name)] if name else []
    if index._multi:
        return header + [thing(label) for label in index]
    col = index._values
    if col.dtype.kind == "O":
        return header + ["NaN" if is_missing(value) and isinstance(value, float) else thing(value) for value in col._data]
    if col.dtype.kind == "C":
        return header + ["NaN" if is_missing(value) else thing(value) for value in cols.boxed(col)]
    if col.dtype.kind in "iufb":
        # Room for a sign is kept before all, if one has it; what is shorter is filled up behind.
        texts = [str(value) for value in cols.boxed(col)] if col.dtype.kind == "b" else column_texts(col)
        texts = [" " + text if text == "NaN" else text for text in texts]
        texts = justify(texts, max(map(len, texts), default=0), "left")
        while texts and all(text.startswith(" ") for text in texts):
            texts = [text[1:] for text in texts]
        return header + texts
    return header + [text.strip() for text in column_texts(col)]


def level_texts(index: Any, names: bool) -> list[list[str]]:
    """The labels of each level; one that is the same as above is left out."""
    if not index._multi:
        return [label_texts(index, names)]
    made = []
    from .index import Index

    for array, name in zip(index._arrays, index.names):
        made.append(label_texts(Index._of(array, name), names))
    return sparse(made, 1 if names else 0)


def sparse(levels: list[list[str]], start: int) -> list[list[str]]:
    """Labels that are the same as above, and so are those to their left, are left out; but for the last level."""
    rows = list(zip(*levels))
    made = [list(row) for row in rows]
    for at in range(start + 1, len(rows)):
        for level in range(len(levels) - 1):
            if rows[at][: level + 1] == rows[at - 1][: level + 1]:
                made[at][level] = ""
            else:
                break
    return [list(column) for column in zip(*made)] if made else levels


class _Table:
    """A DataFrame on its way to being text."""

    def __init__(self, frame: Any, options: dict[str, Any]) -> None:
        self.whole = self.frame = frame
        self.index = options.get("index", True)
        self.header = options.get("header", True)
        self.na_rep = options.get("na_rep", "NaN")
        self.form = options.get("float_format")
        self.formatters = options.get("formatters")
        self.limit = options.get("max_colwidth")
        self.index_names = options.get("index_names", True)
        self.justify = options.get("justify") or "right"
        self.max_rows, self.max_cols = options.get("max_rows"), options.get("max_cols")
        self.min_rows = options.get("min_rows")
        self.cut_rows = self.cut_columns = 0
        self.truncate()

    def truncate(self) -> None:
        """Takes rows and columns out of the middle."""
        frame = self.whole
        rows, width = frame.shape
        self.cut_rows = self.cut_columns = 0
        if self.max_cols and width > self.max_cols:
            half = self.max_cols // 2
            places = [*range(half), *range(width - half, width)] if half >= 1 else list(range(self.max_cols))
            self.cut_columns = half if half >= 1 else self.max_cols
            frame = frame._pick_columns(places)
        if self.max_rows and rows > self.max_rows:
            shown = self.max_rows if not self.min_rows else min(self.min_rows, self.max_rows)
            half = shown // 2
            picked = [*range(half), *range(rows - half, rows)] if half >= 1 else list(range(shown))
            self.cut_rows = half if half >= 1 else shown
            frame = frame._take_rows(picked)
        self.frame = frame

    def columns(self) -> list[list[str]]:
        """The columns of the text."""
        frame = self.frame
        named_rows = self.index and self.index_names and any(name is not None for name in frame._index.names)
        named_columns = self.header and self.index_names and any(name is not None for name in frame._columns.names)
        made: list[list[str]] = []
        heads = self._heads(named_rows)
        for at, col in enumerate(frame._cols):
            formatter = self._formatter(at)
            if formatter is not None:
                texts = [formatter(value) for value in cols.boxed(col)]
            else:
                texts = column_texts(col, self.index or None if self.index else False, self.na_rep, self.form)
            head = heads[at] if self.header else []
            least = max(map(len, head), default=0)
            texts = fixed(texts, self.justify, least, self.limit)
            width = max([least, *map(len, texts)])
            made.append(justify(head, width, "right" if self.justify == "right" else self.justify) + texts)
        if self.index:
            levels = level_texts(frame._index, named_rows)
            levels = [fixed(level, "left", 0, self.limit) for level in levels]
            body = adjoin(1, levels).split("\n") if levels and levels[0] else []
            depth = frame._columns.nlevels
            above = ["" if name is None else str(name) for name in frame._columns.names] if named_columns else [""] * depth
            made.insert(0, (above if self.header else []) + body)
        if self.cut_columns:
            made.insert(self.cut_columns + (1 if self.index else 0), [" ..."] * max(map(len, made)))
        if self.cut_rows:
            length = max(map(len, made))
            heads_rows = length - len(frame)
            for at, column in enumerate(made):
                width = len(column[self.cut_rows]) if len(column) > self.cut_rows else 0
                dotted = bool(self.cut_columns) and at == self.cut_columns + (1 if self.index else 0)
                dots = "..." if width > 3 or dotted else ".."
                if dotted:
                    width = 4
                column.insert(self.cut_rows + heads_rows, justify([dots], width, "left" if at == 0 and self.index else "right")[0])
        return made

    def _formatter(self, at: int) -> Any:
        if self.formatters is None:
            return None
        if isinstance(self.formatters, dict):
            return self.formatters.get(self.frame._columns[at])
        return self.formatters[at]

    def _heads(self, named_rows: bool) -> list[list[str]]:
        frame = self.frame
        labels = frame._columns
        names = list(self.header) if isinstance(self.header, (list, tuple)) else None
        numeric = [col.dtype.kind in "biuf" or (col.dtype.kind == "N" and col.dtype.inner.kind in "biuf") for col in self.whole._cols][: len(frame._cols)]
        # The types are those of the whole table by place, also where columns were taken out of its middle: so pandas does.
        if labels.nlevels > 1:
            from .index import Index

            levels = [label_texts(Index._of(array)) for array in labels._arrays]
            made = [list(parts) for parts in zip(*sparse(levels, 0))] if len(labels) else []
        else:
            texts = names if names is not None else label_texts(labels)
            made = [[" " + text if lead and names is None and self._formatter(at) is None else text] for at, (text, lead) in enumerate(zip(texts, numeric))]
        if named_rows:
            for head in made:
                head.append("")
        return made


def frame_text(frame: Any, screen: int | None, **options: Any) -> str:
    """A DataFrame as text; no wider than the screen, if there is one."""
    if not len(frame._cols) or not len(frame._index):
        names = ", ".join(thing(label) for label in frame._columns)
        labels = ", ".join(thing(label) for label in frame._index)
        return f"Empty DataFrame\nColumns: [{_shortened(frame._columns, names)}]\nIndex: [{_shortened(frame._index, labels)}]"
    table = _Table(frame, options)
    columns = table.columns()
    text = adjoin(1, columns)
    if screen is not None:
        longest = max(map(len, text.split("\n")))
        over = longest - screen + 1
        if over > 0:
            widths = [max(map(len, column)) for column in columns]
            while over > 0 and len(widths) > 1:
                over -= widths.pop(round(len(widths) / 2)) + 1
            table.max_cols = max(len(widths) - 1, 2)
            table.truncate()
            text = adjoin(1, table.columns())
    show = options.get("show_dimensions", False)
    if show is True or (show == "truncate" and (table.cut_rows or table.cut_columns)):
        text += f"\n\n[{len(frame)} rows x {len(frame._cols)} columns]"
    return text


def _shortened(index: Any, text: str) -> str:
    if len(index) <= 100:
        return text
    return ", ".join(thing(label) for label in list(index)[:100]) + ", ..."


def frame_repr(frame: Any) -> str:
    """What `print` shows of a DataFrame."""
    columns = _setting("max_columns")
    return frame_text(
        frame, None if columns != 0 else screen_width(), max_rows=_setting("max_rows"), min_rows=_setting("min_rows"), max_cols=columns or None,
        max_colwidth=_setting("max_colwidth"), show_dimensions=_setting("show_dimensions"), float_format=_setting("float_format"),
    )  # fmt: skip


def _setting(name: str) -> Any:
    from .options import values

    return values[f"display.{name}"]


def to_string(frame: Any, options: dict[str, Any]) -> str:
    """What `DataFrame.to_string` gives."""
    known = {
        "columns",
        "col_space",
        "header",
        "index",
        "na_rep",
        "formatters",
        "float_format",
        "sparsify",
        "index_names",
        "justify",
        "max_rows",
        "max_cols",
        "show_dimensions",
        "decimal",
        "line_width",
        "min_rows",
        "max_colwidth",
        "encoding",
    }
    for name in options:
        if name not in known:
            raise TypeError(f"to_string() got an unexpected keyword argument {name!r}")
    for name in ("col_space", "sparsify", "line_width", "encoding"):
        if options.pop(name, None) is not None:
            missing(f"DataFrame.to_string with {name}=")
    if options.pop("decimal", ".") != ".":
        missing("DataFrame.to_string with decimal=")
    if options.get("columns") is not None:
        frame = frame[list(options.pop("columns"))]
    form = options.get("float_format")
    if isinstance(form, str):
        options["float_format"] = (lambda value: form % value) if "%" in form else form.format
    return frame_text(frame, None, **options)


def series_text(
    series: Any,
    na_rep: str = "NaN",
    float_format: Any = None,
    header: bool = True,
    index: bool = True,
    length: Any = False,
    dtype: Any = False,
    name: Any = False,
    max_rows: Any = None,
    min_rows: Any = None,
) -> str:
    """A Series as text."""
    size = len(series)
    if not size:
        label = "" if series._name is None else f"Name: {thing(series._name)}, "
        freq = getattr(series._index, "freq", None)
        label = label if freq is None else f"Freq: {freq.freqstr}, {label}"
        tail = f"category\n{categories_text(series.dtype)}" if series.dtype.kind == "C" else str(series.dtype)
        return f"Series([], {label}dtype: {tail})"
    shown, cut = series, 0
    if max_rows and size > max_rows:
        wanted = max_rows if not min_rows else min(min_rows, max_rows)
        half = wanted // 2
        shown, cut = series._take_rows([*range(half), *range(size - half, size)]), half
    texts = column_texts(shown._values, True if index else False, na_rep, float_format)
    texts = fixed(texts, "right", 0, _setting("max_colwidth") if max_rows else None)
    named = any(one is not None for one in shown._index.names) and header
    levels = level_texts(shown._index, True)
    labels = adjoin(2, levels).split("\n") if shown._index._multi else levels[0]
    head, labels = labels[0], labels[1:]
    if cut:
        width = len(texts[cut - 1])
        texts.insert(cut, justify(["..." if width > 3 else ".."], width, "center")[0])
        labels.insert(cut, "")
    text = adjoin(3, [labels, texts]) if index else "\n".join(texts)
    if named and index:
        text = head + "\n" + text
    footer = []
    freq = (
        getattr(series._index, "freq", None)
        if series._index.nlevels == 1 and (series._index.dtype.kind in "Mm" or cols.is_period(series._index.dtype))
        else None
    )
    if freq is not None and length is not False:
        footer.append(f"Freq: {getattr(freq, 'freqstr', freq)}")
    if name is not False and series._name is not None:
        footer.append(f"Name: {thing(series._name)}")
    if length is True or (length == "truncate" and cut):
        footer.append(f"Length: {size}")
    if dtype is not False:
        footer.append(f"dtype: {series.dtype.name}")
    if footer:
        text += "\n" + ", ".join(footer)
    if dtype is not False and series.dtype.kind == "C":
        text += "\n" + categories_text(series.dtype)
    return text


def categories_text(of: Any) -> str:
    """The categories, below a Series of them; in lines no wider than the screen."""
    values = list(of.categories)
    texts = [quoted(value) if isinstance(value, str) else str(value) for value in values]
    if of.categories.dtype.kind in "Mmf":
        texts = [text.strip() for text in column_texts(of.categories._values)]
    if len(texts) > 10:
        texts = [*texts[:4], "...", *texts[-4:]]
    sep = " < " if of.ordered else ", "
    head = f"Categories ({len(values)}, {of.categories.dtype}): "
    made, at = "", len(head)
    for place, text in enumerate(texts):
        if at + len(sep) + len(text) > screen_width():
            made += sep.rstrip() + "\n" + " " * (len(head) + 1)
            at = len(head) + 1
        elif place:
            made += sep
            at += len(text)
        made += text
    return f"{head}[{made.replace(' < ... < ', ' ... ')}]"


def series_repr(series: Any) -> str:
    """What `print` shows of a Series."""
    return series_text(
        series, name=True, dtype=True, length="truncate", max_rows=_setting("max_rows"), min_rows=_setting("min_rows"), float_format=_setting("float_format")
    )


def index_repr(index: Any) -> str:
    """What `print` shows of an index."""
    name = type(index).__name__
    if index._multi:
        return _multi_repr(index)
    tail = f", name={index._name!r}" if index._name is not None else ""
    if name == "RangeIndex":
        span = index._range
        return f"RangeIndex(start={span.start}, stop={span.stop}, step={span.step}{tail})"
    of = index.dtype
    if of.kind == "O":
        texts = [_label(value) for value in index._values._data]
    elif of.kind in "Mm":
        texts = [f"'{text}'" for text in _time_labels(index)]
    elif of.kind == "f":
        texts = [repr(value) for value in index._values._data.tolist()]
    elif of.kind == "C":
        texts = [_label(value) for value in index]
    else:
        texts = [str(value) for value in index]
    if cols.is_period(of):
        texts = [f"'{text}'" for text in texts]
    prefix = f"{name}(["
    word = repr(str(of)) if of.kind != "C" else "'category'"
    size = f", length={len(index)}" if len(texts) > 100 else ""
    tail_text = f"dtype={word}{tail}{size}"
    if of.kind == "C":
        shown = [_label(value) for value in of.categories]
        shown = shown
        tail_text = f"categories=[{', '.join(shown)}], ordered={of.ordered}, dtype='category'{tail}"
    if of.kind in "M" or of.kind == "m":
        freq = getattr(index, "freq", None)
        tail_text += f", freq={None if freq is None else repr(getattr(freq, 'freqstr', freq))}"
        tail_text = f"dtype={word}{tail}{size}, freq=" + ("None" if freq is None else repr(getattr(freq, "freqstr", freq)))
    if of.kind == "V":
        word = str(of)
        tail_text = f"dtype='{word}'{tail}"
    if len(texts) > 100:
        texts = [*texts[:10], "...", *texts[-10:]]
    return _wrapped(prefix, texts, tail_text, of.kind == "C" or (of.kind == "O" and all(isinstance(value, str) for value in index._values._data)))


def _time_labels(index: Any) -> list[str]:
    """Times each with the digits that it has; dates alone where all are, and no step is less than a day."""
    from .._time.clock import DAY
    from .._time.text import is_dates_only

    col = index._values
    part = getattr(getattr(index, "freq", None), "nanos", 0) % DAY
    if col.dtype.kind == "M" and getattr(col.dtype, "tz", None) is None and (part or not is_dates_only(col._data)):
        return [str(value) for value in cols.boxed(col)]
    return column_texts(col, False)


def _label(value: Any) -> str:
    if is_missing(value):
        return "nan" if isinstance(value, float) else str(value)
    return quoted(value) if not isinstance(value, tuple) else repr(value)


def _wrapped(prefix: str, texts: list[str], tail: str, plain: bool) -> str:
    """The values of an index in lines, as pandas breaks them."""
    width = screen_width()
    if len(texts) <= 2:
        return f"{prefix}{', '.join(texts)}], {tail})"
    cut = "..." in texts and len(texts) == 21
    head, last = (texts[:10], texts[11:]) if cut else ([], texts)
    if not plain and (cut or len(", ".join(last)) >= width):
        longest = max(map(len, head + last))
        head, last = [text.rjust(longest) for text in head], [text.rjust(longest) for text in last]
    outer, inner = "\n" + " " * (len(prefix) - 1), "\n" + " " * len(prefix)
    made, line = "", inner
    for text in [f"{text}, " for text in head]:
        made, line = _extended(made, line, text, width, inner)
    if cut:
        made, line = made + line.rstrip() + inner + "...", inner
    for text in [f"{text}, " for text in last[:-1]]:
        made, line = _extended(made, line, text, width, inner)
    made, line = _extended(made, line, last[-1], width - 2, inner)
    made += line + "],"
    made += outer if len(made) > width else " "
    return f"{prefix}{made[len(inner) :]}{tail})"


def _extended(made: str, line: str, text: str, width: int, inner: str) -> tuple[str, str]:
    if len(line.rstrip()) + len(text.rstrip()) >= width:
        made, line = made + line.rstrip(), inner
    return made, line + text


def _multi_repr(index: Any) -> str:
    names = ",\n           names=" + repr(list(index.names)) if any(name is not None for name in index.names) else ""
    columns = []
    for array in index._arrays:
        texts = [repr(value) if isinstance(value, str) else str(value) if not is_missing(value) else "nan" for value in cols.boxed(array)]
        if array.dtype.kind in "Mm":
            texts = [f"'{text}'" for text in column_texts(array, False)]
        width = max(map(len, texts), default=0)
        columns.append([text.rjust(width) for text in texts])
    labels = ["(" + ", ".join(row) + ")" for row in zip(*columns)]
    size = f", length={len(labels)}" if len(labels) > 100 else ""
    if len(labels) > 100:
        labels = [*labels[:10], "...", *labels[-10:]]
    body = ",\n            ".join(labels).replace("...,", "...")
    if not labels:
        return f"MultiIndex([], names={list(index.names)!r})"
    tail = f"{names}{size}" if names else (f",\n           {size[2:]}" if size else ",\n           ")
    return f"MultiIndex([{body}]" + (tail if names or size else ",\n           )").rstrip() + ("" if not (names or size) else ")")
