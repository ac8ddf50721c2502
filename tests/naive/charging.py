"""What each pays by prices, whatever the others pay: agreed, by rates, steps or use, and fees."""

from fractions import Fraction

from tests.naive.folder import Refused, uprates
from tests.naive.holding import clamp, limits_of
from tests.naive.indexing import chained
from tests.naive.keys import counted, population, used

YEAR = 12


def charged(folder, item, year, taking_part, listed):
    """Give what each that takes part is to pay for a whole year, or for its use, within limits.

    Use is what it is in the months of each; its limits are then those months' part of a year's.
    """
    key = item["fordelning"]
    prices = chained(folder, item["uppraknas"], year) if uprates(item, "pris") else Fraction(1)
    sums = {
        code: amount * prices * counted(folder, item, code, year)
        for code, amount in _priced(folder, item, key, year, taking_part, listed).items()
    }
    return {
        code: clamp(amount, *limits_of(folder, item, code, _part(key, taking_part[code])))
        for code, amount in sums.items()
    }


def _part(key, months):
    whole = "pris" in key and "datum" not in key
    return Fraction(len(months), YEAR) if whole else Fraction(1)


def _priced(folder, item, key, year, taking_part, listed):
    """Give what each pays by the prices as they stand."""
    if "belopp" in key:
        agreed = folder.by_code(key["belopp"])
        if set(agreed) != listed:
            raise Refused("an agreed amount is missing, or is of one who does not take part")
        return {code: agreed[code] for code in taking_part}
    if "pris" in key:
        quantities = used(folder, key, year, taking_part)
        return {code: quantities[code] * Fraction(key["pris"]) for code in taking_part}
    if "av" in key:
        sizes = used(folder, key, year, taking_part)
    else:
        sizes = population(folder, item, key, taking_part)
    fixed = Fraction(key.get("fast", 0))
    return {code: fixed + of_size(key, sizes[code]) for code in taking_part}


def of_size(key, size):
    """Give what somebody of a size pays: by a rate, by its step, or each part of it by its own."""
    if "per_invanare" in key:
        return size * Fraction(key["per_invanare"])
    if "promille" in key:
        return size * Fraction(key["promille"]) / 1_000
    if not key.get("marginal"):
        return of_step(key["trappa"], size)
    paid, so_far = Fraction(0), Fraction(0)
    for step in key["trappa"]:
        reached = min(size, _limit(step, size))
        paid += max(reached - so_far, 0) * Fraction(step["pris"])
        so_far = max(reached, so_far)
    return paid


def of_step(steps, size):
    """Give what is paid in the first step that reaches as far as the size."""
    for step in steps:
        if ("under" in step and size >= Fraction(step["under"])) or size > _limit(step, size):
            continue
        return Fraction(step["belopp"]) if "belopp" in step else size * Fraction(step["pris"])
    raise AssertionError("the last step has no limit")


def _limit(step, otherwise):
    return Fraction(step.get("till", step.get("under", otherwise)))


def fees_of(folder, item, year):
    """Give the fees that are paid in the year in which each begins, exactly."""
    key = item["fordelning"]
    if not isinstance(key, dict) or "avgift" not in key:
        return {}
    fee, fees = key["avgift"], {}
    if isinstance(fee, dict | list):
        population(folder, item, key, [])  # it must be known, whoever begins
    starts = {folder.code_of[word]: day for word, day in key["start"].items()}
    for code in (code for code, day in starts.items() if day.year == year):
        paid = fee
        if isinstance(fee, dict | list):
            size = population(folder, item, key, [code])[code]
            paid = of_step(fee, size) if isinstance(fee, list) else of_size(fee, size)
        exact = Fraction(paid) * counted(folder, item, code, year)
        fees[code] = clamp(exact, *limits_of(folder, item, code, Fraction(1)))
    return fees
