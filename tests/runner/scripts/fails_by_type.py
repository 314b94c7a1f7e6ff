def transform():
    return "some text"
