"""Damping: each goes as far from last year's amount as it may, by the words of the handbook."""

from fractions import Fraction
from math import ceil, floor

from tests.naive.folder import Refused, first_year, items, uprates
from tests.naive.rounding import largest_remainder
from tests.naive.uprating import as_then
from tests.naive.who import ALL_MONTHS, months_of, months_there


def damped(allocator, service, year, amounts):
    """Damp a service's amounts, fees apart, if the period says so."""
    period = allocator.folder.period(service, year)
    how = period.get("dampning")
    if how is None:
        return amounts
    if uprates(period, "belopp"):
        raise Refused("amounts that are uprated have nothing to damp")
    before = how["fran"] if "fran" in how and first_year(period) == year else year - 1
    fees = allocator.fees(service, before) if allocator.folder.there(service, before) else {}
    paid = allocator.amounts(service, before)
    paid = {code: paid[code] - fees.get(code, 0) for code in paid}
    for each in (before, year):
        whole_year(allocator, service, each, {code for code, kr in amounts.items() if kr})
    if min([*paid.values(), *amounts.values()], default=0) < 0:
        raise Refused("a refund is not damped")
    people = allocator.folder.population.get(period.get("folkmangd"))
    if people is None and any(key.endswith("_kr_per_invanare") for key in how):
        raise Refused("no population to count by")
    return step(paid, amounts, how, people)


def whole_year(allocator, service, year, who):
    """See that the service is there all year, and that they take part in all of it."""
    period = allocator.folder.period(service, year)
    if months_there(period, year) != ALL_MONTHS:
        raise Refused("a part of a year is not compared")
    members = [
        each.get("deltagare")
        for each in items(period)
        if not (isinstance(each.get("fordelning"), dict) and "avgift" in each["fordelning"])
    ]
    if uprates(period, "belopp"):
        members = as_then(allocator, service, year)
    for words in members:
        months = months_of(allocator.folder, words, year, ALL_MONTHS)
        if any(months[code] != ALL_MONTHS for code in who & set(months)):
            raise Refused("a part of a year is not compared")


def limits(old, how, count):
    """Give the least and the most that somebody may pay who paid something before."""
    unit, ends = how.get("till", 1), {}
    for word in ("hogst", "lagst"):
        for key, each in (("procent", old / 100), ("kr_per_invanare", count), ("kr", 1)):
            if f"{word}_{key}" in how:
                ends[word] = Fraction(how[f"{word}_{key}"]) * each
    least = ceil((old - ends["lagst"]) / unit) * unit if "lagst" in ends else 0
    most = floor((old + ends["hogst"]) / unit) * unit if "hogst" in ends else None
    return max(least, 0), most


def step(paid, new, how, people):
    """Take one year's step."""
    unit, astray = how.get("till", 1), how.get("aven_at_fel_hall", False)
    old = {code: Fraction(paid.get(code, 0)) for code in new}
    ends = {
        code: limits(old[code], how, people[code] if people else 0) if old[code] else (0, None)
        for code in new
    }
    moving = sorted(code for code, kr in new.items() if kr and (astray or kr != old[code]))
    if all(clamp(new[code], *ends[code]) == new[code] for code in moving):
        return new
    total = sum(new[code] for code in moving)
    if total % unit:
        raise Refused("the sum is not in whole units")
    if astray:
        exact = proportional({code: (new[code], *ends[code]) for code in moving}, total)
    else:
        exact = on_their_way(moving, old, new, ends, unit)
    return {**new, **largest_remainder(exact, unit)}


def on_their_way(moving, old, new, ends, unit):
    """Let all go as far as they may; then the side that could go further waits, or helps."""
    spans = {}
    for code in moving:
        if new[code] > old[code]:
            low = old[code]
            high = new[code] if ends[code][1] is None else min(new[code], ends[code][1])
        else:
            low, high = max(new[code], ends[code][0]), old[code]
        spans[code] = ceil(low / unit) * unit, floor(high / unit) * unit
        if spans[code][0] > spans[code][1]:
            raise Refused("no whole unit between the old amount and the new")
    total = sum(new[code] for code in moving)
    far = {code: Fraction(spans[code][new[code] > old[code]]) for code in moving}
    near = {code: Fraction(spans[code][new[code] < old[code]]) for code in moving}
    more = sum(far.values()) <= total  # then those who are to pay less have to wait
    first = [code for code in moving if (new[code] > old[code]) == more]
    waiting = [code for code in moving if code not in first]
    rest = total - sum(far[code] for code in first)
    still = sum(near[code] for code in waiting)
    if (rest > still) if more else (rest < still):
        lines = {
            code: (new[code], far[code], ends[code][1])
            if more
            else (new[code], ends[code][0], far[code])
            for code in first
        }
        beyond = proportional(lines, total - still)
        return {**{code: near[code] for code in waiting}, **beyond}

    def at(part):
        return {
            code: clamp(new[code] + part * (old[code] - new[code]), *spans[code])
            for code in waiting
        }

    turns = [
        Fraction(end - new[code], old[code] - new[code]) for code in waiting for end in spans[code]
    ]
    return {**{code: far[code] for code in first}, **met(at, turns, rest)}


def proportional(lines, total):
    """Let each pay in proportion to its new amount, between its ends."""
    if not lines:
        return {}

    def at(part):
        return {code: clamp(part * kr, low, high) for code, (kr, low, high) in lines.items()}

    turns = [Fraction(end) / kr for kr, *ends in lines.values() for end in ends if end is not None]
    return met(at, [*turns, max(turns) + max(total, 1)], total)


def met(at, turns, total):
    """Find where the amounts add up to the total: straight between two turns, or nowhere."""
    turns = sorted(set(turns))
    sums = [sum(at(part).values()) for part in turns]
    for part, here in zip(turns, sums, strict=True):
        if here == total:
            return at(part)
    for n in range(len(turns) - 1):
        low, high = sums[n], sums[n + 1]
        if min(low, high) < total < max(low, high):
            way = (total - low) / (high - low)
            return at(turns[n] + way * (turns[n + 1] - turns[n]))
    if not turns and not total:
        return {}
    raise Refused("the limits cannot be met")


def clamp(kr, least, most):
    kr = max(kr, least)
    return kr if most is None else min(kr, most)
