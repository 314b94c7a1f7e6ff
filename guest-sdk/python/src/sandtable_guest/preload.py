"""Modules of the standard library that it imports by itself, in the middle of a call.

A component holds what was imported when it was built, and no files to import more from. These would be missed by code
that never names them: `datetime.strptime` and `str.encode`.
"""

from __future__ import annotations

from importlib import import_module

HIDDEN = (
    "_strptime",
    *(
        f"encodings.{name}"
        for name in ("ascii", "latin_1", "cp1252", "iso8859_15", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "hex_codec", "base64_codec")
    ),
)


def preload() -> None:
    """Imports them, as far as they are there. Done for every transform in a component."""
    for name in HIDDEN:
        try:
            import_module(name)
        except ImportError:
            continue
