"""Runs a pipeline document with Python Polars, finding every operation by reflection.

It follows polars-as-config 1.2.1, and goes further where that package leaves strings alone: a data type's name is also
resolved inside a schema (`{"a": "Int64"}`), in varargs, and a frame's name in varargs and lists.
"""

import copy
import inspect
import re

import polars as pl
from functions import FUNCTIONS

# Names that annotations use for what a string may stand for.
FRAME = re.compile(r"\b(DataFrame|LazyFrame|PolarsType|FrameType|Self)\b")
ONLY_FRAME = re.compile(r"^(pl\.)?(DataFrame|LazyFrame)$|^\w*\[?(PolarsType|FrameType|LazyFrame)\]?$")
DTYPE = re.compile(r"DataType|SchemaDict|\bSchema\b|PolarsTemporalType|PolarsIntegerType")
NAME = re.compile(r"(^|\||Collection\[)str_?(\||\]|$)")
DEFINITION = re.compile(r"SchemaDefinition")


class Missing(ValueError):
    """A name that the document uses and nothing defines."""


def parameters(function):
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return []


def hint_of(params, key):
    """The annotation, as text, of an argument: `key` is its position or its name."""
    if isinstance(key, str):
        found = [p for p in params if p.name == key and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        found = found or [p for p in params if p.kind == p.VAR_KEYWORD]
    else:
        found = [p for p in params if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][key:]
        found = found or [p for p in params if p.kind == p.VAR_POSITIONAL]
    if not found or found[0].annotation is inspect.Parameter.empty:
        return ""
    text = found[0].annotation
    return (text if isinstance(text, str) else getattr(text, "__name__", str(text))).replace(" ", "")


def data_type(name):
    found = getattr(pl, name, None)
    return found if isinstance(found, type) and issubclass(found, pl.DataType) else None


class Interpreter:
    def __init__(self, variables=None):
        self.frames = {}
        self.variables = variables or {}

    def value(self, value, hint):
        if isinstance(value, str):
            return self.string(value, hint)
        if isinstance(value, list):
            if DEFINITION.search(hint):
                return [self.pair(item) for item in value]
            return [self.value(item, re.sub(r"^\w*\[(.*)\]$", r"\1", hint)) for item in value]
        if isinstance(value, dict):
            if "expr" in value:
                return self.expression(value)
            if "custom_function" in value:
                name = value["custom_function"]
                if name not in FUNCTIONS:
                    raise Missing(f"custom function {name} not found")
                return FUNCTIONS[name]
            inner = "PolarsDataType" if DTYPE.search(hint) or DEFINITION.search(hint) else ""
            return {key: self.value(item, inner) for key, item in value.items()}
        return value

    def pair(self, item):
        """An entry of a schema given as a list: a name, or a name with its type."""
        if isinstance(item, list) and len(item) == 2:
            return (item[0], self.value(item[1], "PolarsDataType"))
        return self.value(item, "")

    def string(self, value, hint):
        if FRAME.search(hint) and "Callable" not in hint:
            if value in self.frames:
                return self.frames[value]
            if ONLY_FRAME.search(hint):
                raise Missing(f"frame {value} not found")
        # Where a column's name is welcome too (exclude), a string is one, as in the reference.
        if DTYPE.search(hint) and not NAME.search(hint) and (found := data_type(value)):
            return found
        if value.startswith("$$"):
            return value[1:]
        if value.startswith("$"):
            if value[1:] not in self.variables:
                raise Missing(f"variable {value[1:]} not found")
            return self.variables[value[1:]]
        return value

    def call(self, function, item):
        params = parameters(function)
        args = [self.value(v, hint_of(params, at)) for at, v in enumerate(item.get("args") or [])]
        kwargs = {k: self.value(v, hint_of(params, k)) for k, v in (item.get("kwargs") or {}).items()}
        return function(*args, **kwargs)

    def expression(self, item):
        subject = self.expression(item["on"]) if item.get("on") is not None else pl
        for part in item["expr"].split("."):
            if part.startswith("_"):
                raise Missing(f"private name {part}")
            subject = getattr(subject, part)
        return self.call(subject, item)

    def step(self, step):
        if "dataframe" in step and ("dataframe_in" in step or "dataframe_out" in step):
            raise ValueError("dataframe together with dataframe_in or dataframe_out")
        name = step.get("dataframe")
        source, target = step.get("dataframe_in", name), step.get("dataframe_out", name)
        operation = step["operation"]
        if operation.startswith("_"):
            raise Missing(f"private name {operation}")
        current = self.frames.get(source)
        self.frames[target] = self.call(getattr(pl if current is None else current, operation), step)
        return target


def variables_of(document, given):
    declared = document.get("variables") or {}
    if isinstance(declared, list):
        known = {v["key"]: v for v in declared}
        values = {key: v["value"] for key, v in known.items() if "value" in v}
    else:
        known, values = declared, dict(declared)
    for key in given:
        if key not in known:
            raise Missing(f"variable {key} is not declared")
    values.update(given)
    for key in known:
        if key not in values:
            raise Missing(f"variable {key} has no value")
    return values


def run(document, given=None, returned=None):
    """The frame that the document returns, as a DataFrame; raises what Polars raises."""
    document = copy.deepcopy(document)
    if ("steps" in document) == ("operations" in document):
        raise ValueError("one of steps and operations")
    interpreter = Interpreter(variables_of(document, given or {}))
    last = None
    for step in document.get("steps", document.get("operations")):
        last = interpreter.step(step)
    if returned is None:
        returned = None if None in interpreter.frames else last
    if returned not in interpreter.frames:
        raise Missing(f"frame {returned} not found")
    return frame_of(interpreter.frames[returned])


def frame_of(result):
    if isinstance(result, pl.LazyFrame):
        return result.collect()
    if isinstance(result, pl.Series):
        return result.to_frame()
    if isinstance(result, pl.DataFrame):
        return result
    raise TypeError(f"{type(result).__name__} is not a frame")
