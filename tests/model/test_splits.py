"""Every way to split a cost answers for itself."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest

from enamnd_cost.engine.balance import added
from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import Basis, Charges, Node, Weights
from enamnd_cost.model import parts
from enamnd_cost.model.fordelning import NAMES, TABLES, Split, split_of
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.agreed import Belopp, Procent, Vikter
from enamnd_cost.model.splits.delar import Del, Delar
from enamnd_cost.model.splits.lookup import ForItem
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.rate import PerInvanare, Promille
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.steps import Steg, Trappa
from enamnd_cost.model.splits.used import Avgift, Matt, PerInvanareEnGang
from enamnd_cost.model.splits.vard import Vard

DATE = dt.date(2023, 12, 31)
STEPS = [Steg(under=2, belopp=500), Steg(under=3, pris=7), Steg(belopp=900)]
PRICES = [Steg(till=1, pris=100), Steg(till=2, pris=50), Steg(pris=10)]
START = {"boden": dt.date(2024, 3, 1), "kalix": dt.date(2023, 1, 1)}
EVERY = [
    *map(split_of, NAMES),
    Mix(lika=3, invanare=1),
    Vikter(vikter={"boden": 2, "kalix": 1}),
    Procent(procent={"boden": 75, "kalix": 25}),
    Procent(procent={"boden": 75, "kalix": 26}, tillsammans=101, skillnad="kalix"),
    Belopp(belopp={"boden": 900, "kalix": -100}),
    Som(som="drift"),
    Matt(matt="lagring"),
    Matt(matt="lagring", pris=84),
    Matt(matt="lagring", datum=DATE),
    Matt(matt="lagring", datum=DATE, pris=84),
    Avgift(avgift=40_000, start=START),
    Avgift(avgift=PerInvanareEnGang(per_invanare=4), start=START),
    Avgift(avgift=STEPS, start=START),
    PerInvanare(per_invanare=Decimal("42.25")),
    PerInvanare(per_invanare=Decimal("2.17"), fast=7_896),
    Mix(invanare=1, medel_ar=3),
    Promille(promille=Decimal("0.1098"), av="lagring"),
    Promille(promille=Decimal("0.1098"), av="lagring", fast=500),
    Promille(promille=Decimal("0.1098"), av="lagring", datum=DATE),
    Trappa(trappa=STEPS),
    Trappa(trappa=STEPS, av="lagring"),
    Trappa(trappa=PRICES, av="lagring", datum=DATE, marginal=True),
    Trappa(trappa=PRICES, marginal=True),
    Vard(vard="boden"),
    Delar(
        delar=[
            Del(andel=60, fordelning={"matt": "lagring"}),
            Del(andel=25, fordelning="50/50"),
            Del(andel=10, fordelning={"vikter": {"boden": 2, "kalix": 1}}),
            Del(andel=5, fordelning={"vard": "boden"}),
        ]
    ),
    Delar(
        delar=[
            Del(andel=75, fordelning={"matt": "lagring", "datum": DATE}),
            Del(andel=25, fordelning="invanare"),
        ]
    ),
    Delar(
        delar=[
            Del(andel=Decimal("33.3"), fordelning={"som": "drift"}),
            Del(andel=Decimal("66.7"), fordelning="lika"),
        ]
    ),
]
every_split = pytest.mark.parametrize("split", EVERY, ids=str)


class Lookup:
    """Knows two municipalities by their names, and has no problems."""

    node, everyone = Node("prov", 2024), ("boden", "kalix")

    def by_code(self, listed):
        return dict(listed)

    def names(self, codes):
        return ", ".join(codes)

    def population(self, _, dates, label):
        self.asked = dates
        return Weights(label, {"boden": 3, "kalix": 2}, basis=Basis.POPULATION)

    def measures(self, named, _):
        self.measured = named
        return Weights(named.name, {"boden": 12, "kalix": 0})


def planned(split, lookup=None):
    taking = dict.fromkeys(Lookup.everyone, WHOLE_YEAR)
    item = ForItem("Drift", (), ("fordelning",), taking, DATE, ())
    return split.planned(lookup or Lookup(), item)


def at(split, path):
    """Give what stands at a path of a split, as in its file."""
    found = split.model_dump(exclude_unset=True)
    for key in path:
        found = found[key]
    return found


def test_every_key_is_tried_here():
    assert {type(split) for split in EVERY} == {Mix, *TABLES.values()} == {*get_args(Split)}


@every_split
def test_what_lists_municipalities_says_so_and_where(split):
    for listed in split.listed:
        assert at(split, listed.path) == listed.values

    written = str(split.model_dump(exclude_unset=True))
    assert ("'kalix'" in written) == bool(split.listed)  # whom nothing else names here


@every_split
def test_what_names_something_else_says_so_and_where(split):
    named = (*split.members, *split.measures, *split.services)
    for each in named:
        assert at(split, each.path) == each.name

    written = str(split.model_dump(exclude_unset=True))
    names = {name for name in ("lagring", "drift") if f"'{name}'" in written}
    assert names == {each.name for each in (*split.measures, *split.services)}


@every_split
def test_what_charges_is_planned_as_charges_and_nothing_else_is(split):
    made = planned(split)

    assert made
    assert all(isinstance(each, Charges) == split.charges for each in made)


@every_split
def test_what_goes_by_population_looks_it_up_at_the_dates_that_it_says(split):
    lookup = Lookup()
    planned(split, lookup)
    dates = tuple(getattr(lookup, "asked", ()))

    assert split.by_population == bool(dates)
    assert dates == split.population_dates(DATE)


@every_split
def test_what_goes_by_a_measure_looks_it_up(split):
    lookup = Lookup()
    planned(split, lookup)

    assert bool(split.measures) == hasattr(lookup, "measured")


@every_split
def test_what_is_priced_charges_and_is_not_paid_once(split):
    assert split.priced == (split.charges and not isinstance(split, Avgift))


@every_split
def test_what_goes_by_use_and_what_is_paid_once_is_metered(split):
    of_the_year = any(named.date is None for named in split.measures)
    by_use = isinstance(split, Matt | Delar) and of_the_year
    assert split.metered == (by_use or isinstance(split, Avgift))


@every_split
def test_only_a_dated_measure_can_be_of_another_date(split):
    other = DATE.replace(year=2024)
    moved = split.remeasured(lambda date: date.replace(year=date.year + 1))

    dates = [named.date and other for named in split.measures]
    assert [named.date for named in moved.measures] == dates
    assert (moved == split) == (not any(dates))
    assert moved.remeasured(lambda date: date.replace(year=date.year - 1)) == split
    assert all(str(named.date) in split.words(DATE) for named in split.measures if named.date)


@every_split
def test_a_level_is_paid_by_the_month_and_use_is_what_it_is(split):
    lookup = Lookup()
    made = planned(split, lookup)

    if isinstance(split, Matt) and split.charges:
        assert [charges.by_month for charges in made] == [split.datum is not None]
        assert [charges.rule for charges in made] == [split if split.datum else None]
    if split.measures:
        named = split.measures[0]
        assert lookup.measured[1:] == (named.name, named.date)


@every_split
def test_keeping_everybody_changes_nothing_and_keeping_nobody_leaves_no_list(split):
    left = split.kept(lambda _: False)

    assert split.kept(lambda _: True) == split
    assert left is None or not any(listed.values for listed in left.listed)
    assert left is None or not left.members


@every_split
def test_twice_a_charge_is_twice_the_money_and_what_shares_a_cost_is_no_money(split):
    twice = split.scaled(Fraction(2))

    def charged(split):
        return added({who: each.kronor(who) for who in each.charges} for each in planned(split))

    if split.charges:
        before, after = charged(split), charged(twice)
        assert after == {who: 2 * kr for who, kr in before.items()}
    else:
        assert twice == split


@every_split
def test_each_is_put_in_words_and_has_a_meaning(split):
    assert split.words(DATE)
    assert split.meaning().endswith(".")


ROUNDED = {"fran": 2024, "avrundning": {"metod": "uppat"}}
POST = {"namn": "Drift", "underlag": 5, "fordelning": "lika"}


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ({"post": [POST], "belopp": 5}, parts.InItems),
        ({"uppraknas": {"fran": 2023, "index": "AKI"}}, parts.EachUprated),
        (
            {"uppraknas": {"fran": 2023, "index": "AKI", "av": "underlag"}, "fordelning": "lika"},
            parts.CostUprated,
        ),
        ({"fordelning": {"belopp": {"boden": 1}}, "belopp": 1}, parts.Charged),
        (
            {
                "uppraknas": {"fran": 2023, "index": "AKI", "av": "pris"},
                "fordelning": {"matt": "lagring", "pris": 8},
            },
            parts.Charged,
        ),
        ({"fordelning": "lika", "underlag": 5, "belopp": 5}, parts.CostGiven),
        ({"fordelning": "lika", "belopp": 5}, parts.TotalGiven),
    ],
)
def test_a_cost_is_stated_in_one_of_six_ways(written, way):
    assert isinstance(Period.model_validate({**ROUNDED, **written}).stated, way)
