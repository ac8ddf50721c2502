"""Who takes part, in which of the year's months."""

from datetime import date

ALL_MONTHS = set(range(1, 13))


def months_there(period, year):
    """Give the months of the year in which the service is there."""
    return _between(period["fran"], period.get("till"), year)


def declared(folder, words):
    """Give the codes of all who are said to take part, whenever."""
    if words is None:
        return set(folder.codes)
    if isinstance(words, list):
        words = {"bara": words}
    only = {folder.code_of[word] for word in words.get("bara", folder.codes)}
    return only - {folder.code_of[word] for word in words.get("utom", [])}


def fewest(words):
    """Give how many must take part, in each month."""
    return words.get("minst", 1) if isinstance(words, dict) else 1


def months_of(folder, words, year, there):
    """Give the months in which each takes part, of the months in which the service is there."""
    begins, ends = {}, {}
    if isinstance(words, dict):
        begins = {folder.code_of[word]: day for word, day in words.get("fran", {}).items()}
        ends = {folder.code_of[word]: day for word, day in words.get("till", {}).items()}
    months = {
        code: there & _between(begins.get(code), ends.get(code), year)
        for code in declared(folder, words)
    }
    return {code: of_one for code, of_one in months.items() if of_one}


def _between(first, last, year):
    """Give the months of the year that lie between two days; a day may be a year or nothing."""
    months = set(ALL_MONTHS)
    if isinstance(first, date):
        months = {month for month in months if (year, month) >= (first.year, first.month)}
    if isinstance(last, date):
        months = {month for month in months if (year, month) <= (last.year, last.month)}
    return months
