"""Selectors: `import sandtable_guest.frames.selectors as cs`. See `selectors.pyi` for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .expr import Selector, selector
from .signature import SIGNATURES, absent


def _function(name: str) -> Callable[..., Selector]:
    def made(*args: Any, **kwargs: Any) -> Selector:
        return selector(name, args, kwargs)

    made.__name__ = made.__qualname__ = name
    made.__signature__ = SIGNATURES["selector"][name].python()  # type: ignore[attr-defined]
    return made


globals().update({name: _function(name) for name in SIGNATURES["selector"]})


def __getattr__(name: str) -> Any:
    raise absent("selector", name, "selectors")
