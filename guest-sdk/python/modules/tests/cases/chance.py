"""Random numbers of a seed."""

import numpy as np
import pandas as pd

df = pd.DataFrame({"a": range(20), "w": [1.0, 2.0] * 10})


def the_shared_stream():
    np.random.seed(42)
    return np.random.rand(3), np.random.randint(0, 100, 5), np.random.randn(3), np.random.choice(["a", "b", "c"], 4), np.random.uniform(1, 2)


def normal_twice():
    state = np.random.RandomState(7)
    return state.normal(10, 2, 3), state.standard_normal(), state.exponential(2.0, 2)


def shuffled():
    state = np.random.RandomState(3)
    items = list(range(10))
    state.shuffle(items)
    return items, state.permutation(6), state.permutation(["x", "y", "z"])


def chosen():
    state = np.random.RandomState(5)
    return (
        state.choice(10, 4, replace=False),
        state.choice(5, 3, p=[0.1, 0.2, 0.3, 0.2, 0.2]),
        state.choice(4, 3, replace=False, p=[0.7, 0.1, 0.1, 0.1]),
        state.choice(9),
    )


np.random.RandomState(0).randint(5)
np.random.RandomState(0).randint(10**12, size=2)
np.random.RandomState(0).rand(2, 2)
np.random.RandomState(2**32)
np.random.default_rng(42).random(4)
np.random.default_rng(7).uniform(5, 6, 3)
np.random.default_rng(1).integers(0, 10, 8)
np.random.default_rng(1).integers(1, 6, endpoint=True, size=3)
np.random.default_rng(1).integers(0, 10**15, 3)
np.random.default_rng(123456789012345678901234567890).random(2)
refused("default_rng(seed).normal", lambda: np.random.default_rng(1).normal(), "numpy draws it by tables that are not here")
refused("default_rng(seed).choice", lambda: np.random.default_rng(1).choice([1, 2]), "numpy draws it in several ways that are not here")
df.sample(5, random_state=1)
df.sample(frac=0.25, random_state=42)
df.sample(3, replace=True, random_state=0)
df.sample(3, weights="w", random_state=0)
df["a"].sample(3, random_state=9)
df.sample(n=2, random_state=np.random.RandomState(4))
