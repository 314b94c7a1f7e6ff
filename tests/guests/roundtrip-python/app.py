"""Passes a table through, value by value: what comes out was Python objects in between.

Parameters: `batch_rows` asks the host for batches of at most so many rows; `fail` gives up with that message.
"""

import json
import traceback
from typing import Any

from arrow_columns import ArrowError, Schema
from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import host
from wit_world.imports.tables import Input, Output
from wit_world.imports.types import Description, Error, InputSpec

PARAMS = {
    "type": "object",
    "properties": {
        "batch_rows": {"type": "integer", "minimum": 0, "maximum": 2**32 - 1, "description": "rows a batch; 0 leaves it to the host"},
        "fail": {"type": "string", "description": "fails with this message"},
    },
    "additionalProperties": False,
}


class Metadata(exports.Metadata):
    def describe(self) -> Description:
        return Description(
            name="roundtrip-python",
            version="0.1.0",
            summary="passes a table through Python values, unchanged",
            inputs=[InputSpec(name="table", description="any table", columns=[])],
            params=json.dumps(PARAMS),
            output=[],
            features=[],
            extra=[("language", "python")],
        )


class TableTransform(exports.TableTransform):
    def run(self, inputs: list[tuple[str, Input]], params: str, output: Output) -> None:
        # Only an `Err` reaches the host as an error; any other exception would end the instance with a trap.
        try:
            transform(inputs, read_params(params), output)
        except Err:
            raise
        except ArrowError as error:
            raise Err(Error("bad-table", str(error), ["passing the table through"])) from error
        except Exception as error:
            raise Err(Error("exception", str(error), traceback.format_exc().splitlines())) from error


def transform(inputs: list[tuple[str, Input]], params: dict[str, Any], output: Output) -> None:
    if "fail" in params:
        raise Err(Error("asked-to-fail", params["fail"], ["reading the parameters"]))
    _, table = inputs[0]
    schema = Schema(table.schema())
    output.start(schema.fields)
    rows, total = 0, table.rows()
    while (batch := table.next(params.get("batch_rows", 0))) is not None:
        output.push(schema.encode(schema.decode(batch), batch.rows))
        rows += batch.rows
        host.progress(rows, total)
    host.log(host.Level.INFO, f"roundtrip-python: {rows} rows")


def read_params(text: str) -> dict[str, Any]:
    params = json.loads(text)
    batch_rows, message = params.get("batch_rows", 0), params.get("fail", "")
    if type(batch_rows) is not int or not 0 <= batch_rows < 2**32:
        raise Err(Error("bad-parameter", f"batch_rows is {batch_rows!r}, not a whole number of 32 bits", []))
    if not isinstance(message, str):
        raise Err(Error("bad-parameter", f"fail is {message!r}, not a string", []))
    return params
