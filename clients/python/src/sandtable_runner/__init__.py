"""A client for Sandtable's transform runner."""

from .client import Client, RunnerError, execute_code, get_status, read_output_file

__all__ = ["Client", "RunnerError", "execute_code", "get_status", "read_output_file"]
