"""Questions asked of the data and of results: a year's allocation, its table, its checks."""
