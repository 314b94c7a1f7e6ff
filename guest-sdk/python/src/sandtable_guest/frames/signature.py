"""Signatures of Polars' names: a call is checked where it is written, with Python's own words for what is wrong."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Mapping
from typing import Any

from ._operations import OPERATIONS, REFUSED


class Signature:
    """The parameters of one operation, and what it gives."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        words, _, self.result = text.partition("-> ")
        self.positions: list[str] = []
        self.named: list[str] = []
        self.old: list[str] = []
        self.required: list[str] = []
        self.rest: str | None = None
        self.rest_named: str | None = None
        only_named = False
        for word in words.split():
            if word.startswith("**"):
                self.rest_named = word[2:]
            elif word.startswith("*"):
                self.rest = word[1:] or None
                only_named = True
            elif word.startswith("~"):
                self.old.append(word[1:])
            else:
                name = word.rstrip("?")
                self.named.append(name)
                if not only_named:
                    self.positions.append(name)
                if name == word:
                    self.required.append(name)

    def check(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """Raises `TypeError` when Polars' own signature would."""
        if self.rest is None and len(args) > len(self.positions):
            raise TypeError(f"{self.name}() takes {len(self.positions)} positional arguments but {len(args)} were given")
        taken = self.positions[: len(args)]
        for name in kwargs:
            if name in taken:
                raise TypeError(f"{self.name}() got multiple values for argument {name!r}")
            if name not in self.named and name not in self.old and self.rest_named is None:
                near = difflib.get_close_matches(name, self.named, 1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; allowed: {', '.join(self.named) or 'none'}"
                raise TypeError(f"{self.name}() got an unexpected keyword argument {name!r}{hint}")
        for name in self.required:
            # An old name may stand for it: the host knows for which.
            if name not in taken and name not in kwargs and not any(old in kwargs for old in self.old):
                raise TypeError(f"{self.name}() missing required argument: {name!r}")

    def python(self) -> inspect.Signature:
        """The signature as `help` shows it."""
        kinds = inspect.Parameter
        params = [kinds(name, kinds.POSITIONAL_OR_KEYWORD, default=kinds.empty if name in self.required else ...) for name in self.positions]
        # What comes behind one that may be left out may be left out too, as far as Python's own rule goes.
        for at in range(1, len(params)):
            if params[at - 1].default is not kinds.empty:
                params[at] = params[at].replace(default=...)
        if self.rest is not None:
            params.append(kinds(self.rest, kinds.VAR_POSITIONAL))
        params += [kinds(name, kinds.KEYWORD_ONLY, default=...) for name in self.named if name not in self.positions]
        if self.rest_named is not None:
            params.append(kinds(self.rest_named, kinds.VAR_KEYWORD))
        return inspect.Signature(params, return_annotation=self.result)


SIGNATURES = {kind: {name: Signature(name, text) for name, text in texts.items()} for kind, texts in OPERATIONS.items()}
"""By kind and name, as the table of operations has them."""


def absent(kind: str, name: str, what: str) -> AttributeError:
    """The error for a name that is not there: says why, or what is near."""
    if reason := REFUSED.get(kind, {}).get(name):
        return AttributeError(f"{what} has no {name!r} here: {reason}")
    near = difflib.get_close_matches(name, SIGNATURES.get(kind, {}), 1)
    return AttributeError(f"{what} has no {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
