"""The sample frames and files that documents read. Small, typed, with nulls, empty strings, zones and nesting."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl

NAN, INF = float("nan"), float("inf")


def at(text):
    return datetime.fromisoformat(text)


def flat():
    return pl.DataFrame(
        {
            "g": ["a", "b", "a", "c", "b", "a", None, "c"],
            "i": [3, -1, None, 7, 0, 2, 2, None],
            "j": [1, 2, 2, 5, 5, 0, 9, 4],
            "k": pl.Series([5, 3, 1, 2, 4, 8, 7, 6], dtype=pl.Int32),
            "u": pl.Series([1, 2, 255, None, 4, 0, 7, 128], dtype=pl.UInt8),
            "f": [1.5, -2.25, None, NAN, INF, 0.0, -INF, 2.5],
            "x": [0.5, -1.25, 3.75, 2.0, 10.0, -0.5, 1.125, 4.0],
            "p": [0.5, 0.25, None, 1.0, 0.125, 0.75, 0.0, 0.3],
            "h": pl.Series([0.5, 1.5, None, -2.25, 100.0, 0.1, 3.0, 7.5], dtype=pl.Float32),
            "b": [True, False, None, True, True, False, None, False],
            "c": [True, True, False, True, False, False, True, False],
            "s": ["Apple", "banana", " Çédille ", None, "", "naïve Straße", "日本語", "a1b22c333"],
        }
    )


def text():
    return pl.DataFrame(
        {
            "t": ["foo bar", "Foo", "barfoo", None, "", "a.b|c", "ÄÖü ß", "x-y-z"],
            "q": ["o", "Fo", "bar", "x", "", ".", "ß", None],
            "n": pl.Series([1, 2, 3, 0, None, 5, 2, 4], dtype=pl.Int64),
            "num": ["1", "-20", "3.5", "abc", None, "007", "+4", "1e3"],
            "whole": ["1", "-20", "35", None, "0", "007", "4", "99"],
            "hexed": ["ff", "0a", "7f", None, "00", "10", "ab", "1"],
            "hex": ["666f6f", "", "00ff", None, "6162", "7a", "4142", "30"],
            "b64": ["Zm9v", "", "AP8=", None, "YWI=", "eg==", "QUI=", "MA=="],
            "day": ["2024-01-31", "2023-02-28", "1999-12-31", None, "2024-02-29", "2000-01-01", "1970-01-01", "2020-06-15"],
            "when": ["2024-01-31 10:20:30", "2023-02-28 00:00:00", "1999-12-31 23:59:59", None, "2024-02-29 12:00:00",
                     "2000-01-01 01:02:03", "1970-01-01 00:00:00", "2020-06-15 18:30:00"],
            "clock": ["10:20:30", "00:00:00", "23:59:59", None, "12:00:00", "01:02:03", "00:00:01", "18:30:00"],
            "dmy": ["31.01.2024", "28.02.2023", "oops", None, "29.02.2024", "01.01.2000", "01.01.1970", "15.06.2020"],
            "js": ['{"a":1,"b":"x"}', '{"a":2}', '{"a":null,"b":"z"}', None, '{"b":"q"}', '{"a":5,"b":""}', '{}', '{"a":7,"b":"y"}'],
        }
    )


def times():
    return pl.DataFrame(
        {
            "d": [date(2024, 2, 29), date(1969, 12, 31), None, date(2023, 12, 25), date(2000, 1, 1), date(2024, 3, 31)],
            "d2": [date(2024, 3, 4), date(1970, 1, 5), date(2020, 1, 1), date(2023, 12, 22), date(2000, 1, 3), None],
            "t": [at("2024-02-29T23:59:59.123456"), at("1969-12-31T12:00:00"), None, at("2023-12-25T08:30:15.5"),
                  at("2000-01-01T00:00:00"), at("2024-03-31T02:30:00")],
            "ms": pl.Series([at("2024-02-29T23:59:59.123"), at("1969-12-31T12:00:00"), None, at("2023-12-25T08:30:15.5"),
                             at("2000-01-01T00:00:00"), at("2024-03-31T02:30:00")], dtype=pl.Datetime("ms")),
            "ns": pl.Series([1709251199123456789, -43200000000000, None, 1703493015500000000, 946684800000000000,
                             1711852200000000001], dtype=pl.Int64).cast(pl.Datetime("ns")),
            "z": pl.Series([at("2024-02-29T23:59:59"), at("1969-12-31T12:00:00"), None, at("2023-07-25T08:30:15"),
                            at("2000-01-01T00:00:00"), at("2024-03-31T00:59:59")], dtype=pl.Datetime("us"))
            .dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Berlin"),
            "utc": pl.Series([at("2024-02-29T23:59:59"), at("1969-12-31T12:00:00"), None, at("2023-07-25T08:30:15"),
                              at("2000-01-01T00:00:00"), at("2024-03-31T00:59:59")], dtype=pl.Datetime("us", "UTC")),
            "o": [timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5, microseconds=6), timedelta(seconds=-90),
                  None, timedelta(0), timedelta(days=40), timedelta(microseconds=1)],
            "oms": pl.Series([93784005, -90000, None, 0, 3456000000, 1], dtype=pl.Duration("ms")),
            "c": [time(1, 2, 3, 456789), time(0, 0, 0), None, time(23, 59, 59, 999999), time(12, 30), time(6, 0, 1)],
            "n": [1, -2, 3, None, 0, 12],
            "e": ["1d", "2mo", "-1y", "3h", "1w2d", None],
        }
    )


def nested():
    return pl.DataFrame(
        {
            "l": [[3, 1, 2], [], None, [5, None, 5], [-1]],
            "m": [[1, 2], [7], [4, 4], [5, None], None],
            "lf": [[1.5, -2.0, NAN], [], None, [0.25, None, 4.0], [8.0]],
            "ls": [["b", "a", "b"], [], None, ["x", None], ["ß"]],
            "lb": [[True, False], [], None, [True, None], [False, None]],
            "ll": [[[1, 2], [3]], [], None, [[4], None], [[]]],
            "a": pl.Series([[3, 1, 2], [0, 0, 9], None, [5, None, 5], [-1, 4, -7]], dtype=pl.Array(pl.Int64, 3)),
            "af": pl.Series([[1.5, -2.0], [0.0, 0.5], None, [0.25, None], [8.0, 8.0]], dtype=pl.Array(pl.Float64, 2)),
            "ax": pl.Series([["b", "a"], ["", "c"], None, ["x", None], ["ß", "ß"]], dtype=pl.Array(pl.String, 2)),
            "ab": pl.Series([[True, False], [False, None], None, [True, None], [True, True]], dtype=pl.Array(pl.Boolean, 2)),
            "st": [{"x": 1, "y": "a"}, {"x": None, "y": "b"}, None, {"x": 3, "y": None}, {"x": 4, "y": "ü"}],
            "lst": [[{"p": 1, "q": 1.5}], [], None, [{"p": 2, "q": None}, {"p": None, "q": 0.5}], [{"p": 9, "q": 9.0}]],
            "n": [0, 1, 2, -1, None],
            "w": [2, 1, 0, 3, 1],
        }
    )


def kinds():
    return pl.DataFrame(
        {
            "cat": pl.Series(["red", "green", "red", None, "blue", "green"], dtype=pl.Categorical),
            "en": pl.Series(["lo", "hi", "mid", None, "hi", "lo"], dtype=pl.Enum(["lo", "mid", "hi"])),
            "dec": pl.Series([Decimal("1.50"), Decimal("-20.25"), Decimal("0.00"), None, Decimal("999.99"), Decimal("3.33")],
                             dtype=pl.Decimal(10, 2)),
            "bin": pl.Series([b"abc", b"", b"\x00\xff\x10", None, b"hello", "ü".encode()], dtype=pl.Binary),
            "bin8": pl.Series([b"\x01\0\0\0\0\0\0\0", b"\xff" * 8, b"\0\0\0\0\0\0\0\x01", None, b"12345678", b"abcdefgh"]),
            "nul": pl.Series([None] * 6, dtype=pl.Null),
            "i8": pl.Series([1, -128, 127, None, 0, 5], dtype=pl.Int8),
            "i16": pl.Series([1, -300, 3000, None, 0, 5], dtype=pl.Int16),
            "i32": pl.Series([1, -70000, 70000, None, 0, 5], dtype=pl.Int32),
            "i64": pl.Series([1, -(2**62), 2**53 + 1, None, 0, 5], dtype=pl.Int64),
            "u8": pl.Series([1, 255, 127, None, 0, 5], dtype=pl.UInt8),
            "u16": pl.Series([1, 65535, 3000, None, 0, 5], dtype=pl.UInt16),
            "u32": pl.Series([1, 2**32 - 1, 70000, None, 0, 5], dtype=pl.UInt32),
            "u64": pl.Series([1, 2**64 - 1, 2**53 + 1, None, 0, 5], dtype=pl.UInt64),
            "f32": pl.Series([1.5, -0.1, NAN, None, 0.0, INF], dtype=pl.Float32),
        }
    )


def left():
    return pl.DataFrame({"id": [1, 2, 2, 3, None, 5], "name": ["a", "b", "c", None, "e", "f"], "v": [10.0, 20.0, 25.0, 30.0, 40.0, 50.0]})


def right():
    return pl.DataFrame({"id": [2, 1, 4, None, 2], "key": [1, 2, 3, 4, 5], "w": ["x", "y", "z", "n", "xx"], "v": [1.0, None, 3.0, 4.0, 5.0]})


def series():
    """A series in time, sorted, with gaps and groups."""
    return pl.DataFrame(
        {
            "t": [at(f"2024-01-01T{h}") for h in ("00:00:00", "00:30:00", "01:10:00", "02:00:00", "05:00:00", "05:45:00", "23:59:00")]
            + [at("2024-01-02T00:00:00")],
            "n": [0, 1, 2, 4, 7, 8, 12, 13],
            "k": ["a", "b", "a", "a", "b", "b", "a", "b"],
            "v": [1.0, 2.0, None, 4.0, 5.0, 6.0, 7.0, 8.0],
            "w": [1, 2, 3, 4, 5, 6, 7, 8],
        }
    )


def quotes():
    return pl.DataFrame(
        {
            "t": [at(f"2024-01-01T{h}") for h in ("00:10:00", "01:00:00", "01:10:00", "04:00:00", "06:00:00")],
            "n": [1, 3, 4, 6, 9],
            "k": ["a", "b", "a", "b", "a"],
            "price": [100.0, 101.5, None, 99.0, 98.5],
        }
    )


def wide():
    return pl.DataFrame(
        {
            "id": [1, 2, 3],
            "jan": [10, None, 30],
            "feb": [1.5, 2.5, 3.5],
            "mar": [7, 8, 9],
            "who": ["x", "y", "x"],
        }
    )


def long():
    return pl.DataFrame(
        {
            "id": [1, 1, 2, 2, 3, 3],
            "month": ["jan", "feb", "jan", "feb", "jan", "mar"],
            "kind": ["a", "a", "b", "b", "a", "b"],
            "v": [10, 20, 30, 40, 50, 60],
            "w": [1.0, None, 3.0, 4.0, 5.0, 6.0],
        }
    )


def twice():
    """Whole rows that repeat."""
    return pl.DataFrame({"a": [1, 1, 2, 2, 3, None], "b": ["x", "x", "y", "z", "x", None], "c": [0.5, 0.5, 1.5, 1.5, 2.5, None]})


def records():
    """Structs in structs, to unnest."""
    return pl.DataFrame(
        {
            "k": [1, 2, 3],
            "r": [{"a": 1, "in": {"b": "x"}}, {"a": None, "in": {"b": None}}, {"a": 3, "in": {"b": "z"}}],
            "o": [{"e": True, "f": 1.5}, {"e": False, "f": None}, {"e": None, "f": -1.0}],
        }
    )


def nans():
    return pl.DataFrame({"a": [1.0, NAN, 3.0, None], "b": [NAN, 2.0, 3.0, 4.0], "c": [1, None, 3, 4], "d": ["x", "y", None, "w"]})


def empty():
    return pl.DataFrame({"a": pl.Series([], dtype=pl.Int64), "s": pl.Series([], dtype=pl.String), "f": pl.Series([], dtype=pl.Float64)})


FRAMES = {
    f.__name__: f
    for f in (flat, text, times, nested, kinds, left, right, series, quotes, wide, long, twice, records, nans, empty)
}
# These go through Arrow IPC files, the rest through Parquet.
IPC = {"kinds", "nested"}

FILES = {
    "plain.csv": "id,name,score,day,ok\n1,Ann,1.5,2024-01-31,true\n2,,,2024-02-29,false\n3,\"Bob, Jr.\",-2.25,1999-12-31,\n4,Zoë,1e3,,true\n",
    "semicolon.csv": "# made by hand\n# twice\nid;amount;when\n1;1,5;31.12.2023\n2;NA;01.01.2024\n3;-;x\n",
    "headless.csv": "1,a,0.5\n2,b,1.5\n3,c,\n",
    "quotes.csv": "a|b\n'x|y'|1\n'it''s'|2\n|3\n",
    "ragged.csv": "a,b\n1,2\n3,4,5\n6\n",
    "mixed.csv": "a,b\n1,x\ntwo,y\n3,z\n",
    "latin.csv": "name,n\ncaf\xe9,1\nna\xefve,2\n".encode("latin-1"),
    "skip.csv": "junk line\nmore junk\na,b\nunits,units\n1,2\n3,4\n",
    "two_a.csv": "a,b\n1,x\n2,y\n",
    "two_b.csv": "a,b\n3,z\n",
    "rows.ndjson": '{"a":1,"b":"x","c":[1,2]}\n{"a":null,"b":"ü","c":[]}\n{"a":3,"c":null,"d":{"e":true}}\n',
    "bad.ndjson": '{"a":1}\nnot json\n{"a":3}\n',
    "rows.json": '[{"a":1,"b":"x"},{"a":null,"b":"y"},{"a":3,"b":null}]',
    "lines.txt": "first line\n\nthird, with comma\nünïcode\n",
    "empty.csv": "",
}


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FRAMES.items():
        if name in IPC:
            make().write_ipc(folder / f"{name}.arrow", compression="uncompressed")
        else:
            make().write_parquet(folder / f"{name}.parquet", compression="uncompressed", statistics=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    left().write_avro(folder / "left.avro")
    right().write_ipc_stream(folder / "right.arrows")
    hive = folder / "hive"
    for year, rows in ((2023, [1, 2]), (2024, [3])):
        place = hive / f"year={year}" / "kind=a"
        place.mkdir(parents=True, exist_ok=True)
        pl.DataFrame({"n": rows}).write_parquet(place / "part.parquet", compression="uncompressed")
    for day in ("2024-01-31", "2024-02-29"):
        place = folder / "days" / f"day={day}"
        place.mkdir(parents=True, exist_ok=True)
        pl.DataFrame({"n": [len(day)]}).write_parquet(place / "part.parquet", compression="uncompressed")
    pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}).write_parquet(folder / "part_1.parquet", compression="uncompressed")
    pl.DataFrame({"a": [3], "b": ["z"]}).write_parquet(folder / "part_2.parquet", compression="uncompressed")
    pl.DataFrame({"a": [4]}).write_parquet(folder / "narrow_1.parquet", compression="uncompressed")
    pl.DataFrame({"a": [5], "b": ["w"]}).write_parquet(folder / "narrow_2.parquet", compression="uncompressed")


if __name__ == "__main__":
    write(Path(__file__).parent.parent / "tests/fixtures/frames")
