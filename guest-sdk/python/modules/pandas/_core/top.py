"""`factorize` by the name that Series asks for."""

from .toplevel import factorize, unique, value_counts

__all__ = ["factorize", "unique", "value_counts"]
