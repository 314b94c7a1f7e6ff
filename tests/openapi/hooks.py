"""How bodies are sent that are no JSON: their bytes as they are."""

import schemathesis

BYTES = (
    "application/wasm",
    "application/vnd.apache.arrow.stream",
    "application/vnd.apache.arrow.file",
    "application/vnd.apache.parquet",
    "application/x-ndjson",
    "text/csv",
)


@schemathesis.serializer(*BYTES)
def as_they_are(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
