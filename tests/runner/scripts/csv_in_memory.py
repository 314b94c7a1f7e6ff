import csv
import io

import pandas as pd


def transform():
    text = "sku;qty;price;when\nA1;2;1,50;2024-01-05\nB2;;2,25;\n\"C;3\";7;0,99;2024-02-29\n"
    table = pd.read_csv(io.StringIO(text), sep=";", decimal=",", parse_dates=["when"])
    print(table.dtypes)
    other = pd.DataFrame(list(csv.DictReader(io.StringIO(text), delimiter=";")))
    table["raw"] = other["price"]
    return table
