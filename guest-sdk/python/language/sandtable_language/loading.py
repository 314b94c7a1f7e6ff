"""A program's modules where Python looks for modules, for the time of one call."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from types import CodeType, ModuleType

from .imports import imports_of, is_of_frames
from .program import Module, Program


class Loader(SourceLoader):
    """Runs one module's source."""

    def __init__(self, program: Program, module: Module) -> None:
        self.program = program
        self.module = module

    def get_filename(self, fullname: str) -> str:
        """Its file, as tracebacks name it."""
        return self.module.file

    def get_data(self, path: str | bytes) -> bytes:
        """Its source: there are no other files."""
        if path != self.module.file:
            raise FileNotFoundError(path)
        return self.module.source.encode()

    def get_source(self, fullname: str) -> str:
        """Its source as text."""
        return self.module.source

    def get_code(self, fullname: str) -> CodeType:
        """Its code. As text, so that a line that declares an encoding means nothing. Raises `SyntaxError`."""
        if (null := self.module.source.find("\0")) >= 0:
            raise SyntaxError("source code cannot contain null bytes", (self.module.file, self.module.source.count("\n", 0, null) + 1, None, None))
        try:
            code: CodeType = compile(self.module.source, self.module.file, "exec", dont_inherit=True)
        except (MemoryError, RecursionError) as error:
            raise SyntaxError(f"too complex to read: {error}", (self.module.file, None, None, None)) from None
        self.program.imports_frames |= any(map(is_of_frames, imports_of(code)))
        return code

    def is_package(self, fullname: str) -> bool:
        """Whether modules can be below it."""
        return self.module.is_package

    def spec(self) -> ModuleSpec:
        """What Python makes the module of. Its file is named as it is: there is no folder that it is in."""
        spec = ModuleSpec(self.module.name, self, origin=self.module.file, is_package=self.module.is_package)
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(self.module.file.rpartition("/")[0])
        return spec


class Finder(MetaPathFinder):
    """Finds a program's modules, before any other of the same name, as Python finds those beside a script."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A module of the library."""
        module = self.program.library.get(fullname)
        return Loader(self.program, module).spec() if module is not None else None


@contextmanager
def installed(program: Program) -> Iterator[None]:
    """Has the program's modules found; when the block ends nothing of them is left."""
    finder = Finder(program)
    tops = {name.partition(".")[0] for name in program.library} | {program.script.name}
    # What the library replaces is out of the way meanwhile.
    hidden = {name: sys.modules[name] for name in _below(tops)}
    argv, path = sys.argv, list(sys.path)
    for name in hidden:
        del sys.modules[name]
    for module in program.modules():
        linecache.cache[module.file] = (len(module.source), None, module.source.splitlines(keepends=True), module.file)
    sys.meta_path.insert(0, finder)
    sys.argv = [program.script.file]
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        for name in _below(tops):
            del sys.modules[name]
        sys.modules.update(hidden)
        sys.argv, sys.path[:] = argv, path
        for file in program.files:
            linecache.cache.pop(file, None)


def load(program: Program) -> ModuleType:
    """Runs the program's top level, and gives its module. Its modules must be installed.

    Raises what the program raises, and `SyntaxError` before anything of it runs.
    """
    loader = Loader(program, program.script)
    script = module_from_spec(loader.spec())
    sys.modules[program.script.name] = script
    loader.exec_module(script)
    return script


def _below(tops: Set[str]) -> list[str]:
    """The modules of these names, and those inside them, that are there. All are gone through only where there may be some
    inside: that touches the name of each, and memory that is touched is memory that is copied."""
    found = [name for name in tops if name in sys.modules]
    packages = {name for name in found if hasattr(sys.modules[name], "__path__")}
    return found + [name for name in sys.modules if "." in name and name.partition(".")[0] in packages] if packages else found
