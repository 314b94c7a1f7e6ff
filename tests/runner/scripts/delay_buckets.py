import pandas as pd


def transform(flights):
    bins = [-float("inf"), 0, 15, 60, float("inf")]
    labels = ["early", "on time", "late", "very late"]
    flights["bucket"] = pd.cut(flights["dep_delay"], bins=bins, labels=labels)
    flights["bucket"] = flights["bucket"].astype(str).replace("nan", "cancelled")
    table = pd.crosstab(flights["origin"], flights["bucket"])
    table = table.reindex(columns=labels + ["cancelled"], fill_value=0)
    print(table)
    return table.reset_index()
