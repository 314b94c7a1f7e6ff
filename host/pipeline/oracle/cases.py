"""Reads the files of cases/: sections `== KIND FRAME [BY]`, then a case a line (README.md shows the notation)."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import notation

FOLDER = Path(__file__).parent / "cases"

# Where Polars leaves the order of rows open unless told; such an answer is compared as a multiset of rows.
LOOSE = {"group_by", "unique", "join", "join_where", "sql", "pivot", "value_counts", "mode", "full", "top_k", "bottom_k", "top_k_by",
         "bottom_k_by", "align_frames", "union"}


@dataclass
class Case:
    id: str
    name: str
    document: dict
    returned: str | None
    fails: bool = False
    unordered: bool = False
    variables: dict = field(default_factory=dict)
    source: str = ""


def loose(document):
    """Whether any operation of the document leaves the order open, and no last step sets it."""
    last = document["steps"][-1]
    if last["operation"] == "sort":
        return False

    def walk(value):
        if isinstance(value, list):
            return any(walk(v) for v in value)
        if not isinstance(value, dict):
            return False
        name = value.get("operation", value.get("expr"))
        if isinstance(name, str) and name in LOOSE and not (value.get("kwargs") or {}).get("maintain_order"):
            return True
        return any(walk(v) for v in value.values())

    return walk(document["steps"])


def read(file):
    kind, words = "", []
    for number, line in enumerate((FOLDER / file).read_text().splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            kind, *words = line[3:].split()
            continue
        flags, rest = re.match(r"^([!~ ]*)(.*)$", line).groups()
        given, _, code = rest.rpartition(" :: ")
        try:
            if kind == "expr":
                name, document, returned = notation.expression_document(code, words[0], *words[1:])
            elif kind == "group":
                name, document, returned = notation.grouped_document(code, *words)
            else:
                name, document, returned = notation.chain_document(code)
        except SyntaxError as error:
            raise SystemExit(f"{file}:{number}: {error.msg}: {line}") from None
        document = json.loads(json.dumps(document))
        name = given.strip() or name
        yield Case(f"{Path(file).stem}:{number}", name, document, returned, "!" in flags, "~" in flags or loose(document), source=rest)


def documents():
    """Whole documents: what a document may say beside its operations."""
    for at, item in enumerate(json.loads((FOLDER / "documents.json").read_text()), 1):
        yield Case(f"documents:{at}", f"document.{item['name']}", item["document"], item.get("return"), item.get("fails", False),
                   item.get("unordered", False), item.get("variables", {}))
