"""The keys: in what proportions a cost is shared by those who take part."""

from fractions import Fraction

from tests.naive.folder import Refused, items, same_day_before
from tests.naive.who import months_of, months_there

BY_MONTH = ("belopp", "per_invanare", "promille", "trappa")


def is_own(item):
    """Say whether the item is each one's own, and no shared cost."""
    key = item["fordelning"]
    return isinstance(key, dict) and bool({"avgift", "pris", *BY_MONTH} & set(key))


def is_whole(item):
    """Say whether the item is paid whole, however few months anybody takes part."""
    if not is_own(item) or {*BY_MONTH, "datum"} & set(item["fordelning"]):
        return False
    return "avgift" in item["fordelning"] or not {"lagst", "hogst"} & set(item)


def only_rates(period):
    """Say whether all that is paid each year are rates, which each pays for itself."""
    keys = [item["fordelning"] for item in items(period)]
    yearly = [key for key in keys if not (isinstance(key, dict) and "avgift" in key)]
    return bool(yearly) and all(isinstance(key, dict) and _is_rate(key) for key in yearly)


def _is_rate(key):
    return bool({"per_invanare", "promille", "trappa"} & set(key)) or {"pris", "datum"} <= set(key)


def counted(folder, item, code, year):
    """Give what somebody counts as in a year; whoever has no factor counts as one."""
    factor = folder.by_code_as_is(item.get("faktor", {})).get(code, 1)
    if isinstance(factor, dict):
        factor = factor["faktor"] if year == factor["ar"] else 1
    return Fraction(factor)


def of_part_of_year(folder, service, year):
    """Say whether somebody's amount is of some of its months only; use and fees never are."""
    period = folder.period(service, year)
    there = months_there(period, year)
    return any(
        months != there
        for item in items(period)
        if not is_whole(item)
        for months in months_of(folder, item.get("deltagare"), year, there).values()
    )


def proportions(allocator, item, codes, listed, year, of_year):
    """Give the part of a month's cost that each bears; together 1."""
    counts = {code: counted(allocator.folder, item, code, year) for code in codes}

    def of(key):
        if "delar" in key:
            return _together([(each["andel"], of(each["fordelning"])) for each in key["delar"]])
        if key == "50/50":
            return of({"lika": 1, "invanare": 1})
        if isinstance(key, dict) and {"lika", "invanare"} & set(key):
            simple = [(key.get("lika", 0), {"en": 1}), (key.get("invanare", 0), key)]
            return _together([(part, of_one(each)) for part, each in simple if part])
        return of_one(key)

    def of_one(key):
        weights = _weights(allocator, item, key, codes, listed, year, of_year)
        _parts(weights)  # which must have proportions, whatever their factors are
        return _parts({code: weights[code] * counts[code] for code in codes})

    return of(item["fordelning"])


def _weights(allocator, item, key, codes, listed, year, of_year):
    """Give the weight of each in a key that is one alone."""
    folder = allocator.folder
    if key in ("lika", {"en": 1}):
        return dict.fromkeys(codes, Fraction(1))
    if key == "invanare" or "invanare" in key:
        return population(folder, item, key, codes)
    if "vikter" in key:
        return _listed(folder, key["vikter"], codes, listed)
    if "procent" in key:
        percent = _listed(folder, _carried(key), codes, listed)
        together = 100 if "skillnad" in key else key.get("tillsammans", 100)
        if sum(percent.values()) != Fraction(together):
            raise Refused("per cent of those who take part are not 100")
        return percent
    if "vard" in key:
        return {code: Fraction(code == folder.code_of[key["vard"]]) for code in codes}
    if "som" in key:
        other = key["som"], key.get("ar", year)
        amounts = _of(allocator.amounts(*other), codes)
        if of_part_of_year(folder, *other):
            raise Refused("an amount is of a part of a year")
        return amounts
    return _of(used(folder, key, year, of_year), codes)


def _carried(key):
    """Give the percentages, with the difference to 100 in that of who is to carry it."""
    percent, carrier = key["procent"], key.get("skillnad")
    if carrier is None:
        return percent
    others = sum(value for who, value in percent.items() if who != carrier)
    return percent | {carrier: 100 - others}


def used(folder, key, year, taking_part):
    """Give what is measured in the year: of all who take part, and of nobody else.

    What was counted on a day is no use: others may have been counted too.
    """
    name = key["matt"] if "matt" in key else key["av"]
    measured = folder.measured.get((name, key.get("datum", year)))
    if measured is None:
        raise Refused("nothing is measured then")
    if "datum" in key:
        return _of(measured, taking_part)
    if set(measured) != set(taking_part):
        raise Refused("others are measured than those who take part")
    return measured


def population(folder, item, key, codes):
    """Give how many live in each: at the date, or in the mean of some years, that day each year."""
    years = key.get("medel_ar", 1) if isinstance(key, dict) else 1
    days = [same_day_before(item["folkmangd"], n) for n in range(years)]
    if not set(days) <= set(folder.population):
        raise Refused("no such date")
    return {code: sum(folder.population[day][code] for day in days) / years for code in codes}


def _together(parts):
    """Add parts of a whole, each by its proportion."""
    whole = sum(Fraction(share) for share, _ in parts)
    return {
        code: sum(Fraction(share) * each[code] for share, each in parts) / whole
        for code in parts[0][1]
    }


def _listed(folder, table, codes, listed):
    weights = folder.by_code(table)
    if set(weights) != listed:
        raise Refused("somebody is missing in the key, or does not take part")
    return {code: weights[code] for code in codes}


def _of(weights, codes):
    if not set(codes) <= set(weights):
        raise Refused("somebody has no proportion")
    return {code: weights[code] for code in codes}


def _parts(weights):
    if any(each < 0 for each in weights.values()) and any(each > 0 for each in weights.values()):
        raise Refused("proportions of both signs")
    total = sum(weights.values())
    if total == 0:
        raise Refused("proportions of nothing")
    return {code: each / total for code, each in weights.items()}
