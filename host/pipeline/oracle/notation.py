"""Cases are written as short Python; here they become documents. README.md shows the notation.

    i.abs()                     an expression over a frame's columns: a bare name is a column
    F.left.join(F.right, "id")  a chain over lazy frames; D.left starts from an eager one
    cs.numeric(), fn.double     selectors; a custom function
"""

import ast

import polars as pl
from frames import FRAMES, IPC

OPERATORS = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv", ast.Mod: "mod",
    ast.Pow: "pow", ast.BitAnd: "and_", ast.BitOr: "or_", ast.BitXor: "xor", ast.Gt: "gt", ast.GtE: "ge", ast.Lt: "lt",
    ast.LtE: "le", ast.Eq: "eq", ast.NotEq: "ne", ast.Invert: "not_", ast.USub: "neg",
}
NAMESPACES = {"str", "dt", "list", "arr", "struct", "cat", "bin", "name", "meta", "ext"}
TYPES = {n for n in dir(pl) if isinstance(getattr(pl, n), type) and issubclass(getattr(pl, n), pl.DataType)}


class Reader:
    """Reads one case; remembers which frames it uses."""

    def __init__(self):
        self.frames = []

    def value(self, node):
        match node:
            case ast.Constant(value=value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
                return -value
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [self.value(item) for item in items]
            case ast.Dict(keys=keys, values=values):
                return {self.value(k): self.value(v) for k, v in zip(keys, values)}
            case ast.Attribute(value=ast.Name(id="F" | "D"), attr=name):
                return self.frame(name, node.value.id)
            case ast.Attribute(value=ast.Name(id="fn"), attr=name):
                return {"custom_function": name}
            case ast.Name(id=name) if name in TYPES:
                return name
            case ast.Name(id=name):
                return {"expr": "col", "args": [name]}
            case ast.Call():
                return self.call(node)
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                return {"expr": OPERATORS[type(op)], "on": self.value(left), "args": [self.value(right)]}
            case ast.UnaryOp(op=op, operand=operand):
                return {"expr": OPERATORS[type(op)], "on": self.value(operand)}
        raise SyntaxError(f"not in the notation: {ast.unparse(node)}")

    def frame(self, name, door):
        if name not in FRAMES:
            raise SyntaxError(f"no sample frame {name}")
        if (name, door) not in self.frames:
            self.frames.append((name, door))
        return name

    def arguments(self, node):
        given = {}
        if node.args:
            given["args"] = [self.value(a) for a in node.args]
        if node.keywords:
            given["kwargs"] = {k.arg: self.value(k.value) for k in node.keywords}
        return given

    def call(self, node):
        given = self.arguments(node)
        match node.func:
            case ast.Name(id=name):
                return {"expr": name, **given}
            case ast.Attribute(value=ast.Name(id="cs"), attr=name):
                return {"expr": f"selectors.{name}", **given}
            case ast.Attribute(value=ast.Attribute(value=on, attr=space), attr=name) if space in NAMESPACES:
                return {"expr": f"{space}.{name}", "on": self.value(on), **given}
            case ast.Attribute(value=on, attr=name):
                return {"expr": name, "on": self.value(on), **given}
        raise SyntaxError(f"not in the notation: {ast.unparse(node)}")

    def chain(self, node):
        """The steps of a chain of calls on a frame, and the frame's name."""
        match node:
            case ast.Attribute(value=ast.Name(id="F" | "D"), attr=name):
                return [], self.frame(name, node.value.id)
            case ast.Call(func=ast.Name(id=operation)):
                return [{"operation": operation, **self.arguments(node)}], None
            case ast.Call(func=ast.Attribute(value=on, attr=operation)):
                steps, name = self.chain(on)
                where = {} if name is None else {"dataframe": name}
                return [*steps, {"operation": operation, **where, **self.arguments(node)}], name
        raise SyntaxError(f"not a chain: {ast.unparse(node)}")


def load(name, door):
    kind, ending = ("ipc", "arrow") if name in IPC else ("parquet", "parquet")
    verb = "scan" if door == "F" else "read"
    return {"operation": f"{verb}_{kind}", "dataframe": name, "args": [f"frames/{name}.{ending}"]}


def name_of(node):
    """The name that an expression's case is about: its outermost call."""
    match node:
        case ast.Tuple(elts=[first, *_]):
            return name_of(first)
        case ast.Call(func=ast.Name(id=name)):
            return f"pl.{name}"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="cs"), attr=name)):
            return f"selectors.{name}"
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=space), attr=name)) if space in NAMESPACES:
            return f"{space}.{name}"
        case ast.Call(func=ast.Attribute(value=on, attr=name)):
            if name in ("then", "otherwise", "when"):
                return {"then": "When", "otherwise": "Then", "when": "Then"}[name] + f".{name}"
            return f"Expr.{name}"
        case ast.BinOp(op=op) | ast.Compare(ops=[op]) | ast.UnaryOp(op=op):
            return f"Expr.{OPERATORS[type(op)]}"
    raise SyntaxError(f"no name in {ast.unparse(node)}")


def kind_of(node):
    """What a chain's link is called upon: LazyFrame, DataFrame or one of the group-bys."""
    match node:
        case ast.Attribute(value=ast.Name(id=door)):
            return "LazyFrame" if door == "F" else "DataFrame"
        case ast.Call(func=ast.Attribute(value=on, attr=name)):
            before = kind_of(on)
            lazy = before == "LazyFrame"
            if name == "having":
                return before
            if name in ("group_by", "rolling", "group_by_dynamic"):
                eager = {"group_by": "GroupBy", "rolling": "RollingGroupBy", "group_by_dynamic": "DynamicGroupBy"}[name]
                return "LazyGroupBy" if lazy else eager
            if name in ("collect", "describe"):
                return "DataFrame"
            if name == "lazy" or before == "LazyGroupBy":
                return "LazyFrame"
            return "DataFrame" if before.endswith("GroupBy") else before
    return "LazyFrame"


def chain_name(node):
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return f"pl.{name}"
        case ast.Call(func=ast.Attribute(value=on, attr=name)):
            return f"{kind_of(on)}.{name}"
    raise SyntaxError(f"no name in {ast.unparse(node)}")


def expression_document(code, frame, verb="select"):
    node = ast.parse(code, mode="eval").body
    reader = Reader()
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    step = {"operation": verb, "dataframe": frame, **several(reader, nodes)}
    return name_of(node), {"steps": [load(frame, "F"), step]}, frame


def several(reader, nodes):
    """The first keeps its own name; the others are named, so that two of one column can stand together."""
    first, *others = [reader.value(n) for n in nodes]
    return {"args": [first], **({"kwargs": {f"r{at}": v for at, v in enumerate(others, 1)}} if others else {})}


def grouped_document(code, frame, by):
    """The expressions as aggregates of groups."""
    node = ast.parse(code, mode="eval").body
    reader = Reader()
    nodes = node.elts if isinstance(node, ast.Tuple) else [node]
    steps = [
        load(frame, "F"),
        {"operation": "group_by", "dataframe": frame, "args": [by], "kwargs": {"maintain_order": True}},
        {"operation": "agg", "dataframe": frame, **several(reader, nodes)},
    ]
    return name_of(node), {"steps": steps}, frame


def chain_document(code):
    node = ast.parse(code, mode="eval").body
    reader = Reader()
    steps, name = reader.chain(node)
    return chain_name(node), {"steps": [*(load(*f) for f in reader.frames), *steps]}, name
