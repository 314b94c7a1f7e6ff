"""`read_csv`: tables of text, with the types that pandas gives their columns."""

import csv
import io
import os
import re

from . import columns as cols
from .errors import EmptyDataError, ParserError, missing, refuse
from .index import Index, RangeIndex

NAMES_OF_MISSING = {
    "", " ", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
} - {" "}  # fmt: skip
TRUE, FALSE = {"True", "TRUE", "true"}, {"False", "FALSE", "false"}
DEFAULTS = {
    "engine": None, "low_memory": True, "cache_dates": True, "encoding": None, "encoding_errors": "strict", "compression": "infer", "iterator": False,
    "chunksize": None, "memory_map": False, "verbose": False, "float_precision": None, "storage_options": None, "keep_date_col": False, "date_parser": None,
    "infer_datetime_format": None, "lineterminator": None, "dialect": None, "delim_whitespace": False, "skipfooter": 0, "dtype_backend": None,
    "doublequote": True, "na_filter": True, "quoting": 0,
}  # fmt: skip
INTEGER, FLOAT = re.compile(r"\s*[+-]?\d+\s*"), re.compile(r"\s*([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?\s*")


def read_csv(
    filepath_or_buffer, *, sep=",", delimiter=None, header="infer", names=None, index_col=None, usecols=None, dtype=None, converters=None, true_values=None,
    false_values=None, skipinitialspace=False, skiprows=None, nrows=None, na_values=None, keep_default_na=True, skip_blank_lines=True, parse_dates=None,
    dayfirst=False, date_format=None, thousands=None, decimal=".", quotechar='"', escapechar=None, comment=None, on_bad_lines="error", **given,
):  # fmt: skip
    """A DataFrame of a text of rows."""
    refuse("read_csv", DEFAULTS, given)
    sep = delimiter if delimiter is not None else sep
    if sep is None or (len(sep) > 1 and sep != r"\s+"):
        missing(f"read_csv with sep={sep!r}", "one character")
    rows = list(lines_of(filepath_or_buffer, sep, quotechar, escapechar, skipinitialspace, comment, skip_blank_lines, skiprows))
    if header == "infer":
        header = 0 if names is None else None
    if not rows and names is None:
        raise EmptyDataError("No columns to parse from file")
    if isinstance(header, list):
        missing("read_csv with several rows of header", "set the columns")
    labels = None
    if header is not None:
        if header >= len(rows):
            raise ParserError(f"Passed header={header}, len of {len(rows)}, but only {len(rows)} lines in file")
        labels, rows = renamed(rows[header]), rows[header + 1 :]
    if names is not None:
        labels = list(names)
        if len(set(labels)) < len(labels):
            raise ValueError("Duplicate names are not allowed.")
    if nrows is not None:
        rows = rows[: int(nrows)]
    width = max(map(len, rows), default=0) if labels is None else len(labels)
    labels = list(range(width)) if labels is None else labels
    rows, extra = fitted(rows, len(labels), on_bad_lines, header)
    missing_words = (NAMES_OF_MISSING if keep_default_na else set()) | set()
    given_words = na_values if isinstance(na_values, dict) else {}
    if na_values is not None and not isinstance(na_values, dict):
        missing_words |= words_of(na_values)
    columns = [[row[place] for row in rows] for place in range(len(labels) + extra)]
    reader = Reader(decimal, thousands, words_of(true_values) | TRUE, words_of(false_values) | FALSE)
    made, kept = {}, []
    wanted = chosen(usecols, labels)
    for place, label in enumerate(labels):
        if place not in wanted:
            continue
        words = missing_words | words_of(given_words.get(label))
        texts = columns[place + extra]
        made[label] = one_column(texts, label, words, dtype, converters, reader)
        kept.append(label)
    frame = table(made, kept, len(rows))
    if extra:
        frame.index = labels_of(columns[:extra], missing_words, reader)
    return finished(frame, index_col, parse_dates, dayfirst, date_format)


def words_of(values):
    return set() if values is None else {values} if isinstance(values, str) else {str(value) for value in (values if hasattr(values, "__iter__") else [values])}


def lines_of(source, sep, quotechar, escapechar, skipinitialspace, comment, skip_blank_lines, skiprows):
    """The cells of each row."""
    if hasattr(source, "read"):
        text = source.read()
        text = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    else:
        if not isinstance(source, str | os.PathLike):
            raise ValueError(f"Invalid file path or buffer object type: {type(source)}")
        with open(source, encoding="utf-8-sig", newline="") as file:
            text = file.read()
    text = text.removeprefix("\ufeff")
    spaces = sep == r"\s+"
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=" " if spaces else sep, quotechar=quotechar, escapechar=escapechar, skipinitialspace=skipinitialspace or spaces
    )
    skipped = (
        skiprows
        if callable(skiprows)
        else (lambda number: number in set(skiprows))
        if hasattr(skiprows, "__iter__")
        else (lambda number: number < (skiprows or 0))
    )
    for number, row in enumerate(reader):
        if skipped(number):
            continue
        if comment is not None:
            row = uncommented(row, comment)
            if row is None:
                continue
        if spaces:
            row = [cell for cell in row if cell != ""]
        if not row or (len(row) == 1 and not row[0].strip() and skip_blank_lines and "\n" not in row[0]):
            if skip_blank_lines:
                continue
            row = row or [""]
        yield row


def uncommented(row, comment):
    """A row up to a comment, None where nothing is left."""
    for place, cell in enumerate(row):
        if comment in cell:
            rest = cell.partition(comment)[0]
            return [*row[:place], rest] if place or rest else None
    return row


def renamed(cells):
    """Names of columns: those that are empty get one, those that are there twice a number."""
    names = [cell if cell != "" else f"Unnamed: {place}" for place, cell in enumerate(cells)]
    seen, found = {}, []
    for name in names:
        count = seen.get(name, 0)
        shown = name
        while count and (shown := f"{name}.{count}") in (*names, *found):
            count += 1
        seen[name] = count + 1
        found.append(shown)
    return found


def fitted(rows, width, on_bad_lines, header):
    """Rows of one width, and how many columns the rows have before those with a name: they are the index."""
    extra = 0
    if rows and header is not None and len(rows[0]) > width and all(len(row) == len(rows[0]) for row in rows):
        extra = len(rows[0]) - width
    full = width + extra
    found = []
    for number, row in enumerate(rows):
        if len(row) > full and not (len(row) == full + 1 and row[-1] == ""):
            if extra == 0 and number == 0 and header is not None:
                extra = len(row) - width
                full = width + extra
            elif on_bad_lines == "error":
                raise ParserError(
                    f"Error tokenizing data. C error: Expected {full} fields in line {number + 1 + (header or 0) + (header is not None)}, saw {len(row)}\n"
                )
            elif on_bad_lines in ("skip", "warn"):
                continue
            else:
                missing("read_csv with a function for on_bad_lines=")
        found.append([*row[:full], *[""] * (full - len(row))])
    return found, extra


def chosen(usecols, labels):
    """Which columns are wanted, by place."""
    if usecols is None:
        return range(len(labels))
    if callable(usecols):
        return [place for place, label in enumerate(labels) if usecols(label)]
    usecols = list(usecols)
    if all(isinstance(label, str) for label in usecols):
        absent = [label for label in usecols if label not in labels]
        if absent:
            raise ValueError(f"Usecols do not match columns, columns expected but not found: {absent}")
        return [place for place, label in enumerate(labels) if label in usecols]
    return sorted(int(place) for place in usecols)


class Reader:
    """How cells are read as numbers and truth values."""

    def __init__(self, decimal, thousands, true, false):
        self.decimal, self.thousands, self.true, self.false = decimal, thousands, true, false

    def column(self, texts, gone):
        """A column of cells; those with a flag are missing."""
        here = [text for text, flag in zip(texts, gone, strict=True) if not flag]
        if not here:
            return cols.of(cols.store([cols.nan] * len(texts), cols.FLOAT64), cols.FLOAT64) if texts else cols.of([], cols.OBJECT)
        plain = here if self.thousands is None else [text.replace(self.thousands, "") for text in here]
        if self.decimal != ".":
            plain = [text.replace(self.decimal, ".") if "." not in text else text + "!" for text in plain]
        if all(map(INTEGER.fullmatch, plain)):
            found = [int(text) for text in plain]
            if not any(gone) and -(2**63) <= min(found) and max(found) < 2**64:
                return cols.infer(found)
            if any(gone) and all(-(2**63) <= value < 2**64 for value in found):
                return self.spread([float(value) for value in found], gone)
            if not any(gone):
                return cols.of(list(texts), cols.OBJECT)
        numbers = floats(plain)
        if numbers is not None:
            return self.spread(numbers, gone)
        if all(text in self.true or text in self.false for text in here):
            found = iter([text in self.true for text in here])
            return (
                cols.infer([cols.nan if flag else next(found) for flag in gone])
                if not any(gone)
                else cols.of([cols.nan if flag else next(found) for flag in gone], cols.OBJECT)
            )
        return cols.of([cols.nan if flag else text for text, flag in zip(texts, gone, strict=True)], cols.OBJECT)

    def spread(self, numbers, gone):
        found = iter(numbers)
        return cols.of(cols.store([cols.nan if flag else next(found) for flag in gone], cols.FLOAT64), cols.FLOAT64)


SPECIAL = {"inf": float("inf"), "infinity": float("inf")}


def floats(texts):
    """Numbers as pandas' parser computes them, None where one is none."""
    found = []
    for text in texts:
        shape = FLOAT.fullmatch(text)
        if shape is None:
            word = text.strip()
            value = SPECIAL.get(word.lstrip("+-").lower())
            if value is None:
                return None
            found.append(-value if word.startswith("-") else value)
            continue
        sign, whole, part, only, power = shape.groups()
        value = computed(whole or "", part or only or "", int(power or 0))
        found.append(-value if sign == "-" else value)
    return found


def computed(whole, part, power):
    """At most 17 digits, scaled by a power of ten: not always the nearest float."""
    digits = (whole + part).lstrip("0")
    power -= len(part)
    if len(digits) > 17:
        power += len(digits) - 17
        digits = digits[:17]
    value = 0.0
    for digit in digits:
        value = value * 10.0 + int(digit)
    if power > 308:
        return float("inf") if value else 0.0
    if power > 0:
        return value * 10.0**power
    if power < -308:
        return value / 10.0 ** (-308 - power) / 1e308 if power > -616 else 0.0
    return value / 10.0**-power


def one_column(texts, label, words, dtype, converters, reader):
    if converters and label in converters:
        return cols.infer([converters[label](text) for text in texts])
    gone = [text in words for text in texts]
    wanted = dtype.get(label) if isinstance(dtype, dict) else dtype
    if wanted is None:
        return reader.column(texts, gone)
    from .dtypes import resolve_any

    to = resolve_any(wanted)
    if to.kind in "UO" or to.kind == "C" or to.name == "string":
        col = cols.of([cols.nan if flag else text for text, flag in zip(texts, gone, strict=True)], cols.OBJECT)
        return col if to.kind in "UO" else cols.astype(col, to)
    if to.kind in "iu" and any(gone):
        raise ValueError(f"Integer column has NA values in column {label if not isinstance(label, str) else label}")
    return cols.astype(reader.column(texts, gone), to)


def table(made, labels, rows):
    from .frame import DataFrame

    return DataFrame._of([made[label] for label in labels], Index(labels), RangeIndex(rows))


def labels_of(columns, words, reader):
    parts = [reader.column(texts, [text in words for text in texts]) for texts in columns]
    if len(parts) == 1:
        return Index._of(parts[0])
    from .multiindex import MultiIndex

    return MultiIndex.from_arrays([Index._of(part) for part in parts])


def finished(frame, index_col, parse_dates, dayfirst, date_format):
    if parse_dates:
        if isinstance(parse_dates, dict) or (isinstance(parse_dates, list) and any(isinstance(part, list) for part in parse_dates)):
            missing("read_csv with parse_dates= of several columns together", "to_datetime")
        names = [] if parse_dates is True else [frame.columns[part] if isinstance(part, int) and part not in frame.columns else part for part in parse_dates]
        absent = [name for name in names if name not in frame.columns]
        if absent:
            raise ValueError(f"Missing column provided to 'parse_dates': '{', '.join(map(str, absent))}'")
        for name in names if len(frame) else ():
            frame[name] = dated(frame[name], dayfirst, date_format.get(name) if isinstance(date_format, dict) else date_format)
    if index_col is not None and index_col is not False:
        wanted = index_col if isinstance(index_col, list | tuple) else [index_col]
        names = [frame.columns[part] if isinstance(part, int) and part not in frame.columns else part for part in wanted]
        frame = frame.set_index(names if len(names) > 1 else names[0])
        frame.index.names = [None if isinstance(name, str) and name.startswith("Unnamed: ") else name for name in frame.index.names]
        if parse_dates is True:
            frame.index = Index._of(dated(frame.index.to_series(), dayfirst, date_format)._values, frame.index.name)
    return frame


def dated(series, dayfirst, date_format):
    """Times, where all are; else the texts as they were."""
    from .._time import to_datetime

    try:
        return to_datetime(
            series.astype(str).where(series.notna(), None) if series.dtype.kind in "iu" else series, dayfirst=dayfirst, format=date_format, errors="raise"
        )
    except (ValueError, TypeError):
        return series
