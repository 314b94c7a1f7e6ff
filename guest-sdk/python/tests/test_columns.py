"""Values of every type that crosses the boundary, to buffers and back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from sandtable_guest import Error, Schema
from sandtable_guest import dtypes as dt
from sandtable_guest.arrow.bits import read_bits, write_bits
from sandtable_guest.arrow.build import codecs
from sandtable_guest.batch import Column
from sandtable_guest.boundary import Array, Field

UTC = datetime.timezone.utc
MOMENT = datetime.datetime(2024, 2, 29, 23, 59, 59, 999_000)

VALUES: list[tuple[dt.DataType, list[Any]]] = [
    (dt.Null, [None, None]),
    (dt.Boolean, [True, None, False, True] * 5),
    (dt.Int8, [-128, None, 127]),
    (dt.UInt8, [0, 255, None]),
    (dt.Int16, [-(2**15), None]),
    (dt.UInt16, [2**16 - 1, None]),
    (dt.Int32, [-(2**31), None]),
    (dt.UInt32, [2**32 - 1, None]),
    (dt.Int64, [-(2**63), None, 2**63 - 1]),
    (dt.UInt64, [2**64 - 1, None]),
    (dt.Float16, [1.5, None, -0.25]),
    (dt.Float32, [0.5, None, float("inf")]),
    (dt.Float64, [0.1, None, -1e300]),
    (dt.Decimal(38, 3), [Decimal("12345678901234567890123456789012345.678"), None, Decimal("-0.001")]),
    (dt.String, ["", None, "ä", "日本語", "plain"]),
    (dt.String, ["all", "ascii", None]),
    (dt.Binary, [b"", None, b"\x00\xff"]),
    (dt.Date, [datetime.date(1, 1, 1), None, datetime.date(9999, 12, 31)]),
    (dt.Time, [datetime.time(23, 59, 59, 999_999), None]),
    (dt.Datetime("ms"), [MOMENT, None, datetime.datetime(1969, 12, 31, 23)]),
    (dt.Datetime, [datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59, 999_999)]),
    (dt.Datetime("ns", "Europe/Berlin"), [MOMENT.replace(tzinfo=UTC), None]),
    (dt.Duration("us"), [datetime.timedelta(days=-3, microseconds=7), None]),
    (dt.Duration("ms"), [datetime.timedelta(milliseconds=5)]),
    (dt.List(dt.Int64), [[1, None], [], None]),
    (dt.List(dt.List(dt.String)), [[["a"], None], None, []]),
    (dt.Array(dt.Float32, 2), [[1.5, None], None]),
    (dt.Struct({"a": dt.Int8, "b": dt.List(dt.Struct({"c": dt.String}))}), [{"a": 1, "b": [{"c": "x"}, None]}, None, {"a": None, "b": None}]),
    (dt.Struct({}), [{}, None]),
    (dt.Array(dt.Struct({"day": dt.Date}), 1), [None, [{"day": datetime.date(2024, 1, 1)}]]),
]


@pytest.mark.parametrize(("dtype", "values"), VALUES, ids=lambda part: repr(part) if isinstance(part, dt.DataType) else "")
def test_values_come_back_as_they_went(dtype: dt.DataType, values: list[Any]) -> None:
    for given in (values, values[:1], [], list(reversed(values))):
        column = Column.of("c", given, dtype)
        assert (column.to_list(), column.dtype, len(column)) == (given, dtype, len(given))
        # Physical values are enough to make the same buffers of.
        again = Column.encoded(column.codec, column.physical(), physical=True)
        assert again.arrays == column.arrays
        assert column.take(range(len(given))).arrays == column.arrays


@pytest.mark.parametrize(("dtype", "values"), VALUES, ids=lambda part: repr(part) if isinstance(part, dt.DataType) else "")
def test_a_schema_crosses_the_boundary(dtype: dt.DataType, values: list[Any]) -> None:
    schema = Schema({"first": dtype, "second": dt.Int8})
    assert Schema.from_wire(schema.to_wire()).to_dict() == {"first": dtype, "second": dt.Int8}


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 1000])
def test_bitmaps_have_row_0_in_bit_0(count: int) -> None:
    flags = [row % 3 == 0 for row in range(count)]
    data = write_bits(flags)
    assert len(data) == (count + 7) // 8
    assert all(bool(data[row // 8] >> row % 8 & 1) == flag for row, flag in enumerate(flags))
    assert read_bits(data + b"\xff", count) == flags


@pytest.mark.parametrize(
    ("dtype", "value", "message"),
    [
        (dt.Int8, 128, "column 'c' (c) cannot hold 128 in row 1"),
        (dt.Int64, 1.5, "cannot hold 1.5 in row 1"),
        (dt.Float64, "x", "cannot hold 'x' in row 1"),
        (dt.Boolean, "yes", "cannot hold 'yes' in row 1: True or False is allowed"),
        (dt.String, 3, "holds text"),
        (dt.String, "\ud800", "cannot hold a text"),
        (dt.Binary, "x", "holds bytes"),
        (dt.Null, 1, "holds nothing but nulls"),
        (dt.Date, "2024-01-01", "a datetime.date is wanted"),
        (dt.Datetime("ms"), datetime.datetime(2024, 1, 1, 0, 0, 0, 1), "finer than the type"),
        (dt.Datetime, datetime.datetime(2024, 1, 1, tzinfo=UTC), "the column has no time zone"),
        (dt.Datetime("us", "UTC"), datetime.datetime(2024, 1, 1), "the column has a time zone"),
        (dt.Decimal(10, 2), Decimal("0.001"), "more than 2 digits"),
        (dt.Decimal(10, 2), 0.5, "a decimal.Decimal or an int is wanted"),
        (dt.List(dt.Int8), "ab", "holds lists, and 'ab' is none"),
        (dt.Array(dt.Int8, 2), [1], "has 1 items in a row instead of 2"),
        (dt.Struct({"a": dt.Int8}), {"b": 1}, "has no field 'b'; there are: a"),
        (dt.Struct({"a": dt.Int8}), [1], "holds dicts"),
    ],
)
def test_a_value_that_does_not_fit_is_named(dtype: dt.DataType, value: Any, message: str) -> None:
    with pytest.raises(Error) as raised:
        Column.of("c", [None, value], dtype)
    assert message in raised.value.message
    assert raised.value.code == "bad-column"


def test_times_that_python_lacks_are_refused_and_left_as_counts() -> None:
    for dtype, count in ((dt.Datetime("ns"), 1), (dt.Datetime("ms"), 2**60), (dt.Date, 10_000_000), (dt.Duration("ms"), 2**63 - 1)):
        column = Column.encoded(Column.of("t", [], dtype).codec, [count], physical=True)
        with pytest.raises(Error, match=r"holds a value that Python's type cannot: .*; physical\(\) has the counts"):
            column.to_list()
        assert column.physical() == [count]


def test_formats_that_hosts_need_not_send_are_read_too() -> None:
    views = [Array(3, 0, [b"", b"\x02\0\0\0ab" + bytes(10) + b"\x0d\0\0\0long" + bytes(8) + bytes(16), b"longer than 1"])]
    fields = [Field("v", "vu", True, 0, []), Field("u", "u", True, 0, []), Field("w", "w:2", True, 0, []), Field("t", "tts", True, 0, [])]
    text, small, fixed, seconds = codecs(fields)
    assert text.decode(iter(views), physical=False) == ["ab", "longer than 1", ""]
    assert small.decode(iter([Array(1, 0, [b"", b"\0\0\0\0\x01\0\0\0", b"x"])]), physical=False) == ["x"]
    assert fixed.decode(iter([Array(2, 0, [b"", b"abcd"])]), physical=False) == [b"ab", b"cd"]
    assert seconds.decode(iter([Array(1, 0, [b"", b"\x3d\0\0\0"])]), physical=False) == [datetime.time(0, 1, 1)]
    for codec in (text, small, fixed, seconds):
        written: list[Array] = []
        codec.encode([None], written, physical=False)
        assert codec.decode(iter(written), physical=False) == [None]


@pytest.mark.parametrize(
    ("format", "buffers"),
    [
        ("l", [b"", bytes(7)]),
        ("b", [b"", b""]),
        ("U", [b"", bytes(8), b""]),
        ("U", [b"", b"\x01" + bytes(15), b"x"]),
        ("U", [b"", bytes(8) + b"\x02" + bytes(7), b"x"]),
        ("l", [b""]),
    ],
)
def test_arrays_that_do_not_fit_their_field_are_refused(format: str, buffers: list[bytes]) -> None:
    (codec,) = codecs([Field("c", format, True, 0, [])])
    with pytest.raises(Error, match="column 'c' has"):
        codec.decode(iter([Array(1, 0, buffers)]), physical=False)


def test_numbers_have_a_view_without_a_copy() -> None:
    column = Column.of("c", [1, None, 3], dt.Int32)
    assert (list(column.view()), column.validity(), column.null_count) == ([1, 0, 3], [True, False, True], 1)
    assert Column.of("c", [1], dt.Int32).validity() is None
    with pytest.raises(Error, match="only numbers and times have a view"):
        Column.of("c", ["x"]).view()


def test_a_column_that_takes_no_nulls_refuses_them_unless_the_row_above_is_null() -> None:
    struct = codecs([Field("s", "+s", True, 1, []), Field("a", "l", False, 0, [])])[0]
    struct.encode([{"a": 1}, None], [], physical=False)
    with pytest.raises(Error, match="column 'a' takes no nulls, yet row 0 is null"):
        struct.encode([{"a": None}], [], physical=False)
