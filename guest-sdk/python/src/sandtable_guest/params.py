"""Parameters: keyword-only arguments of the transform, told to callers as a JSON Schema and read from a JSON object.

| annotation | JSON |
|---|---|
| `bool`, `int`, `float`, `str` | the same; a `float` takes whole numbers too |
| `list[T]`, `dict[str, T]` | an array, an object |
| `Literal["a", "b"]` | one of these |
| `T | None` | null too |
| a `TypedDict` or a dataclass | an object with these fields |
| `Any` | anything |
| `Annotated[T, "text", {"minimum": 1}]` | with a description, and with more of JSON Schema, which the host checks |
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

from .errors import Error, plain

_PLAIN: dict[Any, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


@dataclasses.dataclass
class Param:
    """One parameter: its name, its annotation and, unless it must be given, its default."""

    name: str
    hint: Any
    default: Any = inspect.Parameter.empty

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is inspect.Parameter.empty


def schema(params: list[Param]) -> str:
    """The JSON Schema of parameters; empty when there are none.

    Raises `TypeError` for an annotation that JSON has nothing for.
    """
    if not params:
        return ""
    properties = {}
    for param in params:
        properties[param.name] = schema_of(param.hint)
        if not param.required:
            properties[param.name]["default"] = _plain(param.default)
    required = [param.name for param in params if param.required]
    try:
        return plain(json.dumps(_object(properties, required), ensure_ascii=False, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise TypeError(f"the default of a parameter has no JSON: {error}") from error


def read(params: list[Param], text: str) -> dict[str, Any]:
    """The arguments in a JSON object.

    Raises `Error` with the code `bad-parameter` for what is missing, not known, or of another type.
    """
    given = json.loads(text) if text.strip() else {}
    if not isinstance(given, dict):
        raise Error("bad-parameter", "the parameters are no JSON object")
    names = [param.name for param in params]
    for name in given:
        if name not in names:
            raise Error("bad-parameter", f"there is no parameter {name!r}; there are: {', '.join(names) or 'none'}")
    arguments = {}
    for param in params:
        if param.name in given:
            arguments[param.name] = value_of(param.hint, given[param.name], param.name)
        elif param.required:
            raise Error("bad-parameter", f"the parameter {param.name!r} is missing")
        else:
            arguments[param.name] = param.default
    return arguments


def schema_of(hint: Any) -> dict[str, Any]:
    """The JSON Schema of an annotation."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        found = schema_of(args[0])
        for extra in args[1:]:
            found.update({"description": extra} if isinstance(extra, str) else extra if isinstance(extra, Mapping) else {})
        return found
    if origin in (typing.Required, typing.NotRequired):
        return schema_of(args[0])
    if hint in (Any, inspect.Parameter.empty):
        return {}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is type(None):
        return {"type": "null"}
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin in (typing.Union, types.UnionType):
        options = [schema_of(arg) for arg in args]
        if all(option.keys() == {"type"} for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}
    if origin is list or hint is list:
        return {"type": "array", "items": schema_of(args[0])} if args else {"type": "array"}
    if origin is dict or hint is dict:
        return {"type": "object", "additionalProperties": schema_of(args[1])} if args else {"type": "object"}
    if fields := fields_of(hint):
        return _object({name: schema_of(inner) for name, inner, _ in fields}, [name for name, _, required in fields if required])
    raise TypeError(f"a parameter cannot be {hint!r}: see sandtable_guest.params for what can")


def value_of(hint: Any, value: Any, place: str) -> Any:
    """A JSON value as the annotation has it; `place` names it in errors."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Annotated, typing.Required, typing.NotRequired):
        return value_of(args[0], value, place)
    if hint in (Any, inspect.Parameter.empty):
        return value
    if hint is float and type(value) is int:
        return float(value)
    if hint in _PLAIN or hint is type(None):
        return value if type(value) is hint else _wrong(place, value, _PLAIN.get(hint, "null"))
    if origin is typing.Literal:
        same = (arg for arg in args if arg == value and type(arg) is type(value))
        return next(same, None) if any(arg == value for arg in args) else _wrong(place, value, " or ".join(map(repr, args)))
    if origin in (typing.Union, types.UnionType):
        return _first_of(args, value, place)
    if origin is list or hint is list:
        items = value if isinstance(value, list) else _wrong(place, value, "an array")
        return [value_of(args[0], item, f"{place}[{at}]") for at, item in enumerate(items)] if args else items
    given = value if isinstance(value, dict) else _wrong(place, value, "an object")
    if origin is dict or hint is dict:
        return {key: value_of(args[1], item, f"{place}.{key}") for key, item in given.items()} if args else given
    return _record(hint, given, place)


def fields_of(hint: Any) -> list[tuple[str, Any, bool]]:
    """Name, annotation and whether it must be given, of a `TypedDict` or a dataclass; nothing of anything else."""
    if typing.is_typeddict(hint):
        # `__required_keys__` misses what stands in annotations that are texts.
        hints = {name: (inner, typing.get_origin(inner)) for name, inner in typing.get_type_hints(hint, include_extras=True).items()}
        required = {name for name in hint.__required_keys__ if hints[name][1] is not typing.NotRequired}
        return [(name, inner, name in required or origin is typing.Required) for name, (inner, origin) in hints.items()]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = typing.get_type_hints(hint, include_extras=True)
        missing = dataclasses.MISSING
        return [(f.name, hints[f.name], f.default is missing and f.default_factory is missing) for f in dataclasses.fields(hint)]
    return []


def _record(hint: Any, given: dict[str, Any], place: str) -> Any:
    fields = fields_of(hint)
    names = [name for name, _, _ in fields]
    for name in given:
        if name not in names:
            raise Error("bad-parameter", f"{place} has no field {name!r}; there are: {', '.join(names)}")
    for name, _, required in fields:
        if required and name not in given:
            raise Error("bad-parameter", f"{place}.{name} is missing")
    return hint(**{name: value_of(inner, given[name], f"{place}.{name}") for name, inner, _ in fields if name in given})


def _first_of(hints: tuple[Any, ...], value: Any, place: str) -> Any:
    errors = []
    for hint in hints:
        try:
            return value_of(hint, value, place)
        except Error as error:
            errors.append(error.message)
    raise Error("bad-parameter", "; ".join(errors))


def _wrong(place: str, value: Any, allowed: str) -> Any:
    raise Error("bad-parameter", f"{place} is {json.dumps(value)}; allowed: {allowed}")


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**found, "required": required} if required else found


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
