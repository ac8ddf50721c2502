"""Uprating: what each paid in an earlier year, or what the service cost then, with an index."""

from fractions import Fraction

from tests.naive.charging import charged
from tests.naive.folder import Refused, items, uprates
from tests.naive.indexing import chained
from tests.naive.keys import is_own, is_whole, of_part_of_year
from tests.naive.who import ALL_MONTHS, declared, months_of, months_there


def uprated(allocator, service, year):
    """Uprate what each paid in an earlier year."""
    period = allocator.folder.period(service, year)
    base = period["uppraknas"]
    paid = allocator.amounts(service, base["fran"])
    before = allocator.folder.period(service, base["fran"])
    if any(allocator.fees(service, base["fran"]).values()):
        raise Refused("a fee would be paid again")
    if months_there(before, base["fran"]) != ALL_MONTHS:
        raise Refused("the amounts are a part of a year's")
    if of_part_of_year(allocator.folder, service, base["fran"]):
        raise Refused("an amount is of a part of a year")
    there = months_there(period, year)
    own = period.get("deltagare")
    for words in [own] if "deltagare" in period else as_then(allocator, service, base["fran"]):
        now = months_of(allocator.folder, words, year, there)
        if any(now.get(code) != there for code in declared(allocator.folder, words) & set(paid)):
            raise Refused("one who paid does not take part all year")
    if "deltagare" in period and set(months_of(allocator.folder, own, year, there)) != set(paid):
        raise Refused("others take part than those who paid")
    factor = chained(allocator.folder, base, year)
    return {code: amount * factor for code, amount in paid.items()}


def as_then(allocator, service, year):
    """Give who was said to take part in an earlier year, item by item."""
    period = allocator.folder.period(service, year)
    if "deltagare" not in period and uprates(period, "belopp"):
        return as_then(allocator, service, period["uppraknas"]["fran"])
    return [item.get("deltagare") for item in items(period) or [period]]


def level(allocator, service, year):
    """Give a whole year's cost of the service, as it was shared that year."""
    if not allocator.folder.there(service, year):
        raise Refused(f"{service} has no figures for {year}")
    allocator.amounts(service, year)  # what cannot be worked out cannot be uprated
    period = allocator.folder.period(service, year)
    if any(allocator.fees(service, year).values()):
        raise Refused("a fee would be paid again")
    if uprates(period, "belopp"):
        return sum(uprated(allocator, service, year).values())
    return sum(level_of(allocator, item, service, year) for item in items(period))


def level_of(allocator, item, service, year):
    """Give a whole year's cost of an item: what was paid, where it is each one's own."""
    if not is_own(item):
        return cost(allocator, item, service, year)
    key, there = item["fordelning"], months_there(allocator.folder.period(service, year), year)
    taking_part = months_of(allocator.folder, item.get("deltagare"), year, there)
    if "avgift" in key:
        return 0
    if "pris" in key and "datum" not in key and there != ALL_MONTHS:
        raise Refused("use in a part of a year")
    if not is_whole(item) and any(months != there for months in taking_part.values()):
        raise Refused("what is paid by the month is paid for a part of the year")
    listed = declared(allocator.folder, item.get("deltagare"))
    return sum(charged(allocator.folder, item, year, taking_part, listed).values())


def cost(allocator, item, service, year):
    """Give a whole year's cost of an item that is shared."""
    if not uprates(item, "underlag"):
        return Fraction(item.get("underlag", item.get("belopp", 0)))
    base = item["uppraknas"]
    return level(allocator, service, base["fran"]) * chained(allocator.folder, base, year)
