"""A DataFrame as other things: dicts, records, texts, CSV, JSON."""

from __future__ import annotations

from typing import Any

from . import columns as cols
from .errors import missing


class FrameOutput:
    """A DataFrame as other things."""

    def to_dict(self, orient: str = "dict", *, into: Any = dict, index: bool = True) -> Any:
        """Dicts and lists of it."""
        from .index import Index

        _ = Index
        values = [cols.boxed(col) for col in self._cols]
        names = list(self._columns)
        match orient:
            case "dict":
                labels = list(self._index)
                return into((name, into(zip(labels, column))) for name, column in zip(names, values))
            case "list":
                return into(zip(names, values))
            case "series":
                return into((name, self._column(at)) for at, name in enumerate(names))
            case "records":
                return [into(zip(names, row)) for row in zip(*values)] if values else [into() for _ in range(len(self))]
            case "index":
                if not self._index.is_unique:
                    raise ValueError("DataFrame index must be unique for orient='index'.")
                rows = zip(*values) if values else (() for _ in range(len(self)))
                return into((label, dict(zip(names, row))) for label, row in zip(self._index, rows))
            case "split" | "tight":
                rows = [list(row) for row in zip(*values)] if values else [[] for _ in range(len(self))]
                made = [("index", list(self._index))] if index else []
                made += [("columns", names), ("data", rows)]
                if orient == "tight":
                    made += [("index_names", list(self._index.names)), ("column_names", list(self._columns.names))]
                return into(made)
        raise ValueError(f"orient '{orient}' not understood")

    def to_records(self, index: bool = True, **_: Any) -> Any:
        """Not there."""
        missing("DataFrame.to_records", "to_dict('records') or itertuples")

    def to_string(self, buf: Any = None, **kwargs: Any) -> Any:
        """As `print` shows it, all of it."""
        from .format import to_string

        text = to_string(self, kwargs)
        if buf is None:
            return text
        buf.write(text)
        return None

    def to_csv(
        self,
        path_or_buf: Any = None,
        sep: str = ",",
        na_rep: str = "",
        float_format: Any = None,
        columns: Any = None,
        header: Any = True,
        index: Any = True,
        index_label: Any = None,
        mode: str = "w",
        encoding: Any = None,
        quoting: Any = None,
        quotechar: str = '"',
        lineterminator: Any = None,
        date_format: Any = None,
        doublequote: bool = True,
        escapechar: Any = None,
        decimal: str = ".",
        **kwargs: Any,
    ) -> Any:
        """Lines of values with commas between."""
        from .csv_output import csv_text

        for name, value in kwargs.items():
            if name in ("compression", "errors", "chunksize", "storage_options"):
                if value not in (None, "infer", "strict"):
                    missing(f"DataFrame.to_csv with {name}=")
            else:
                raise TypeError(f"NDFrame.to_csv() got an unexpected keyword argument {name!r}")
        if not doublequote or escapechar is not None:
            missing("DataFrame.to_csv with doublequote=False or escapechar=")
        text = csv_text(self, sep, na_rep, float_format, columns, header, index, index_label, quoting, quotechar, lineterminator, date_format, decimal)
        if path_or_buf is None:
            return text
        if hasattr(path_or_buf, "write"):
            path_or_buf.write(text)
            return None
        with open(path_or_buf, mode, encoding=encoding or "utf-8", newline="") as file:
            file.write(text)
        return None

    def to_json(self, path_or_buf: Any = None, orient: Any = None, **kwargs: Any) -> Any:
        """JSON."""
        from .json_output import frame_json

        return frame_json(self, path_or_buf, orient or "columns", **kwargs)

    def info(self, verbose: Any = None, buf: Any = None, max_cols: Any = None, memory_usage: Any = None, show_counts: Any = None) -> None:
        """Prints the columns, their types and how many values they have."""
        from .info import info

        info(self, verbose, buf, max_cols, memory_usage, show_counts)

    def memory_usage(self, index: bool = True, deep: bool = False) -> Any:
        """Not there: it would tell nothing."""
        from .info import memory_usage

        return memory_usage(self, index, deep)

    def to_markdown(self, *_: Any, **__: Any) -> Any:
        """Not there."""
        missing("DataFrame.to_markdown", "to_string")

    def __repr__(self) -> str:
        from .format import frame_repr

        return frame_repr(self)

    def _repr_html_(self) -> None:
        return None
