"""The names that a pipeline could say, found by reflection, and why some of them have no case."""

import inspect

import polars as pl
import polars.selectors as cs
from polars.dataframe.group_by import DynamicGroupBy, GroupBy, RollingGroupBy
from polars.expr.whenthen import ChainedThen, ChainedWhen, Then, When
from polars.lazyframe.group_by import LazyGroupBy

SPACES = ("str", "dt", "list", "arr", "struct", "cat", "bin", "name", "meta", "ext")

NOT_A_FRAME = "gives a value, not a frame or an expression"
CALLBACK = "takes a Python callable that no document can name"
PYTHON = "converts to or from Python objects"
OUTSIDE = "reaches outside of the files a pipeline may read or write"
ENVIRONMENT = "speaks of the process or its settings"
PLAN = "serialises, draws or prints plans"

REASONS = {
    **{f"Expr.{n}": PLAN for n in ("deserialize", "from_json", "inspect")},
    "Expr.register_plugin": OUTSIDE,
    "Expr.rolling_map": CALLBACK,
    **{f"meta.{n}": NOT_A_FRAME for n in ("eq", "ne", "has_multiple_outputs", "is_column", "is_column_selection", "is_literal",
                                          "is_regex_projection", "output_name", "pop", "root_names")},
    **{f"meta.{n}": PLAN for n in ("serialize", "show_graph", "tree_format", "write_json")},
    "ext.to": "needs an extension type registered in Python",
    "selectors.expand_selector": NOT_A_FRAME,
    "selectors.is_selector": NOT_A_FRAME,
    "selectors.Selector": "the class itself",
    **{f"LazyFrame.{n}": PLAN for n in ("deserialize", "serialize", "explain", "show", "show_graph", "inspect", "profile", "remote", "execute")},
    **{f"LazyFrame.{n}": NOT_A_FRAME for n in ("collect_async", "collect_batches", "collect_schema", "sink_batches")},
    **{f"LazyFrame.{n}": OUTSIDE for n in ("sink_delta", "sink_iceberg")},
    "LazyFrame.pipe_with_schema": CALLBACK,
    **{f"DataFrame.{n}": PLAN for n in ("deserialize", "serialize", "show", "to_init_repr")},
    **{f"DataFrame.{n}": NOT_A_FRAME for n in (
        "collect_schema", "equals", "estimated_size", "get_column_index", "get_columns", "is_empty", "is_sorted", "item", "n_chunks",
        "n_unique", "partition_by", "row", "rows", "rows_by_key", "iter_columns", "iter_rows", "iter_slices")},
    **{f"DataFrame.{n}": PYTHON for n in ("to_arrow", "to_dict", "to_dicts", "to_jax", "to_numpy", "to_pandas", "to_torch")},
    "DataFrame.map_rows": CALLBACK,
    "DataFrame.plot": PLAN,
    **{f"DataFrame.{n}": OUTSIDE for n in ("write_clipboard", "write_database", "write_delta", "write_iceberg")},
    "DataFrame.write_excel": "needs a Python package that the pinned set leaves out",
    **{f"pl.{n}": ENVIRONMENT for n in (
        "build_info", "show_versions", "thread_pool_size", "threadpool_size", "enable_string_cache", "disable_string_cache",
        "using_string_cache", "set_random_seed", "get_index_type", "get_extension_type", "register_extension_type",
        "unregister_extension_type")},
    **{f"pl.{n}": OUTSIDE for n in ("read_clipboard", "read_database", "read_database_uri", "read_delta", "scan_delta", "scan_iceberg")},
    **{f"pl.{n}": PYTHON for n in ("from_arrow", "from_dataframe", "from_numpy", "from_pandas", "from_torch", "scan_pyarrow_dataset",
                                   "scan_arrow_c_stream")},
    **{f"pl.{n}": NOT_A_FRAME for n in (
        "align_frames", "collect_all", "collect_all_async", "escape_regex", "explain_all", "read_csv_batched", "read_ipc_schema",
        "read_parquet_metadata", "read_parquet_schema")},
    "pl.defer": CALLBACK,
    "pl.read_excel": "needs a Python package that the pinned set leaves out",
    "pl.read_ods": "needs a Python package that the pinned set leaves out",
    "pl.struct_with_fields": "a type expression that Polars 1.43.2 takes nowhere in a plan",
}


def methods(owner):
    for name in dir(owner):
        if name.startswith("_"):
            continue
        found = inspect.getattr_static(owner, name)
        if not isinstance(found, property) and callable(getattr(owner, name)) and not inspect.isclass(getattr(owner, name)):
            yield name


def surface():
    """Every name with its callable, as `KIND.name`."""
    owners = {
        "Expr": pl.Expr, "LazyFrame": pl.LazyFrame, "DataFrame": pl.DataFrame, "LazyGroupBy": LazyGroupBy, "GroupBy": GroupBy,
        "DynamicGroupBy": DynamicGroupBy, "RollingGroupBy": RollingGroupBy,
        **{space: type(getattr(pl.col("a"), space)) for space in SPACES},
    }
    found = {f"{kind}.{name}": getattr(owner, name) for kind, owner in owners.items() for name in methods(owner)}
    for owner in (When, Then, ChainedWhen, ChainedThen):
        found |= {f"{owner.__name__}.{n}": getattr(owner, n) for n in ("then", "when", "otherwise") if hasattr(owner, n)}
    for name in pl.__all__:
        function = getattr(pl, name)
        if (name[0].islower() or name in ("DataFrame", "LazyFrame")) and callable(function) and not inspect.ismodule(function):
            found[f"pl.{name}"] = function
    found |= {f"selectors.{name}": getattr(cs, name) for name in cs.__all__}
    for space in ("plugins", "api", "exceptions", "selectors"):
        found.pop(f"pl.{space}", None)
    return found
