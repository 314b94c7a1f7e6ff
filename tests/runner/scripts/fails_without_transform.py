import pandas as pd

frame = pd.DataFrame({"a": [1]})
