"""A Series as other things: dicts, texts, JSON."""

from __future__ import annotations

from typing import Any

from .errors import missing


class SeriesOutput:
    """A Series as other things."""

    def to_dict(self, into: Any = dict) -> Any:
        """Labels to values."""
        return into(zip(self._index, self))

    def to_string(self, buf: Any = None, **kwargs: Any) -> Any:
        """As `print` shows it, all rows."""
        from .format import series_text

        text = series_text(self, **kwargs)
        if buf is None:
            return text
        buf.write(text)
        return None

    def to_csv(self, path_or_buf: Any = None, **kwargs: Any) -> Any:
        """Lines of values with commas between."""
        header = kwargs.pop("header", True)
        frame = self.to_frame(self._name if self._name is not None else 0)
        if self._name is None and header is True:
            header = True
        return frame.to_csv(path_or_buf, header=header, **kwargs)

    def to_json(self, path_or_buf: Any = None, orient: Any = None, **kwargs: Any) -> Any:
        """JSON."""
        from .json_output import series_json

        return series_json(self, path_or_buf, orient or "index", **kwargs)

    def to_list(self) -> list[Any]:
        """Its values in a list."""
        return self.tolist()

    def to_markdown(self, *_: Any, **__: Any) -> Any:
        """Not there."""
        missing("Series.to_markdown", "to_string")

    def memory_usage(self, index: bool = True, deep: bool = False) -> int:
        """How many bytes its values take."""
        from .info import bytes_of, index_bytes

        if deep:
            missing("Series.memory_usage with deep=True")
        return bytes_of(self._values) + (index_bytes(self._index) if index else 0)

    def info(self, **kwargs: Any) -> None:
        """Not there."""
        missing("Series.info", "describe")

    def __repr__(self) -> str:
        from .format import series_repr

        return series_repr(self)
