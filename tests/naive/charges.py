"""Random charges: agreed amounts, rates, steps by size, use at a price, and fees; and limits."""

from datetime import date

OWN = ["belopp", "belopp", "pris", "avgift", "per_invanare", "promille", "trappa", "trappa"]


def charge(world, table, ids, year):
    """Let the table say itself what each pays, in one of the ways there are."""
    chance = world.chance
    way = chance.choice(OWN)
    key = table["fordelning"] = {}
    if way == "belopp":
        key["belopp"] = {
            each: chance.randint(-3, 40) * chance.choice([1, 50, 1_000, 1_200]) for each in ids
        }
    elif way == "pris":
        key |= {**world.measure(year, ids), "pris": world.decimal(0, 90_00)}
    elif way == "avgift":
        some = chance.sample(ids, chance.randint(1, len(ids)))
        starts = {each: date(chance.choice(world.years), chance.randint(1, 12), 1) for each in some}
        key |= {"avgift": _fee(world), "start": starts}
    elif way == "trappa":
        marginal = chance.random() < 0.3
        key["trappa"] = _steps(world, 900_00, priced=marginal)
        if marginal:
            key["marginal"] = True
        if chance.random() < 0.3:
            key |= _by_measure(world, year, ids)
    else:
        key[way] = abs(world.decimal(0, 9_000))
        if way == "promille":
            key |= _by_measure(world, year, ids)
        if chance.random() < 0.3:
            key["fast"] = chance.choice([0, 7_896, 12_000, chance.randint(1, 90_000)])
    if goes_by_population(key):
        table["folkmangd"] = date_and_mean(world, key)


def _by_measure(world, year, ids):
    named = world.measure(year, ids)
    return {"av": named.pop("matt"), **named}


def goes_by_population(key):
    by_people = "per_invanare" in key or ("trappa" in key and "av" not in key)
    return by_people or isinstance(key.get("avgift"), dict | list)


def date_and_mean(world, key):
    """Choose a date of a population; let the key perhaps go by the mean of years up to it."""
    chance = world.chance
    if chance.random() < 0.3:
        key["medel_ar"] = chance.choice([1, 2, 2, 3, 4])
    return chance.choice(world.dates if chance.random() < 0.5 else world.dates[-3:])


def _fee(world):
    chance = world.chance
    way = chance.random()
    if way < 0.5:
        return chance.randint(1, 50_000)
    if way < 0.75:
        return {"per_invanare": abs(world.decimal(0, 2_000))}
    return _steps(world, 20_000_00)


def _steps(world, most, *, priced=False):
    """Give steps, some with a limit that is somebody's size, and what is paid in each."""
    chance = world.chance
    sizes = [size for each in world.kommuner["folkmangd"] for size in each["invanare"].values()]
    sizes += [chance.randint(1, most // 100) for _ in range(3)]
    limits = sorted(set(chance.sample(sizes, chance.randint(0, 3))))
    steps = [{chance.choice(["till", "under"]): limit} for limit in limits]
    for step in [*steps, {}]:
        if priced or chance.random() < 0.4:
            step["pris"] = abs(world.decimal(0, 20_00))
        else:
            step["belopp"] = chance.randint(-1, 40) * chance.choice([1, 750, 1_000])
        if step not in steps:
            steps.append(step)
    return steps


def factors(world, table, ids):
    """Let some count as something else than they are, perhaps in one year."""
    chance = world.chance
    table["faktor"] = {}
    for each in chance.sample(ids, chance.randint(1, len(ids))):
        factor = abs(world.decimal(0, 150))
        if chance.random() < 0.3:
            # A year before its period is refused; the last is never that.
            factor = {"faktor": factor, "ar": world.years[-1]}
        table["faktor"][each] = factor


def limits(world, table, ids):
    """State lowest and highest amounts, for all or for some."""
    chance = world.chance
    cost = abs(table.get("underlag", table.get("belopp", 120_000)))
    about = max(1, round(cost / len(ids) / 12_000))
    broken = 0 if chance.random() < 0.9 else chance.choice([1, 50, 600])
    if chance.random() < 0.7:
        low = [chance.randint(0, about) * 12_000 + broken for _ in ids]
        table["lagst"] = _bound(chance, low, ids, min)
    if "lagst" not in table or chance.random() < 0.4:
        high = [chance.randint(about, 3 * about) * 12_000 + broken for _ in ids]
        table["hogst"] = _bound(chance, high, ids, max)


def _bound(chance, amounts, ids, of_all):
    if chance.random() < 0.5:
        return chance.choice([amounts[0], of_all(amounts)])
    some = chance.sample(range(len(ids)), chance.randint(1, len(ids)))
    return {ids[n]: amounts[n] for n in some}
