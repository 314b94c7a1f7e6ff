"""Asks real pandas what each case gives. `scripts/pandas-oracle` runs it."""
