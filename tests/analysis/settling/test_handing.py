"""An outcome is handed out to the krona by each service's own model, or nobody pretends to."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.naive.making import a_world, fill_budgets
from tests.naive.writing import write

from enamnd_cost.analysis.settling.handing import handed_out, rule_of
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.files.loading import load

# What stands in the way: nobody to go by, or the model's own lowest and highest amounts.
REASONS = (
    "ingen har betalat något",
    "några betalar och andra får pengar",
    "med de högsta beloppen",
    "de lägsta beloppen",
    "dämpningens gränser",
)


@pytest.mark.parametrize("first", range(0, 30, 10))
def test_whatever_the_model_all_of_an_outcome_is_handed_out_or_it_is_said_why(first, tmp_path):
    for seed in range(first, first + 10):
        world, chance = a_world(seed), random.Random(seed)
        fill_budgets(world)
        write(world, tmp_path / str(seed))
        data, _ = load(tmp_path / str(seed))
        computed = compute(data, data.years)
        for year in data.years:
            for service in computed.year(year).services:
                cost = chance.randint(0, 3 * max(1, abs(service.allocation.total)))
                handed = handed_out(computed, service, cost)
                if isinstance(handed, str):
                    assert any(why in handed for why in REASONS), handed
                else:
                    assert sum(handed.values()) == cost, (seed, year, service.id)


KEYS = [(2022, "e-arkiv"), (2022, "verksamhetsutvecklare"), (2023, "grundfinansiering")]
KEYS += [(2023, "soc-grund"), (2024, "soc-forvaltning"), (2022, "datacenter")]


@given(st.integers(0, 10**7), st.sampled_from(KEYS))
@settings(max_examples=40)
def test_a_key_shares_another_cost_in_its_own_proportions(computed, cost, chosen):
    year, name = chosen
    service = computed.year(year).by_id[name]
    exact = {who: row.exact for who, row in service.allocation.rows.items()}
    whole = sum(exact.values())
    shares = {who: cost * kr / whole for who, kr in exact.items()}

    handed = handed_out(computed, service, cost)

    by_hand = round_shares(shares, 1, Method.LARGEST_REMAINDER)
    assert handed == {who: each.amount for who, each in by_hand.items()}


def test_an_outcome_that_is_the_cost_gives_the_exact_shares(computed):
    for service in computed.year(2023).services:
        cost = service.allocation.cost
        if cost.denominator == 1:
            handed = handed_out(computed, service, int(cost))
            for who, row in service.allocation.rows.items():
                assert abs(handed[who] - row.exact) < 1


def test_what_is_agreed_stays_and_the_rest_is_shared(computed):
    service = computed.year(2022).by_id["raddningstjansten"]
    cost = int(service.allocation.cost)

    less, more = (handed_out(computed, service, cost + each) for each in (0, 14))

    assert all(more[who] >= less[who] for who in less)
    assert sum(more.values()) - sum(less.values()) == 14
    assert rule_of(service).startswith("det som är avtalat eller har ett pris är vad det är")


def test_each_kind_says_its_rule(computed):
    rules = {s.id: rule_of(s) for s in computed.year(2023).services}

    assert rules["grundfinansiering"] == "i proportion till årets uppräknade belopp"
    assert rules["soc-grund"] == "efter tjänstens nyckel"
    assert rules["e-arkiv-tillagg"].startswith("engångsavgifter är vad de är")
    first = {s.id: rule_of(s) for s in computed.year(2022).services}
    assert first["verksamhetsutvecklare"].startswith("efter posternas nycklar")
