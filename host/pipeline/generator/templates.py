"""Templates of expressions: Python Polars is called with marked arguments, and what it serialises is turned into a tree with holes and choices."""

from __future__ import annotations

import itertools
import json

import polars as pl

MARK = "\x01"
SELF = MARK + "self"
SELF_MARKS = [({"OfExpr": {"Column": SELF}}, {"$": "self", "as": "dtype_expr"}), ({"Column": SELF}, {"$": "self"})]
# More calls than this for one operation would say that a parameter belongs into `ONE_BY_ONE`.
MOST_CALLS = 6000

# Arguments that the marked ones are replaced by where Polars looks at the value.
PROBES: dict[tuple[str, str], object] = {
    ("str.strptime", "dtype"): pl.Date,
    ("dt.convert_time_zone", "time_zone"): "Pacific/Chatham",
    ("dt.replace_time_zone", "time_zone"): "Pacific/Chatham",
    ("datetime", "time_zone"): "Pacific/Chatham",
    ("datetime_range", "time_zone"): "Pacific/Chatham",
    ("datetime_ranges", "time_zone"): "Pacific/Chatham",
    ("str.to_datetime", "time_zone"): "Pacific/Chatham",
    ("str.pad_start", "fill_char"): "\u00a4",
    ("str.pad_end", "fill_char"): "\u00a4",
}
# An argument that is left out.
ABSENT = object()

# Written by hand in ../src/expr: their shape follows the number of their arguments, or what they take is no leaf of a tree.
BY_HAND = {
    "function": {
        "arg_sort_by", "col", "cum_fold", "cum_reduce", "cum_sum_horizontal", "dtype_of", "escape_regex", "exclude", "field", "fold", "format", "lit", "map_batches",
        "map_groups", "ones", "reduce", "repeat", "sql_expr", "struct", "struct_with_fields", "when", "zeros",
    },
    "expr": {
        "and_", "or_", "bottom_k_by", "exclude", "ext.storage", "filter", "list.concat", "map_batches", "map_elements", "meta.as_expression", "meta.as_selector", "meta.undo_aliases", "name.map", "name.map_fields", "over", "pipe", "replace",
        "replace_strict", "reshape", "sort_by", "str.extract_groups", "str.strptime", "str.to_titlecase", "where", "struct.field", "top_k_by",
    },
    "dtype_expr": {"matches"},
    "selector": {
        "array", "by_dtype", "by_index", "by_name", "contains", "datetime", "duration", "ends_with", "exclude", "list", "matches", "starts_with",
    },
}
# The decay of ewm_* comes as one of four numbers, and the tree knows only the last; a bound stands for names.
SKIPPED = {"list.to_struct": ("upper_bound",), "ewm_mean": ("com", "span", "half_life"), "ewm_std": ("com", "span", "half_life"), "ewm_sum": ("com", "span", "half_life"), "ewm_var": ("com", "span", "half_life")}
# Numbers as they are make another tree than expressions do only together with another argument.
FORCED = {("arr.head", "n"): ["int"], ("arr.tail", "n"): ["int"], ("arr.slice", "offset"): ["int"], ("arr.slice", "length"): ["int"], ("linear_spaces", "num_samples"): ["int"]}
UNITS = {"time_range": "h", "time_ranges": "h"}


def tree_of(value: object) -> object:
    """The JSON of what an operation gave."""
    if isinstance(value, pl.DataTypeExpr):
        cast = json.loads(pl.col("x").cast(value).meta.serialize(format="json"))
        return cast["Cast"]["dtype"]
    if not isinstance(value, pl.Expr):
        raise NotAnExpression(type(value).__name__)
    return json.loads(value.meta.serialize(format="json"))


class NotAnExpression(Exception):
    """The operation gives something else."""


class Refused(Exception):
    """Python refused the arguments."""


def same(a: object, b: object) -> bool:
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


# ---- cases: what one argument can be


class Case:
    """One thing that an argument can be: its key in a choice, the value for the call, and how it shows up in the tree."""

    def __init__(self, key: str, value: object, marks: list[tuple[object, object]] | None = None) -> None:
        self.key = key
        self.value = value
        self.marks = marks or []

    def __repr__(self) -> str:
        return self.key


def duration_tree(text: str) -> object:
    return tree_of(pl.col("a").rolling_sum_by("b", text))["Function"]["function"]["RollingExprBy"]["options"]["window_size"]


class Marker:
    """Gives each parameter values that are found again."""

    def __init__(self, operation: dict) -> None:
        self.operation = operation
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return 100 + self.number

    def cases(self, param: dict) -> list[Case]:
        name, type_ = param["name"], param["type"]
        hole = {"$": name}
        probe = PROBES.get((self.operation["name"], name))
        found: list[Case]
        if type_ in ("expr", "any"):
            found = [Case("@expr", pl.col(MARK + name), [({"Column": MARK + name}, hole)])]
        elif type_ in ("bool", "bools") and "week_mask" not in name:
            found = [Case("true", True), Case("false", False)]
        elif name == "week_mask":
            mask = [True, False, True, True, False, False, True]
            found = [Case("@list", mask, [(mask, hole)])]
        elif type_ == "enum":
            found = [Case(word, word) for word in param["values"]]
        elif type_ == "int":
            n = self.next()
            found = [Case("@int", n, own_marks(name, n))]
        elif type_ == "float":
            x = self.next() / 1000 + 0.00017
            found = [Case("@float", x, [(x, hole)])]
        elif type_ in ("str", "column") and param["kind"] == "varargs":
            texts = [MARK + name + "1", MARK + name + "2"]
            both = {"Selector": {"ByName": {"names": texts, "strict": True}}}
            found = [Case("@given", texts, [(both, {"$": name, "as": "columns"}), (texts, hole)]), Case("@absent", [])]
        elif type_ in ("str", "column"):
            text = probe or MARK + name
            found = [Case("@str", text, [({"Column": text}, {"$": name, "as": "column"}), (text, hole)])]
        elif type_ == "strs":
            texts = [MARK + name + "1", MARK + name + "2"]
            found = [Case("@list", texts, [(texts, hole)])]
        elif type_ == "floats":
            numbers = [self.next() / 1000 + 0.00017, self.next() / 1000 + 0.00017]
            found = [Case("@list", numbers, [(numbers, hole)])]
        elif type_ == "ints":
            numbers = [self.next(), self.next()]
            if param["kind"] == "varargs":
                found = [Case("@given", numbers, [(numbers, hole)]), Case("@absent", [])]
            else:
                found = [Case("@list", tuple(numbers), [(numbers, hole)])]
        elif type_ == "duration":
            text = f"{self.next()}{UNITS.get(self.operation['name'], 'd')}"
            marks = [(duration_tree(text), {"$": name, "as": "duration"}), (duration_tree("-" + text), {"$": name, "as": "negative_duration"})]
            found = [Case("@str", text, marks)]
        elif type_ == "dtype":
            dtype = probe or pl.Int128
            plain = tree_of(pl.col("a").cast(dtype))["Cast"]["dtype"]["Literal"]
            found = [Case("@given", dtype, [({"Literal": plain}, {"$": name, "as": "dtype_expr"}), (plain, {"$": name, "as": "dtype"})])]
        elif type_ == "exprs":
            columns = [MARK + name + "1", MARK + name + "2"]
            found = [Case("@expr", [pl.col(c) for c in columns], [(MARK + "splice", [{"Column": c} for c in columns], {"$*": name})])]
            if param["kind"] == "varargs":
                found.append(Case("@absent", []))
        else:
            raise NotImplementedError(f"no cases for {self.operation['name']}({name}: {type_})")
        return found


# ---- a call and its tree


def mark(tree: object, marks: list[tuple]) -> object:
    """Puts holes where marked arguments show up."""
    for spec in marks:
        if len(spec) == 2 and not isinstance(tree, bool) and type(tree) is type(spec[0]) and same(tree, spec[0]):
            return spec[1]
    if isinstance(tree, dict):
        return {key: mark(value, marks) for key, value in tree.items()}
    if isinstance(tree, list):
        for spec in marks:
            if len(spec) == 3:
                for at in range(len(tree) - len(spec[1]) + 1):
                    if same(tree[at : at + len(spec[1])], spec[1]):
                        return mark(tree[:at], marks) + [spec[2]] + mark(tree[at + len(spec[1]) :], marks)
        return [mark(value, marks) for value in tree]
    return tree


def call(target: object, operation: dict, chosen: dict[str, object]) -> object:
    """Calls the operation with arguments by the names of parameters."""
    args, kwargs, by_position = [], {}, True
    for param in operation["params"]:
        name = param["name"]
        if name not in chosen or chosen[name] is ABSENT:
            by_position = False
            continue
        value = chosen[name]
        if param["kind"] == "varargs":
            args += value if isinstance(value, list) else [value]
        elif param["kind"] == "varkwargs":
            continue
        elif param["kind"] in ("positional", "only_positional") and by_position:
            args.append(value)
        else:
            kwargs[name] = value
    try:
        made = target(*args, **kwargs)
    except Exception as error:  # noqa: BLE001
        raise Refused(f"{type(error).__name__}: {' '.join(str(error).split(chr(10) + chr(10))[0].split())[:160]}") from None
    except BaseException as error:  # noqa: BLE001  a panic of the extension
        raise Refused(f"panic: {str(error)[:160]}") from None
    try:
        return tree_of(made)
    except NotAnExpression as other:
        raise Refused(f"gives {other}") from None


# ---- joining the trees of several cases


def is_node(tree: object) -> bool:
    return isinstance(tree, dict) and any(key in tree for key in ("$", "$*", "?", "!"))


def join(name: str, trees: dict[str, object]) -> object:
    """One tree out of one for each case of a parameter."""
    values = list(trees.values())
    if all(same(value, values[0]) for value in values):
        return values[0]
    if all(isinstance(value, dict) and not is_node(value) and value.keys() == values[0].keys() for value in values):
        return {key: join(name, {case: value[key] for case, value in trees.items()}) for key in values[0]}
    if all(isinstance(value, list) and len(value) == len(values[0]) for value in values):
        return [join(name, {case: value[at] for case, value in trees.items()}) for at in range(len(values[0]))]
    if all(is_identity(name, key, value) for key, value in trees.items()):
        return {"$": name}
    return {"?": name, **trees}


def is_identity(name: str, key: str, tree: object) -> bool:
    """Whether the argument is in the tree as it is."""
    if key in ("true", "false", "null"):
        return tree is json.loads(key)
    if key.startswith("@"):
        return tree == {"$": name}
    return tree == key


def tabulate(target: object, operation: dict, cases: dict[str, list[Case]]) -> object:
    """The tree over all combinations of cases."""
    names = list(cases)
    calls = 1
    for options in cases.values():
        calls *= len(options)
    if calls > MOST_CALLS:
        raise NotImplementedError(f"{operation['name']}: {calls} calls")

    def build(at: int, chosen: dict[str, Case]) -> object:
        if at == len(names):
            marks = [m for case in chosen.values() for m in case.marks]
            marks += SELF_MARKS
            try:
                tree = call(target, operation, {name: case.value for name, case in chosen.items()})
            except Refused as refused:
                return {"!": str(refused)}
            return mark(tree, marks)
        return join(names[at], {case.key: build(at + 1, {**chosen, names[at]: case}) for case in cases[names[at]]})

    return build(0, {})


# ---- how the values of an expression's argument are read


def fill(tree: object, hole: object, filling: object) -> object:
    if same(tree, hole):
        return filling
    if isinstance(tree, dict):
        return {key: fill(value, hole, filling) for key, value in tree.items()}
    if isinstance(tree, list):
        return [fill(value, hole, filling) for value in tree]
    return tree


SAMPLES = {"str": "sample", "int": 7, "float": 7.25, "bool": True, "null": None, "list": [7, 8]}


def readings(value: object) -> list[tuple[str, object]]:
    """What a value in an expression's place can become."""
    found = []
    if isinstance(value, str):
        found.append(("column", tree_of(pl.col(value))))
    found.append(("literal", tree_of(pl.lit(value))))
    if isinstance(value, list):
        found.append(("series", tree_of(pl.lit(pl.Series(value)))))
        found.append(("implode", tree_of(pl.lit(pl.Series(value)).implode())))
        found.append(("indices", tree_of(pl.lit(pl.Series(value, dtype=pl.Int64)))))
        found.append(("nested", tree_of(pl.lit(pl.Series([value])))))
    return found


USUAL = {"str": "column", "int": "literal", "float": "literal", "bool": "literal", "null": "literal", "list": "literal"}


def read_values(target: object, operation: dict, param: dict, base: dict[str, Case]) -> tuple[dict[str, str], list[Case]]:
    """The readings of a parameter that differ from the usual ones, and the classes that make another tree."""
    name = param["name"]
    marks = [m for case in base.values() for m in case.marks] + SELF_MARKS
    template = mark(call(target, operation, {n: c.value for n, c in base.items()}), marks)
    hole = {"$": name}
    reads, extra = {}, []
    for class_, sample in SAMPLES.items():
        others = {n: c.value for n, c in base.items() if n != name}
        other_marks = [m for n, c in base.items() if n != name for m in c.marks] + SELF_MARKS
        try:
            tree = mark(call(target, operation, {**others, name: sample}), other_marks)
        except Refused:
            if class_ == "null" and "default" in param and param["default"] is None and not param.get("no_default"):
                # Its default: what is wrong is another argument.
                reads[class_] = "own"
                extra.append(Case("null", None))
            else:
                reads[class_] = "refused"
            continue
        for reading, filling in readings(sample):
            if same(tree, fill(template, hole, filling)) and (class_ != "list" or reads_empty(target, operation, name, reading, template, others, other_marks)):
                if reading != USUAL[class_]:
                    reads[class_] = reading
                break
        else:
            if class_ == "null":
                extra.append(Case("null", None))
                reads[class_] = "own"
            elif class_ in OTHER and own_tree(target, operation, name, sample, others, other_marks) == own_tree(target, operation, name, OTHER[class_], others, other_marks):
                extra.append(Case("@" + class_, sample, own_marks(name, sample)))
                reads[class_] = "own"
            else:
                reads[class_] = "refused"
                PUZZLES.append(f"{operation['name']}({name}: {class_})")
    return reads, extra


def reads_empty(target: object, operation: dict, name: str, reading: str, template: object, others: dict, marks: list) -> bool:
    """Whether a list without values is read in that way too: only there a type shows that Python gives it."""
    try:
        tree = mark(call(target, operation, {**others, name: []}), marks)
    except Refused:
        return True
    return same(tree, fill(template, {"$": name}, dict(readings([]))[reading]))


OTHER = {"str": "other", "int": 11, "float": 11.5, "bool": False}
PUZZLES: list[str] = []


def own_tree(target: object, operation: dict, name: str, sample: object, others: dict, marks: list) -> object:
    return mark(call(target, operation, {**others, name: sample}), [*marks, *own_marks(name, sample)])


def own_marks(name: str, sample: object) -> list[tuple[object, object]]:
    marks = [(sample, {"$": name})]
    if isinstance(sample, int) and not isinstance(sample, bool):
        marks.append((-sample, {"$": name, "as": "negative"}))
    return marks


def template(target: object, operation: dict) -> tuple[object, dict[str, dict[str, str]]]:
    """The tree of an operation, and the readings of its expression parameters."""
    marker = Marker(operation)
    params = [p for p in operation["params"] if p["kind"] != "varkwargs" and p["name"] != "eager" and p["name"] not in SKIPPED.get(operation["name"], ())]
    cases: dict[str, list[Case]] = {}
    if any(p["type"] == "exprs" and p["kind"] == "positional" for p in params):
        params = [p for p in params if p["kind"] != "varargs"]
    for param in params:
        cases[param["name"]] = marker.cases(param)
        if param.get("no_default"):
            cases[param["name"]].append(Case("@absent", ABSENT))
        if isinstance(param.get("default"), list):
            cases[param["name"]].insert(0, Case(json.dumps(param["default"], separators=(",", ":")), param["default"]))
        if param.get("null") and param["type"] not in ("expr", "any", "exprs"):
            cases[param["name"]].append(Case("null", None))
    base = find_base(target, operation, params, cases)
    all_reads = {}
    for param in params:
        if param["type"] in ("expr", "any") and param["kind"] != "varargs":
            on = {**base, param["name"]: cases[param["name"]][0]}
            try:
                reads, extra = read_values(target, operation, param, on)
            except Refused as refused:
                raise NotImplementedError(f"{operation['name']}({param['name']}): {refused}") from None
            for class_ in FORCED.get((operation["name"], param["name"]), ()):
                if reads.get(class_) != "own":
                    n = marker.next()
                    extra.append(Case("@" + class_, n, own_marks(param["name"], n)))
                    reads[class_] = "own"
            if reads:
                all_reads[param["name"]] = reads
            cases[param["name"]] += extra
    return tabulate(target, operation, cases), all_reads


def find_base(target: object, operation: dict, params: list[dict], cases: dict[str, list[Case]]) -> dict[str, Case]:
    """A choice of cases that Python takes."""
    first = {name: options[0] for name, options in cases.items()}
    required = {p["name"]: first[p["name"]] for p in params if "default" not in p}
    for base in (first, required):
        try:
            call(target, operation, {n: c.value for n, c in base.items()})
        except Refused:
            continue
        return base
    optional = [p["name"] for p in params if "default" in p]
    for size in (1, 2):
        for names in itertools.combinations(optional, size):
            base = {**required, **{n: first[n] for n in names}}
            try:
                call(target, operation, {n: c.value for n, c in base.items()})
            except Refused:
                continue
            return base
    raise NotImplementedError(f"{operation['name']}: no arguments that work")
