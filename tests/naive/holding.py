"""The lowest and the highest that somebody pays, and who then pays the rest."""

from fractions import Fraction

from tests.naive.folder import Refused, items
from tests.naive.who import declared


def limits_of(folder, item, code, part):
    """Give the lowest and the highest of one, of a part of a year; None is no limit."""
    found = []
    for word in ("lagst", "hogst"):
        stated = item.get(word)
        if isinstance(stated, dict):
            stated = folder.by_code(stated).get(code)
        found.append(None if stated is None else stated * part)
    return found


def clamp(amount, lowest, highest):
    if lowest is not None:
        amount = max(amount, lowest)
    return amount if highest is None else min(amount, highest)


def held(shares, limits):
    """Hold shares within limits, and let those who are not held share the rest in proportion.

    Round by round, as long as somebody is held: if those who are raised are raised by more than
    those who are lowered are lowered, they are sure to be at their lowest, and the other way round.
    """
    total, rest = sum(shares.values()), sum(shares.values())
    reach = {code: _reach(share, limits[code]) for code, share in shares.items()}
    free, settled = dict(shares), {}
    while free:
        whole = sum(free.values())
        wanted = {code: rest * share / whole if whole else 0 for code, share in free.items()}
        within = {code: clamp(amount, *reach[code]) for code, amount in wanted.items()}
        raised = sum(within.values()) - sum(wanted.values())
        stop = {
            code
            for code, amount in wanted.items()
            if (within[code] > amount and raised >= 0) or (within[code] < amount and raised <= 0)
        }
        if not stop:
            settled |= within
            break
        settled |= {code: within[code] for code in stop}
        free = {code: share for code, share in free.items() if code not in stop}
        rest = total - sum(settled.values())
    if sum(settled.values()) != total:
        raise Refused("no amounts within the limits have the sum")
    return settled


def _reach(share, limits):
    """Give between what one may come to pay: with nothing of its share, and with ever more."""
    nothing = clamp(Fraction(0), *limits)
    if share > 0:
        return nothing, limits[1]
    return (limits[0], nothing) if share < 0 else (nothing, nothing)


def refuse_strangers(allocator, service, year):
    """Say no to a factor or a limit of one who is not said to take part."""
    folder, period = allocator.folder, allocator.folder.period(service, year)
    for table in (period, *period.get("post", [])):
        stated = [table[word] for word in ("faktor", "lagst", "hogst") if word in table]
        named = {folder.code_of[word] for each in stated if isinstance(each, dict) for word in each}
        if not named <= declared(folder, table.get("deltagare", period.get("deltagare"))):
            raise Refused("somebody has a factor or a limit and does not take part")


def refuse_broken_units(allocator, service, year, unit):
    """Say no to a limit that rounding to the unit would pass."""
    for item in items(allocator.folder.period(service, year)):
        for word in ("lagst", "hogst"):
            stated = item.get(word, 0)
            amounts = stated.values() if isinstance(stated, dict) else [stated]
            if any(amount % unit for amount in amounts):
                raise Refused("a limit is not in whole units")
