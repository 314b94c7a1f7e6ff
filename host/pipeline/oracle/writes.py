"""Documents that write: the answer is the file, as text where its bytes are pinned, else as the frame it reads back as."""

import os
import tempfile
from pathlib import Path

import canonical
import interpreter
import notation
import polars as pl

FIXTURES = Path(__file__).resolve().parent.parent / "tests/fixtures"
TEXT = {".csv", ".ndjson", ".jsonl", ".json"}
READERS = {".parquet": "read_parquet", ".arrow": "read_ipc", ".arrows": "read_ipc_stream", ".avro": "read_avro"}

# (frame, door, operation, file, options)
CASES = [
    ("left", "F", "sink_csv", "a.csv", {}),
    ("left", "F", "sink_csv", "b.csv", {"separator": ";", "null_value": "NA", "include_header": False}),
    ("left", "F", "sink_csv", "c.csv", {"float_precision": 2, "quote_style": "always", "line_terminator": "\r\n"}),
    ("left", "F", "sink_csv", "c2.csv", {"quote_char": "'", "quote_style": "non_numeric", "float_scientific": True, "include_bom": True}),
    ("times", "F", "sink_csv", "d.csv", {"date_format": "%d.%m.%Y", "datetime_format": "%H:%M %d/%m", "time_format": "%H"}),
    ("left", "F", "sink_csv", "e.csv", {"decimal_comma": True, "separator": ";", "batch_size": 2, "maintain_order": True}),
    ("left", "F", "sink_ndjson", "a.ndjson", {}),
    ("nested", "F", "sink_ndjson", "b.jsonl", {"maintain_order": True}),
    ("left", "F", "sink_parquet", "a.parquet", {}),
    ("kinds", "F", "sink_parquet", "b.parquet", {"compression": "snappy", "statistics": False, "row_group_size": 2}),
    ("left", "F", "sink_parquet", "c.parquet", {"compression": "gzip", "compression_level": 3, "data_page_size": 1024}),
    ("left", "F", "sink_csv", "i.csv", {"engine": "streaming", "check_extension": True, "compression": "uncompressed"}),
    ("left", "F", "sink_ndjson", "d.ndjson", {"compression": "uncompressed", "check_extension": True}),
    ("left", "F", "sink_ipc", "a.arrow", {}),
    ("nested", "F", "sink_ipc", "b.arrow", {"compression": "zstd"}),
    ("left", "D", "write_csv", "f.csv", {}),
    ("left", "D", "write_csv", "g.csv", {"separator": "\t", "include_header": False, "null_value": "-"}),
    ("flat", "D", "write_csv", "h.csv", {"float_precision": 1, "quote_style": "necessary", "include_bom": False}),
    ("times", "D", "write_csv", "h2.csv", {"date_format": "%Y%m%d", "datetime_format": "%s", "time_format": "%H:%M"}),
    ("left", "D", "write_csv", "j.csv", {"decimal_comma": True, "separator": ";", "quote_char": "'", "line_terminator": "\r\n", "batch_size": 2}),
    ("left", "D", "write_csv", "k.csv", {"float_scientific": True, "quote_style": "never"}),
    ("left", "D", "write_parquet", "f.parquet", {"compression_level": 3, "row_group_size": 2, "data_page_size": 1024}),
    ("left", "D", "write_ipc", "e.arrow", {"record_batch_size": 2}),
    ("left", "D", "write_json", "a.json", {}),
    ("nested", "D", "write_json", "b.json", {}),
    ("left", "D", "write_ndjson", "c.ndjson", {}),
    ("left", "D", "write_parquet", "d.parquet", {}),
    ("kinds", "D", "write_parquet", "e.parquet", {"compression": "lz4", "statistics": False}),
    ("left", "D", "write_ipc", "c.arrow", {}),
    ("kinds", "D", "write_ipc", "d.arrow", {"compression": "lz4"}),
    ("left", "D", "write_ipc_stream", "a.arrows", {}),
    ("left", "D", "write_ipc_stream", "b.arrows", {"compression": "zstd"}),
    ("left", "D", "write_avro", "a.avro", {}),
    ("left", "D", "write_avro", "b.avro", {"compression": "snappy", "name": "rec"}),
]

# The contract's outputs: (frame, file, format_options, the same in Polars' words)
OUTPUTS = [
    ("left", "out.csv", {}, "write_csv", {}),
    ("left", "out2.csv", {"delimiter": ";", "include_header": False, "null_value": "NA"}, "write_csv",
     {"separator": ";", "include_header": False, "null_value": "NA"}),
    ("times", "out3.csv", {"date_format": "%d.%m.%y"}, "write_csv", {"date_format": "%d.%m.%y"}),
    ("left", "out4.csv", {"quote": "'", "quote_style": "always"}, "write_csv", {"quote_char": "'", "quote_style": "always"}),
    ("left", "out.parquet", {"compression": "snappy"}, "write_parquet", {}),
    ("kinds", "out2.parquet", {}, "write_parquet", {}),
    ("left", "out.ndjson", {}, "write_ndjson", {}),
    ("left", "out.jsonl", {}, "write_ndjson", {}),
    ("left", "out.json", {}, "write_json", {}),
    ("left", "out.arrow", {}, "write_ipc", {}),
]


def content(path):
    if path.suffix in TEXT:
        return {"text": path.read_bytes().decode()}
    reader = READERS[path.suffix]
    return {"reader": reader, "answer": canonical.answer(getattr(pl, reader)(path))}


def loaded(frame, door):
    """The frame; of the one with durations, which CSV cannot hold, the other columns."""
    steps = [notation.load(frame, door)]
    return steps + [{"operation": "select", "dataframe": frame, "args": ["d", "t", "z", "c", "n"]}] if frame == "times" else steps


def lines():
    back = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(FIXTURES / "frames", Path(folder) / "frames")
        os.chdir(folder)
        try:
            for at, (frame, door, operation, file, options) in enumerate(CASES, 1):
                step = {"operation": operation, "dataframe_in": frame, "dataframe_out": "written", "args": [file]}
                document = {"steps": [*loaded(frame, door), {**step, **({"kwargs": options} if options else {})}]}
                interpreter.run(document, {}, frame)
                kind = "LazyFrame" if door == "F" else "DataFrame"
                yield {"id": f"writes:{at}", "name": f"{kind}.{operation}", "document": document, "return": frame,
                       "answer": {"file": file, **content(Path(file))}}
            for at, (frame, file, options, operation, words) in enumerate(OUTPUTS, 1):
                output = {"name": "result", "dataframe_id": frame, "destination_variable_key": "target"}
                document = {
                    "variables": [{"key": "target", "name": "Target"}],
                    "steps": loaded(frame, "F"),
                    "outputs": [{**output, **({"format_options": options} if options else {})}],
                }
                getattr(interpreter.run({"steps": document["steps"]}, {}, frame), operation)(file, **words)
                yield {"id": f"outputs:{at}", "name": "document.outputs", "document": document, "variables": {"target": file},
                       "return": frame, "answer": {"file": file, **content(Path(file))}}
        finally:
            os.chdir(back)
