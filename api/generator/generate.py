"""Writes the server's OpenAPI document as YAML, and the part of it that a backend merges into its own.

    generate.py DOCUMENT.json FOLDER    writes FOLDER/openapi.yaml and FOLDER/openapi.internal.yaml

JSON in, YAML out, in the document's own order, so that equal documents are equal files. Only the standard library: YAML
takes every JSON string as it is, so that quoting needs no rules of its own.
"""

import json
import pathlib
import re
import sys

# Keys that stand without quotes. What else YAML might take for a number or a boolean is quoted.
PLAIN = re.compile(r"[$A-Za-z_][A-Za-z0-9_-]*|/[A-Za-z0-9_./{}-]*|x-[a-z-]+")
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}

INTERNAL = "/v1/py/"
SCHEMAS = "#/components/schemas/"


def main(document_path, folder):
    document = json.loads(pathlib.Path(document_path).read_text(encoding="utf-8"))
    for name, about, part in [
        ("openapi.yaml", "The whole HTTP API.", document),
        ("openapi.internal.yaml", "The file-analytics service alone, to be merged into a backend's own document.", internal(document)),
    ]:
        text = f"# {about} Written by scripts/openapi from the server's own description: not to be edited.\n"
        text += "\n".join(block(part, 0)) + "\n"
        (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")


def internal(document):
    """The internal paths, and of the components what they need."""
    paths = {path: item for path, item in document["paths"].items() if path.startswith(INTERNAL)}
    for path, item in paths.items():
        for method, operation in item.items():
            assert operation["x-internal"] is True and operation["tags"] == ["internal", "python"], f"{method} {path}"
    schemas = document["components"]["schemas"]
    needed, found = set(), referred(paths)
    while found:
        name = found.pop()
        if name not in needed:
            needed.add(name)
            found |= referred(schemas[name])
    components = {**document["components"], "schemas": {name: schema for name, schema in schemas.items() if name in needed}}
    kept = {key: document[key] for key in ("openapi", "info") if key in document}
    return {**kept, "paths": paths, "components": components, "security": document["security"]}


def referred(value):
    """The names of all schemas that a value refers to."""
    if isinstance(value, dict):
        here = {value["$ref"].removeprefix(SCHEMAS)} if isinstance(value.get("$ref"), str) else set()
        return here.union(*map(referred, value.values()))
    return set().union(*map(referred, value)) if isinstance(value, list) else set()


def block(value, depth):
    """The lines of an object or a list that is not empty."""
    indent = "  " * depth
    if isinstance(value, dict):
        for key, inner in value.items():
            if is_scalar(inner):
                yield f"{indent}{name_of(key)}: {scalar(inner)}"
            else:
                yield f"{indent}{name_of(key)}:"
                yield from block(inner, depth + 1)
        return
    for inner in value:
        if is_scalar(inner):
            yield f"{indent}- {scalar(inner)}"
        else:
            first, *rest = block(inner, depth + 1)
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def is_scalar(value):
    return value in ({}, []) or not isinstance(value, (dict, list))


def scalar(value):
    return json.dumps(value, ensure_ascii=False)


def name_of(key):
    return key if PLAIN.fullmatch(key) and key.lower() not in WORDS else scalar(key)


if __name__ == "__main__":
    main(*sys.argv[1:])
