"""Documents from the examples in Polars' own documentation: code that the notation of documents can say, kept when the
document's answer equals the code's own."""

import ast
import doctest
import io
import json
import os
import re
import tempfile
import warnings
from contextlib import redirect_stdout

import canonical
import interpreter
import polars as pl
import surface
from cases import Case, loose
from notation import NAMESPACES, OPERATORS, TYPES


CHANCE = re.compile(r'"(sample|shuffle|seed|df_count|mode)"')


class Unsayable(Exception):
    """No document can say this."""


class Translator:
    """One statement; knows the frames that earlier statements made."""

    def __init__(self, scope):
        self.scope, self.frames = scope, []

    def frame(self, name):
        if name not in self.frames:
            self.frames.append(name)
        return name

    def value(self, node):
        match node:
            case ast.Constant(value=value) if value is None or isinstance(value, (bool, int, float, str)):
                return "$" + value if isinstance(value, str) and value.startswith("$") else value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
                return -value
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [self.value(item) for item in items]
            case ast.Dict(keys=keys, values=values):
                return {self.key(k): self.value(v) for k, v in zip(keys, values)}
            case ast.Attribute(value=ast.Name(id="pl"), attr=name) if name in TYPES:
                return name
            case ast.Name(id=name):
                found = self.scope.get(name)
                if isinstance(found, (pl.DataFrame, pl.LazyFrame)):
                    return self.frame(name)
                if isinstance(found, (str, int, float, bool)):
                    return found
                raise Unsayable(name)
            case ast.Attribute(value=ast.Name(id="pl"), attr="col"):
                raise Unsayable("col")
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="pl"), attr="col"), attr=name):
                return {"expr": "col", "args": [name]}
            case ast.Call():
                return self.call(node)
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                if type(op) not in OPERATORS or not self.is_expression(left):
                    raise Unsayable(ast.unparse(node))
                return {"expr": OPERATORS[type(op)], "on": self.value(left), "args": [self.value(right)]}
            case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
                return {"expr": OPERATORS[type(op)], "on": self.value(operand)}
        raise Unsayable(ast.unparse(node))

    def is_expression(self, node):
        return isinstance(self.value(node), dict)

    def key(self, node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        raise Unsayable("a key that is no text")

    def arguments(self, node):
        if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            raise Unsayable("unpacked arguments")
        given = {}
        if node.args:
            given["args"] = [self.value(a) for a in node.args]
        if node.keywords:
            given["kwargs"] = {k.arg: self.value(k.value) for k in node.keywords}
        return given

    def call(self, node):
        match node.func:
            case ast.Name(id="date" | "datetime" | "time" as name):
                return {"expr": name, **self.arguments(node)}
            case ast.Name(id="timedelta"):
                return {"expr": "duration", **self.arguments(node)}
            case ast.Attribute(value=ast.Name(id="pl"), attr=name):
                return {"expr": name, **self.arguments(node)}
            case ast.Attribute(value=ast.Name(id="cs"), attr=name):
                return {"expr": f"selectors.{name}", **self.arguments(node)}
            case ast.Attribute(value=ast.Attribute(value=on, attr=space), attr=name) if space in NAMESPACES and not isinstance(on, ast.Name):
                return {"expr": f"{space}.{name}", "on": self.value(on), **self.arguments(node)}
            case ast.Attribute(value=on, attr=name) if not isinstance(on, ast.Name):
                return {"expr": name, "on": self.value(on), **self.arguments(node)}
        raise Unsayable(ast.unparse(node))

    def chain(self, node):
        match node:
            case ast.Name(id=name) if isinstance(self.scope.get(name), (pl.DataFrame, pl.LazyFrame)):
                return [], self.frame(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="pl"), attr=operation)):
                return [{"operation": operation, **self.arguments(node)}], None
            case ast.Call(func=ast.Attribute(value=on, attr=operation)):
                steps, name = self.chain(on)
                where = {} if name is None else {"dataframe": name}
                return [*steps, {"operation": operation, **where, **self.arguments(node)}], name
        raise Unsayable(ast.unparse(node))


def made(name, frame):
    """Steps that make a frame from numbers and texts."""
    lazy = isinstance(frame, pl.LazyFrame)
    frame = frame.collect() if lazy else frame
    data, schema, casts = {}, {}, {}
    for column in frame.get_columns():
        dtype = column.dtype
        if isinstance(dtype, (pl.Date, pl.Datetime, pl.Duration, pl.Time)):
            physical = column.to_physical()
            data[column.name], schema[column.name], casts[column.name] = physical.to_list(), said(physical.dtype), said(dtype)
        elif isinstance(dtype, (pl.Categorical, pl.Enum)):
            data[column.name], schema[column.name], casts[column.name] = column.cast(pl.String).to_list(), {"expr": "String"}, said(dtype)
        else:
            data[column.name], schema[column.name] = column.to_list(), said(dtype)
    try:
        json.dumps(data, allow_nan=False)
    except (TypeError, ValueError):
        raise Unsayable("values that JSON has not") from None
    steps = [{"operation": "LazyFrame" if lazy else "DataFrame", "dataframe": name, "args": [data], "kwargs": {"schema": schema}}]
    if casts:
        steps.append({"operation": "cast", "dataframe": name, "args": [casts]})
    return steps


def said(dtype):
    match dtype:
        case pl.List():
            return {"expr": "List", "args": [said(dtype.inner)]}
        case pl.Array():
            return {"expr": "Array", "args": [said(dtype.inner), dtype.size]}
        case pl.Struct():
            return {"expr": "Struct", "args": [{f.name: said(f.dtype) for f in dtype.fields}]}
        case pl.Datetime():
            return {"expr": "Datetime", "args": [dtype.time_unit, dtype.time_zone]}
        case pl.Duration():
            return {"expr": "Duration", "args": [dtype.time_unit]}
        case pl.Enum():
            return {"expr": "Enum", "args": [dtype.categories.to_list()]}
        case pl.Decimal() | pl.Object() | pl.Binary():
            raise Unsayable(str(dtype))
    return {"expr": type(dtype).__name__}


def documents_of(text):
    """The documents that a docstring's code makes, each with the frame that the code itself gives."""
    scope = {"pl": pl}
    exec("from datetime import date, datetime, time, timedelta\nimport polars.selectors as cs", scope)
    for example in doctest.DocTestParser().get_examples(re.sub(r"#\s*doctest:.*", "", text)):
        try:
            tree = ast.parse(example.source)
        except SyntaxError:
            return
        for statement in tree.body:
            expression = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
            if isinstance(statement, ast.Expr):
                try:
                    with redirect_stdout(io.StringIO()):
                        result = eval(compile(ast.Expression(expression), "example", "eval"), scope)
                except Exception:
                    continue
                if not isinstance(result, (pl.DataFrame, pl.LazyFrame)) or isinstance(expression, ast.Name):
                    continue
                try:
                    translator = Translator(scope)
                    steps, name = translator.chain(expression)
                    first = [s for frame in translator.frames for s in made(frame, scope[frame])]
                    yield json.loads(json.dumps({"steps": first + steps})), name, result
                except (Unsayable, TypeError):
                    continue
            else:
                try:
                    with redirect_stdout(io.StringIO()):
                        exec(compile(ast.Module([statement], []), "example", "exec"), scope)
                except Exception:
                    return


def cases():
    """All of them; the code runs in a folder of its own, since some of it writes files."""
    back = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield from list(of_surface())
        finally:
            os.chdir(back)


def of_surface():
    warnings.simplefilter("ignore")
    seen = set()
    for name, function in surface.surface().items():
        text = function.__doc__ or ""
        # What an earlier statement left to chance stands in a later one's document.
        again = {json.dumps(document, sort_keys=True) for document, _, _ in documents_of(text)}
        for at, (document, returned, result) in enumerate(documents_of(text), 1):
            key = json.dumps(document, sort_keys=True)
            if key in seen or key not in again or len(key) > 3000 or CHANCE.search(key) or name in surface.REASONS:
                continue
            seen.add(key)
            try:
                unordered = loose(document)
                ours = canonical.answer(interpreter.run(document, {}, returned))
                theirs = canonical.answer(interpreter.frame_of(result))
                if unordered:
                    ours["rows"].sort(key=json.dumps)
                    theirs["rows"].sort(key=json.dumps)
                if json.dumps(ours) != json.dumps(theirs):
                    continue
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                continue
            yield Case(f"examples:{name}:{at}", name, document, returned, fails=False, unordered=unordered)
