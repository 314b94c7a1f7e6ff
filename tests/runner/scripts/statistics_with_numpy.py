import numpy as np
import pandas as pd


def transform(flights):
    known = flights.dropna(subset=["air_time"])
    speed = np.where(known["air_time"] > 0, known["distance"] / (known["air_time"] / 60), np.nan)
    known = known.assign(speed=np.round(speed, 2), log_distance=np.log(known["distance"]))
    known["band"] = np.select([known["distance"] < 500, known["distance"] < 1500], ["short", "medium"], default="long")
    result = known.groupby("band").agg(mean_speed=("speed", "mean"), p90=("speed", lambda s: np.percentile(s, 90)), n=("speed", "size"))
    return result.reset_index()
