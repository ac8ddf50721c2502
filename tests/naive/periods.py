"""Random periods of services: what they cost, how that is shared, and by whom."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.naive.charges import charge, date_and_mean, factors, limits
from tests.naive.folder import Refused
from tests.naive.keys import BY_MONTH

FIRST_INDEX = 2020
UNITS = [1, 1, 10, 50, 100, 100, 500, 1_000, 5_000]
METHODS = ["uppat", "narmast", "nedat", "storsta_rest"]


def a_period(world, name, year, before):
    """Make a period that begins in a year, after others of the same service."""
    chance = world.chance
    period = {"fran": year, "kalla": "Budget"}
    if before and chance.random() < 0.45:
        _uprate(world, period, year, before)
    elif chance.random() < 0.04:
        return period | {"saknas": "Uppgiften finns inte."}
    elif chance.random() < 0.3:
        _items(world, name, period, year)
    else:
        _share(world, name, period, year, taking_part(world, period, year))
    uprate_prices(world, period, year)
    if "uppraknas" in period or chance.random() < 0.75:
        period["avrundning"] = _rounding(chance)
    if before and chance.random() < 0.5:
        _damp(world, name, period, year)
    return period


def _damp(world, name, period, year):
    """Hold the amounts near to last year's, or in the first year to those of one before it."""
    chance = world.chance
    if period.get("uppraknas", {"av": "underlag"}).get("av", "belopp") == "belopp":
        return
    how = period["dampning"] = {"till": chance.choice([1, 1, 10, 100])}
    _cost_as_before(world, name, period, year)
    ways = chance.choice([["hogst"], ["lagst"], ["lagst"], ["hogst", "lagst"]])
    for way in ways:
        kind = chance.choice(["procent", "procent", "kr", "kr_per_invanare"])
        wide = {"procent": [1, 5, 10, 60, 200], "kr": [10, 999, 50_000], "kr_per_invanare": [1, 90]}
        how[f"{way}_{kind}"] = chance.choice(wide[kind])
        if kind == "kr_per_invanare":
            period.setdefault("folkmangd", chance.choice(world.dates))
    if chance.random() < 0.3:
        how["aven_at_fel_hall"] = True
    earlier = [each for each in world.years if each < year]
    if earlier and chance.random() < 0.2:
        how["fran"] = chance.choice(earlier)


def _cost_as_before(world, name, period, year):
    """Let the cost be much as the year before, so that the limits can be met."""
    key = next((key for key in ("underlag", "belopp") if key in period), None)
    if key is None or "post" in period or world.chance.random() < 0.2:
        return
    try:
        paid = world.allocator().amounts(name, year - 1)
    except Refused:
        return
    if total := int(sum(paid.values())):
        period[key] = total // 100 * 100 + world.chance.choice([0, 0, 100, 2_000])
        period.get("avrundning", {}).update({"till": 1})


def _rounding(chance):
    how = {"till": chance.choice(UNITS)}
    if chance.random() < 0.9:
        how["metod"] = chance.choice(METHODS)
    if chance.random() < 0.15:
        how["per"] = "manad"
    return how


def _uprate(world, period, year, before):
    chance = world.chance
    earlier = [each for each in world.years if each < year]
    period["uppraknas"] = _from(world, earlier)
    if chance.random() < 0.5:
        period["uppraknas"]["av"] = "underlag"
        ids = taking_part(world, period, year)
        _key(world, "", period, year, ids)
        change(world, period, ids)
    elif chance.random() < 0.3 and "deltagare" in before[-1]:
        period["deltagare"] = before[-1]["deltagare"]


def _from(world, earlier):
    return {"fran": world.chance.choice(earlier), "index": world.chance.choice(["AKI", "PKV"])}


def uprate_prices(world, period, year):
    """Let prices, where there are any, be those of an earlier year."""
    keys = [each.get("fordelning") for each in period.get("post", [period])]
    prices = [key for key in keys if isinstance(key, dict) and {*BY_MONTH, "pris"} & set(key)]
    if prices and "uppraknas" not in period and world.chance.random() < 0.3:
        earlier = list(range(FIRST_INDEX, year))
        period["uppraknas"] = _from(world, earlier) | {"av": "pris"}


def _items(world, name, period, year):
    """Add two to four items, each with its own key and perhaps its own participants."""
    chance = world.chance
    ids = taking_part(world, period, year)
    period["post"] = []
    for n in range(chance.randint(2, 4)):
        item = {"namn": f"Post {n + 1}"}
        own = taking_part(world, item, year) if n and chance.random() < 0.3 else ids
        _share(world, name, item, year, own, may_hand_out=False)
        period["post"].append(item)
    counted = [item for item in period["post"] if "folkmangd" in item]
    if counted and chance.random() < 0.5:
        period["folkmangd"] = counted[0].pop("folkmangd")
    if all("underlag" in item for item in period["post"]) and chance.random() < 0.5:
        period["underlag"] = sum(item["underlag"] for item in period["post"])


def taking_part(world, table, year):
    """Say who takes part, in one of the ways there are; give their ids."""
    chance = world.chance
    way = chance.random()
    some = chance.sample(world.ids, chance.randint(1, len(world.ids)))
    if way < 0.4:
        return world.ids
    if way < 0.6:
        table["deltagare"] = [_called(world, each) for each in some]
        return some
    if way < 0.7 and len(some) < len(world.ids):
        table["deltagare"] = {"utom": [_called(world, each) for each in some]}
        return [each for each in world.ids if each not in some]
    table["deltagare"] = words = {}
    if way < 0.85:
        words["bara"] = [_called(world, each) for each in some]
    else:
        some = world.ids
    chosen = chance.sample(some, chance.randint(1, len(some)))
    for each in chosen[: max(1, len(some) - 1)]:
        if chance.random() < 0.6:
            day = date(chance.choice(world.years), chance.randint(1, 12), 1)
            words.setdefault("fran", {})[each] = day
        else:
            day = date(chance.choice([year, year + 1]), chance.choice([1, 3, 8, 10]), 31)
            words.setdefault("till", {})[each] = day
    if len(some) > 1 and chance.random() < 0.2:
        words["minst"] = 2
    return some


def _called(world, wanted):
    """Name a municipality by its id, its code or its name."""
    return world.chance.choice(next(each for each in world.municipalities if each[0] == wanted))


def _share(world, name, table, year, ids, *, may_hand_out=True):
    """Give a cost and a key, or what each pays of its own."""
    chance = world.chance
    if chance.random() < 0.35:
        charge(world, table, ids, year)
    else:
        word = "belopp" if may_hand_out and chance.random() < 0.4 else "underlag"
        table[word] = _cost(chance, len(ids))
        _key(world, name, table, year, ids)
    change(world, table, ids)


def change(world, table, ids):
    """Let some perhaps count as more or less, or pay between a lowest and a highest amount."""
    if world.chance.random() < 0.2:
        factors(world, table, ids)
    if world.chance.random() < 0.2:
        limits(world, table, ids)


def _cost(chance, count):
    """Give a cost: any, one of whole months, or one whose equal parts are half units."""
    costs = [
        chance.randint(1, 2_000_000),
        chance.randint(1, 200) * 12_000,
        chance.randint(1, 200) * count * chance.choice([5, 50, 500]),
    ]
    return chance.choice([1, 1, 1, 1, 1, 1, -1]) * chance.choice(costs)


def _key(world, name, table, year, ids):
    """Give a key for a shared cost."""
    chance = world.chance
    others = [each for each in world.tjanster if each != name]
    if chance.random() < 0.15:
        parts = [_one(world, table, year, ids, others) for _ in range(chance.randint(2, 4))]
        each = zip(_shares(world, len(parts)), parts, strict=True)
        key = {"delar": [{"andel": share, "fordelning": part} for share, part in each]}
        table["fordelning"] = key
    else:
        table["fordelning"] = _one(world, table, year, ids, others)


def _shares(world, count):
    """Give per cent that are together 100, some with decimals."""
    first = [Decimal(world.chance.randint(1, 300)) / 10 for _ in range(count - 1)]
    return [*first, 100 - sum(first)]


def _one(world, table, year, ids, others):
    """Give a key that is one alone; the table's date is that of all that go by population."""
    chance = world.chance
    ways = ["lika", "lika", "lika", "invanare", "50/50", "mix", "vikter", "procent", "matt", "vard"]
    ways += ["som"] * 3 if others else []
    way = chance.choice(ways)
    if way in {"invanare", "50/50"}:
        table.setdefault("folkmangd", chance.choice(world.dates))
    if way == "mix":
        way = {"lika": chance.randint(0, 5), "invanare": chance.randint(1, 5)}
        table["folkmangd"] = date_and_mean(world, way)
    elif way == "vard":
        way = {"vard": _called(world, chance.choice(ids))}
    elif way == "vikter":
        way = {"vikter": {each: abs(world.decimal(0, 900)) for each in ids}}
    elif way == "procent":
        way = _percent(world, ids)
    elif way == "matt":
        way = world.measure(year, ids)
    elif way == "som":
        way = {"som": chance.choice(others)}
        if chance.random() < 0.5:
            way["ar"] = chance.choice([each for each in world.years if each <= year])
    return way


def _percent(world, ids):
    """Give per cent that are exactly 100, or as they are printed with one decimal."""
    weights = {each: world.chance.randint(1, 9) for each in ids}
    total = sum(weights.values())
    printed = {
        each: Fraction(round(Fraction(weight * 1_000, total)), 10)
        for each, weight in weights.items()
    }
    together = sum(printed.values())
    if together != 100 and world.chance.random() < 0.5:
        printed[ids[0]] += 100 - together
        together = Fraction(100)
    key = {"procent": {each: _decimal(value) for each, value in printed.items()}}
    if together == 100:
        return key
    key |= {"tillsammans": _decimal(together)}
    able = [each for each in ids if printed[each] >= together - 100]
    if able and world.chance.random() < 0.5:
        key["skillnad"] = world.chance.choice(able)
    return key


def _decimal(value):
    return Decimal(value.numerator) / Decimal(value.denominator)
