import pandas as pd


def transform(flights, weather):
    flights["time_hour"] = pd.to_datetime(flights["time_hour"])
    weather["time_hour"] = pd.to_datetime(weather["time_hour"])
    joined = flights.merge(weather[["origin", "time_hour", "temp", "wind_speed"]], on=["origin", "time_hour"], how="left")
    print(joined["temp"].notna().sum(), "of", len(joined), "have weather")
    joined["warm"] = joined["temp"] > 60
    return joined.groupby(["origin", "warm"]).agg(n=("flight", "size"), delay=("dep_delay", "mean")).reset_index()
