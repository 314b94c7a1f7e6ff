"""Writes ../tests/fixtures/expressions.json: calls with plain arguments and the trees that Python makes of them.

The tests build the same expressions and compare the trees, so a hole in the wrong place or a value read in another way shows up.
"""

from __future__ import annotations

import json
import pathlib
import random
import sys
import warnings

import polars as pl
import polars.selectors

from generate import PINNED, UNSUPPORTED
from signatures import surface
from templates import Refused, call

FIXTURE = pathlib.Path(__file__).parent.parent / "tests" / "fixtures" / "expressions.json"
CALLS = 7

COLUMN = {"expr": "col", "args": ["b"]}
VALUES = {
    "expr": [COLUMN, COLUMN, COLUMN, COLUMN, COLUMN, "c", "c", 3, -2, 2.5, True, None, [1, 2, 3], ["x", "y"], [1, 2.5], [2.5, 1], [None, "x"], [], [[1], [2.5]], {"expr": "lit", "args": ["x"]}],
    "any": [COLUMN, COLUMN, COLUMN, "c", 3, -2, 2.5, True, None, [1, 2, 3], ["x", "y"], [1, 2.5], [2.5, 1], [None, "x"], [], [[1], [2.5]], {"expr": "lit", "args": ["x"]}],
    "exprs": [COLUMN, "c", ["b", "c"], [COLUMN, "c", 3], [COLUMN], 3],
    "bool": [True, False],
    "bools": [True, False, [True, False]],
    "int": [0, 1, 2, 3, 5, -1],
    "ints": [[2, 3], [1], 1, [-1, 2]],
    "float": [0.5, 0.25, 1, 2.0, 0.1],
    "floats": [[0.25, 0.75], [1.0], [1, 2]],
    "str": ["x", "a.b", "%Y-%m-%d", "UTC"],
    "strs": [["x", "y"], ["x"], "x"],
    "duration": ["1d", "2h30m", "1mo", "3i", "-2d", "1w"],
    "dtype": ["Int64", "Int8", "Float64", "String", "Date", {"expr": "Datetime", "args": ["ms"]}, {"expr": "List", "args": ["Int64"]}, "UInt32", {"expr": "dtype_of", "args": ["b"]}],
    "dtypes": ["Int64", ["Int64", "String"], "x", ["x", "y"], "Datetime"],
    "mapping": [{"x": "y"}, {"a": "Int64", "b": "String"}, {}],
    "schema": [{"a": "Int64", "b": "String"}],
    "selector": [{"expr": "selectors.numeric"}, {"expr": "selectors.by_name", "args": ["a"]}],
    "selectors": ["x", ["x", "y"], {"expr": "selectors.numeric"}],
    "column": ["x"],
}
# Where such values would only be refused.
BETTER = {
    ("*", "time_zone"): ["UTC", "Europe/Berlin"],
    ("*", "fill_char"): ["x", "0", "xy"],
    ("*", "week_mask"): [[True, True, True, True, False, False, False]],
    ("*", "holidays"): [[], COLUMN],
    ("strptime", "dtype"): ["Date", "Time", {"expr": "Datetime", "args": ["ms"]}, {"expr": "Datetime", "args": ["us", "UTC"]}, "Datetime", "Int64"],
    ("replace", "old"): [{"x": 1, "y": 2}, [1, 2], "x", 1, COLUMN],
    ("replace", "new"): [["x", "y"], "x", 5, None, COLUMN],
    ("replace_strict", "old"): [{"x": 1, "y": 2}, [1, 2], "x", 1, COLUMN],
    ("replace_strict", "new"): [["x", "y"], "x", 5, None, COLUMN],
    ("replace_many", "patterns"): [{"x": "1", "y": "2"}, ["x", "y"], "x", COLUMN, {}],
    ("*", "reverse"): [True, False],
    ("*", "com"): [None, None, 0.5, -1],
    ("*", "span"): [None, None, 2, 0.5],
    ("*", "alpha"): [None, None, 0.5, 1, 1.5],
    ("ewm_mean", "half_life"): [None, None, 2.5],
    ("ewm_std", "half_life"): [None, None, 2.5],
    ("ewm_var", "half_life"): [None, None, 2.5],
    ("ewm_sum", "half_life"): [None, None, 2.5],
    ("struct.rename_fields", "names"): [["x", "y"], ["x"]],
    ("cut", "labels"): [["x", "y"], ["x", "y", "z"]],
    ("qcut", "labels"): [["x", "y"], ["x", "y", "z"]],
    ("qcut", "quantiles"): [[0.25, 0.75], 4],
    ("to_struct", "fields"): [["x", "y"], ["x"]],
    ("extract_groups", "pattern"): ["(a)(b)", "(?<x>.)", "(", "a"],
    ("arr.slice", "offset"): [0, 1, 2, -1, COLUMN],
    ("arr.slice", "length"): [0, 1, 2, None, COLUMN],
    ("arr.head", "n"): [0, 1, 2, COLUMN],
    ("arr.tail", "n"): [0, 1, 2, COLUMN],
    ("linear_spaces", "num_samples"): [3, 5, COLUMN],
    ("nth", "indices"): [0, 1, [0, -1]],
    ("by_index", "indices"): [0, 1, [0, -1]],
    ("format", "f_string"): ["{}-{}", "{}", "x", "{}{}{}"],
    ("format", "args"): [COLUMN, "c", 3],
    ("sql_expr", "sql"): ["a + 1", "upper(b) as c"],
    ("reshape", "dimensions"): [[2, 3], [-1], [-1, 2]],
    ("eval", "expr"): [{"expr": "mul", "on": {"expr": "element"}, "args": [2]}],
    ("filter", "predicates"): [{"expr": "gt", "on": COLUMN, "args": [1]}, "c"],
    ("when", "predicates"): [{"expr": "gt", "on": COLUMN, "args": [1]}, "c"],
    ("field", "name"): ["x", ["x", "y"]],
    ("struct.field", "name"): ["x", ["x", "y"]],
    ("*", "constraints"): [1, "x", None],
    ("struct", "schema"): [{"b": "Int64", "c": "String"}, None],
    ("col", "name"): ["a", "*", "^a.*$", "Int64", ["a", "b"]],
    ("col", "more_names"): ["b"],
    ("lit", "value"): [1, 2.5, "x", True, None, [1, 2], ["x"], [], 2**40],
    ("lit", "dtype"): [None, "Int8", "Float32", "String", "Date", "Boolean"],
    ("*", "names"): ["a", "b"],
    ("*", "columns"): ["a", "b"],
    ("exclude", "columns"): ["a", ["a", "b"], "Int64", "^a$", ["Int64", "String"]],
    ("exclude", "more_columns"): ["b"],
    ("datetime", "time_unit"): [None, "ms", ["us", "ns"]],
    ("duration", "time_unit"): [None, "ms", ["us", "ns"]],
    ("matches", "selector"): [{"expr": "selectors.numeric"}],
    ("from_epoch", "column"): [COLUMN, "c"],
}
# Python objects cannot stand in a document, and what a function makes cannot be compared.
LEFT_OUT = {"function": {"map_batches", "map_groups", "cum_sum_horizontal", "escape_regex", "fold", "reduce", "cum_fold", "cum_reduce"}, "expr": {"ext.storage", "map_batches", "map_elements", "name.map", "name.map_fields", "pipe", "str.to_titlecase"}}


def pick(rng: random.Random, operation: dict, param: dict) -> object:
    short = operation["name"].rsplit(".", 1)[-1]
    for key in ((operation["name"], param["name"]), (short, param["name"]), ("*", param["name"])):
        if key in BETTER and (key[0] != "matches" or operation["kind"] == "dtype_expr") and not (key[0] == "*" and operation["kind"] == "expr" and param["type"] in ("expr", "exprs") and param["name"] in ("names", "columns")):
            if key == (short, param["name"]) and operation["kind"] != "selector" and short in ("datetime", "duration"):
                continue
            if key == (short, param["name"]) and short == "replace" and operation["name"] != "replace":
                continue
            return rng.choice(BETTER[key])
    if param["type"] == "enum":
        return rng.choice(param["values"] + ([None] if param.get("null") else []))
    if param["type"] not in VALUES:
        raise NotImplementedError(param["type"])
    return rng.choice(VALUES[param["type"]])


def to_python(value: object, type_: str) -> object:
    """What a document's value is in Python."""
    if isinstance(value, dict) and "expr" in value:
        target: object = to_python(value["on"], "expr") if "on" in value else pl
        for part in value["expr"].split("."):
            target = getattr(target, part)
        inner = "dtype" if isinstance(target, type) and issubclass(target, pl.DataType) else "expr"
        return target(*[to_python(v, inner) for v in value.get("args", [])], **{k: to_python(v, inner) for k, v in value.get("kwargs", {}).items()})
    if isinstance(value, dict):
        return {k: to_python(v, type_) for k, v in value.items()}
    if isinstance(value, list):
        return [to_python(v, type_) for v in value]
    if isinstance(value, str) and type_ in ("dtype", "dtypes", "schema", "mapping") and value[:1].isupper() and hasattr(pl, value):
        return getattr(pl, value)
    return value


def case(rng: random.Random, operation: dict, only_required: bool) -> dict | None:
    """One call in a document's words with Python's tree."""
    args, kwargs, chosen = [], {}, {}
    by_position = True
    for param in operation["params"]:
        name, type_ = param["name"], param["type"]
        if name == "eager":
            continue
        optional = "default" in param or param["kind"] in ("varargs", "varkwargs")
        if optional and (only_required or rng.random() < 0.4):
            by_position = False
            continue
        if param["kind"] == "varkwargs":
            named = {"named": pick(rng, operation, param)}
            kwargs |= named
            chosen |= {k: to_python(v, type_) for k, v in named.items()}
            continue
        if param["kind"] == "varargs":
            many = [pick(rng, operation, param) for _ in range(rng.randint(1, 2))]
            if by_position:
                args += many
                chosen[name] = [to_python(v, type_) for v in many]
            continue
        value = pick(rng, operation, param)
        if by_position and param["kind"] != "keyword" and (rng.random() < 0.6 or param["kind"] == "only_positional"):
            args.append(value)
        else:
            by_position = False
            kwargs[name] = value
        # A name in the place of a column that is also the name of a type: the fixture says which.
        chosen[name] = to_python(value, type_ if (operation["name"], name) != ("col", "name") else "expr")
        if operation["name"].endswith("reshape") and name == "dimensions":
            chosen[name] = tuple(chosen[name])
    described = {"kind": operation["kind"], "name": operation["name"]}
    if args:
        described["args"] = args
    if kwargs:
        described["kwargs"] = kwargs
    try:
        described["tree"] = call_with_rest(operation, chosen)
    except Refused as refused:
        described["error"] = str(refused)
    except pl.exceptions.ComputeError:
        return None
    return described


def call_with_rest(operation: dict, chosen: dict) -> object:
    target: object
    if operation["kind"] == "expr":
        target = pl.col("a")
    elif operation["kind"] == "selector":
        target = polars.selectors
    elif operation["kind"] == "dtype_expr":
        target = pl.dtype_of("a")
    else:
        target = pl
    for part in operation["name"].split("."):
        target = getattr(target, part)
    known = {p["name"] for p in operation["params"]}
    rest = {k: v for k, v in chosen.items() if k not in known}
    return call(lambda *a, **k: target(*a, **k, **rest), operation, chosen)


def main() -> int:
    warnings.simplefilter("ignore")
    assert pl.__version__ == PINNED
    unsupported = json.loads(UNSUPPORTED.read_text(encoding="utf-8"))
    lines = []
    for operation in surface():
        kind, name = operation["kind"], operation["name"]
        expression = kind in ("expr", "selector", "dtype_expr") or kind == "function" and "Expr" in operation.get("returns", "")
        if not expression or name in unsupported.get(kind, {}) or name in LEFT_OUT.get(kind, ()):
            continue
        # The seed is the name, so that one more operation leaves the cases of the others alone.
        rng = random.Random(f"{kind} {name}")
        seen = set()
        for number in range(CALLS):
            try:
                described = case(rng, operation, only_required=number == 0)
            except NotImplementedError as error:
                print(f"no values for {kind} {name}: {error}", file=sys.stderr)
                break
            line = json.dumps(described, ensure_ascii=False)
            if described is not None and line not in seen:
                seen.add(line)
                lines.append(line)
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    if "--check" in sys.argv:
        return 0 if FIXTURE.read_text(encoding="utf-8") == text else 1
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
