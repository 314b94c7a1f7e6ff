"""`Series.str` and `Index.str`."""

import textwrap
import unicodedata

from .._core import columns as cols
from . import joining, patterns
from .mapping import Texts, frame, objects
from .patterns import ABSENT


class StringMethods:
    """Methods of texts, over a column."""

    def __init__(self, owner):
        self._texts = Texts(owner)

    def __iter__(self):
        raise TypeError("'StringMethods' object is not iterable")

    def __getitem__(self, key):
        return self.slice(key.start, key.stop, key.step) if isinstance(key, slice) else self.get(key)

    def __getattr__(self, name):
        raise AttributeError(f"'StringMethods' object has no attribute '{name}'")

    # Parts

    def get(self, i):
        def part(value):
            if isinstance(value, dict):
                return value.get(i)
            try:
                return value[i] if -len(value) <= i < len(value) else cols.nan
            except (KeyError, IndexError):
                return cols.nan

        return self._texts.anything(part)

    def slice(self, start=None, stop=None, step=None):
        part = slice(start, stop, step)
        return self._texts.anything(lambda value: value[part])

    def slice_replace(self, start=None, stop=None, repl=None):
        repl = "" if repl is None else repl

        def work(text):
            end = start if text[start:stop] == "" else stop
            return (text[:start] if start is not None else "") + repl + (text[end:] if end is not None else "")

        return self._texts.texts(work)

    def len(self):
        return self._texts.numbers(len)

    def split(self, pat=None, *, n=-1, expand=False, regex=None):
        return patterns.split(self._texts, pat, n, expand, regex, False)

    def rsplit(self, pat=None, *, n=-1, expand=False):
        return patterns.split(self._texts, pat, n, expand, False, True)

    def _partition(self, sep, expand, method):
        self._texts.refuse_other(method)
        found = self._texts.map(lambda text: getattr(text, method)(sep))
        return self._texts.table(found) if expand else self._texts.wrap(objects(found))

    def partition(self, sep=" ", expand=True):
        return self._partition(sep, expand, "partition")

    def rpartition(self, sep=" ", expand=True):
        return self._partition(sep, expand, "rpartition")

    # Search

    def contains(self, pat, case=True, flags=0, na=ABSENT, regex=True):
        return patterns.contains(self._texts, pat, case, flags, na, regex)

    def match(self, pat, case=True, flags=0, na=ABSENT):
        return patterns.match(self._texts, pat, case, flags, na, False)

    def fullmatch(self, pat, case=True, flags=0, na=ABSENT):
        return patterns.match(self._texts, pat, case, flags, na, True)

    def _ends(self, pat, na, method):
        self._texts.refuse_other(method)
        if not isinstance(pat, (str, tuple)):
            raise TypeError(f"expected a string or tuple, not {type(pat).__name__}")
        return patterns.flag_of(self._texts, lambda text: getattr(text, method)(pat), na)

    def startswith(self, pat, na=ABSENT):
        return self._ends(pat, na, "startswith")

    def endswith(self, pat, na=ABSENT):
        return self._ends(pat, na, "endswith")

    def count(self, pat, flags=0):
        self._texts.refuse_other("count")
        find = patterns.compiled(pat, None, flags).findall
        return self._texts.numbers(lambda text: len(find(text)))

    def _place(self, sub, start, end, method):
        self._texts.refuse_other(method)
        if not isinstance(sub, str):
            raise TypeError(f"expected a string object, not {type(sub).__name__}")
        return self._texts.numbers(lambda text: getattr(text, method)(sub, start, end))

    def find(self, sub, start=0, end=None):
        return self._place(sub, start, end, "find")

    def rfind(self, sub, start=0, end=None):
        return self._place(sub, start, end, "rfind")

    def index(self, sub, start=0, end=None):
        return self._place(sub, start, end, "index")

    def rindex(self, sub, start=0, end=None):
        return self._place(sub, start, end, "rindex")

    def findall(self, pat, flags=0):
        self._texts.refuse_other("findall")
        find = patterns.compiled(pat, None, flags).findall
        return self._texts.wrap(objects(self._texts.map(find)))

    def extract(self, pat, flags=0, expand=True):
        return patterns.extract(self._texts, pat, flags, expand)

    def extractall(self, pat, flags=0):
        return patterns.extractall(self._texts, pat, flags)

    def replace(self, pat, repl, n=-1, case=None, flags=0, regex=False):
        return patterns.replace(self._texts, pat, repl, n, case, flags, regex)

    # Putting together and filling up

    def cat(self, others=None, sep=None, na_rep=None, join="left"):
        return joining.cat(self._texts, others, sep, na_rep, join)

    def join(self, sep):
        self._texts.refuse_other("join")
        return self._texts.texts(sep.join)

    def repeat(self, repeats):
        if not hasattr(repeats, "__iter__"):
            count = int(repeats)
            return self._texts.anything(lambda value: value * count)
        counts = [int(count) for count in repeats]
        if len(counts) != len(self._texts.values):
            raise ValueError(f"operands could not be broadcast together with shapes ({len(self._texts.values)},) ({len(counts)},) ")
        made = [value if gone else value * count for value, gone, count in zip(self._texts.values, self._texts.missing, counts, strict=True)]
        return self._texts.wrap(self._texts.column(made))

    def pad(self, width, side="left", fillchar=" "):
        self._texts.refuse_other("pad")
        if not isinstance(fillchar, str):
            raise TypeError(f"fillchar must be a character, not {type(fillchar).__name__}")
        if len(fillchar) != 1:
            raise TypeError("fillchar must be a character, not str")
        if not hasattr(width, "__index__"):
            raise TypeError(f"width must be of integer type, not {type(width).__name__}")
        method = {"left": "rjust", "right": "ljust", "both": "center"}.get(side)
        if method is None:
            raise ValueError("Invalid side")
        return self._texts.texts(lambda text: getattr(text, method)(width, fillchar))

    def center(self, width, fillchar=" "):
        return self.pad(width, "both", fillchar)

    def ljust(self, width, fillchar=" "):
        return self.pad(width, "right", fillchar)

    def rjust(self, width, fillchar=" "):
        return self.pad(width, "left", fillchar)

    def zfill(self, width):
        self._texts.refuse_other("zfill")
        if not hasattr(width, "__index__"):
            raise TypeError(f"width must be of integer type, not {type(width).__name__}")
        return self._texts.texts(lambda text: text.zfill(width))

    def wrap(self, width, **kwargs):
        self._texts.refuse_other("wrap")
        wrapper = textwrap.TextWrapper(width=width, **kwargs)
        return self._texts.texts(lambda text: "\n".join(wrapper.wrap(text)))

    # Other texts

    def strip(self, to_strip=None):
        self._texts.refuse_other("strip")
        return self._texts.texts(lambda text: text.strip(to_strip))

    def lstrip(self, to_strip=None):
        self._texts.refuse_other("lstrip")
        return self._texts.texts(lambda text: text.lstrip(to_strip))

    def rstrip(self, to_strip=None):
        self._texts.refuse_other("rstrip")
        return self._texts.texts(lambda text: text.rstrip(to_strip))

    def removeprefix(self, prefix):
        return self._texts.texts(lambda text: text.removeprefix(prefix))

    def removesuffix(self, suffix):
        return self._texts.texts(lambda text: text.removesuffix(suffix))

    def normalize(self, form):
        self._texts.refuse_other("normalize")
        return self._texts.texts(lambda text: unicodedata.normalize(form, text))

    def translate(self, table):
        self._texts.refuse_other("translate")
        return self._texts.texts(lambda text: text.translate(table))

    def encode(self, encoding, errors="strict"):
        self._texts.refuse_other("encode")
        return self._texts.wrap(objects(self._texts.map(lambda text: text.encode(encoding, errors=errors))))

    def decode(self, encoding, errors="strict"):
        return self._texts.wrap(objects(self._texts.map(lambda data: data.decode(encoding, errors))))

    def get_dummies(self, sep="|"):
        from .._core.frame import DataFrame
        from .._core.index import Index

        if self._texts.is_index:
            raise NotImplementedError("pandas.Index.str.get_dummies is not there in the sandbox; make a Series of it")
        rows = [set() if gone else set(str(value).split(sep)) - {""} for value, gone in zip(self._texts.values, self._texts.missing, strict=True)]
        names = sorted(set().union(*rows))
        made = {name: cols.column([int(name in row) for row in rows], "int64") for name in names}
        return frame(made, self._texts.index, Index(names), DataFrame)


def _text(name):
    def method(self):
        self._texts.refuse_other(name)
        return self._texts.texts(lambda text: getattr(text, name)())

    method.__name__ = name
    return method


def _flag(name):
    def method(self):
        self._texts.refuse_other(name)
        return self._texts.flags(lambda text: getattr(text, name)())

    method.__name__ = name
    return method


for _name in "lower upper title capitalize swapcase casefold".split():
    setattr(StringMethods, _name, _text(_name))
for _name in "isalnum isalpha isdigit isspace islower isupper istitle isnumeric isdecimal".split():
    setattr(StringMethods, _name, _flag(_name))
StringMethods.__module__ = "pandas.core.strings.accessor"
