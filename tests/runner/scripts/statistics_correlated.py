def transform(flights):
    matrix = flights[["dep_delay", "arr_delay", "air_time", "distance", "hour"]].corr().round(6)
    return matrix.reset_index(names="column")
