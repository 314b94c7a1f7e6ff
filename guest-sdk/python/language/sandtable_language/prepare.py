"""What happens when the component is made, and stays: modules are imported or bundled, and files are gone."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import pkgutil
import sys
import zoneinfo
from pathlib import Path

from sandtable_guest import boundary, log

from . import everyday, files, immortal, memory, sockets
from .bundle import Bundle, install
from .rehearsal import rehearse

SKIPPED = ("ensurepip", "idlelib", "site-packages", "tkinter", "turtledemo", "venv")
"""Of the standard library: what wants a screen, or installs packages."""


def prepare() -> None:
    """Done once, when the component is made, before its memory is kept."""
    boundary.building = False
    log.listen()
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    own = Path(__file__).parents[1]
    bundle = Bundle()
    for folder in dict.fromkeys([Path(str(contextlib.__file__)).parent, own, *map(Path, sys.path)]):
        # Whatever else the maker's Python has installed is no part of a language.
        if folder.is_dir() and not (folder / "pip").is_dir():
            bundle.add_folder(folder, skip=SKIPPED)
    for name in (*everyday.MODULES, *everyday.HIDDEN, *_beside(own)):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    _time_zones(bundle)
    for stream in (sys.stdout, sys.stderr):
        # Line by line, so that what is printed and what is logged keep their order.
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    install(bundle)
    files.refuse()
    sockets.refuse()
    rehearse()
    # What is there now stays: collections of garbage in a call look at none of it, and its memory stays shared between
    # instances.
    gc.collect()
    immortal.list_objects()
    memory.fill_holes()
    gc.freeze()


def _beside(folder: Path) -> list[str]:
    """The packages that were put beside this one, and all that is generated for the boundary."""
    generated = [found.name for found in pkgutil.walk_packages(importlib.import_module("wit_world").__path__, "wit_world.")]
    return [*generated, *(found.name for found in pkgutil.iter_modules([str(folder)]))]


def _time_zones(bundle: Bundle) -> None:
    """Bundles the time zone database of the package `tzdata`. There is no other: it is looked for nowhere else."""
    folder = Path(str(importlib.import_module("tzdata").__file__)).parent
    bundle.add_folder(folder, "tzdata.")
    bundle.add("tzdata", folder / "__init__.py", is_package=True)
    bundle.add_data("tzdata", folder)
    zoneinfo.reset_tzpath(())
    for name in [name for name in sys.modules if name.partition(".")[0] == "tzdata"]:
        del sys.modules[name]
