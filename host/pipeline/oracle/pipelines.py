"""Seeded random documents over the sample frames. Every step is tried, so that most documents run to their end."""

import copy
import json
import random

import interpreter
import notation
import polars as pl
from cases import Case

COUNT = 300
SEED = 20240229
# Frames that have columns in common, to be joined.
RELATED = {"left": "right", "right": "left", "series": "quotes", "quotes": "series", "wide": "long", "long": "wide"}
START = ("flat", "left", "series", "long", "wide", "twice", "times", "nans", "kinds", "nested", "text", "right", "quotes", *RELATED)


def col(name):
    return {"expr": "col", "args": [name]}


def on(expr, method, *args, **kwargs):
    call = {"expr": method, "on": expr}
    if args:
        call["args"] = list(args)
    if kwargs:
        call["kwargs"] = kwargs
    return call


class Maker:
    def __init__(self, rng, schema):
        self.rng, self.schema = rng, schema
        self.numbers = [n for n, t in schema.items() if t.is_numeric() and not t.is_decimal()]
        self.texts = [n for n, t in schema.items() if t == pl.String]
        self.flags = [n for n, t in schema.items() if t == pl.Boolean]
        self.times = [n for n, t in schema.items() if isinstance(t, (pl.Date, pl.Datetime))]
        self.lists = [n for n, t in schema.items() if isinstance(t, pl.List)]
        self.keys = [n for n, t in schema.items() if t in (pl.String, pl.Boolean, pl.Int64, pl.Int32, pl.Date) or isinstance(t, pl.Enum)]

    def number(self, depth=0):
        r = self.rng
        if not self.numbers:
            return {"expr": "lit", "args": [r.randint(0, 9)]}
        base = col(r.choice(self.numbers))
        if depth > 2 or r.random() < 0.3:
            return base
        kind = r.randrange(11)
        if kind == 0:
            return on(self.number(depth + 1), r.choice(["add", "sub", "mul", "truediv"]), r.choice([1, 2, 0.5, -3]))
        if kind == 1:
            return on(self.number(depth + 1), r.choice(["add", "sub", "mul"]), self.number(depth + 1))
        if kind == 2:
            return on(base, "fill_null", r.choice([0, 1]))
        if kind == 3:
            return on(on(base, "cast", "Float64"), "round", r.randint(0, 2))
        if kind == 4:
            return on(base, r.choice(["cum_sum", "cum_max", "rank", "diff", "shift", "abs", "forward_fill", "reverse"]))
        if kind == 5 and self.keys:
            return on(on(base, r.choice(["sum", "mean", "max", "min", "count"])), "over", r.choice(self.keys))
        if kind == 6 and self.texts:
            return on(col(r.choice(self.texts)), "str.len_chars")
        if kind == 7 and self.times:
            return on(col(r.choice(self.times)), r.choice(["dt.year", "dt.month", "dt.weekday", "dt.ordinal_day"]))
        if kind == 8 and self.lists:
            return on(col(r.choice(self.lists)), "list.len")
        if kind == 9:
            when = {"expr": "when", "args": [self.flag(depth + 1)]}
            return on(on(when, "then", self.number(depth + 1)), "otherwise", self.number(depth + 1))
        if kind == 10:
            return on(on(base, "cast", "Float64"), r.choice(["rolling_sum", "rolling_mean", "rolling_max"]), r.randint(2, 3))
        return base

    def text(self, depth=0):
        r = self.rng
        if not self.texts:
            return on(self.number(depth + 1), "cast", "String")
        base = col(r.choice(self.texts))
        kind = r.randrange(7)
        if kind == 0:
            return on(base, r.choice(["str.to_uppercase", "str.to_lowercase", "str.strip_chars", "str.reverse"]))
        if kind == 1:
            return on(base, "str.slice", r.randint(0, 2), r.randint(1, 3))
        if kind == 2:
            return on(base, "str.replace_all", r.choice(["a", "[aeiou]", " "]), "_")
        if kind == 3:
            return {"expr": "concat_str", "args": [[base, self.text(depth + 1) if depth < 2 else base]], "kwargs": {"separator": "-", "ignore_nulls": r.random() < 0.5}}
        if kind == 4:
            return on(base, "fill_null", "none")
        return base

    def flag(self, depth=0):
        r = self.rng
        kind = r.randrange(8)
        if kind == 0 and self.texts:
            return on(col(r.choice(self.texts)), r.choice(["str.contains", "str.starts_with", "eq"]), r.choice(["a", "b", "x"]))
        if kind == 1 and self.flags:
            return col(r.choice(self.flags))
        if kind == 2:
            return on(col(r.choice(list(self.schema))), r.choice(["is_null", "is_not_null"]))
        if kind == 3 and depth < 2:
            return on(self.flag(depth + 1), r.choice(["and_", "or_"]), self.flag(depth + 1))
        if kind == 4:
            return on(self.number(depth + 1), "is_between", 0, r.choice([3, 5, 100]), closed=r.choice(["both", "left", "none"]))
        if kind == 5 and self.numbers:
            return on(col(r.choice(self.numbers)), "is_in", [1, 2, 3, 5])
        return on(self.number(depth + 1), r.choice(["gt", "ge", "lt", "le", "ne"]), r.choice([0, 1, 2, 3, 10]))

    def any(self):
        return self.rng.choice([self.number, self.number, self.text, self.flag])()

    def aggregate(self):
        r = self.rng
        if self.numbers and r.random() < 0.7:
            return on(col(r.choice(self.numbers)), r.choice(["sum", "mean", "min", "max", "median", "std", "count", "first", "last", "n_unique"]))
        if self.texts and r.random() < 0.5:
            return on(col(r.choice(self.texts)), r.choice(["first", "max", "n_unique", "count"]))
        return {"expr": "len"}

    def step(self, name, other):
        r = self.rng
        verb = r.choice(["filter", "with_columns", "with_columns", "select", "group_by", "join", "join", "filter", "dynamic", "sort", "unique", "unpivot", "explode",
                         "head", "slice", "drop_nulls", "rename", "row_index", "tail", "drop", "fill_null", "pivot", "concat", "top_k"])
        at = {"dataframe": name}
        some = r.sample(list(self.schema), min(len(self.schema), r.randint(1, 4)))
        if verb == "filter":
            return [{"operation": r.choice(["filter", "filter", "remove"]), **at, "args": [self.flag() for _ in range(r.randint(1, 2))]}]
        if verb == "with_columns":
            return [{"operation": verb, **at, "kwargs": {r.choice(["n1", "n2", "n3", some[0]]): self.any() for _ in range(r.randint(1, 3))}}]
        if verb == "select":
            return [{"operation": verb, **at, "args": some, "kwargs": {"made": self.any()}}]
        if verb == "group_by" and self.keys:
            by = r.sample(self.keys, min(len(self.keys), r.randint(1, 2)))
            return [{"operation": verb, **at, "args": by, "kwargs": {"maintain_order": True}},
                    {"operation": "agg", **at, "kwargs": {f"a{n}": self.aggregate() for n in range(r.randint(1, 3))}}]
        if verb == "dynamic" and self.times:
            time = r.choice(self.times)
            return [{"operation": "drop_nulls", **at, "args": [time]},
                    {"operation": "sort", **at, "args": [time], "kwargs": {"maintain_order": True}},
                    {"operation": "group_by_dynamic", **at, "args": [time], "kwargs": {"every": r.choice(["6h", "1d", "1mo", "1y"]), "closed": r.choice(["left", "right"])}},
                    {"operation": "agg", **at, "kwargs": {f"a{n}": self.aggregate() for n in range(r.randint(1, 2))}}]
        if verb == "join" and self.keys:
            how = r.choice(["inner", "left", "full", "semi", "anti"])
            order = {"maintain_order": "left" if how in ("semi", "anti") else "left_right"}
            keys = [k for k in self.keys if k in other[1]]
            if keys:
                return [{"operation": "join", **at, "args": [other[0]], "kwargs": {"on": r.choice(keys), "how": how, **order}}]
            return []
        if verb == "sort":
            by = r.sample(self.keys or list(self.schema), 1)
            return [{"operation": "sort", **at, "args": by, "kwargs": {"descending": r.random() < 0.5, "nulls_last": r.random() < 0.5, "maintain_order": True}}]
        if verb == "unique":
            return [{"operation": "unique", **at, "kwargs": {"subset": some[:2], "keep": r.choice(["first", "last", "none"]), "maintain_order": True}}]
        if verb == "unpivot" and len(self.numbers) > 1:
            return [{"operation": "unpivot", **at, "kwargs": {"on": self.numbers[:3], "index": (self.texts or self.numbers)[:1]}}]
        if verb == "explode" and self.lists:
            return [{"operation": "explode", **at, "args": [r.choice(self.lists)]}]
        if verb in ("head", "tail"):
            return [{"operation": verb, **at, "args": [r.randint(1, 6)]}]
        if verb == "slice":
            return [{"operation": verb, **at, "args": [r.randint(0, 2), r.randint(2, 6)]}]
        if verb == "drop_nulls":
            return [{"operation": verb, **at, "args": [some[:1]]}]
        if verb == "rename":
            return [{"operation": verb, **at, "kwargs": {"mapping": {some[0]: some[0] + "_x"}}}]
        if verb == "row_index":
            return [{"operation": "with_row_index", **at, "kwargs": {"name": f"nr{r.randint(0, 9)}", "offset": r.randint(0, 3)}}]
        if verb == "drop" and len(self.schema) > 3:
            return [{"operation": verb, **at, "args": some[:1]}]
        if verb == "fill_null":
            return [{"operation": verb, **at, "kwargs": {"strategy": r.choice(["forward", "backward", "zero"])}}]
        if verb == "pivot" and len(self.texts) > 1 and self.numbers:
            return [{"operation": "collect", **at},
                    {"operation": "pivot", **at, "args": [self.texts[0]],
                     "kwargs": {"index": self.texts[1], "values": self.numbers[0], "aggregate_function": r.choice(["sum", "max", "first"])}},
                    {"operation": "lazy", **at}]
        if verb == "concat":
            return [{"operation": "concat", "dataframe": "both", "args": [[name, name]], "kwargs": {"how": r.choice(["vertical", "diagonal"])}},
                    {"operation": "head", "dataframe_in": "both", "dataframe_out": name, "args": [10]}]
        if verb == "top_k" and self.numbers:
            return [{"operation": "sort", **at, "args": [self.numbers[0]], "kwargs": {"maintain_order": True}},
                    {"operation": "gather_every", **at, "args": [2]}]
        return []


def one(rng):
    name = rng.choice(START)
    second = RELATED.get(name) or rng.choice([s for s in START if s != name])
    steps = [notation.load(name, "F"), notation.load(second, "F")]
    goal = rng.randint(3, 8)
    made = 0
    while made < goal:
        runner = interpreter.Interpreter()
        for step in steps:
            runner.step(copy.deepcopy(step))
        other = (second, runner.frames[second].collect_schema())
        added = Maker(rng, dict(runner.frames[name].collect_schema())).step(name, other)
        if not added or any("both" in (s.get("dataframe"), s.get("dataframe_out")) for s in steps if added[0].get("dataframe") == "both"):
            continue
        try:
            frame = interpreter.run({"steps": steps + added}, {}, name)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            if rng.random() > 0.05:
                continue
            steps += added
            break
        if frame.height == 0 and rng.random() < 0.8:
            continue
        steps += added
        made += 1
    return name, {"steps": steps}


def cases():
    rng = random.Random(SEED)
    for at in range(1, COUNT + 1):
        name, document = one(rng)
        yield Case(f"random:{at}", "document.random", json.loads(json.dumps(document)), name, fails=None)
