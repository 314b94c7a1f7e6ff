import calendar
import datetime as dt
import math

import pandas as pd


def transform(customers):
    today = dt.date(2024, 7, 1)
    signed = pd.to_datetime(customers["signup_date"]).dt.date
    customers["days"] = [(today - day).days for day in signed]
    customers["years"] = customers["days"].apply(lambda n: math.floor(n / 365.25))
    customers["weekday"] = [calendar.day_abbr[day.weekday()] for day in signed]
    customers["anniversary"] = [dt.date(2024, day.month, min(day.day, 28)) for day in signed]
    return customers[["customer_id", "signup_date", "days", "years", "weekday", "anniversary"]]
