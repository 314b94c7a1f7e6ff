"""Arrays as text, as numpy prints them."""

from __future__ import annotations

import math
from typing import Any

THRESHOLD, EDGE, WIDTH = 1000, 3, 75


def float_text(value: float, precision: int = 8) -> str:
    """The shortest text of a float, cut to `precision` decimals, as a cell of an array."""
    if value != value:
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    text = repr(value)
    if "e" in text or len(text.partition(".")[2]) > precision:
        text = f"{value:.{precision}f}".rstrip("0")
    return text[:-1] if text.endswith(".0") else text if "." in text else text + "."


def cells(values: list[Any], kind: str) -> list[str]:
    """Each value as text, all of one width."""
    if kind == "f":
        finite = [abs(value) for value in values if math.isfinite(value) and value != 0]
        if finite and (max(finite) >= 1e8 or min(finite) < 1e-4 or max(finite) / min(finite) > 1000):
            texts = [_scientific(value, values) for value in values]
        else:
            texts = [float_text(value) for value in values]
            texts = [text + "." if text.lstrip("-").isdigit() else text for text in texts]
            right = max((len(text) - text.index(".") for text in texts if "." in text), default=0)
            texts = [text.ljust(text.index(".") + right) if "." in text else text for text in texts]
            # What has no point stands at the right end.
    elif kind == "b":
        texts = ["True" if value else "False" for value in values]
    elif kind in "OU":
        return [repr(value) for value in values]
    else:
        texts = [str(value) for value in values]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def _scientific(value: float, values: list[float]) -> str:
    if not math.isfinite(value):
        return float_text(value)
    digits = max((len(_digits(one)) for one in values if math.isfinite(one) and one), default=1)
    return f"{value:.{min(8, max(0, digits - 1))}e}" if digits > 1 else f"{value:.0e}".replace("e", ".e")


def _digits(value: float) -> str:
    """The digits that tell a float from all others."""
    text = repr(abs(value)).split("e")[0].replace(".", "").lstrip("0")
    return text.rstrip("0") or "0"


def _line(texts: list[str], separator: str, indent: int) -> str:
    """Cells in lines, as long as numpy makes them; the first begins after the brackets."""
    width = WIDTH - 1 if separator == " " else WIDTH - 2
    blank = " " * indent
    lines, line = [], blank
    for text in texts:
        if len(line) + len(text) > width and len(line) > indent:
            lines.append(line.rstrip())
            line = blank
        line += text + separator
    lines.append(line[: -len(separator)] if texts else line)
    return "\n".join(lines)[indent:]


def body(array: Any, separator: str, indent: int) -> str:
    """What stands between the outer brackets, with them."""
    from ._scalars import box

    kind = array.dtype.kind
    raw = (
        list(array._data)
        if kind not in "Mm"
        else [str(box(value, array.dtype)) if separator == " " else repr(str(box(value, array.dtype))) for value in array._data]
    )
    if array.ndim < 2:
        if not array.shape:
            return (cells(raw, kind) or [""])[0]
        short = len(raw) > THRESHOLD
        texts = cells(raw[:EDGE] + raw[-EDGE:] if short else raw, kind)
        if short:
            texts = texts[:EDGE] + ["..."] + texts[EDGE:]
        if kind in "Mm":
            texts = texts if separator == " " else texts
        return "[" + _line(texts, separator, indent + 1) + "]"
    columns = array.shape[1]
    texts = cells(raw, kind)
    rows = ["[" + _line(texts[at : at + columns], separator, indent + 2) + "]" for at in range(0, len(texts), max(columns, 1))]
    if len(raw) > THRESHOLD and len(rows) > 2 * EDGE:
        rows = rows[:EDGE] + ["..."] + rows[-EDGE:]
    return "[" + (separator.rstrip() + "\n" + " " * (indent + 1)).join(rows) + "]"


def array_str(array: Any) -> str:
    """As `print` shows it."""
    return body(array, " ", 0)


def array_repr(array: Any) -> str:
    """As a session shows it."""
    kind, name = array.dtype.kind, array.dtype.name
    text = body(array, ", ", 6) if array.size else "[]"
    if (name in ("int64", "float64", "bool")) and array.size:
        return f"array({text})"
    if kind == "U":
        width = max(map(len, array._data), default=1)
        return f"array({text}, dtype='<U{max(width, 1)}')"
    return f"array({text}, dtype={repr('datetime64[ns]') if kind == 'M' else repr('timedelta64[ns]') if kind == 'm' else name})"
