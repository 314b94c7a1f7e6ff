def transform(flights):
    table = flights.groupby(["origin", "carrier"]).agg({"dep_delay": ["mean", "max"], "distance": ["sum"]})
    table.columns = ["_".join(pair) for pair in table.columns.to_flat_index()]
    table = table.reset_index()
    wide = table.set_index(["origin", "carrier"])["dep_delay_mean"].unstack("origin")
    print(wide.round(1))
    return table.round(2)
