"""Every service and year is planned once, however many build on it and however far back."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from enamnd_cost.analysis.explain.amount import explain
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.index import Index
from enamnd_cost.model.participation import Deltagare
from enamnd_cost.model.planner import Planner
from enamnd_cost.model.tjanst import Tjanst


@pytest.fixture
def planned(monkeypatch):
    """Count how many times each service and year is planned."""
    counted, plan = Counter(), Planner.plan

    def counting(self):
        counted[self.node] += 1
        plan(self)

    monkeypatch.setattr(Planner, "plan", counting)
    return counted


def budget(year):
    return Budget.model_validate({"ar": year, "status": "forslag", "tjanst": {}})


def chain(data, first, deltagare):
    """Uprate one service from ``first`` to 2024, a year at a time."""
    values = [{"ar": y, "procent": 2, "status": "avtalad"} for y in range(first + 1, 2025)]
    periods = [
        {"fran": first, "underlag": 100_000, "fordelning": "lika", "deltagare": deltagare},
        *(
            {
                "fran": year,
                "uppraknas": {"fran": year - 1, "index": "A"},
                "avrundning": {"metod": "narmast"},
            }
            for year in range(first + 1, 2025)
        ),
    ]
    return replace(
        data,
        index=Index.model_validate({"serie": [{"id": "A", "namn": "A", "varde": values}]}),
        tjanster={"kedja": Tjanst(namn="Kedja", kort="Kedja", period=periods)},
        budgetar={2024: budget(2024)},
    )


def diamond(data, count):
    """Let every service follow the two before it."""
    found = {}
    for n in range(count):
        splits = [{"som": f"t{n - m:02d}"} for m in (1, 2)] if n > 1 else ["lika", "lika"]
        posts = [
            {"namn": f"Del {m}", "underlag": 100, "fordelning": split}
            for m, split in enumerate(splits)
        ]
        rule = {"fran": 2024, "post": posts, "avrundning": {"metod": "uppat"}}
        found[f"t{n:02d}"] = Tjanst(namn=f"T{n}", kort=f"T{n}", period=[rule])
    return replace(data, tjanster=found, budgetar={2024: budget(2024)})


def test_each_year_of_a_chain_is_planned_once(data, planned):
    computed = compute(chain(data, 1900, None), [2024])

    assert computed.problems == ()
    assert set(planned.values()) == {1}
    assert len(planned) == len(computed.outcome.done) == 125


def test_who_leaves_in_the_first_year_of_a_chain_is_gone_in_all_the_others(data):
    leaving = Deltagare(till={"boden": dt.date(2021, 12, 31)})
    problems = compute(chain(data, 2020, leaving), [2024]).problems

    assert (problems[0].code, problems[0].path[:2]) == ("EK309", ("period", 2))
    assert "Boden betalade för kedja 2021 men deltar inte hela året nu" in problems[0].text


def test_inputs_of_what_many_build_on_are_gathered_once(data, planned):
    result = compute(diamond(data, 26), [2024]).year(2024)
    last = next(service for service in result.services if service.id == "t25")

    nodes = [node for node, _ in last.all_inputs]
    assert sorted(nodes) == [Node(f"t{n:02d}", 2024) for n in range(26)]
    assert nodes[:3] == [Node("t25", 2024), Node("t23", 2024), Node("t21", 2024)]
    assert set(planned.values()) == {1}


def test_what_many_build_on_is_explained_once(data):
    computed = compute(diamond(data, 60), [2024])

    def nodes(explanation):
        yield explanation.of.node
        for each in explanation.builds_on:
            yield from nodes(each)

    found = list(nodes(explain(computed, Node("t59", 2024), "2580")))

    assert sorted(found) == [Node(f"t{n:02d}", 2024) for n in range(60)]


@pytest.mark.parametrize(
    "said",
    [
        {"uppraknas": {"fran": 2022, "index": "A", "av": "underlag"}, "fordelning": "lika"},
        {"uppraknas": {"fran": 2022, "index": "A"}, "deltagare": ["boden", "kalix"]},
    ],
)
def test_a_year_that_says_anew_who_takes_part_ends_the_dates_of_the_years_before(data, said):
    left = Deltagare(bara=["boden", "kalix"], till={"kalix": dt.date(2022, 12, 31)})
    world = chain(data, 2022, left)
    first, _, last = world.tjanster["kedja"].period
    anew = {"fran": 2023, "avrundning": {"metod": "narmast"}, **said}
    tjanst = Tjanst(namn="Kedja", kort="Kedja", period=[first, anew, last])

    assert compute(replace(world, tjanster={"kedja": tjanst}), [2024]).problems == ()
