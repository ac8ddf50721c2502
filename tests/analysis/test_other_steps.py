"""Who has come into another step by size is told by check, explain and compare, and nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from enamnd_cost.analysis.checks.run import run
from enamnd_cost.analysis.crossings import between, since_last_year
from enamnd_cost.analysis.explain.amount import explain
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.tjanst import Tjanst

# Pajala had 6 039 inhabitants at the end of 2018 and 5 857 at the end of 2024.
STEPS = {"trappa": [{"under": 6_000, "belopp": 5_000}, {"belopp": 9_000}]}


def period(year, when, split=STEPS, **others):
    return {"fran": year, "folkmangd": when, "fordelning": split, "kalla": "prov", **others}


@pytest.fixture
def with_steps(data):
    """The shipped data with a service of some periods, outside the budget."""

    def make(*periods):
        content = {"namn": "Avgift", "kort": "Avgift", "i_budget": False, "period": periods}
        tjanst = Tjanst.model_validate({**content, "period": list(periods)})
        return replace(data, tjanster={**data.tjanster, "avgift": tjanst})

    return make


def crossed(data):
    computed = compute(data, [2023, 2024])
    plan = computed.outcome.done[Node("avgift", 2024)].plan
    return computed, since_last_year(data, plan)


def test_who_crosses_a_limit_is_told_by_all_who_are_asked(with_steps):
    data = with_steps(period(2023, date(2018, 12, 31)), period(2024, date(2024, 12, 31)))
    pajala = data.kommuner.resolve("pajala")

    computed, found = crossed(data)

    assert pajala in [each.code for each in found]
    same = set(data.kommuner.codes) - {each.code for each in found}
    node = Node("avgift", 2024)
    lines = explain(computed, node, pajala).lines
    assert [line.what for line in lines].count("Annat steg än året före") == 1
    for code in same:
        assert "Annat steg än året före" not in [
            line.what for line in explain(computed, node, code).lines
        ]
    told = [
        line.text for line in explain_service(computed, node).lines if line.what.startswith("Annat")
    ]
    assert len(told) == len(found)
    checkup = run(data, [2024])
    assert len(checkup.told) == len(found)
    assert any(said.startswith("Pajala är i ett annat steg") for said in checkup.told)
    assert not [fault for fault in checkup.findings if "steg" in fault.text]


def test_the_same_population_or_no_year_before_crosses_nothing(with_steps):
    when = date(2024, 12, 31)
    assert crossed(with_steps(period(2023, when), period(2024, when)))[1] == []
    data = with_steps(period(2024, when))
    plan = compute(data, [2024]).outcome.done[Node("avgift", 2024)].plan
    assert since_last_year(data, plan) == []
    assert between(None, plan) == between(plan, None) == []


def test_what_is_not_charged_in_steps_crosses_nothing(with_steps):
    rate = {"per_invanare": 3}
    data = with_steps(
        period(2023, date(2018, 12, 31), rate), period(2024, date(2024, 12, 31), rate)
    )
    assert crossed(data)[1] == []
