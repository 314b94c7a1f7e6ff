def transform(flights, planes):
    some = flights.head(25).merge(planes.head(60), on="tailnum", how="outer", suffixes=("_flight", "_plane"))
    print(some.dtypes)
    return some[["tailnum", "flight", "year_flight", "year_plane", "manufacturer", "seats", "speed"]]
