"""Programs in source code: what they take, what they give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sandtable_guest.dtypes import Float64
from source import Failed, describe, failure, run

ORDERS = {"id": [1, 2, 3], "customer": [1, 2, 1], "amount": [5.0, 7.5, None]}
CUSTOMERS = {"customer": [1, 2], "name": ["Ann", "Bob"]}


def test_inputs_are_frames_by_the_names_of_the_arguments() -> None:
    source = """
def transform(orders, customers):
    return orders.join(customers, on="customer", how="left", maintain_order="left").select("id", "name")
"""
    ran = run(source, {"customers": CUSTOMERS, "orders": ORDERS})
    assert ran.rows == [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}, {"id": 3, "name": "Ann"}]
    told = describe(source)
    assert [given.name for given in told.inputs] == ["orders", "customers"]
    assert (told.features, told.params, told.extra) == (["frames"], "", [("language", "python")])


@pytest.mark.parametrize(
    ("annotation", "expression", "is_native"),
    [
        ("Table", "list(orders.rows())", False),
        ("Batch", "list(orders.rows())", False),
        ("list", "orders", False),
        ("list[dict]", "orders", False),
        ("Sequence[dict]", "orders[:]", False),
        ("Iterable[dict[str, Any]]", "(row for row in orders)", False),
        ("Any", "orders.collect().to_dicts()", True),
        ("Frame", "orders.collect().to_dicts()", True),
        ("pl.LazyFrame", "orders.collect().to_dicts()", True),
        ("pl.DataFrame", "orders.to_dicts()", True),
        ("Annotated[Table, 'all of them']", "list(orders.rows())", False),
    ],
)
def test_annotations_say_what_an_argument_gets(annotation: str, expression: str, is_native: bool) -> None:
    source = f"""
from typing import Annotated, Any, Iterable, Sequence
from sandtable_guest import Batch, Table
{"from sandtable_guest import Frame, frames as pl" if is_native else ""}

def transform(orders: {annotation}):
    return {expression}
"""
    assert run(source, {"orders": ORDERS}).rows[1] == {"id": 2, "customer": 2, "amount": 7.5}
    assert ("frames" in describe(source).features) is is_native


@pytest.mark.parametrize(
    ("statement", "asks"),
    [
        ("import polars as pl", True),
        ("from sandtable_guest import Frame", True),
        ("from sandtable_guest import Table, frames as pl", True),
        ("from sandtable_guest.frames import col", True),
        ("import sandtable_guest.frames", True),
        ("import helpers", True),
        ("def later():\n    import polars", True),
        ("from sandtable_guest import Table, log", False),
        ("import json", False),
        ("polars = frames = 5", False),
    ],
)
def test_a_program_that_imports_frames_asks_for_them(statement: str, asks: bool) -> None:
    source = f"{statement}\ndef transform():\n    return [{{'a': 1}}]\n"
    library = {"helpers": "import polars"}
    assert describe(source, library).features == (["frames"] if asks else [])
    assert run(source, library=library).rows == [{"a": 1}]


def test_a_program_that_does_not_ask_for_frames_has_none() -> None:
    found = failure(
        "import importlib\ndef transform():\n    pl = importlib.import_module('sandtable_guest.' + 'frames')\n    return pl.DataFrame({'a': [1]})\n"
    )
    assert (found.code, found.message.split(":")[0]) == ("no-frames", "there are no frames here")


@pytest.mark.parametrize(
    "result",
    [
        "[{'a': 1, 'b': 'x'}, {'a': 2, 'b': None}]",
        "({'a': a, 'b': b} for a, b in [(1, 'x'), (2, None)])",
        "{'a': [1, 2], 'b': ['x', None]}",
        "{'a': range(1, 3), 'b': ('x', None)}",
        "Batch.from_dict({'a': [1, 2], 'b': ['x', None]})",
        "[Batch.from_dict({'a': [1], 'b': ['x']}), Batch.from_dict({'a': [2], 'b': [None]}, Schema({'a': int, 'b': str}))]",
        "pl.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        "pl.LazyFrame({'a': [1, 2], 'b': ['x', None]})",
        "{'a': pl.Series('a', [1, 2]), 'b': pl.DataFrame({'b': ['x', None]})['b']}",
    ],
)
def test_a_result_is_rows_columns_batches_or_a_frame(result: str) -> None:
    source = f"import sandtable_guest.frames as pl\nfrom sandtable_guest import Batch, Schema\ndef transform():\n    return {result}\n"
    assert run(source).rows == [{"a": 1, "b": "x"}, {"a": 2, "b": None}]


def test_rows_may_be_dataclasses_and_tuples_with_names() -> None:
    source = """
from collections import namedtuple
from dataclasses import dataclass

@dataclass
class Order:
    a: int

Pair = namedtuple("Pair", "a")

def transform():
    return [Order(1), Pair(2), {"a": 3}]
"""
    assert run(source).rows == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_all_rows_of_a_list_say_what_the_columns_are() -> None:
    late = "def transform():\n    return {}{{'a': None if at < 17_000 else 1.5}} for at in range(20_000){}\n"
    assert run(late.format("[", "]")).schema.to_dict() == {"a": Float64}
    found = failure(late.format("(", ")"))
    assert found.code == "bad-column"
    assert found.message.endswith("the first 16384 rows said what the columns are: declare them, or return a list")
    assert run("def transform(orders):\n    return orders.collect()['id']\n", {"orders": ORDERS}).rows == [{"id": 1}, {"id": 2}, {"id": 3}]
    assert failure("def transform(orders):\n    return {'a': orders}\n", {"orders": ORDERS}).message.startswith("column 'a' is Frame; allowed")


@pytest.mark.parametrize("result", ["[]", "()", "iter([])", "(row for row in [])", "{}"])
def test_a_program_may_find_nothing(result: str) -> None:
    ran = run(f"def transform():\n    return {result}\n")
    assert (ran.output.started, ran.schema.names, ran.rows) == (True, [], [])


def test_names_of_columns_are_texts() -> None:
    for result in ("[{1: 2}]", "{1: [2]}", "[{'a': {1: 2}}]"):
        found = failure(f"def transform():\n    return {result}\n")
        assert (found.code, found.message) == ("bad-column", "a column is called 1, which is no text; a name is one")
    assert run("def transform():\n    return {'\\ud800': [1]}\n").rows == [{"\\ud800": 1}]


def test_a_generator_gives_rows() -> None:
    source = "def transform(orders: list):\n    for row in orders:\n        if row['amount']:\n            yield {'id': row['id']}\n"
    assert run(source, {"orders": ORDERS}).rows == [{"id": 1}, {"id": 2}]


def test_parameters_are_keywords_and_whatever_cannot_be_a_table() -> None:
    source = '''
from typing import Literal

def transform(orders: list, least=6, order: Literal["up", "down"] = "up", *, prefix: str):
    """Lists large orders.

    And more.
    """
    found = [row for row in orders if (row["amount"] or 0) >= least]
    return [{"text": f"{prefix}{row['id']}"} for row in (found if order == "up" else reversed(found))]
'''
    told = describe(source)
    assert told.summary == "Lists large orders."
    schema = json.loads(told.params)
    assert schema["required"] == ["prefix"]
    assert schema["properties"] == {"least": {"default": 6}, "order": {"enum": ["up", "down"], "default": "up"}, "prefix": {"type": "string"}}
    assert run(source, {"orders": ORDERS}, {"prefix": "#"}).rows == [{"text": "#2"}]
    assert run(source, {"orders": ORDERS}, {"prefix": "#", "least": 1, "order": "down"}).rows == [{"text": "#2"}, {"text": "#1"}]
    assert failure(source, {"orders": ORDERS}, {"prefix": 1}).code == "bad-parameter"
    assert failure(source, {"orders": ORDERS}).message == "the parameter 'prefix' is missing"


def test_a_transform_of_the_sdk_works_too() -> None:
    source = '''
from typing import Iterator, TypedDict
from sandtable_guest import Output, Table, table_transform

class Row(TypedDict):
    id: int

@table_transform(name="ids", version="2.0.0")
def transform(orders: Table) -> Iterator[Row]:
    """Gives the ids."""
    for row in orders.rows():
        if row["id"] > 9:
            yield Row(id=row["id"])
'''
    told = describe(source)
    assert (told.name, told.version, told.summary) == ("ids", "2.0.0", "Gives the ids.")
    assert [(column.name, column.type) for column in told.output] == [("id", "int64")]
    ran = run(source, {"orders": ORDERS})
    assert (ran.rows, ran.schema.names) == ([], ["id"])


def test_a_row_transform_of_the_sdk_works_too() -> None:
    source = """
from typing import TypedDict
from sandtable_guest import row_transform

class Given(TypedDict):
    twice: float | None

@row_transform
def transform(row: dict, *, by: int = 2) -> Given:
    return {"twice": None if row["amount"] is None else row["amount"] * by}
"""
    ran = run(source, {"row": ORDERS}, {"by": 3})
    assert [row["twice"] for row in ran.rows] == [15.0, 22.5, None]
    assert ran.rows[0]["id"] == 1


def test_a_transform_may_write_by_itself() -> None:
    source = """
from sandtable_guest import Output

def transform(orders: list, output: Output):
    output.start({"id": int})
    for row in orders:
        output.push_rows([{"id": row["id"]}])
"""
    assert run(source, {"orders": ORDERS}).rows == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_modules_of_the_library_are_imported() -> None:
    library = {
        "helpers": "from shop import prices\nfrom shop.rates import RATE\n\ndef price(x):\n    return prices.net(x) * RATE\n",
        "shop.prices": "from .rates import RATE as rate\nfrom . import rates\n\ndef net(x):\n    assert rate is rates.RATE\n    return x\n",
        "shop.rates": "RATE = 2\n",
    }
    source = """
import helpers, shop, shop.prices
import importlib

def transform():
    from helpers import price
    assert importlib.import_module("shop.rates").RATE == 2
    return [{"price": price(21), "file": helpers.__file__, "package": shop.__name__, "name": __name__}]
"""
    assert run(source, library=library).rows == [{"price": 42, "file": "helpers.py", "package": "shop", "name": "script"}]


def test_a_module_of_the_library_comes_before_one_of_pythons_own_and_is_gone_afterwards() -> None:
    import colorsys
    import email
    import email.message

    library = {"colorsys": "def here():\n    return 'mine'\n", "email": "WHAT = 'mine'\n"}
    source = "import colorsys, email\ndef transform():\n    return [{'a': colorsys.here(), 'b': email.WHAT}]\n"
    assert run(source, library=library).rows == [{"a": "mine", "b": "mine"}]
    import sys

    assert sys.modules["colorsys"] is colorsys
    assert sys.modules["email.message"] is email.message
    assert "script" not in sys.modules
    assert failure("import helpers\n", library={}).message == "ModuleNotFoundError: No module named 'helpers'"


@pytest.mark.parametrize(
    ("library", "message"),
    [
        ({"a b": ""}, "'a b' is no name of a module"),
        ({"class": ""}, "'class' is no name of a module"),
        ({".x": ""}, "'.x' is no name of a module"),
        ({"": ""}, "'' is no name of a module"),
        ({"sys": ""}, "'sys' cannot be replaced"),
        ({"sandtable_guest.frames": ""}, "'sandtable_guest.frames' cannot be replaced"),
        ({"script": ""}, "'script' cannot be replaced"),
    ],
)
def test_a_library_with_other_names_is_refused(library: dict[str, str], message: str) -> None:
    found = failure("def transform():\n    return []\n", library=library)
    assert (found.code, found.context) == ("bad-library", [])
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"color": "red"}, "there is no option 'color'; allowed: filename, tables"),
        ({"tables": "numpy"}, "tables is 'numpy'; allowed: frame, pandas"),
        ({"filename": "<string>"}, "filename is '<string>'"),
        ({"filename": "a\nb"}, "filename is 'a\\nb'"),
        ({"filename": ""}, "filename is ''"),
    ],
)
def test_other_options_are_refused(options: dict[str, str], message: str) -> None:
    found = failure("def transform():\n    return []\n", options=options)
    assert found.code == "bad-option"
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("x = 1\n", "no-transform", "User script must define a 'transform()' function"),
        ("transform = 5\n", "no-transform", "User script must define a 'transform()' function"),
        ("", "no-transform", "User script must define a 'transform()' function"),
        ("async def transform():\n    return []\n", "bad-signature", "'transform' is async: nothing here is waited for; write `def transform`"),
        ("def transform(*tables):\n    return []\n", "bad-signature", "transform: *tables cannot be told to a host: name each argument"),
        ("def transform(**params):\n    return []\n", "bad-signature", "transform: **params cannot be told to a host: name each argument"),
        ("def transform(*, x: set):\n    return []\n", "bad-signature", "a parameter cannot be <class 'set'>"),
        ("def transform():\n    return 5\n", "bad-result", "the transform returned int; allowed: rows"),
        ("def transform():\n    return 'text'\n", "bad-result", "the transform returned str; allowed: rows"),
        ("def transform():\n    pass\n", "bad-result", "the transform returned None; allowed: rows"),
        ("def transform():\n    return {'a': 1}\n", "bad-result", "column 'a' is int; allowed in a dict of columns"),
        ("def transform():\n    return {'a': 'text'}\n", "bad-result", "column 'a' is str; allowed in a dict of columns"),
        ("def transform():\n    return [1, 2]\n", "bad-result", "a row is int; allowed: a dict"),
        ("def transform(orders):\n    return []\n", "bad-input", "'transform' takes the inputs orders; given: none"),
    ],
)
def test_what_is_no_transform_is_told(source: str, code: str, message: str) -> None:
    found = failure(source)
    assert found.code == code
    assert found.message.startswith(message), found.message


def test_inputs_that_are_not_taken_are_refused() -> None:
    found = failure("def transform(orders):\n    return orders\n", {"orders": ORDERS, "customers": CUSTOMERS})
    assert (found.code, found.message) == ("bad-input", "'transform' takes the inputs orders; given: orders, customers")


def test_any_callable_is_a_transform() -> None:
    source = """
import functools

class Report:
    def __call__(self, orders: list, *, least: int = 6):
        return [{"n": sum((row["amount"] or 0) >= least for row in orders)}]

transform = Report()
"""
    assert run(source, {"orders": ORDERS}).rows == [{"n": 1}]
    partial = "import functools\ndef report(orders: list, least):\n    return [{'n': least}]\ntransform = functools.partial(report, least=3)\n"
    assert run(partial, {"orders": ORDERS}).rows == [{"n": 3}]
    assert run("transform = lambda: [{'n': 1}]\n").rows == [{"n": 1}]


def test_each_call_runs_the_program_anew() -> None:
    source = "import random\nseen = []\ndef transform():\n    seen.append(1)\n    return [{'n': len(seen), 'r': random.random()}]\n"
    first, second = run(source).rows[0], run(source).rows[0]
    assert first["n"] == second["n"] == 1
    assert first["r"] != second["r"]


def test_describe_runs_the_top_level_and_never_the_transform(capsys: pytest.CaptureFixture[str]) -> None:
    describe("print('top')\ndef transform():\n    print('inside')\n")
    assert capsys.readouterr().out == "top\n"


def test_a_program_is_text_whatever_it_declares() -> None:
    assert run("\ufeff# coding: latin-1\r\ndef transform():\r\n    return [{'a': 'ä'}]\r\n").rows == [{"a": "ä"}]


def test_classes_know_their_module() -> None:
    source = """
from __future__ import annotations
import dataclasses, enum, pickle, typing

@dataclasses.dataclass
class Order:
    id: int
    tags: list[str] = dataclasses.field(default_factory=list)
    kind: typing.ClassVar[int] = 1

class Kind(enum.Enum):
    A = 1

def transform(orders: list, *, least: typing.Optional[int] = None):
    assert pickle.loads(pickle.dumps(Order(1))) == Order(1)
    assert typing.get_type_hints(Order)["id"] is int
    return [dataclasses.asdict(Order(row["id"])) | {"kind": Kind.A.name} for row in orders]
"""
    assert run(source, {"orders": ORDERS}).rows[2] == {"id": 3, "tags": [], "kind": "A"}


def test_the_module_is_read_with_its_file_name() -> None:
    source = "import inspect, sys\ndef transform():\n    return [{'s': inspect.getsource(transform).splitlines()[0], 'f': __file__, 'a': sys.argv[0]}]\n"
    rows: list[dict[str, Any]] = run(source, options={"filename": "reports/monthly.py"}).rows
    assert rows == [{"s": "def transform():", "f": "reports/monthly.py", "a": "reports/monthly.py"}]


def test_a_failed_call_leaves_nothing_behind() -> None:
    with pytest.raises(Failed):
        run("import helpers\n1 / 0\n", library={"helpers": "X = 1\n"})
    import linecache
    import sys

    assert not {"script", "helpers"} & set(sys.modules)
    assert "script.py" not in linecache.cache
