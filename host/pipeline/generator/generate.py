"""Writes ../src/operations.json: every name of Python Polars with its signature and, for expressions, its template."""

from __future__ import annotations

import json
import pathlib
import sys
import warnings

import polars as pl
import polars.selectors

from signatures import surface
from templates import BY_HAND, SELF, template

PINNED = "1.43.2"
SOURCE = pathlib.Path(__file__).parent.parent / "src"
TABLE = SOURCE / "operations.json"
UNSUPPORTED = SOURCE / "unsupported.json"
EXPRESSIONS = ("Expr", "Selector", "DataTypeExpr")


def target_of(operation: dict) -> object:
    """What to call; nothing when the operation gives no expression."""
    kind, name = operation["kind"], operation["name"]
    if kind in ("expr", "dtype_expr"):
        target = pl.col(SELF) if kind == "expr" else pl.dtype_of(SELF)
        for part in name.split("."):
            target = getattr(target, part)
        return target
    if kind == "selector":
        return getattr(polars.selectors, name)
    if kind == "function" and any(word in operation.get("returns", "") for word in EXPRESSIONS):
        return getattr(pl, name)
    return None


def add_templates(operations: list[dict]) -> list[str]:
    """Puts the trees in; gives what has neither a tree nor a reason."""
    unsupported = json.loads(UNSUPPORTED.read_text(encoding="utf-8"))
    left = []
    for operation in operations:
        kind, name = operation["kind"], operation["name"]
        target = target_of(operation)
        if target is None or name in BY_HAND.get(kind, ()) or name in unsupported.get(kind, {}):
            continue
        try:
            tree, reads = template(target, operation)
        except Exception as error:  # noqa: BLE001
            left.append(f"{kind} {name}: {error}")
            continue
        for param in operation["params"]:
            if param["name"] in reads:
                param["reads"] = reads[param["name"]]
        operation["tree"] = tree
    return left


def render(operations: list[dict]) -> str:
    for operation in operations:
        for param in operation["params"]:
            param.pop("hint", None)
    lines = ",\n".join(json.dumps(operation, ensure_ascii=False, separators=(", ", ": ")) for operation in operations)
    return f'{{"polars": "{PINNED}",\n"operations": [\n{lines}\n]}}\n'


def main() -> int:
    warnings.simplefilter("ignore")
    if pl.__version__ != PINNED:
        print(f"polars is {pl.__version__}, the table is made from {PINNED}", file=sys.stderr)
        return 2
    operations = surface()
    left = add_templates(operations)
    for line in left:
        print(f"neither a template nor written by hand nor refused: {line}", file=sys.stderr)
    text = render(operations)
    if "--check" in sys.argv:
        same = TABLE.read_text(encoding="utf-8") == text
        print("the table is what the generator writes" if same else "the table differs from what the generator writes", file=sys.stderr)
        return 0 if same and not left else 1
    TABLE.write_text(text, encoding="utf-8")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
