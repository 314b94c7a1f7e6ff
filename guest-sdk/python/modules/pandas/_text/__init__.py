"""The accessor `str`: methods of Python's texts over a whole column."""

from .methods import StringMethods

__all__ = ["StringMethods"]
