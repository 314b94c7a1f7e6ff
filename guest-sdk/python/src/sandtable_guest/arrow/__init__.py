"""Arrow's arrays, as they cross the boundary, to Python's values and back."""
