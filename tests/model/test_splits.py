"""Every way to split a cost answers for itself."""

import datetime as dt
from fractions import Fraction
from typing import get_args

import pytest

from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import Basis, Charges, Node, Weights
from enamnd_cost.model import parts
from enamnd_cost.model.fordelning import NAMES, TABLES, Split, split_of
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.agreed import Belopp, Procent, Vikter
from enamnd_cost.model.splits.lookup import ForItem
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.model.splits.som import Som
from enamnd_cost.model.splits.used import Avgift, Matt

START = {"boden": dt.date(2024, 3, 1), "kalix": dt.date(2023, 1, 1)}
EVERY = [
    *map(split_of, NAMES),
    Mix(lika=3, invanare=1),
    Vikter(vikter={"boden": 2, "kalix": 1}),
    Procent(procent={"boden": 75, "kalix": 25}),
    Belopp(belopp={"boden": 900, "kalix": -100}),
    Som(som="drift"),
    Matt(matt="lagring"),
    Matt(matt="lagring", pris=84),
    Avgift(avgift=40_000, start=START),
]
every_split = pytest.mark.parametrize("split", EVERY, ids=str)


class Lookup:
    """Knows two municipalities by their names, and has no problems."""

    node, everyone = Node("prov", 2024), ("boden", "kalix")

    def by_code(self, listed):
        return dict(listed)

    def population(self, _):
        return Weights("folkmängd", {"boden": 3, "kalix": 2}, basis=Basis.POPULATION)

    def measures(self, name, _):
        return Weights(name, {"boden": 12, "kalix": 0})


def planned(split):
    taking = dict.fromkeys(Lookup.everyone, WHOLE_YEAR)
    return split.planned(Lookup(), ForItem("Drift", (), taking, None, ()))


def test_every_key_is_tried_here():
    assert {type(split) for split in EVERY} == {Mix, *TABLES.values()} == {*get_args(Split)}


@every_split
def test_what_lists_municipalities_says_so(split):
    tables = {name for name, value in split if isinstance(value, dict)}

    assert tables == ({split.listed.key} if split.listed else set())


@every_split
def test_what_names_something_else_says_so(split):
    texts = {value for name, value in split if isinstance(value, str)}

    assert texts == {split.measure, split.service} - {None}


@every_split
def test_what_charges_is_planned_as_charges_and_nothing_else_is(split):
    assert isinstance(planned(split), Charges) == split.charges


@every_split
def test_what_goes_by_population_looks_it_up(split):
    keys = () if split.charges else [part.key.basis for part in planned(split)]

    assert split.by_population == (Basis.POPULATION in keys)


@every_split
def test_what_goes_by_use_and_what_is_paid_once_is_metered(split):
    assert split.metered == isinstance(split, Matt | Avgift)


@every_split
def test_keeping_everybody_changes_nothing_and_keeping_nobody_leaves_no_list(split):
    left = split.kept(lambda _: False)

    assert split.kept(lambda _: True) == split
    assert left is None or not left.listed or not left.listed.values


@every_split
def test_twice_a_charge_is_twice_the_money_and_what_shares_a_cost_is_no_money(split):
    twice = split.scaled(Fraction(2))

    def charged(split):
        return {who: c.quantity * c.price for who, c in planned(split).charges.items()}

    if split.charges:
        before, after = charged(split), charged(twice)
        assert after == {who: 2 * kr for who, kr in before.items()}
    else:
        assert twice == split


@every_split
def test_each_is_put_in_words_and_has_a_meaning(split):
    assert split.words(dt.date(2023, 12, 31))
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
        ({"fordelning": "lika", "underlag": 5, "belopp": 5}, parts.CostGiven),
        ({"fordelning": "lika", "belopp": 5}, parts.TotalGiven),
    ],
)
def test_a_cost_is_stated_in_one_of_six_ways(written, way):
    assert isinstance(Period.model_validate({**ROUNDED, **written}).stated, way)
