import pandas as pd


def transform():
    print("hello from a transform")
    return pd.DataFrame({"message": ["Hello, World!"], "number": [42]})
