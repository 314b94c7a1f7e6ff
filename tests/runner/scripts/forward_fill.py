def transform(flights):
    table = flights[["month", "day", "dep_time", "dep_delay"]].sort_values(["month", "day"]).head(60).reset_index(drop=True)
    table["known"] = table["dep_delay"].ffill()
    table["next"] = table["dep_delay"].shift(-1)
    table["change"] = table["dep_delay"].diff()
    table["gap"] = table["dep_time"].isnull()
    return table
