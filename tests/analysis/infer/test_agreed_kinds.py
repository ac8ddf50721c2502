"""Rates, parts of a weight, steps and percentages in print: found, and never certain and wrong."""

import random
import tomllib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from random_tables import Made, folder, make, populations, shipped

from enamnd_cost.analysis.infer.chance import FAR
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR, Printed
from enamnd_cost.analysis.infer.report import report
from enamnd_cost.analysis.infer.run import infer
from enamnd_cost.analysis.infer.verdict import verdict
from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.output.period import as_period

FACTORS = ("0.5", "0.9", "0.75", "0.8")
ALONE = (Method.UP, Method.NEAREST, Method.DOWN)


def drawn(kind, seed, printed=IN_KRONOR):
    """Make a table of a kind: what it is made of, and the table as a folder's rows."""
    chance = random.Random(f"{kind} {seed}")
    dates = sorted(populations())
    date = chance.choice(dates)
    people = populations()[date]
    known = set(dates) if chance.random() < 0.7 else set(dates) - {date}
    rate = Fraction(chance.randrange(100, 9_000), chance.choice((10, 100)))
    fixed = chance.choice((500, 7_896, 12_000, chance.randrange(1_000, 40_000)))
    code, factor = chance.choice(sorted(people)), Fraction(chance.choice(FACTORS))
    unit = chance.choice((1, 1, 1, 10, 50, 100))
    if kind in ("del", "tryckfel"):
        base = chance.choice(("lika", "invanare", "taxa"))
        cost = chance.randrange(500_000, 5_000_000)
        weights = dict.fromkeys(people, 1) if base == "lika" else people
        weights = {c: w * (factor if c == code else 1) for c, w in weights.items()}
        whole = Fraction(1, 100) if base == "taxa" else Fraction(cost) / sum(weights.values())
        shares = {c: w * (rate if base == "taxa" else whole) for c, w in weights.items()}
    else:
        base = kind
        shares = {c: rate * n + (fixed if kind == "fast" else 0) for c, n in people.items()}
    made = round_shares(shares, unit, chance.choice(ALONE))
    amounts = {c: printed.nearest(each.amount) for c, each in made.items()}
    if kind == "tryckfel":
        amounts[code] = unit * chance.randrange(1, 3 * max(amounts[code], unit) // unit)
    for lost in chance.sample(sorted(people), chance.choice((0, 0, 0, 1))):
        del amounts[lost]
    computed = folder(frozenset(known), bare=True)
    rows = {c: amounts[c] for c in computed.data.kommuner.codes if c in amounts}
    total = chance.choice((None, sum(rows.values())))
    table = Observed("prov", rows, total, len(rows) < len(people), printed=printed)
    return computed, table, (date if date in known else None, rate, fixed, code, factor, base)


def is_right(kind, truth, first):
    date, rate, fixed, code, factor, base = truth
    if base != "lika" and first.date != date:
        return False
    split = first.key.fordelning
    plain = {"lika": {Kind.EQUAL}, "fast": {Kind.MIX, Kind.SMALL_MIX}}.get(base, {Kind.POPULATION})
    odd = {each.code for each in first.deviations}
    if first.kind in plain or (first.kind is Kind.RATE and base == "taxa"):
        return (first.kind is not Kind.RATE or split == {"per_invanare": rate}) and odd <= {code}
    match first.kind:
        case Kind.FIXED_RATE:
            return split == {"per_invanare": rate, "fast": fixed}
        case Kind.REDUCED:
            same = base in ("lika", "invanare") and split["fordelning"] == base
            same = same or base == "taxa"
            return kind == "del" and same and split["faktor"] == {code: factor}
    return False


KINDS = {"taxa": Kind.RATE, "fast": Kind.FIXED_RATE, "del": Kind.REDUCED}


@pytest.mark.parametrize("kind", ["taxa", "fast", "del", "tryckfel"])
def test_no_rate_and_no_part_of_a_weight_is_certain_and_wrong(kind):
    told = Counter()
    for seed in range(30):
        printed = Printed(1_000) if seed % 10 == 9 else IN_KRONOR
        computed, table, truth = drawn(kind, seed, printed)
        found = infer(computed, table)
        if found.firm:
            assert is_right(kind, truth, found.first), (kind, seed, truth)
        if found.first:
            told[found.first.kind] += 1
    assert kind not in KINDS or told[KINDS[kind]] >= 8, told


def test_what_was_shared_is_never_certainly_a_rate():
    for seed in range(60):
        made: Made = make(seed)
        first = infer(made.computed, made.observed).first
        if first and made.key in ("invanare", "50/50", "liten", "fri"):
            assert first.kind not in (Kind.RATE, Kind.FIXED_RATE, Kind.REDUCED), seed


def table_of(amounts, total=None):
    return Observed("prov", amounts, total, lacks_rows=False)


def by_name(shares, unit=1, method=Method.NEAREST):
    return {code: r.amount for code, r in round_shares(shares, unit, method).items()}


def test_a_rate_is_found_with_its_date_and_told_as_one():
    date, people = max(populations().items())
    amounts = by_name({code: Fraction("42.25") * n for code, n in people.items()})

    found = infer(shipped(), table_of(amounts))

    assert found.first.kind is Kind.RATE
    assert found.first.key.fordelning == {"per_invanare": Decimal("42.25")}
    assert (found.firm, found.first.date) == (True, date)
    said = " ".join(verdict(found, shipped().data)).replace("\xa0", " ")
    assert f"Tabellen följer 42,25 kr per invånare med folkmängden {date}" in said
    assert "underlag" not in said


def test_a_cost_that_a_coarse_rounding_makes_as_likely_is_told_beside_the_rate():
    _, people = max(populations().items())
    amounts = by_name({code: Fraction("42.25") * n for code, n in people.items()}, 100)

    found = infer(shipped(), table_of(amounts))

    notes = " ".join(note.text for note in report([found], shipped(), 8).notes)
    assert found.first.kind is Kind.POPULATION
    assert "Lika gärna kan det vara en taxa: 42,25 kr per invånare ger samma" in notes


def test_a_fixed_amount_and_a_rate_are_both_found():
    _, people = max(populations().items())
    amounts = by_name({code: 7_896 + Fraction("2.17") * n for code, n in people.items()})

    found = infer(shipped(), table_of(amounts))

    assert found.first.key.fordelning == {"per_invanare": Decimal("2.17"), "fast": 7_896}
    assert found.firm


@pytest.mark.parametrize("factor", ["0.9", "0.5"])
@pytest.mark.parametrize("rate", [None, "42.25"])
def test_the_one_that_is_counted_at_a_part_is_found(factor, rate):
    date, people = max(populations().items())
    weights = {c: n * (Fraction(factor) if c == "2580" else 1) for c, n in people.items()}
    times = Fraction(rate) if rate else Fraction(3_000_000) / sum(weights.values())
    amounts = by_name({code: times * weight for code, weight in weights.items()})

    found = infer(shipped(), table_of(amounts))

    assert found.first.kind is Kind.REDUCED
    assert found.first.key.fordelning["faktor"] == {"2580": Decimal(factor)}
    assert (found.firm, found.first.date) == (True, date)
    said = " ".join(verdict(found, shipped().data))
    assert f"där Luleå räknas till {factor.replace('.', ',')}" in said


def test_percentages_in_print_are_found_to_the_krona():
    """Brandkåren Norra Dalarna 2021: 57 649 000 kr, as its municipalities print them."""
    codes = ("2506", "2505", "2582", "2523", "2583")
    amounts = dict(
        zip(codes, (10_088_575, 20_004_203, 6_226_092, 7_263_774, 14_066_356), strict=True)
    )

    found = infer(shipped(), Observed("Dalarna", amounts, 57_649_000, lacks_rows=True))

    percent = dict(zip(codes, map(Decimal, ("17.5", "34.7", "10.8", "12.6", "24.4")), strict=True))
    assert found.first.key.fordelning == {"procent": percent}
    assert found.key_known
    assert not found.first.deviations


@pytest.mark.parametrize("seed", range(8))
def test_limits_of_steps_hold_those_that_made_them(seed):
    chance = random.Random(seed)
    date, people = max(populations().items())
    limits = sorted(chance.sample(range(3_000, 70_000, 1_000), 2))
    steps = sorted(chance.sample(range(5_000, 90_000, 500), 3))
    paid = {code: steps[sum(n > limit for limit in limits)] for code, n in people.items()}

    found = infer(shipped(), table_of(paid, sum(paid.values())))

    first = found.first
    if first is None or first.kind is not Kind.STEPS:
        return  # too few on some step
    assert first.key.steps.date == date
    present = sorted(set(paid.values()))
    sizes = [[people[code] for code, kr in paid.items() if kr == step] for step in present]
    between = [(max(below), min(above)) for below, above in pairwise(sizes)]
    assert first.key.steps.limits == tuple((low, high - 1) for low, high in between)
    written = [step.get("till") for step in first.key.fordelning["trappa"]]
    assert written[-1] is None
    assert all(low <= till < high for till, (low, high) in zip(written[:-1], between, strict=True))


def test_what_is_far_likelier_is_what_a_rate_is_believed_for():
    date, people = max(populations().items())
    amounts = by_name({code: Fraction("42.25") * n for code, n in people.items()})
    ranked = infer(shipped(), table_of(amounts)).ranked

    shared = max(h.one_in for h in ranked if h.kind is Kind.POPULATION and h.date == date)
    assert ranked[0].one_in >= shared + FAR


def period_of(amounts, total=None):
    """Write the first hypothesis of a table as a period, and read it back."""
    found = infer(shipped(), table_of(amounts, total))
    written = as_period(found, 0, 2024, shipped())
    (period,) = tomllib.loads(written.decode(), parse_float=Decimal)["period"]
    return period


def test_each_kind_is_written_with_the_keys_that_a_file_has():
    date, people = max(populations().items())
    rate = {code: Fraction("42.25") * n for code, n in people.items()}
    both = {code: 7_896 + Fraction("2.17") * n for code, n in people.items()}
    part = {code: kr * (Fraction("0.9") if code == "2580" else 1) for code, kr in rate.items()}
    paid = {code: 5_100 if n <= 25_000 else 9_300 for code, n in people.items()}

    assert period_of(by_name(rate))["fordelning"] == {"per_invanare": Decimal("42.25")}
    assert period_of(by_name(both))["fordelning"] == {
        "per_invanare": Decimal("2.17"),
        "fast": 7_896,
    }
    reduced = period_of(by_name(part))
    assert (reduced["fordelning"], reduced["faktor"]) == (
        {"per_invanare": Decimal("42.25")},
        {"lulea": Decimal("0.9")},
    )
    steps = period_of(paid)
    assert steps["fordelning"] == {"trappa": [{"till": 25_000, "belopp": 5_100}, {"belopp": 9_300}]}
    assert "kan gränsen mellan 5 100 och 9 300 kr vara" in steps["harledning"]
    for period, amounts in ((reduced, by_name(part)), (steps, paid)):
        assert (period["folkmangd"], period["belopp"]) == (date, sum(amounts.values()))
        assert "underlag" not in period
