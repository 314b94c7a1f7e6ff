"""Writes the part of `sandtable_guest.frames` that follows Polars' names: run by `scripts/python-face`."""
