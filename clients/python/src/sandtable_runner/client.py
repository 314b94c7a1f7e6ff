"""The requests of the runner's first generation."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

DEFAULT_URL = "http://localhost:5001"

# Above the run's own limit, as the server's: it answers 504 then.
_SLACK_SECONDS = 90


class RunnerError(Exception):
    """There was no run: what the server says of it, its HTTP status, and the body of its answer."""

    def __init__(self, message: str, status: int | None = None, body: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = dict(body or {})


class Client:
    """A server of the transform runner."""

    def __init__(self, url: str = DEFAULT_URL, token: str | None = None) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"the URL {url!r} is neither http nor https")
        self._url = url.rstrip("/")
        self._token = token

    def execute_code(
        self,
        code: str | Mapping[str, str],
        working_dir: str,
        timeout: float = 30,
        table_mapping: Mapping[str, str] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Runs code over files in `working_dir`, and gives the answer whatever its exit code.

        `code` is source, or `{"transform": "NAME@VERSION"}`. `table_mapping` gives JSONL files by table. `more` are further
        fields of the request: `runtime`, `library`, `memory_mb`, `fuel`, `request_id`.

        Raises `RunnerError` when there was no run.
        """
        body = {"code": code, "working_dir": working_dir, "timeout": timeout, **more}
        if table_mapping:
            body["table_mapping"] = dict(table_mapping)
        status, answer = self._ask("POST", "/execute", body, timeout + _SLACK_SECONDS)
        if "exit_code" in answer:
            return answer
        raise RunnerError(str(answer.get("error", f"the server answers {status}")), status, answer)

    def get_status(self) -> dict[str, Any]:
        """How busy the server is. Raises `RunnerError` when it does not say."""
        status, answer = self._ask("GET", "/status", None, _SLACK_SECONDS)
        if status != 200:
            raise RunnerError(str(answer.get("error", f"the server answers {status}")), status, answer)
        return answer

    def read_output_file(self, answer: Mapping[str, Any]) -> str | None:
        """The text of a run's CSV file; None when it gave none. The disk is shared with the server."""
        return _read(answer.get("output_file"))

    def read_stdout(self, answer: Mapping[str, Any]) -> str | None:
        """What a run wrote to stdout."""
        return _read(answer.get("stdout_file"))

    def read_stderr(self, answer: Mapping[str, Any]) -> str | None:
        """What a run wrote to stderr."""
        return _read(answer.get("stderr_file"))

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None, timeout: float) -> tuple[int, dict[str, Any]]:
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return response.status, _object(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _object(error.read())
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            raise RunnerError(f"{self._url} cannot be reached: {getattr(error, 'reason', error)}") from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return {"error": f"the answer is no JSON object: {body[:200]!r}"}
    return answer


def _read(path: str | None) -> str | None:
    if path is None:
        return None
    # As it was written: no line break is translated.
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def execute_code(
    code: str | Mapping[str, str],
    working_dir: str,
    timeout: float = 30,
    table_mapping: Mapping[str, str] | None = None,
    url: str = DEFAULT_URL,
    **more: Any,
) -> dict[str, Any]:
    """`Client(url).execute_code(…)`."""
    return Client(url).execute_code(code, working_dir, timeout, table_mapping, **more)


def get_status(url: str = DEFAULT_URL) -> dict[str, Any]:
    """`Client(url).get_status()`."""
    return Client(url).get_status()


def read_output_file(answer: Mapping[str, Any]) -> str | None:
    """The text of a run's CSV file; None when it gave none."""
    return _read(answer.get("output_file"))
