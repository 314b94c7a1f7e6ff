"""Options of display. Those that nothing here looks at are kept, and change nothing."""

DEFAULTS = {
    "display.max_rows": 60, "display.min_rows": 10, "display.max_columns": 0, "display.max_colwidth": 50, "display.width": 80, "display.precision": 6,
    "display.float_format": None, "display.show_dimensions": "truncate", "display.expand_frame_repr": True, "display.chop_threshold": None,
    "display.colheader_justify": "right", "display.max_seq_items": 100, "display.large_repr": "truncate", "display.multi_sparse": True,
    "display.notebook_repr_html": True, "display.date_dayfirst": False, "display.date_yearfirst": False, "display.encoding": "utf-8", "display.max_info_columns": 100,
    "display.max_info_rows": 1690785, "display.memory_usage": True, "display.pprint_nest_depth": 3, "display.unicode.east_asian_width": False,
    "display.unicode.ambiguous_as_wide": False, "mode.chained_assignment": "warn", "mode.copy_on_write": False, "mode.use_inf_as_na": False,
    "future.no_silent_downcasting": False, "future.infer_string": False, "compute.use_bottleneck": True, "compute.use_numexpr": True, "mode.sim_interactive": False,
    "mode.string_storage": "auto", "mode.data_manager": "block", "plotting.backend": "matplotlib",
}  # fmt: skip
values = dict(DEFAULTS)
REFUSED = {
    "mode.use_inf_as_na": False,
    "future.infer_string": False,
    "future.no_silent_downcasting": None,
    "mode.copy_on_write": None,
    "display.unicode.east_asian_width": False,
}


class OptionError(AttributeError, KeyError):
    """No such option."""

    __module__ = "pandas.errors"


def find(pattern):
    """The one option that a name, or a part of it, means."""
    if pattern in values:
        return pattern
    found = [name for name in values if pattern.lower() in name]
    if not found:
        raise OptionError(f"No such keys(s): {pattern!r}")
    if len(found) > 1:
        raise OptionError("Pattern matched multiple keys")
    return found[0]


def get_option(pattern):
    """What an option is set to."""
    return values[find(pattern)]


def set_option(*pairs):
    """Sets options: name, value, name, value."""
    if not pairs or len(pairs) % 2:
        raise ValueError("Must provide an even number of non-keyword arguments")
    for pattern, value in zip(pairs[::2], pairs[1::2], strict=True):
        name = find(pattern)
        if name in REFUSED and REFUSED[name] is not None and value != REFUSED[name]:
            raise NotImplementedError(f"the option {name}={value!r} is not there in the sandbox")
        values[name] = value


def reset_option(pattern):
    """Sets options back; `all` means each."""
    for name in [name for name in values if pattern == "all" or pattern in name] or [find(pattern)]:
        values[name] = DEFAULTS[name]


def describe_option(pattern="", _print_desc=True):
    """Prints options and their values."""
    for name, value in values.items():
        if pattern in name:
            print(f"{name} [default: {DEFAULTS[name]}] [currently: {value}]")


class option_context:
    """Options that are set for a while."""

    def __init__(self, *pairs):
        if len(pairs) % 2:
            raise ValueError("Need to invoke as option_context(pat, val, [(pat, val), ...]).")
        self._pairs = pairs

    def __enter__(self):
        self._before = dict(values)
        if self._pairs:
            set_option(*self._pairs)
        return self

    def __exit__(self, *_):
        values.update(self._before)


class Options:
    """Options as attributes: `options.display.max_rows`."""

    def __init__(self, prefix=""):
        object.__setattr__(self, "_prefix", prefix)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        whole = self._prefix + name
        if whole in values:
            return values[whole]
        if any(other.startswith(whole + ".") for other in values):
            return Options(whole + ".")
        raise OptionError("No such option")

    def __setattr__(self, name, value):
        if self._prefix + name not in values:
            raise OptionError("You can only set the value of existing options")
        set_option(self._prefix + name, value)

    def __dir__(self):
        return sorted({name[len(self._prefix) :].partition(".")[0] for name in values if name.startswith(self._prefix)})
