"""A budget that rounds its services together: which they are, and what their files then say."""

import pytest

from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.model.period import Period
from enamnd_cost.model.planner import rounded_together

# These have an item that is shared and another of agreed amounts.
MIXED = ["e-tjansteplattform", "raddningstjansten"]
SHARED = [
    "e-arkiv",
    "e-tjansteplattform",
    "grundfinansiering",
    "raddningstjansten",
    "soc-forvaltning",
    "soc-grund",
    "verksamhetsutvecklare",
]
AGREED = """\
namn = "Avtalat"
kort = "Avt."

[[period]]
fran = 2022
belopp = 31_310
fordelning = { belopp = { boden = 10_850, lulea = 20_460 } }
deltagare = ["boden", "lulea"]
kalla = "påhittat"
"""


@pytest.fixture
def two_way(copied):
    """Switch the option on for some years, to hundreds unless told otherwise."""

    def switch(*years, till=100):
        for year in years:
            budget = copied / "budget" / f"{year}.toml"
            text = budget.read_text(encoding="utf-8")
            rule = f"tvavagsavrundning = {{ till = {till} }}\n"
            budget.write_text(rule + text, encoding="utf-8")
        data, problems = load(copied)
        assert problems == []
        return data

    return switch


@pytest.fixture
def agreed(copied):
    """Add a service of the budget with nothing but agreed amounts, that are no hundreds."""
    (copied / "tjanster" / "avtalat.toml").write_text(AGREED, encoding="utf-8")
    data, problems = load(copied)
    assert problems == []
    return data


def test_only_what_is_shared_within_the_budget_is_rounded_together(two_way, agreed):
    assert "avtalat" in agreed.tjanster
    data = two_way(2024)

    assert sorted(node.service for node in rounded_together(data, 2024)) == SHARED
    assert rounded_together(data, 2023) == []


def test_agreed_amounts_stay_as_agreed_and_others_as_they_were(two_way, agreed):
    before = compute(agreed, [2023]).year(2023)
    after = compute(two_way(2023), [2023]).year(2023)
    assert "avtalat" in {service.id for service in after.in_budget}
    then = {s.id: s.allocation for s in before.services}

    for service in after.services:
        together = service.allocation.plan.rounding.together
        assert together == (service.id in SHARED)
        if not together:
            assert service.allocation == then[service.id]


@pytest.mark.parametrize("service", MIXED)
def test_shared_and_agreed_items_are_added_up_and_rounded_as_one_cell(two_way, computed, service):
    data = two_way(2023)
    node = Node(service, 2023)
    before, after = computed.outcome.done[node], compute(data, [2023]).outcome.done[node]

    assert after.rows.keys() == before.rows.keys()
    for code, row in after.rows.items():
        assert row.exact == before.rows[code].exact, "agreed amounts are charged as they are"
        assert abs(row.amount - row.exact) < 100
        assert row.amount % 100 == 0
    assert any(row.amount != before.rows[code].amount for code, row in after.rows.items())


def test_a_control_of_shares_rounded_one_by_one_is_neither_held_to_nor_shown(two_way):
    computed = compute(two_way(2023), [2023])
    node = Node("soc-grund", 2023)

    assert computed.problems == ()
    assert computed.outcome.done[node].total == 508_300, "its file says 509 200, rounded up"
    assert [i.what for i in computed.inputs[node] if i.what in ("Underlag", "Belopp")] == [
        "Underlag"
    ]


def test_a_decided_total_is_held_to_and_shown(two_way):
    computed = compute(two_way(2024), [2024])
    node = Node("soc-forvaltning", 2024)

    assert computed.outcome.done[node].total == 3_015_700
    assert [i.value for i in computed.inputs[node] if i.what == "Belopp"] == [3_015_700]


def test_the_rounding_is_an_input_that_stands_in_the_budget(two_way):
    inputs = compute(two_way(2024), [2024]).inputs[Node("e-arkiv", 2024)]
    (rounding,) = (given for given in inputs if given.what == "Avrundning")

    assert (rounding.file, rounding.path) == ("budget/2024.toml", ("tvavagsavrundning",))


def test_a_later_year_builds_on_the_whole_table_of_the_year_before(two_way):
    data = two_way(2023)

    alone, both = compute(data, [2024]), compute(data, [2023, 2024])

    # These follow the amounts of 2023, rounded with services that nothing in 2024 builds on.
    for service in ("soc-forvaltning", "verksamhetsutvecklare"):
        source, node = Node(service, 2023), Node(service, 2024)
        rows = alone.outcome.done[node].rows
        assert alone.outcome.done[node] == both.outcome.done[node]
        assert {code: row.steps[0].weight for code, row in rows.items()} == both.outcome.done[
            source
        ].amounts
    # And the total that grundfinansiering 2024 is held to is no longer what uprating gives.
    assert {p.code for p in alone.problems} == {"EK302"}


def test_a_table_that_lacks_a_service_is_not_rounded_without_it(two_way, agreed, copied):
    assert "avtalat" in agreed.tjanster
    two_way(2023)
    index = copied / "index.toml"
    index.write_text(index.read_text(encoding="utf-8").replace("ar = 2023", "ar = 2033"))
    data, problems = load(copied)
    assert problems == []

    computed = compute(data, [2023])

    assert {p.code for p in computed.lacking} == {"EK203"}
    assert computed.outcome.failures == (), "the others have no mistake of their own"
    left = {node.service for node in computed.outcome.done if node.year == 2023}
    assert not left & set(SHARED)
    assert "avtalat" in left


@pytest.mark.parametrize("till", ["7", "true", "100.0", '"100"', "0", "-100"])
def test_a_unit_that_nothing_is_rounded_to_is_refused(copied, till):
    budget = copied / "budget" / "2024.toml"
    text = f"tvavagsavrundning = {{ till = {till} }}\n" + budget.read_text(encoding="utf-8")
    budget.write_text(text, encoding="utf-8")

    _, problems = load(copied)

    assert {problem.code for problem in problems} <= {"EK113", "EK114"}
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"belopp": 100, "fordelning": "lika"}, True),
        ({"belopp": 100, "underlag": 90, "fordelning": "lika"}, False),
        ({"belopp": 100, "fordelning": {"belopp": {"boden": 100}}}, False),
        ({"belopp": 100, "post": [{"namn": "A", "underlag": 1, "fordelning": "lika"}]}, False),
        (
            {"belopp": 100, "uppraknas": {"fran": 2023, "index": "AKI"}, "avrundning": {}},
            False,
        ),
        ({"underlag": 100, "fordelning": "lika"}, False),
    ],
)
def test_what_a_period_states_is_either_handed_out_or_a_control(period, expected):
    stated = Period.model_validate({"fran": 2024, **period})

    assert (stated.belopp is not None and not stated.gives_amounts) is expected
