"""What is paid by price is drafted with its price uprated, and its quantities moved on."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.analysis.years.test_draft import move, rolled, with_index, with_service

from enamnd_cost.engine.plan import Node
from enamnd_cost.model.parts import Uppraknas

NEAREST = {"till": 1, "metod": "narmast"}
STEPS = [{"till": 20_000, "belopp": 5_000}, {"belopp": 9_000}]
DATE = dt.date(2023, 12, 31)
SPLITS = {
    "taxa": {"per_invanare": Decimal("42.25"), "fast": 1_000},
    "steg": {"trappa": STEPS},
    "marginal": {"trappa": [{"till": 9_000, "pris": 2}, {"pris": 1}], "marginal": True},
}
every_split = pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)


def period(split, **others):
    return {
        "fran": 2024,
        "fordelning": split,
        "folkmangd": DATE,
        "avrundning": NEAREST,
        "kalla": "prov",
        **others,
    }


@every_split
def test_a_price_is_uprated_whatever_the_quantities_are(data, split):
    served = with_service(data, period(split), index="PKV", ny_folkmangd=True)

    made = rolled(with_index(served, "PKV", {2025: 3}))
    new = move(made).period

    assert new.uppraknas == Uppraknas(fran=2024, index="PKV", av="pris")
    assert new.split == made.data.tjanster["prov"].period[0].split
    assert new.folkmangd == dt.date(2024, 12, 31)
    done = made.computed.outcome.done[Node("prov", 2025)]
    split = new.split
    people = next(f.invanare for f in data.kommuner.folkmangd if f.datum == new.folkmangd)
    for code, row in done.rows.items():
        exact = Fraction(split.paid(people[data.kommuner.ids[code]])) * Fraction(103, 100)
        assert row.exact == exact


@every_split
def test_prices_of_a_base_year_follow_the_index_without_a_new_period(data, split):
    rule = {"fran": 2023, "index": "PKV", "av": "pris"}
    served = with_index(with_service(data, period(split, uppraknas=rule)), "PKV", {2025: 3})

    made = rolled(served)

    assert move(made).period is None
    before, after = (made.computed.outcome.done.get(Node("prov", year)) for year in (2024, 2025))
    assert before is None
    factors = {step.factors for row in after.rows.values() for step in row.steps}
    assert [[factor.year for factor in each] for each in factors] == [[2024, 2025]]


def test_a_fee_once_beside_a_rate_is_not_uprated_and_a_cost_beside_one_is_not_drafted(data):
    fee = {
        "namn": "Inträde",
        "fordelning": {"avgift": 500, "start": {"boden": dt.date(2025, 1, 1)}},
    }
    rate = {"namn": "Taxa", "fordelning": {"per_invanare": 2}}
    whole = {"fran": 2024, "folkmangd": DATE, "avrundning": NEAREST, "kalla": "prov"}
    served = with_service(data, {**whole, "post": [rate, fee]}, index="PKV")

    made = rolled(with_index(served, "PKV", {2025: 10}))

    done = made.computed.outcome.done[Node("prov", 2025)]
    prices = {step.item: step for row in done.rows.values() for step in row.steps}
    assert [factor.percent for factor in prices["Taxa"].factors] == [10]
    assert (prices["Inträde"].factors, prices["Inträde"].exact) == ((), 500)


def test_factors_and_limits_go_on_into_what_is_uprated_as_a_cost(data):
    shared = {
        "fran": 2024,
        "underlag": 100_000,
        "fordelning": "lika",
        "avrundning": {"till": 100, "metod": "uppat"},
        "faktor": {"boden": Decimal("0.5")},
        "lagst": 5_000,
        "kalla": "prov",
    }
    made = rolled(with_index(with_service(data, shared, index="PKV"), "PKV", {2025: 3}))
    new = move(made).period

    assert new.uppraknas == Uppraknas(fran=2024, index="PKV", av="underlag")
    assert (new.faktor, new.lagst) == ({"boden": Decimal("0.5")}, 5_000)


@pytest.mark.parametrize("fordelning", [SPLITS["taxa"], "lika"], ids=["taxa", "lika"])
def test_a_factor_of_one_year_goes_no_further_than_that(data, fordelning):
    factors = {"boden": {"faktor": Decimal("0.5"), "ar": 2024}, "kalix": Decimal("0.9")}
    shared = {"fordelning": "lika", "underlag": 140_000, "folkmangd": None}
    stated = period(fordelning, faktor=factors) | (shared if fordelning == "lika" else {})
    served = with_service(data, stated, index="PKV")

    new = move(rolled(with_index(served, "PKV", {2025: 3}))).period

    assert new.faktor == {"kalix": Decimal("0.9")}


def test_what_is_damped_is_not_said_to_be_unchanged(data):
    before = {"fran": 2023, "underlag": 140_000, "fordelning": "lika", "kalla": "prov"}
    damped = {**before, "fran": 2024, "fordelning": "invanare", "folkmangd": DATE}
    served = with_service(data, before, damped | {"dampning": {"hogst_procent": 40}})

    assert move(rolled(served)).words == "samma kostnad och nyckel, dämpat från 2024"
