"""A program as the host hands it over, checked: its source, the modules that it may import, its options."""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandtable_guest import Error

SCRIPT = "script"
"""The program's own module."""

KINDS = ("frame", "pandas")
"""What an argument without annotation can get."""

LONGEST_NAME = 255

RESERVED = {SCRIPT, "builtins", "sys", "__main__", "__future__", "sandtable_guest", "sandtable_language"}
"""Names that no module of a library can have."""


@dataclass
class Module:
    """A module in source code."""

    name: str
    file: str
    """As tracebacks name it: `script.py`, `pkg/mod.py`."""
    source: str
    is_package: bool = False

    def __post_init__(self) -> None:
        # A mark at the beginning says that a file is UTF-8, and is no part of the text.
        self.source = self.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass
class Program:
    """A program: its own module, those of its library by their dotted names, and its options."""

    script: Module
    library: dict[str, Module]
    tables: str = "frame"
    imports_frames: bool = False
    """Whether a module that has been read imports native frames."""

    @classmethod
    def read(cls, source: str, library: Iterable[tuple[str, str]], options: Iterable[tuple[str, str]]) -> Program:
        """Checks what the host hands over.

        Raises `Error` with the code `bad-option` or `bad-library`.
        """
        given = _options(options)
        modules = _library(library)
        script = Module(SCRIPT, _file_name(given.get("filename", "script.py")), source)
        for module in modules.values():
            if module.file == script.file:
                raise Error("bad-option", f"filename is {script.file!r}, which is the library's module {module.name!r} too")
        return cls(script, modules, _kind(given.get("tables", KINDS[0])))

    @property
    def asks_for_frames(self) -> bool:
        """Whether it imports native frames, or takes and gives what stands on them: pandas of many rows does."""
        return self.imports_frames or self.tables == "pandas"

    @property
    def files(self) -> set[str]:
        """The names of its files."""
        return {self.script.file, *(module.file for module in self.library.values())}

    def modules(self) -> Iterable[Module]:
        """All its modules."""
        return [self.script, *self.library.values()]


def _options(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in options:
        if name not in ("filename", "tables"):
            raise Error("bad-option", f"there is no option {name!r}; allowed: filename, tables")
        if name in given:
            raise Error("bad-option", f"the option {name!r} is given twice")
        given[name] = value
    return given


def _file_name(name: str) -> str:
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name.startswith("<"):
        raise Error("bad-option", f"filename is {name[:LONGEST_NAME]!r}; allowed: 1 to {LONGEST_NAME} printable characters, the first of them no '<'")
    return name


def _kind(name: str) -> str:
    if name not in KINDS:
        raise Error("bad-option", f"tables is {name!r}; allowed: {', '.join(KINDS)}")
    return name


def _library(library: Iterable[tuple[str, str]]) -> dict[str, Module]:
    sources: dict[str, str] = {}
    for name, source in library:
        _check_name(name)
        if name in sources:
            raise Error("bad-library", f"the module {name!r} is given twice")
        sources[name] = source
    packages = {parent for name in sources for parent in _parents(name)}
    # A package of which only modules are given is an empty one.
    sources = {**{name: "" for name in sorted(packages) if name not in sources}, **sources}
    return {name: _module(name, source, name in packages) for name, source in sources.items()}


def _check_name(name: str) -> None:
    parts = name.split(".")
    if len(name) > LONGEST_NAME or not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise Error(
            "bad-library", f"{name[:LONGEST_NAME]!r} is no name of a module; allowed: names with dots between them, such as 'helpers' and 'shop.prices'"
        )
    if parts[0] in RESERVED:
        raise Error("bad-library", f"{name!r} cannot be replaced: {parts[0]!r} is a module of the language's own")


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _module(name: str, source: str, is_package: bool) -> Module:
    path = name.replace(".", "/")
    return Module(name, f"{path}/__init__.py" if is_package else f"{path}.py", source, is_package)


def of_wire(program: Any) -> Program:
    """The record of the boundary, checked."""
    return Program.read(program.source, program.library, program.options)
