"""The exact shares of one service in one year, month by month."""

from collections import defaultdict
from fractions import Fraction

from tests.naive.charging import charged, fees_of
from tests.naive.folder import Refused, items, uprates
from tests.naive.holding import held, limits_of
from tests.naive.keys import is_own, proportions
from tests.naive.uprating import cost, uprated
from tests.naive.who import declared, fewest, months_of, months_there

TWELFTH = Fraction(1, 12)


def shares(allocator, service, year):
    """Give what each bears of every month, exactly; fees are no month's."""
    period = allocator.folder.period(service, year)
    there = sorted(months_there(period, year))
    if uprates(period, "belopp"):
        amounts = uprated(allocator, service, year)
        return [{code: amount * TWELFTH for code, amount in amounts.items()} for _ in there]
    months = {month: defaultdict(Fraction) for month in there}
    for item in items(period):
        taking_part = who_takes_part(allocator.folder, item, year, set(there))
        for month, parts in of_item(allocator, item, service, year, taking_part, there):
            for code, part in parts.items():
                months[month][code] += part
    return list(months.values())


def who_takes_part(folder, item, year, there):
    """Give the months of each who takes part, where there are as many as there must be."""
    taking_part = months_of(folder, item.get("deltagare"), year, there)
    least = fewest(item.get("deltagare"))
    for month in there:
        if least > 1 and sum(month in its for its in taking_part.values()) < least:
            raise Refused("fewer take part than there must be")
    return taking_part


def of_item(allocator, item, service, year, taking_part, there):
    """Give each month's parts of one item."""
    folder, key = allocator.folder, item["fordelning"]
    words = key if isinstance(key, dict) else {}
    listed = declared(folder, item.get("deltagare"))
    if "avgift" in words:
        starts = {folder.code_of[word] for word in key["start"]}
        if not (starts <= listed and set(fees_of(folder, item, year)) <= set(taking_part)):
            raise Refused("a fee of one who does not take part")
        return
    if is_own(item):
        sums = charged(folder, item, year, taking_part, listed)
        whole = "pris" in words and "datum" not in words
        spread = {code: len(its) if whole else 12 for code, its in taking_part.items()}
    for month in there:
        codes = sorted(code for code, its in taking_part.items() if month in its)
        if is_own(item):
            yield month, {code: sums[code] / spread[code] for code in codes}
        elif not codes:
            raise Refused("a month that nobody has")
        else:
            parts = proportions(allocator, item, codes, listed, year, set(taking_part))
            of_month = cost(allocator, item, service, year) * TWELFTH
            bare = {code: part * of_month for code, part in parts.items()}
            limits = {code: limits_of(folder, item, code, TWELFTH) for code in codes}
            yield month, held(bare, limits)


def added(tables):
    """Add tables by code."""
    sums = defaultdict(Fraction)
    for table in tables:
        for code, share in table.items():
            sums[code] += share
    return sums
