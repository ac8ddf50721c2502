"""Other boards' models: printed figures cell by cell, and each published rule worked out by hand.

The printed figures are copies, independent of ``examples/namnder``; the rules are written from what
the boards publish, with fractions, and know nothing of the program.
"""

import csv
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load

HERE = Path(__file__).parent
BOARDS = HERE.parents[1] / "examples" / "namnder"
NAMES = sorted(path.name for path in BOARDS.iterdir() if path.is_dir())


@cache
def board(name):
    """A board's folder, read and allocated for all its years."""
    data, problems = load(BOARDS / name)
    assert problems == []
    computed = compute(data, data.years)
    assert computed.problems == ()
    return data, computed


def paid(name, service, year):
    """What each member pays, by its id."""
    data, computed = board(name)
    amounts = computed.outcome.done[Node(service, year)].amounts
    return {data.kommuner.ids[code]: kr for code, kr in amounts.items() if kr}


def people(name, date):
    (found,) = (each for each in board(name)[0].kommuner.folkmangd if str(each.datum) == date)
    return dict(found.invanare)


def printed():
    tables = defaultdict(dict)
    with (HERE / "andra-namnder.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table = tables[row["mapp"], row["tjanst"], int(row["ar"])]
            table[row["medlem"]] = int(row["belopp"])
    return dict(tables)


PRINTED = printed()


@pytest.mark.parametrize("table", PRINTED)
def test_every_printed_cell_is_the_models(table):
    assert paid(*table) == PRINTED[table]


@pytest.mark.parametrize("table", PRINTED)
def test_every_printed_table_is_facit_in_its_folder(table):
    name, service, year = table
    (facit,) = (
        found
        for each in board(name)[0].facit.values()
        for found in each.tabell
        if (found.tjanst, found.ar) == (service, year)
    )

    assert dict(facit.belopp) == PRINTED[table]
    assert facit.summa == sum(PRINTED[table].values())


def nearest(value):
    """Round to the nearest whole, halves away from zero."""
    return (2 * Fraction(value) + 1) // 2


def in_steps(steps, size):
    """The first step whose test holds the size."""
    return next(kr for holds, kr in steps if holds(size))


def below(limit):
    return lambda size: size < limit


def up_to(limit):
    return lambda size: size <= limit


def beyond(size):
    return size > 0


GEOFORUM = [
    (below(25_000), 5100),
    (below(75_000), 9300),
    (up_to(150_000), 10_600),
    (beyond, 22_500),
]
CENTRES = [(up_to(25_000), 9500), (up_to(100_000), 11_800), (beyond, 15_450)]
COASTS = [
    (up_to(2000), 25_000),
    (up_to(5000), 30_000),
    (up_to(7500), 35_000),
    (up_to(10_000), 40_000),
    (beyond, 45_000),
]
JOINED = [
    (below(7000), 5000),
    (below(15_000), 10_000),
    (below(25_000), 25_000),
    (below(50_000), 35_000),
    (below(100_000), 50_000),
    (up_to(150_000), 65_000),
    (beyond, 80_000),
]
RATES = {
    ("skaraborg", "medlemsavgift", 2019, "2018-12-31"): lambda n: n * Fraction(4225, 100),
    ("modeller", "va-forsk", 2024, "2018-12-31"): lambda n: n * Fraction(105, 100),
    ("modeller", "svenskt-vatten", 2024, "2018-12-31"): lambda n: 7896 + n * Fraction(217, 100),
    ("modeller", "svenskt-vatten", 2025, "2024-12-31"): lambda n: (
        (7896 + n * Fraction(217, 100)) * Fraction(1014, 1000)
    ),
    ("modeller", "geoforum", 2024, "2018-12-31"): lambda n: in_steps(GEOFORUM, n),
    ("modeller", "geoforum", 2025, "2024-12-31"): lambda n: in_steps(GEOFORUM, n),
    ("modeller", "svenska-stadskarnor", 2024, "2018-12-31"): lambda n: in_steps(CENTRES, n),
    ("nfkk", "kontingent", 2017, "2017-01-01"): lambda n: in_steps(COASTS, n),
    ("nfkk", "kontingent-2018", 2017, "2017-01-01"): lambda n: min(10_000 + 2 * n, 40_000),
    ("norrbotten-ombud", "ombud", 2020, "2019-12-31"): lambda n: -(-n // 4000),
}


@pytest.mark.parametrize("case", RATES)
def test_a_published_rate_gives_the_krona(case):
    name, service, year, date = case
    by_hand = {who: nearest(RATES[case](n)) for who, n in people(name, date).items()}

    assert paid(name, service, year) == by_hand


def test_the_delegates_are_the_seventy_that_are_printed():
    assert sum(paid("norrbotten-ombud", "ombud", 2020).values()) == 70


def test_a_rate_per_mille_of_the_tax_base_is_a_tenth_less_for_the_largest():
    by_hand = {
        who: nearest(
            n * 250_000 * Fraction(1098, 10_000_000) * (Fraction(9, 10) if n > 200_000 else 1)
        )
        for who, n in people("modeller", "2018-12-31").items()
    }

    assert paid("modeller", "skr", 2024) == by_hand


def test_who_joins_pays_from_the_month_after_and_who_returns_half_the_entry():
    whole = {
        who: in_steps(JOINED, n)
        for who, n in people("modeller", "2024-12-31").items()
        if who in {"torsas", "gotene", "skara", "lidkoping", "kungalv", "norrkoping", "goteborg"}
    }

    joined = nearest(Fraction(25_000 * 8, 12) + 10_000)
    assert paid("modeller", "sambruk", 2024) == {**whole, "krokom": joined}
    returned = nearest(Fraction(25_000 * 11, 12) + Fraction(10_000, 2))
    assert paid("modeller", "sambruk", 2025) == {**whole, "krokom": 25_000, "vara": returned}


def test_an_entry_fee_per_inhabitant_is_paid_once():
    people_then = people("modeller", "2018-12-31")

    assert paid("modeller", "sydarkivera", 2024) == {"torsas": 4 * people_then["torsas"]}
    assert paid("modeller", "sydarkivera", 2025) == {"essunga": 4 * people_then["essunga"]}


def test_the_largest_city_at_nine_tenths_makes_the_others_pay_as_much_more_as_is_printed():
    equal, counted = (paid("paijat-hame", each, 2020) for each in ("alla-lika", "raddning"))
    printed_more = Fraction(2_360_000, 2_219_000)

    more = Fraction(counted["hollola"], equal["hollola"])
    assert abs(more - printed_more) < Fraction(1, 1000)
    assert sum(counted.values()) == sum(equal.values())


def test_nobody_loses_more_than_a_tenth_a_year_and_the_sum_stays():
    years = [paid("finsam", "medelstilldelning", year) for year in (2023, 2024, 2025)]
    goal = {
        who: 400_000 + Fraction(6_300_000 * need, 10_000) + Fraction(2_100_000 * n, 120_000)
        for who, need, n in [
            ("norra", 2000, 30_000),
            ("sodra", 3000, 28_000),
            ("ostra", 2900, 26_000),
            ("vastra", 2100, 36_000),
        ]
    }

    for before, after in pairwise(years):
        assert sum(after.values()) == 10_000_000
        assert all(10 * after[who] >= 9 * before[who] for who in before)
        assert after["norra"] == Fraction(9, 10) * before["norra"] > goal["norra"]
        assert all(after[who] < goal[who] for who in ("sodra", "ostra", "vastra"))


def test_two_measures_and_a_limit_to_the_rise():
    before, after = (paid("modeller", "storgoteborg", year) for year in (2024, 2025))

    assert sum(before.values()) == sum(after.values()) == 400_000_000
    assert all(100 * after[who] <= 103 * before[who] for who in before)
    assert after["lerum"] < before["lerum"]
