"""The cases of a topic: a file of plain Python in `cases/`.

An expression at its top level is a case, and so is a function without arguments. Assignments, classes and functions whose
names begin with `_` are what cases use: each case runs on fresh ones, and only on those that it names, so that one that is
missing fails nothing else. `refused("name", lambda: ..., "why")` is a case that our module says no to.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
TOPICS = sorted(path.stem for path in (FOLDER / "cases").glob("*.py"))


@dataclass(frozen=True)
class Case:
    topic: str
    name: str
    setup: tuple
    body: ast.AST
    refused: str | None = None
    reason: str | None = None

    def run(self):
        """What the case gives, in a namespace of its own."""
        names = {"__name__": f"cases.{self.topic}"}
        where = f"cases/{self.topic}.py"
        exec(compile(ast.Module(list(self.setup), []), where, "exec"), names)
        if isinstance(self.body, ast.FunctionDef):
            exec(compile(ast.Module([self.body], []), where, "exec"), names)
            return names[self.body.name]()
        return eval(compile(ast.Expression(self.body), where, "eval"), names)


def cases(topic):
    text = (FOLDER / "cases" / f"{topic}.py").read_text(encoding="utf-8")
    nodes = ast.parse(text).body
    found = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            found.append(Case(topic, node.name, needed(node, nodes), node))
        elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            found.append(of_expression(topic, text, node, nodes))
    names = [case.name for case in found]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"cases/{topic}.py has these cases twice: {twice}"
    return found


def of_expression(topic, text, node, nodes):
    body = node.value
    refused = reason = None
    if isinstance(body, ast.Call) and isinstance(body.func, ast.Name) and body.func.id == "refused":
        name, work, why = body.args
        refused, body, reason = ast.literal_eval(name), work.body, ast.literal_eval(why)
    source = " ".join(ast.get_source_segment(text, body).split())
    return Case(topic, source, needed(body, nodes), body, refused, reason)


def needed(body, nodes):
    """The imports, and the definitions that `body` names, directly or by another one, in the file's order."""
    definitions = {name: node for node in nodes for name in defines(node)}
    wanted, open_names = set(), {*names_of(body)}
    while open_names:
        node = definitions.get(open_names.pop())
        if node is not None and node not in wanted:
            wanted.add(node)
            open_names |= names_of(node)
    return tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) or node in wanted)


def defines(node):
    if isinstance(node, ast.Assign):
        return [part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name] if node.name.startswith("_") or isinstance(node, ast.ClassDef) else []
    return []


def names_of(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
