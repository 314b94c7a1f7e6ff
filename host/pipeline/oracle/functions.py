"""The callables that documents name as `{"custom_function": …}`. The Rust harness has the same ones by the same names."""

import hashlib

import polars as pl


def double(value):
    return value * 2


def shout(value):
    return value.upper() + "!"


def is_even(value):
    return value % 2 == 0


def double_series(series):
    return series * 2


def length_of_series(series):
    return pl.Series(series.name, [len(series)], dtype=pl.Int64)


def add_two(left, right):
    return left + right


def add_all(columns):
    return columns[0] + columns[1]


def first_two_rows(frame):
    return frame.head(2)


def with_total(frame):
    return frame.with_columns(total=pl.sum_horizontal("j", "k"))


def upper_name(name):
    return name.upper()


def fails(_value):
    raise ValueError("this function always fails")


# Those of the reference's own tests.
def hash_row(row):
    return hashlib.sha256("".join(str(v) for v in row.values()).encode()).hexdigest()


def format_name(row):
    return f"{row['first'].title()} {row['second'].title()}"


def change_to_constant(_value):
    return "constant"


FUNCTIONS = {
    f.__name__: f
    for f in (
        double, shout, is_even, double_series, length_of_series, add_two, add_all, first_two_rows, with_total, upper_name, fails,
        hash_row, format_name, change_to_constant,
    )
}
FUNCTIONS["multiply_by_two"] = double
