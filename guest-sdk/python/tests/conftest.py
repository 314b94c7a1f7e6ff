"""What the tests share: the built command, and a server of it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running server, `HOST:PORT`."""
    binary = os.environ["SANDTABLE_BIN"]
    with tempfile.TemporaryDirectory() as folder:
        command = [binary, "serve", "--listen", "127.0.0.1:0", "--data-dir", f"{folder}/data", "--allow-frames"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("listening on "):
                    break
            else:
                pytest.fail("the server did not start")
            yield line.removeprefix("listening on ").strip().removeprefix("http://")
            process.terminate()
