"""What `language/immortalize.py` makes of the memory of a component."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path
from types import ModuleType

import pytest

NONE, TYPE = 5 << 28, 0x20_0000


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("immortalize", Path(__file__).parents[1] / "language" / "immortalize.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leb(number: int) -> bytes:
    made = b""
    while number >= 0x80:
        made, number = made + bytes([number & 0x7F | 0x80]), number >> 7
    return made + bytes([number])


def section(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + leb(len(content)) + content


def component(segments: dict[int, bytes]) -> bytearray:
    """A component with one module, whose memory has these bytes at these addresses, and with a module that has none."""
    data = leb(len(segments)) + b"".join(b"\0\x41" + leb(at) + b"\x0b" + leb(len(content)) + content for at, content in segments.items())
    module = b"\0asm\1\0\0\0" + section(5, b"\1\0\x40") + section(11, data)
    empty = b"\0asm\1\0\0\0" + section(0, b"\4name")
    return bytearray(b"\0asm\x0d\0\1\0" + section(1, empty) + section(1, module))


def words(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


# Addresses whose numbers take one, two and three bytes; objects that are there, that changed, and that are nowhere.
OBJECTS = {
    64: words(NONE, TYPE),
    4096: words(3, TYPE + 1) + words(1, TYPE + 2),
    70_000: words(0, TYPE + 3) + words(7, TYPE + 9) + words(0x22_0000, TYPE + 3),
}
LISTED = [(64, TYPE), (4096, TYPE + 1), (4104, TYPE + 2), (70_000, TYPE + 3), (70_008, TYPE + 3), (70_016, TYPE + 3), (90_000, TYPE)]


def listed(tool: ModuleType, pairs: list[tuple[int, int]]) -> bytes:
    return bytes(tool.MARK) + words(len(pairs), *(number for pair in pairs for number in pair))


def test_counts_of_listed_objects_become_immortal_and_nothing_else_changes(tool: ModuleType) -> None:
    before = component({**OBJECTS, 80_000: listed(tool, LISTED)})
    after = bytearray(before)
    assert tool.immortalize(after) == (7, 2)
    memory = next(one for one in tool.memories(after) if one.segments)
    for address, count in {64: NONE, 4096: 5 << 28, 4104: 5 << 28, 70_000: 0, 70_008: 7, 70_016: 0x22_0000}.items():
        assert struct.unpack_from("<I", after, memory.place(address, 4)) == (count,), address
    assert memory.place(90_000, 8) is None
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    start = after.index(tool.MARK)
    assert all(at in range(memory.place(4096, 16), memory.place(4096, 16) + 16) for at in changed if at < start)
    assert not any(after[start + len(tool.MARK) :]), "the list is gone"


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        ({64: words(NONE, TYPE)}, "0 lists"),
        ({64: words(1 << 20, TYPE), 80_000: LISTED}, "not immortal"),
        ({64: words(NONE, TYPE + 1), 80_000: LISTED}, "None is not where"),
        ({80_000: LISTED}, "None is not where"),
    ],
)
def test_another_layout_is_refused(tool: ModuleType, segments: dict[int, bytes], message: str) -> None:
    made = component({at: listed(tool, content) if isinstance(content, list) else content for at, content in segments.items()})
    with pytest.raises(tool.Wrong, match=message):
        tool.immortalize(made)


def test_a_component_whose_objects_are_not_there_is_left_as_it_was(tool: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "component.wasm"
    path.write_bytes(made := bytes(component({**OBJECTS, 80_000: listed(tool, LISTED)})))
    with pytest.raises(tool.Wrong, match="of 7 listed objects only 2 are there"):
        tool.main(path)
    assert path.read_bytes() == made
