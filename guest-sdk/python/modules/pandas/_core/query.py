"""The expressions of `query` and `eval`: Python's, of columns, read by Python's own parser and computed column by column."""

import ast
import io
import operator
import tokenize

from .errors import UndefinedVariableError, missing

LOCAL, QUOTED = "__pd_local_", "__pd_quoted_"
BINARY = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.Pow: operator.pow, ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}  # fmt: skip
COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
MOST = 10_000
"""Characters of an expression: more would exhaust the parser's stack before it says so."""


def evaluate(text, frame, names):
    """What an expression gives for a frame; `names` are those that `@` may mean. Raises as pandas does."""
    if not isinstance(text, str):
        raise ValueError(f"expr must be a string to be evaluated, {type(text)} given")
    if not text.strip():
        raise ValueError("expr cannot be an empty string")
    if len(text) > MOST:
        raise ValueError(f"an expression of {len(text)} characters is longer than the {MOST} that are allowed")
    source, quoted = plain(text.strip())
    tree = ast.parse(source, mode="eval")
    return Evaluator(frame, names, quoted).visit(tree.body)


def plain(text):
    """The expression as Python's parser reads it: names in backquotes and after @ under other names, & and | as words."""
    text, quoted = unquoted(text)
    found = []
    tokens = list(tokenize.generate_tokens(io.StringIO(text.replace("\n", " ")).readline))
    place = 0
    while place < len(tokens):
        kind, value = tokens[place].type, tokens[place].string
        if value == "@" and place + 1 < len(tokens) and tokens[place + 1].type == tokenize.NAME:
            found.append((tokenize.NAME, LOCAL + tokens[place + 1].string))
            place += 2
            continue
        found.append((tokenize.OP, value) if value not in ("&", "|") else (tokenize.NAME, "and" if value == "&" else "or"))
        if kind != tokenize.OP:
            found[-1] = (kind, value)
        place += 1
    return tokenize.untokenize(found).strip(), quoted


def unquoted(text):
    """Names in backquotes become plain ones."""
    parts, quoted = text.split("`"), {}
    if len(parts) % 2 == 0:
        raise SyntaxError(f"Failed to parse backticks in '{text}'.")
    for place in range(1, len(parts), 2):
        name = f"{QUOTED}{place}"
        quoted[name] = parts[place]
        parts[place] = name
    return "".join(parts), quoted


class Evaluator(ast.NodeVisitor):
    """Computes an expression, node by node; nodes that are not named here are refused."""

    def __init__(self, frame, names, quoted):
        self.frame, self.names, self.quoted = frame, names, quoted

    def generic_visit(self, node):
        raise NotImplementedError(f"'{type(node).__name__}' nodes are not implemented")

    def visit_Constant(self, node):
        return node.value

    def visit_Name(self, node):
        name = self.quoted.get(node.id, node.id)
        if name.startswith(LOCAL):
            name = name[len(LOCAL) :]
            if name not in self.names:
                raise UndefinedVariableError(f"local variable '{name}' is not defined")
            return self.names[name]
        if name in self.frame.columns:
            return self.frame[name]
        index = self.frame.index
        if name in list(index.names) or name == "index" or (name.startswith("ilevel_") and name[7:].isdecimal()):
            return self.level(index, name)
        raise UndefinedVariableError(f"name '{name}' is not defined")

    def level(self, index, name):
        from .series import Series

        if name in list(index.names):
            index = index.get_level_values(name)
        elif name.startswith("ilevel_"):
            index = index.get_level_values(int(name[7:]))
        return Series(index._values, index=self.frame.index, name=name)

    def visit_List(self, node):
        return [self.visit(item) for item in node.elts]

    visit_Tuple = visit_List

    def visit_Subscript(self, node):
        return self.visit(node.value)[self.visit(node.slice)]

    def visit_Slice(self, node):
        return slice(*(None if part is None else self.visit(part) for part in (node.lower, node.upper, node.step)))

    def visit_Attribute(self, node):
        if node.attr.startswith("_"):
            raise AttributeError(f"names that begin with _ are not there in an expression: {node.attr!r}")
        return getattr(self.visit(node.value), node.attr)

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and not node.func.id.startswith(LOCAL):
            if node.func.id in (
                "sin",
                "cos",
                "tan",
                "exp",
                "log",
                "log10",
                "log1p",
                "expm1",
                "sqrt",
                "abs",
                "floor",
                "ceil",
                "arcsin",
                "arccos",
                "arctan",
                "sinh",
                "cosh",
                "tanh",
            ):
                missing(f"DataFrame.query with {node.func.id}()", "compute the column first")
            raise TypeError(f'"{node.func.id}" is not a supported function')
        args = [self.visit(part) for part in node.args]
        return self.visit(node.func)(*args, **{part.arg: self.visit(part.value) for part in node.keywords})

    def visit_UnaryOp(self, node):
        value = self.visit(node.operand)
        if isinstance(node.op, ast.Not | ast.Invert):
            return not value if isinstance(value, bool) else ~value
        return -value if isinstance(node.op, ast.USub) else +value

    def visit_BinOp(self, node):
        work = BINARY.get(type(node.op))
        if work is None:
            return self.generic_visit(node.op)
        return work(self.visit(node.left), self.visit(node.right))

    def visit_BoolOp(self, node):
        work = operator.and_ if isinstance(node.op, ast.And) else operator.or_
        found = self.visit(node.values[0])
        for part in node.values[1:]:
            found = work(found, self.visit(part))
        return found

    def visit_Compare(self, node):
        left, found = self.visit(node.left), None
        for op, right in zip(node.ops, node.comparators, strict=True):
            right = self.visit(right)
            one = self.compare(op, left, right)
            found = one if found is None else found & one
            left = right
        return found

    def compare(self, op, left, right):
        listed = isinstance(right, list | tuple | set) or (isinstance(op, ast.In | ast.NotIn) and hasattr(right, "__iter__"))
        if isinstance(op, ast.In | ast.NotIn) or (isinstance(op, ast.Eq | ast.NotEq) and isinstance(right, list)):
            if not listed or isinstance(right, str):
                raise TypeError(f"only list-like objects are allowed to be passed to isin(), you passed a `{type(right).__name__}`")
            inside = left.isin(right) if hasattr(left, "isin") else left in list(right)
            return (not inside if isinstance(inside, bool) else ~inside) if isinstance(op, ast.NotIn | ast.NotEq) else inside
        work = COMPARE.get(type(op))
        return self.generic_visit(op) if work is None else work(left, right)
