"""What goes wrong in a program: codes, messages, and tracebacks of the program's own lines."""

from __future__ import annotations

import sys
import textwrap

import pytest
from source import describe, failure, Failed


def context_of(source: str, **library: str) -> str:
    found = failure(textwrap.dedent(source).lstrip("\n"), library={name: textwrap.dedent(text).lstrip("\n") for name, text in library.items()})
    return "\n".join(found.context)


def without_carets(text: str) -> str:
    """Versions of Python underline other parts of a line."""
    return "\n".join(line for line in text.split("\n") if set(line.strip()) - set("~^") or not line.strip())


def test_an_exception_is_told_with_the_lines_that_it_went_through() -> None:
    found = failure("def half(x):\n    return x / 0\n\ndef transform():\n    return [half(1)]\n")
    assert (found.code, found.message) == ("exception", "ZeroDivisionError: division by zero")
    assert without_carets("\n".join(found.context)) == textwrap.dedent(
        """\
        Traceback (most recent call last):
          File "script.py", line 5, in transform
            return [half(1)]
          File "script.py", line 2, in half
            return x / 0
        ZeroDivisionError: division by zero"""
    )


def test_frames_of_others_are_left_out() -> None:
    found = failure("import json\ndef transform():\n    return json.loads('{')\n")
    assert found.message.startswith("JSONDecodeError: Expecting property name")
    assert [line.split(",")[0].strip() for line in found.context if "File" in line] == ['File "script.py"']
    assert found.context[-1].startswith("json.decoder.JSONDecodeError: ")


def test_exceptions_that_caused_it_are_told() -> None:
    told = context_of(
        """
        def transform():
            try:
                {}["a"]
            except KeyError as error:
                raise ValueError("no a") from error
        """
    )
    assert "KeyError: 'a'" in told
    assert "The above exception was the direct cause of the following exception:" in told
    assert told.endswith("ValueError: no a")
    told = context_of("def transform():\n    try:\n        {}['a']\n    except KeyError:\n        raise ValueError('no a')\n")
    assert "During handling of the above exception, another exception occurred:" in told
    told = context_of("def transform():\n    try:\n        {}['a']\n    except KeyError:\n        raise ValueError('no a') from None\n")
    assert "KeyError" not in told


def test_what_a_module_handled_by_itself_is_not_told() -> None:
    told = context_of("import decimal, zoneinfo\ndef transform():\n    zoneinfo.ZoneInfo('Mars/Base')\n")
    assert told.count("Traceback") == 1
    assert "ZoneInfoNotFoundError" in told


def test_lines_of_the_library_are_the_programs_own() -> None:
    found = failure(
        "from shop.prices import net\ndef transform():\n    return [net(1)]\n", library={"shop.prices": "def net(x):\n    raise ValueError(f'bad {x}')\n"}
    )
    assert 'File "shop/prices.py", line 2, in net' in "\n".join(found.context)
    found = failure("import a\n", library={"a": "import b\n", "b": "1 / 0\n"})
    files = [line.strip() for line in found.context if "File" in line]
    assert files == ['File "script.py", line 1, in <module>', 'File "a.py", line 1, in <module>', 'File "b.py", line 1, in <module>']


def test_a_generator_fails_with_its_line() -> None:
    told = context_of("def transform():\n    yield {'a': 1}\n    raise KeyError('b')\n")
    assert 'File "script.py", line 3, in transform' in told
    assert told.endswith("KeyError: 'b'")


def test_an_exit_is_an_exception() -> None:
    found = failure("import sys\ndef transform():\n    sys.exit('enough')\n")
    assert (found.code, found.message) == ("exception", "SystemExit: enough")
    assert failure("def transform():\n    raise KeyboardInterrupt\n").message == "KeyboardInterrupt"
    assert failure("raise SystemExit\n").message == "SystemExit"


def test_an_exception_without_text_is_its_type() -> None:
    assert failure("def transform():\n    raise ValueError\n").message == "ValueError"
    assert failure("def transform():\n    assert 1 == 2\n").message == "AssertionError"


def test_an_exception_of_the_programs_own() -> None:
    found = failure("class Broken(Exception):\n    pass\n\ndef transform():\n    raise Broken('it is')\n")
    assert found.message == "Broken: it is"
    assert found.context[-1] == "script.Broken: it is"


def test_an_exception_that_cannot_be_told_is_told() -> None:
    found = failure("class Odd(Exception):\n    def __str__(self):\n        raise RuntimeError\ndef transform():\n    raise Odd\n")
    assert found.message == "Odd: <a Odd whose text fails with RuntimeError>"
    found = failure("def transform():\n    raise ValueError('\\ud800')\n")
    assert found.message == "ValueError: \\ud800"
    assert all(line.encode() or True for line in found.context)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="groups of exceptions are newer")
def test_a_group_of_exceptions_is_told() -> None:
    told = context_of("def transform():\n    raise ExceptionGroup('several', [ValueError('one'), KeyError('two')])\n")
    assert "ValueError: one" in told
    assert "KeyError: 'two'" in told


def test_a_recursion_is_told_in_a_hundred_lines() -> None:
    found = failure("def down(n):\n    return up(n + 1)\n\ndef up(n):\n    return down(n + 1)\n\ndef transform():\n    return down(0)\n")
    assert found.message.startswith("RecursionError: maximum recursion depth exceeded")
    assert len(found.context) <= 100
    assert any("more" in line for line in found.context)
    assert found.context[-1].startswith("RecursionError")


def test_what_cannot_be_read_is_told_with_the_line_and_a_caret() -> None:
    with pytest.raises(Failed) as caught:
        describe("def transform():\n    return [1,\n\nx = = 2\n")
    assert caught.value.code == "syntax"
    assert caught.value.message.startswith("SyntaxError: ")
    with pytest.raises(Failed) as caught:
        describe("x = 1\nx = = 2\n")
    assert caught.value.message == "SyntaxError: invalid syntax"
    assert caught.value.context == ['  File "script.py", line 2', "    x = = 2", "        ^", "SyntaxError: invalid syntax"]
    assert failure("  x = 1\n y = 2\n").message.startswith("IndentationError: ")
    assert failure("x = '\0'\n").code == "syntax"


def test_a_program_that_is_too_complex_to_read_is_told_so() -> None:
    found = failure(f"x = {'(' * 5_000}{')' * 5_000}\n")
    assert found.code == "syntax", found.message
    assert any("script.py" in line for line in found.context)


def test_a_module_of_the_library_that_cannot_be_read_is_told_with_the_import() -> None:
    found = failure("import helpers\n", library={"helpers": "def f(:\n    pass\n"})
    assert found.code == "syntax"
    told = "\n".join(found.context)
    assert 'File "script.py", line 1, in <module>' in told
    assert 'File "helpers.py", line 1' in told


def test_text_that_a_program_compiles_is_its_own_affair() -> None:
    found = failure("def transform():\n    return eval('1 +')\n")
    assert (found.code, found.message.startswith("SyntaxError: invalid syntax")) == ("exception", True)
    assert 'File "script.py", line 2, in transform' in "\n".join(found.context)


def test_an_error_of_the_sdk_keeps_its_code_and_has_the_line() -> None:
    found = failure(
        "from sandtable_guest import Error, doing\ndef transform():\n    with doing('counting'):\n        raise Error('no-rows', 'nothing is there')\n"
    )
    assert (found.code, found.message, found.context[0]) == ("no-rows", "nothing is there", "counting")
    assert 'File "script.py", line 4, in transform' in "\n".join(found.context)


def test_what_the_host_refuses_has_the_line() -> None:
    found = failure("def transform(orders):\n    late = orders.select('nosuch')\n    return late.collect()\n", {"orders": {"id": [1]}})
    assert found.code == "VALIDATION_ERROR"
    assert 'File "script.py", line 3, in transform' in "\n".join(found.context)
    found = failure("def transform(orders):\n    return orders.filtr('x')\n", {"orders": {"id": [1]}})
    assert found.message.startswith("AttributeError: Frame has no 'filtr'")


def test_a_recursion_of_any_depth_is_told_in_no_time() -> None:
    found = failure(
        "import sys\nsys.setrecursionlimit(20_000)\ndef down(n):\n    return down(n + 1) if n < 15_000 else 1 / 0\ndef transform():\n    return down(0)\n"
    )
    assert found.message == "ZeroDivisionError: division by zero"
    assert any("more calls" in line for line in found.context)
    assert len(found.context) <= 100


def test_errors_that_are_none_are_told() -> None:
    for source in ("e = Error('x', 'y')\n    e.doing = 5\n    raise e", "class E(Error):\n        def __init__(self): pass\n    raise E()"):
        found = failure(f"from sandtable_guest import Error\ndef transform():\n    {source}\n")
        assert found.code == "exception", found.message


def test_what_the_boundary_cannot_take_is_told() -> None:
    for call in ("progress(-1)", "progress('x')", "list(orders.batches(-1))", "list(orders.batches('x'))"):
        found = failure(f"from sandtable_guest import progress\ndef transform(orders):\n    {call}\n", {"orders": {"a": [1]}})
        assert found.code == "exception"
        assert 'File "script.py", line 3, in transform' in "\n".join(found.context)
