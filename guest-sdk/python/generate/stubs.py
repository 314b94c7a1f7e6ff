"""The type stubs: what editors and type checkers see of the classes that get their methods from the table."""

from __future__ import annotations

import json
import keyword
import textwrap
from collections.abc import Iterable
from typing import Any

from .table import BY_HAND, Operation

_HEADER = '''"""{about}. Written by scripts/python-face from the table of operations; not by hand."""

'''
_HINTS = {
    "expr": "IntoExpr", "exprs": "IntoExprs", "selector": "IntoSelector", "selectors": "IntoSelectors", "column": "builtins.str",
    "columns": "OneOrMany[builtins.str]", "frame": "AnyFrame", "frames": "Iterable[AnyFrame]", "dtype": "IntoType",
    "dtypes": "OneOrMany[IntoType]", "schema": "IntoSchema", "int": "builtins.int", "ints": "OneOrMany[builtins.int]",
    "float": "builtins.float", "floats": "OneOrMany[builtins.float]", "bool": "builtins.bool", "bools": "OneOrMany[builtins.bool]",
    "str": "builtins.str", "strs": "OneOrMany[builtins.str]", "duration": "builtins.str | timedelta",
    "path": "builtins.str", "mapping": "Any", "any": "Any", "callable": "Any",
}  # fmt: skip
_RESULTS = {"Same": "AnyFrameT", "ListOfSame": "builtins.list[AnyFrameT]", "ListOfDataFrame": "builtins.list[DataFrame]", "ByEager": "DataFrame"}


def header(about: str) -> str:
    """The first lines of a stub."""
    return _HEADER.format(about=about)


def method(operation: Operation, name: str, is_method: bool = True, result: str | None = None) -> str:
    """One `def` with its doc."""
    params, named = ["self"] if is_method else [], False
    for param in operation.params:
        if param["kind"] == "keyword" and not named:
            params.append("*")
            named = True
        named |= param["kind"] == "varargs"
        text = _param(param)
        # What gives frames of the class that it got.
        params.append(text.replace("AnyFrame", "AnyFrameT") if "Same" in operation.result else text)
    result = result or _RESULTS.get(operation.result, operation.result)
    doc = operation.doc.replace("\\", "\\\\").replace('"""', "'''")
    deprecated = " Old: Polars has another name for it." if operation.deprecated else ""
    return f'def {name}({", ".join(params)}) -> {result}:\n    """{doc}{deprecated}"""\n'


def block(about: str, lines: Iterable[str], base: str = "") -> str:
    """A class with these members."""
    body = "".join(lines) or "...\n"
    return f"class {about}{f'({base})' if base else ''}:\n{textwrap.indent(body, '    ')}\n"


def of_kind(operations: list[Operation], kind: str) -> list[Operation]:
    """What may be said of a kind, without what is written by hand."""
    return [o for o in operations if o.kind == kind and not o.refused and (kind, o.name) not in BY_HAND]


def is_name(name: str) -> bool:
    """Whether a stub can have it as a function's name."""
    return name.isidentifier() and not keyword.iskeyword(name)


def _param(param: dict[str, Any]) -> str:
    kind, name, hint = param["kind"], param["name"], _hint(param)
    if kind == "varargs":
        return f"*{name}: AnyFrame" if param["type"] == "frames" else f"*{name}: {hint}"
    if kind == "varkwargs":
        return f"**{name}: {hint}"
    return f"{name}: {hint}" + (" = ..." if "default" in param else "")


def _hint(param: dict[str, Any]) -> str:
    if param["type"] == "enum":
        words = ", ".join(json.dumps(value) for value in param.get("values", []))
        hint = f"Literal[{words}]" if words else "builtins.str"
    else:
        hint = _HINTS[param["type"]]
    nullable = param.get("null") or ("default" in param and param["default"] is None)
    return f"{hint} | None" if nullable and hint not in ("Any", "IntoExpr", "IntoExprs") else hint
