def transform():
    raise ValueError("größer als erlaubt: 日本 \"quoted\" \\ back\nsecond line")
