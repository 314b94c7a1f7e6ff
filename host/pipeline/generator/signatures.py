"""Signatures of Python Polars as plain data."""

from __future__ import annotations

import inspect
import re
import typing

import polars as pl
import polars._typing
import polars.selectors
from polars._typing import PolarsDataType  # noqa: F401
from polars.dataframe.group_by import DynamicGroupBy, GroupBy, RollingGroupBy
from polars.expr.whenthen import ChainedThen, ChainedWhen, Then, When
from polars.lazyframe.group_by import LazyGroupBy

NAMESPACES = ["str", "dt", "list", "arr", "struct", "cat", "bin", "name", "meta", "ext"]

# What a document cannot say, so it is no parameter here: Polars keeps these for itself.
HIDDEN = re.compile(r"^_")

# Where the hint says too little: (kind, name, parameter) -> type. A star stands for any.
TYPES = {
    ("*", "*", "every"): "duration",
    ("*", "*", "period"): "duration",
    ("*", "dt.round", "every"): "expr",
    ("*", "dt.truncate", "every"): "expr",
    ("*", "dt.offset_by", "by"): "expr",
    ("*", "*", "constraints"): "any",
    ("function", "col", "name"): "any",
    ("function", "col", "more_names"): "any",
    ("function", "*", "interval"): "duration",
    ("*", "*", "optimizations"): "any",
    ("*", "*", "tolerance"): "any",
    ("*", "*", "dtypes"): "any",
    ("*", "*", "on_columns"): "any",
    ("lazy_frame", "gather", "indices"): "any",
    ("data_frame", "gather", "indices"): "any",
    ("data_frame", "hstack", "columns"): "any",
    ("data_frame", "insert_column", "column"): "any",
    ("lazy_frame", "with_context", "other"): "frames",
    ("dtype_expr", "matches", "selector"): "any",
    ("selector", "by_dtype", "dtypes"): "dtypes",
    ("expr", "*", "week_mask"): "bools",
    ("function", "*", "week_mask"): "bools",
    ("expr", "*", "holidays"): "expr",
    ("function", "*", "holidays"): "expr",
    ("*", "*", "half_life"): "float",
    ("expr", "ewm_mean_by", "half_life"): "duration",
    ("expr", "ewm_sum_by", "half_life"): "duration",
    ("*", "exclude", "columns"): "columns",
    ("*", "exclude", "more_columns"): "column",
    ("expr", "reshape", "dimensions"): "ints",
    ("expr", "*", "fields"): "strs",
    ("expr", "str.replace_many", "patterns"): "expr",
    ("expr", "replace", "old"): "any",
    ("expr", "replace", "new"): "any",
    ("expr", "replace_strict", "old"): "any",
    ("expr", "replace_strict", "new"): "any",
    ("expr", "filter", "constraints"): "any",
}


# Arguments for examples, where a value of the right type alone would not do: (operation, parameter) -> value. A star stands for any.
SAMPLES = {
    ("*", "time_zone"): "UTC",
    ("*", "fill_char"): "0",
    ("*", "format"): "%Y",
    ("*", "pattern"): "a",
    ("*", "dimensions"): [-1],
    ("*", "other"): 1,
    ("list.concat", "other"): "a",
    ("list.set_difference", "other"): [1],
    ("list.set_intersection", "other"): [1],
    ("list.set_symmetric_difference", "other"): [1],
    ("list.set_union", "other"): [1],
    ("and_", "others"): {"expr": "is_null", "on": {"expr": "col", "args": ["a"]}},
    ("or_", "others"): {"expr": "is_null", "on": {"expr": "col", "args": ["a"]}},
    ("col", "name"): "a",
    ("lit", "value"): 1,
    ("ones", "n"): 3,
    ("repeat", "n"): 3,
    ("repeat", "value"): 0,
    ("zeros", "n"): 3,
    ("struct_with_fields", "mapping"): {"a": "Int64"},
    ("Array", "shape"): 2,
    ("matches", "selector"): {"expr": "selectors.numeric"},
    ("*", "lower_bound"): 0,
    ("*", "upper_bound"): 10,
    ("str.json_path_match", "json_path"): {"expr": "lit", "args": ["$.a"]},
    ("str.replace", "value"): "b",
    ("str.replace_all", "value"): "b",
    ("str.replace_many", "patterns"): {"a": "b"},
    ("str.strptime", "dtype"): "Date",
    ("str.strptime", "format"): "%Y-%m-%d",
    ("str.strptime", "strict"): False,
    ("str.to_date", "format"): "%Y-%m-%d",
    ("str.to_date", "strict"): False,
    ("str.to_datetime", "format"): "%Y-%m-%d %H:%M",
    ("str.to_datetime", "strict"): False,
    ("str.to_time", "format"): "%H:%M",
    ("str.to_time", "strict"): False,
    ("str.to_integer", "strict"): False,
    ("str.json_decode", "dtype"): "Int64",
    ("str.decode", "strict"): False,
    ("bin.decode", "strict"): False,
    ("*", "encoding"): "hex",
    ("*", "time_unit"): "us",
    ("fill_null", "value"): 0,
    ("replace", "old"): {"1": "2"},
    ("replace_strict", "old"): {"a": "b"},
    ("replace_strict", "default"): "c",
    ("ewm_mean", "alpha"): 0.5,
    ("ewm_std", "alpha"): 0.5,
    ("ewm_sum", "alpha"): 0.5,
    ("ewm_var", "alpha"): 0.5,
    ("reinterpret", "signed"): True,
    ("format", "f_string"): "{}",
    ("format", "args"): "a",
    ("concat_str", "separator"): "-",
    ("over", "partition_by"): "a",
    ("sql_expr", "sql"): "a + 1",
    ("list.eval", "expr"): {"expr": "rank", "on": {"expr": "element"}},
    ("list.agg", "expr"): {"expr": "sum", "on": {"expr": "element"}},
    ("list.filter", "predicate"): {"expr": "gt", "on": {"expr": "element"}, "args": [0]},
    ("arr.eval", "expr"): {"expr": "rank", "on": {"expr": "element"}},
    ("arr.agg", "expr"): {"expr": "sum", "on": {"expr": "element"}},
    ("cumulative_eval", "expr"): {"expr": "sum", "on": {"expr": "element"}},
    ("where", "predicate"): {"expr": "gt", "on": {"expr": "col", "args": ["a"]}, "args": [0]},
    ("filter", "predicates"): {"expr": "gt", "on": {"expr": "col", "args": ["a"]}, "args": [0]},
    ("when", "predicates"): {"expr": "gt", "on": {"expr": "col", "args": ["a"]}, "args": [0]},
    ("repeat_by", "by"): 2,
    ("list.to_struct", "fields"): ["first", "second"],
    ("list.to_array", "width"): 2,
    ("struct.rename_fields", "names"): ["first", "second"],
    ("struct.field", "name"): "a",
    ("cut", "breaks"): [1.0, 2.0],
    ("qcut", "quantiles"): [0.25, 0.75],
    ("dt.offset_by", "by"): "1d",
    ("dt.truncate", "every"): "1h",
    ("dt.round", "every"): "1h",
    ("dt.combine", "time"): {"expr": "time", "args": [12]},
    ("dt.add_business_days", "n"): 1,
    ("dt.add_business_days", "roll"): "forward",
    ("dt.to_string", "format"): "%Y-%m-%d",
    ("bin.reinterpret", "dtype"): "UInt8",
    ("cat.to", "dtype"): "Categorical",
    ("quantile", "quantile"): 0.5,
    ("gather", "indices"): [0],
    ("list.gather", "indices"): [0],
    ("is_in", "other"): [1, 2],
    ("rolling", "index_column"): "a",
    ("*", "window_size"): 2,
}


def sample_of(kind: str, name: str, param: str, type_: str) -> object:
    """The argument for an example, if there is one."""
    if (name, param) in SAMPLES:
        return SAMPLES[name, param]
    if kind in ("expr", "function", "selector") and type_ != "duration":
        return SAMPLES.get(("*", param))
    return None


def enum_words(hint: str) -> list[str] | None:
    """The words of a hint that is only words (and perhaps None)."""
    words: list[str] = []
    parts = split_union(hint)
    for part in parts:
        if part == "None":
            continue
        alias = getattr(polars._typing, part, None)
        if part.startswith("Literal["):
            words += [w for w in typing.get_args(eval(part, {"Literal": typing.Literal})) if isinstance(w, str)]
        elif alias is not None and typing.get_origin(alias) is typing.Literal:
            words += [w for w in typing.get_args(alias) if isinstance(w, str)]
        else:
            return None
    return words or None


def split_union(hint: str) -> list[str]:
    """The parts of `a | b[c | d]` at the outermost level."""
    parts, depth, current = [], 0, ""
    for char in hint:
        depth += char in "[("
        depth -= char in "])"
        if char == "|" and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    return [*parts, current.strip()]


def type_of(kind: str, operation: str, name: str, hint: str) -> tuple[str, list[str]]:
    """The type of a parameter as the README lists them, and the words of an enum."""
    for key in ((kind, operation, name), ("*", operation, name), (kind, "*", name), ("*", "*", name)):
        if key in TYPES:
            return TYPES[key], []
    words = enum_words(hint)
    if words:
        return "enum", words
    parts = [p for p in split_union(hint) if p != "None"]
    joined = " | ".join(parts)
    has = lambda *names: any(re.search(rf"\b{n}\b", joined) for n in names)  # noqa: E731
    collection = has("Sequence", "Iterable", "Collection", "list", "tuple", "OneOrMoreDataTypes")
    if parts and parts[0].startswith("Callable") and len(parts) == 1 or name == "function" and "Callable" in hint:
        return "callable", []
    if has("DataFrame", "LazyFrame", "FrameType", "PolarsType") and not has("Mapping", "dict"):
        return ("frames" if collection else "frame"), []
    if name in ("source", "file", "path", "target") or has("Path", "FileSource"):
        return "path", []
    if has("SchemaDict", "SchemaDefinition") or name in ("schema", "schema_overrides") and has("Schema", "Mapping"):
        return "schema", []
    if has("ColumnNameOrSelector", "Selector"):
        return ("selectors" if collection or "Collection" in hint else "selector"), []
    if has("IntoExpr", "IntoExprColumn", "Expr") and not has("Mapping"):
        if re.search(r"(Iterable|Sequence|Collection)\[(IntoExpr|IntoExprColumn|Expr|str \| Expr|Expr \| str)\b", joined):
            return "exprs", []
        if "timedelta" in hint and not has("IntoExpr", "IntoExprColumn"):
            return "expr", []
        return "expr", []
    if has("PolarsDataType", "PolarsTemporalType", "PolarsIntegerType", "DataTypeExpr", "OneOrMoreDataTypes"):
        if has("Mapping"):
            return "mapping", []
        return ("dtypes" if collection or has("OneOrMoreDataTypes") else "dtype"), []
    if "timedelta" in hint:
        return "duration", []
    if joined in ("Any", "object"):
        return "any", []
    if has("Mapping", "dict", "StorageOptionsDict"):
        return "mapping", []
    for type_, many, word in (("bool", "bools", "bool"), ("float", "floats", "float"), ("int", "ints", "int"), ("str", "strs", "(?:str|str_)")):
        if has(word):
            return (many if collection else type_), []
    return "any", []


def json_default(value: object) -> object:
    """A default as JSON."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (tuple, list)):
        return [json_default(v) for v in value]
    if isinstance(value, (type, pl.DataType)) and str(value) in dir(pl):
        return str(value)
    if isinstance(value, pl.QueryOptFlags):
        return None
    raise TypeError(f"no JSON for the default {value!r}")


def is_sentinel(value: object) -> bool:
    return type(value) is object or type(value).__name__ == "_NoDefault" or repr(value) == "<no_default>"


KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "only_positional",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword",
    inspect.Parameter.VAR_POSITIONAL: "varargs",
    inspect.Parameter.VAR_KEYWORD: "varkwargs",
}


def unwrap_renamed(function: object) -> dict[str, str]:
    """Old names of parameters: what Polars' own decorator has in its closure."""
    renamed = {}
    while function is not None:
        cells = getattr(function, "__closure__", None) or ()
        variables = dict(zip(getattr(function, "__code__", None).co_freevars if cells else (), (c.cell_contents for c in cells)))
        if "old_name" in variables and "new_name" in variables and variables.get("mapper") is not None:
            renamed[variables["old_name"]] = variables["new_name"]
        elif "old_name" in variables and "new_name" in variables:
            renamed[variables["old_name"]] = variables["new_name"]
        function = getattr(function, "__wrapped__", None)
    return renamed


def is_deprecated(function: object) -> bool:
    while function is not None:
        if getattr(function, "__deprecated__", None):
            return True
        function = getattr(function, "__wrapped__", None)
    return False


def first_line(documented: object) -> str:
    text = inspect.getdoc(documented) or ""
    return " ".join(text.split("\n\n")[0].split())


def describe(kind: str, name: str, function: object, method: bool) -> dict:
    """One operation without its tree."""
    signature = inspect.signature(function)
    params, sample = [], {}
    for index, parameter in enumerate(signature.parameters.values()):
        if method and index == 0 and parameter.name in ("self", "cls") or HIDDEN.match(parameter.name):
            continue
        hint = parameter.annotation if isinstance(parameter.annotation, str) else ""
        hint = hint.replace("str_", "str").replace("list_[", "list[")
        type_, words = type_of(kind, name, parameter.name, hint)
        param: dict = {"name": parameter.name, "kind": KINDS[parameter.kind]}
        if parameter.default is not inspect.Parameter.empty:
            param["default"] = None if is_sentinel(parameter.default) else json_default(parameter.default)
            if is_sentinel(parameter.default):
                param["no_default"] = True
        param["type"] = type_
        if "None" in split_union(hint) or param.get("default", 0) is None and not param.get("no_default") or "IntoExpr" in split_union(hint) or hint == "Any":
            param["null"] = True
        if words:
            param["values"] = words
        if hint:
            param["hint"] = hint
        params.append(param)
        value = sample_of(kind, name, parameter.name, type_)
        if value is not None and not (name == "matches" and kind == "selector") and ("default" not in param or (name, parameter.name) in SAMPLES):
            sample[parameter.name] = value
    described = {"kind": kind, "name": name, "doc": first_line(function)}
    if is_deprecated(function):
        described["deprecated"] = True
    renamed = unwrap_renamed(function)
    if renamed:
        described["renamed"] = renamed
    described["params"] = params
    if sample:
        described["sample"] = sample
    returns = signature.return_annotation
    if isinstance(returns, str):
        described["returns"] = returns
    return described


def methods(cls: type, own: bool = False) -> list[tuple[str, object]]:
    """Public methods of a class by name, in order."""
    found = []
    for name in sorted(vars(cls) if own else dir(cls)):
        static = inspect.getattr_static(cls, name)
        if name.startswith("_") or isinstance(static, property):
            continue
        value = getattr(cls, name)
        if callable(value) and not inspect.isclass(value) and hasattr(value, "__name__"):
            found.append((name, value))
    return found


def surface() -> list[dict]:
    """Every name of the Python surface with its signature."""
    operations = []
    for name in sorted(n for n in pl.__all__ if n[0].islower()):
        value = getattr(pl, name)
        if name == "col":
            operations.append(describe("function", "col", type(value).__call__, method=True))
        elif inspect.isfunction(value):
            operations.append(describe("function", name, value, method=False))
    operations += [describe("expr", name, f, method=True) for name, f in methods(pl.Expr)]
    column = pl.col("a")
    for namespace in NAMESPACES:
        operations += [describe("expr", f"{namespace}.{name}", f, method=True) for name, f in methods(type(getattr(column, namespace)))]
    for name in sorted(polars.selectors.__all__):
        value = getattr(polars.selectors, name)
        if inspect.isfunction(value):
            operations.append(describe("selector", name, value, method=False))
    for kind, cls in (("when", When), ("then", Then), ("chained_when", ChainedWhen), ("chained_then", ChainedThen)):
        operations += [describe(kind, name, f, method=True) for name, f in methods(cls, own=True)]
    for name in sorted(pl.__all__):
        value = getattr(pl, name)
        if inspect.isclass(value) and issubclass(value, pl.DataType) and value.__init__ is not pl.DataType.__init__ and "__init__" in vars(value):
            operations.append(described := describe("dtype", name, value.__init__, method=True))
            described["doc"] = first_line(value)
    operations += [describe("dtype_expr", name, f, method=True) for name, f in methods(pl.DataTypeExpr)]
    for namespace in ("list", "arr", "struct"):
        owner = type(getattr(pl.dtype_of("a"), namespace))
        operations += [describe("dtype_expr", f"{namespace}.{name}", f, method=True) for name, f in methods(owner)]
    for kind, cls in (
        ("lazy_frame", pl.LazyFrame),
        ("data_frame", pl.DataFrame),
        ("lazy_group_by", LazyGroupBy),
        ("group_by", GroupBy),
        ("dynamic_group_by", DynamicGroupBy),
        ("rolling_group_by", RollingGroupBy),
    ):
        operations += [describe(kind, name, f, method=True) for name, f in methods(cls)]
    return operations
