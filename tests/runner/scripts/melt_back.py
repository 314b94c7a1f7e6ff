def transform(weather):
    narrow = weather.head(20).melt(id_vars=["origin", "time_hour"], value_vars=["temp", "humid", "wind_gust"], var_name="measure", value_name="value")
    narrow = narrow.dropna(subset=["value"])
    return narrow.sort_values(["time_hour", "measure", "origin"])
