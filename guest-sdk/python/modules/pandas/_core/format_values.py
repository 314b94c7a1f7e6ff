"""Values as cells of a printed table."""

from __future__ import annotations

import re
from typing import Any

from . import columns as cols
from .missing import NA, is_missing
from .times import NaT

_DECIMAL = re.compile(r"^\s*[+-]?[0-9]+\.[0-9]*$")


def digits() -> int:
    """How many digits floats are shown with."""
    from .options import values

    return values["display.precision"]


def trim_zeros(texts: list[str]) -> list[str]:
    """Zeros that all numbers end with are cut, down to one after the point."""
    numbers = [text for text in texts if _DECIMAL.match(text)]
    while numbers and all(text.endswith("0") for text in numbers):
        texts = [text[:-1] if _DECIMAL.match(text) else text for text in texts]
        numbers = [text for text in texts if _DECIMAL.match(text)]
    return [text + "0" if _DECIMAL.match(text) and text.endswith(".") else text for text in texts]


def float_texts(values: list[float], lead: bool, na_rep: str = "NaN", form: Any = None) -> list[str]:
    """Floats with the same number of digits, or with exponents where they are very large or small."""
    space = " " if lead else ""
    if form is not None:
        return [na_rep if value != value else form(value) for value in values]

    def fixed(kind: str) -> list[str]:
        return trim_zeros([na_rep if value != value else f"{value:{space}.{digits()}{kind}}" for value in values])

    made = fixed("f")
    too_long = bool(made) and max(map(len, made)) > digits() + 6
    sizes = [abs(value) for value in values if value == value]
    if any(0 < size < 10 ** -digits() for size in sizes) or (too_long and any(size > 1e6 for size in sizes)):
        made = fixed("e")
    return made


def thing(value: Any, quote: bool = False, depth: int = 0) -> str:
    """One object, as pandas prints it. Texts inside of dicts stand in quotes, those inside of lists do not."""
    if isinstance(value, dict):
        if depth >= 3:
            return str(value)
        pairs = [f"{thing(key, True, depth + 1)}: {thing(one, True, depth + 1)}" for key, one in list(value.items())[:SHOWN]]
        return "{" + ", ".join(pairs) + (", ..." if len(value) > SHOWN else "") + "}"
    if _sequence(value) and depth < 3:
        items = [thing(one, quote, depth + 1) for one in list(value)[:SHOWN]]
        if len(value) > SHOWN:
            items.append("...")
        body = ", ".join(items)
        if isinstance(value, (set, frozenset)):
            return "{" + body + "}"
        if hasattr(value, "__setitem__"):
            return f"[{body}]"
        return f"({body}{',' if len(items) == 1 else ''})"
    text = str(value)
    for old, new in (("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r")):
        text = text.replace(old, new)
    return f"'{text}'" if quote and isinstance(value, str) else text


SHOWN = 100


def _sequence(value: Any) -> bool:
    """Whether it holds several values, and how many is known."""
    if isinstance(value, (str, bytes)) or getattr(type(value), "_sandtable_column", False):
        return False
    return hasattr(type(value), "__iter__") and hasattr(type(value), "__len__")


def quoted(value: Any) -> str:
    """One object, a text in quotes."""
    return thing(value, True)


def _object_text(value: Any, na_rep: str) -> str:
    if value is None:
        return "None"
    if value is NA:
        return "<NA>"
    if value is NaT:
        return "NaT"
    if getattr(value, "kind", "") == "N" and value.name == "string":
        return repr(value)
    return na_rep if is_missing(value) else thing(value)


def object_texts(values: list[Any], lead: bool | None, na_rep: str = "NaN", form: Any = None) -> list[str]:
    """Objects of any kind; floats among them with their own digits."""
    floats = [isinstance(value, float) and value == value for value in values]
    if lead is None:
        lead = any(floats)
    made = []
    for value, real in zip(values, floats):
        if real:
            text = form(value) if form is not None else trim_zeros([f"{value: .{digits()}f}"])[0]
            made.append(text)
        else:
            made.append((" " if lead else "") + _object_text(value, na_rep))
    return made


def column_texts(col: Any, lead: bool | None = True, na_rep: str = "NaN", form: Any = None) -> list[str]:
    """The cells of a column, not yet of one width."""
    kind = col.dtype.kind
    if kind == "f":
        return float_texts(list(col._data), bool(lead), na_rep, form)
    if kind in "iu":
        space = " " if lead else ""
        return [f"{value:{space}d}" for value in col._data]
    if kind == "b":
        return object_texts(cols.boxed(col), lead, na_rep)
    if kind == "M":
        from .text import time_texts

        texts = time_texts(col) if getattr(col.dtype, "tz", None) is None else [str(value) for value in cols.boxed(col)]
        return [("") + text for text in texts]
    if kind == "m":
        return span_texts(col)
    if kind == "C":
        inner = col.dtype.categories._values
        if inner.dtype.kind in "iuf":
            if inner.dtype.kind in "iu" and -1 in col._data:
                return object_texts(cols.boxed(col), lead, na_rep)
            return column_texts(cols.column(cols.boxed(col), inner.dtype if inner.dtype.kind in "iu" else "float64"), lead, na_rep, form)
        made = object_texts(cols.boxed(col), lead, na_rep)
        return made
    if kind == "N" and col.dtype.inner.kind == "f":
        return object_texts(cols.boxed(col), lead, na_rep, form)
    return object_texts(cols.boxed(col), lead, na_rep, form)


def span_texts(col: Any) -> list[str]:
    """Spans; days alone where all are whole days."""
    values = cols.boxed(col)
    whole = all(value is NaT or value.value % (86400 * 10**9) == 0 for value in values)
    if whole:
        return ["NaT" if value is NaT else f"{value.value // (86400 * 10**9)} days" for value in values]
    return ["NaT" if value is NaT else str(value) for value in values]
