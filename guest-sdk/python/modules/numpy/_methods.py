"""The functions of one array that are its methods, too."""

from __future__ import annotations

from ._binary import clip
from ._joining import diagonal, fill, repeat_, take
from ._ordering import argsort, nonzero, searchsorted, sort
from ._products import dot
from ._reductions import _all, _any, _sum, amax, amin, argmax, argmin, cummax, cumprod, cumsum, mean, prod, ptp, std, var
from ._unary import around

METHODS = {
    "sum": _sum, "mean": mean, "std": std, "var": var, "min": amin, "max": amax, "prod": prod, "any": _any, "all": _all, "argmin": argmin,
    "argmax": argmax, "argsort": argsort, "cumsum": cumsum, "cumprod": cumprod, "round": around, "clip": clip, "dot": dot, "nonzero": nonzero,
    "take": take, "repeat": repeat_, "searchsorted": searchsorted, "ptp": ptp, "sort": sort, "fill": fill, "cummax": cummax, "diagonal": diagonal,
}  # fmt: skip
