"""Modules that a component holds without having imported them: marshalled code, run when a program first imports them.

A component has no files, so what was not there when it was made would not be there at all; and importing all of the
standard library then would make every instance larger and slower to start.
"""

from __future__ import annotations

import marshal
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.resources.abc import Traversable, TraversableResources
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple


class Packed(NamedTuple):
    """A module's code, compressed."""

    code: bytes
    is_package: bool


class Bundle(MetaPathFinder):
    """Finds the modules that were added to it."""

    def __init__(self) -> None:
        self.modules: dict[str, Packed] = {}
        self.data: dict[str, dict[str, bytes]] = {}
        """Other files, by package and name."""

    def add_folder(self, folder: Path, prefix: str = "", skip: Sequence[str] = ()) -> None:
        """Adds the modules in a folder and its packages, but those of the names in `skip`. The first of a name stays."""
        for path in sorted(folder.iterdir()):
            name = prefix + path.name.removesuffix(".py")
            if name in skip or not name.rpartition(".")[2].isidentifier():
                continue
            if path.is_dir():
                if (init := path / "__init__.py").exists():
                    self.add(name, init, is_package=True)
                    self.add_folder(path, f"{name}.", skip)
            elif path.suffix == ".py" and path.name != "__init__.py":
                self.add(name, path, is_package=False)

    def add_data(self, package: str, folder: Path) -> None:
        """Adds the other files of a package, and of those inside it."""
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                self.add_data(f"{package}.{path.name}", path)
            elif path.suffix not in (".py", ".pyc"):
                self.data.setdefault(package, {})[path.name] = path.read_bytes()

    def add(self, name: str, path: Path, is_package: bool) -> None:
        """Adds a module, unless there is one of its name."""
        if name in self.modules:
            return
        # Under a name that no file of a program has: frames of these modules are not the program's own.
        code = compile(path.read_bytes(), f"<bundled {name}>", "exec", dont_inherit=True)
        self.modules[name] = Packed(zlib.compress(marshal.dumps(code), 9), is_package)

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """A module of the bundle."""
        packed = self.modules.get(fullname)
        return ModuleSpec(fullname, Loader(self), is_package=packed.is_package) if packed is not None else None


class Loader(InspectLoader):
    """Runs the code of a bundle's modules."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def get_code(self, fullname: str) -> CodeType:
        """A module's code."""
        code: CodeType = marshal.loads(zlib.decompress(self.bundle.modules[fullname].code))
        return code

    def get_source(self, fullname: str) -> None:
        """There is none: only code is kept."""

    def is_package(self, fullname: str) -> bool:
        """Whether modules can be below it."""
        return self.bundle.modules[fullname].is_package

    def get_resource_reader(self, fullname: str) -> TraversableResources:
        """The other files of a package."""
        return Resources(self.bundle.data, fullname)


class Resources(TraversableResources):
    """The files of a package, for `importlib.resources`."""

    def __init__(self, data: dict[str, dict[str, bytes]], package: str) -> None:
        self.data = data
        self.package = package

    def files(self) -> Traversable:
        """The package as a folder."""
        return Entry(self.data, self.package, "")


class Entry(Traversable):
    """A file of a package, or the package as a folder."""

    def __init__(self, data: dict[str, dict[str, bytes]], package: str, file: str) -> None:
        self.data = data
        self.package = package
        self.file = file

    @property
    def name(self) -> str:
        """Its name, without those of folders."""
        return self.file or self.package.rpartition(".")[2]

    def is_dir(self) -> bool:
        """Whether it is a package."""
        return not self.file

    def is_file(self) -> bool:
        """Whether it is a file that is there."""
        return self.file in self.data.get(self.package, {})

    def iterdir(self) -> Iterator[Traversable]:
        """The package's files."""
        return (Entry(self.data, self.package, file) for file in self.data.get(self.package, {}))

    def joinpath(self, *descendants: Any) -> Traversable:
        """What is called so below it."""
        *folders, last = [part for given in descendants for part in str(given).split("/")]
        package = ".".join([self.package, *folders])
        is_folder = f"{package}.{last}" in self.data
        return Entry(self.data, f"{package}.{last}", "") if is_folder else Entry(self.data, package, last)

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        """The file's bytes, or its text."""
        if not self.is_file():
            raise FileNotFoundError(f"{self.package} has no file {self.file!r}")
        file = BytesIO(self.data[self.package][self.file])
        return file if "b" in mode else TextIOWrapper(file, *args, **kwargs)

    def read_bytes(self) -> bytes:
        """The file's bytes."""
        content: bytes = self.open("rb").read()
        return content

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """The file's text."""
        text: str = self.open("r", encoding=encoding or "utf-8", errors=errors).read()
        return text


def install(bundle: Bundle) -> None:
    """Puts it behind all that find modules, and takes away those that would look for files."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if getattr(finder, "__name__", "") != "PathFinder"]
    sys.meta_path.append(bundle)
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.path.clear()
