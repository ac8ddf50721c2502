"""What a series of index.toml uprates by: year by year, as the handbook says it."""

from decimal import Decimal
from fractions import Fraction

from tests.naive.folder import Refused


def chained(folder, base, year):
    """Multiply the factors of all years from the one that is uprated."""
    product = Fraction(1)
    for each in range(base["fran"] + 1, year + 1):
        product *= uprating(folder.index, base["index"], each)
    return product


def uprating(series, name, year):
    """Give the factor from the year before: with every rule that the series has."""
    own = series[name]
    years = [year]
    if "vartannat_ar" in own:
        if own["vartannat_ar"] % 2 != year % 2:
            return Fraction(1)
        years = [year - 1, year]
    if "tal" in own:
        percent = 100 * (value(own, year) / value(own, years[0] - 1) - 1)
        if "basar" in own:
            value(own, own["basar"])
    else:
        grown = Fraction(1)
        for each in years:
            grown *= mixed(series, own, each) if "av" in own else 1 + value(own, each) / 100
        if "basar" in own and "varde" in own:
            first, last = sorted([own["basar"], years[0] - 1])
            for each in range(first + 1, last + 1):
                value(own, each)
        percent = 100 * (grown - 1)
    percent = max(percent, Fraction(own.get("golv", percent)))
    percent = min(percent, Fraction(own.get("tak", percent)))
    return 1 + percent / 100


def value(own, year):
    """Give the figure of a year, in per cent or a level."""
    key, word = ("tal", "tal") if "tal" in own else ("varde", "procent")
    for each in own[key]:
        if each["ar"] == year:
            return Fraction(each[word])
    raise Refused("an index value is missing")


def mixed(series, own, year):
    """Mix a year's changes, or the values against the base year of the agreement."""
    if "basar" in own:
        return standing(series, own, year) / standing(series, own, year - 1)
    return sum(
        Fraction(share) / 100 * uprating(series, name, year) for name, share in own["av"].items()
    )


def standing(series, own, year):
    """Give what a mix has come to since its base year."""
    total = Fraction(0)
    for name, share in own["av"].items():
        of = series[name]
        if "tal" in of and not {"golv", "tak", "vartannat_ar"} & of.keys():
            grown = value(of, year) / value(of, own["basar"])
        else:
            grown = Fraction(1)
            for each in range(own["basar"] + 1, year + 1):
                grown *= uprating(series, name, each)
            for each in range(year + 1, own["basar"] + 1):
                grown /= uprating(series, name, each)
        total += Fraction(share) / 100 * grown
    return total


def of_many_kinds(index, chance, first):
    """Let some of the series be of levels or made of others, with rules of their own."""
    years = range(first - 2, first + 4)
    rows = [_of_a_kind(row, chance, years) for row in index["serie"]]
    if any("av" in row for row in rows):
        rows += [
            _ruled(_levels({"id": "KPI", "namn": "KPI"}, chance, years), chance, years),
            _ruled({**index["serie"][0], "id": "LCI", "namn": "LCI"}, chance, years),
        ]
    return {"serie": rows}


def _of_a_kind(row, chance, years):
    kind = chance.choice(["plain", "ruled", "levels", "mix"])
    if kind == "plain":
        return row
    bare = {"id": row["id"], "namn": row["namn"]}
    if kind == "levels":
        row = _levels(bare, chance, years)
    if kind == "mix":
        share = chance.randint(1, 99)
        row = {**bare, "av": {"LCI": share, "KPI": 100 - share}, "kalla": "Avtal"}
    return _ruled(row, chance, years)


def _levels(bare, chance, years):
    level, made = Decimal(chance.randint(9_000, 60_000)).scaleb(-2), []
    for year in years:
        made.append({"ar": year, "tal": level, "status": "definitiv", "kalla": "SCB"})
        level += Decimal(chance.randint(-500, 900)).scaleb(-2)
    return {**bare, "tal": made}


def _ruled(row, chance, years):
    rules = {
        "golv": Decimal(chance.randint(-300, 200)).scaleb(-2),
        "tak": Decimal(chance.randint(200, 600)).scaleb(-2),
        "vartannat_ar": chance.choice(years),
        "basar": chance.choice(years),
    }
    return {**row, **{key: value for key, value in rules.items() if chance.random() < 0.3}}
