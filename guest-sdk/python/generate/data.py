"""`frames/_operations.py`: signatures and results, which the package's classes get their methods from."""

from __future__ import annotations

import json

from .table import BY_HAND, Operation

_HEADER = '''"""Polars' names with their signatures. Written by scripts/python-face from the table of operations; not by hand.

A signature lists parameters as Python does: `*` before those that are named only, `*name` and `**name` for the rest, `?`
behind what may be left out, `~` before an old name that is still taken. Behind the arrow stands what it gives.
"""

'''


def module(polars: str, operations: list[Operation]) -> str:
    """The source of the module."""
    lines = [_HEADER, f"POLARS = {json.dumps(polars)}\n", "\n", "OPERATIONS: dict[str, dict[str, str]] = {\n"]
    kinds = list(dict.fromkeys(operation.kind for operation in operations))
    for kind in kinds:
        lines.append(f"    {json.dumps(kind)}: {{\n")
        for operation in operations:
            if operation.kind == kind and not operation.refused and (kind, operation.name) not in BY_HAND:
                lines.append(f"        {json.dumps(operation.name)}: {json.dumps(signature(operation))},\n")
        lines.append("    },\n")
    lines += ["}\n", "\n", "REFUSED: dict[str, dict[str, str]] = {\n"]
    for kind in kinds:
        lines.append(f"    {json.dumps(kind)}: {{\n")
        for operation in operations:
            if operation.kind == kind and operation.refused:
                lines.append(f"        {json.dumps(operation.name)}: {json.dumps(operation.refused, ensure_ascii=False)},\n")
        lines.append("    },\n")
    lines.append("}\n")
    return "".join(lines)


def signature(operation: Operation) -> str:
    """`n offset? -> Frame`."""
    words, named = [], False
    for param in operation.params:
        kind, name = param["kind"], param["name"]
        if kind == "varargs":
            words.append(f"*{name}")
            named = True
        elif kind == "varkwargs":
            words.append(f"**{name}")
        else:
            if kind == "keyword" and not named:
                words.append("*")
                named = True
            words.append(name + ("?" if "default" in param else ""))
    words += [f"~{name}" for name in operation.renamed]
    return f"{' '.join(words)} -> {operation.result}".strip()
