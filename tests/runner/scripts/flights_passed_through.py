def transform(flights, weather):
    print(flights.dtypes)
    print(weather.dtypes)
    return flights
