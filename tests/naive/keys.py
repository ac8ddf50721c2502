"""The keys: in what proportions a cost is shared by those who take part."""

from fractions import Fraction

from tests.naive.folder import Refused, items
from tests.naive.who import months_of, months_there


def is_own(item):
    """Say whether the item is each one's own, and no shared cost."""
    key = item["fordelning"]
    return isinstance(key, dict) and ("belopp" in key or "avgift" in key or "pris" in key)


def is_whole(item):
    """Say whether the item is paid whole, however few months anybody takes part."""
    return is_own(item) and "belopp" not in item["fordelning"]


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
    folder, key = allocator.folder, item["fordelning"]
    if key == "lika":
        return _parts(dict.fromkeys(codes, Fraction(1)))
    if key == "invanare":
        return _parts(_population(folder, item, codes))
    if key == "50/50":
        key = {"lika": 1, "invanare": 1}
    if "lika" in key or "invanare" in key:
        return _mixed(folder, item, codes, key)
    if "vikter" in key:
        return _parts(_listed(folder, key["vikter"], codes, listed))
    if "procent" in key:
        percent = _listed(folder, _carried(key), codes, listed)
        together = 100 if "skillnad" in key else key.get("tillsammans", 100)
        if sum(percent.values()) != Fraction(together):
            raise Refused("per cent of those who take part are not 100")
        return _parts(percent)
    if "som" in key:
        other = key["som"], key.get("ar", year)
        amounts = _of(allocator.amounts(*other), codes)
        if of_part_of_year(folder, *other):
            raise Refused("an amount is of a part of a year")
        return _parts(amounts)
    return _parts(_of(used(folder, key, year, of_year), codes))


def _carried(key):
    """Give the percentages, with the difference to 100 in that of who is to carry it."""
    percent, carrier = key["procent"], key.get("skillnad")
    if carrier is None:
        return percent
    others = sum(value for who, value in percent.items() if who != carrier)
    return percent | {carrier: 100 - others}


def used(folder, key, year, taking_part):
    """Give what each has used in the year; all who take part, and nobody else, are measured."""
    measured = folder.measured.get((key["matt"], year))
    if measured is None:
        raise Refused("nothing is measured that year")
    if set(measured) != set(taking_part):
        raise Refused("others are measured than those who take part")
    return measured


def fees_of(folder, item, year):
    """Give the fees that are paid in the year in which each begins."""
    key = item["fordelning"]
    if not isinstance(key, dict) or "avgift" not in key:
        return {}
    starts = {folder.code_of[word]: day for word, day in key["start"].items()}
    return {code: Fraction(key["avgift"]) for code, day in starts.items() if day.year == year}


def _mixed(folder, item, codes, key):
    equal, by_population = Fraction(key.get("lika", 0)), Fraction(key.get("invanare", 0))
    each = _parts(dict.fromkeys(codes, Fraction(1)))
    if by_population:
        people = _parts(_population(folder, item, codes))
    else:
        people = dict.fromkeys(codes, Fraction(0))
    return {
        code: (equal * each[code] + by_population * people[code]) / (equal + by_population)
        for code in codes
    }


def _population(folder, item, codes):
    if item.get("folkmangd") not in folder.population:
        raise Refused("no such date")
    return {code: folder.population[item["folkmangd"]][code] for code in codes}


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
