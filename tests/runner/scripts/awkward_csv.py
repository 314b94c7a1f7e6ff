import datetime

import pandas as pd


def transform():
    return pd.DataFrame(
        {
            "plain": ["a", "b,c", 'say "hi"', "two\nlines", ""],
            "mixed": [1, "x", None, 2.5, True],
            "float": [0.1 + 0.2, 1e-10, 1e16, float("inf"), None],
            "int": [1, -(2**53) - 1, 0, 10**15, 2**62],
            "bool": [True, None, False, True, False],
            "list": [[1, "a"], {"k": None}, (1,), {1}, None],
            "date": [datetime.date(2024, 2, 29), None, datetime.date(1999, 12, 31), None, None],
            "é,ü": ["日本", "😀", "ß", "\t", "  "],
        }
    )
