"""Reductions of the windows that move along a column, summed the way pandas does it: by adding and taking away."""

import math


class Sum:
    """Kahan's sum, of what comes and what goes."""

    mean = False

    def sweep(self, values, bounds, least):
        found, total, plus, minus, count, a, b = [], 0.0, 0.0, 0.0, 0, 0, 0
        negative, same, last = 0, 0, math.nan
        for start, end in bounds:
            if start >= b:
                total = plus = minus = 0.0
                count = negative = same = 0
                a = b = start
                last = values[start] if start < end else math.nan
            while a < start:
                value = values[a]
                a += 1
                if value == value:
                    count -= 1
                    y = -value - minus
                    t = total + y
                    minus = t - total - y
                    total = t
                    negative -= math.copysign(1, value) < 0
            while b < end:
                value = values[b]
                b += 1
                if value == value:
                    count += 1
                    y = value - plus
                    t = total + y
                    plus = t - total - y
                    total = t
                    negative += math.copysign(1, value) < 0
                    same = same + 1 if value == last else 1
                    last = value
            found.append(self.result(total, count, least, negative, same, last))
        return found

    def result(self, total, count, least, negative, same, last):
        if count == 0 == least:
            return 0.0
        if count < max(least, 1):
            return math.nan
        return last * count if same >= count else total


class Mean(Sum):
    """The sum by the count, between what its sign allows."""

    def result(self, total, count, least, negative, same, last):
        if count < max(least, 1):
            return math.nan
        if same >= count:
            return last
        value = total / count
        if negative == 0 and value < 0:
            return 0.0
        return 0.0 if negative == count and value > 0 else value


class Count:
    """How many are there."""

    def __call__(self, values, a, b, least):
        # What is asked for is rows, whatever they hold.
        return float(sum(value == value for value in values[a:b])) if b - a >= least else math.nan


class Var:
    """Welford's variance, of what comes and what goes."""

    root = False

    def __init__(self, ddof=1):
        self.ddof = ddof

    def sweep(self, values, bounds, least):
        least = max(least, 1)
        found, mean, squares, count, plus, minus, a, b = [], 0.0, 0.0, 0, 0.0, 0.0, 0, 0
        same, last = 0, math.nan
        for start, end in bounds:
            if start >= b:
                mean = squares = plus = minus = 0.0
                count = same = 0
                a = b = start
                last = values[start] if start < end else math.nan
            while a < start:
                value = values[a]
                a += 1
                if value == value:
                    count -= 1
                    if count:
                        before = mean - minus
                        y = value - minus
                        t = y - mean
                        minus = t + mean - y
                        mean -= t / count
                        squares -= (value - before) * (value - mean)
                    else:
                        mean = squares = 0.0
            while b < end:
                value = values[b]
                b += 1
                if value == value:
                    count += 1
                    same = same + 1 if value == last else 1
                    last = value
                    before = mean - plus
                    y = value - plus
                    t = y - mean
                    plus = t + mean - y
                    mean += t / count
                    squares += (value - before) * (value - mean)
            found.append(self.result(squares, count, least, same))
        return found

    def result(self, squares, count, least, same):
        if count < least or count <= self.ddof:
            return math.nan
        value = 0.0 if count == 1 or same >= count else max(squares, 0.0) / (count - self.ddof)
        return math.sqrt(value) if self.root else value


class Std(Var):
    """Its root."""

    root = True


class Ordered:
    """Reductions that look at all values of a window."""

    def __call__(self, values, a, b, least):
        part = sorted(value for value in values[a:b] if value == value)
        return self.of(part) if len(part) >= max(least, 1) else math.nan


class Min(Ordered):
    def of(self, part):
        return part[0]


class Max(Ordered):
    def of(self, part):
        return part[-1]


class Median(Ordered):
    def of(self, part):
        middle = len(part) // 2
        return part[middle] if len(part) % 2 else (part[middle - 1] + part[middle]) / 2


class Quantile(Ordered):
    def __init__(self, q, interpolation="linear"):
        if not 0 <= q <= 1:
            raise ValueError(f"quantile value {q} not in [0, 1]")
        if interpolation != "linear":
            raise NotImplementedError(f"rolling().quantile(interpolation={interpolation!r}) is not there in the sandbox; 'linear' is")
        self.q = q

    def of(self, part):
        place = self.q * (len(part) - 1)
        low = int(place)
        if low == place:
            return part[low]
        return part[low] + (part[low + 1] - part[low]) * (place - low)


REDUCTIONS = {"sum": Sum, "mean": Mean, "count": Count, "var": Var, "std": Std, "min": Min, "max": Max, "median": Median, "quantile": Quantile}
