def transform(flights):
    table = flights[["dep_delay", "arr_delay", "air_time", "distance"]].describe().round(4)
    print(flights["carrier"].describe())
    return table.reset_index().rename(columns={"index": "statistic"})
