"""The published tables as facit, cell by cell, from copies that are independent of ``data/``."""

import csv
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from enamnd_cost.analysis.infer.intervals import strip
from enamnd_cost.analysis.infer.plane import Box, meet, sides_of
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.rounding import Method
from enamnd_cost.model.fordelning import Belopp

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CELLS = rows("publicerade-fordelningar.csv")


def test_every_published_cell_is_the_models_amount(computed):
    wrong = [
        cell
        for cell in CELLS
        if computed.outcome.done[Node(cell["tjanst"], int(cell["ar"]))].amounts[cell["kommunkod"]]
        != int(cell["belopp_kr"])
    ]

    assert len(CELLS) == 166
    assert wrong == []


def test_only_two_services_rest_on_agreed_amounts_and_then_on_top_of_a_model(data):
    agreed = {
        service
        for service, tjanst in data.tjanster.items()
        for where in (p for period in tjanst.period for p in (period, *period.post))
        if isinstance(where.fordelning, Belopp)
    }

    assert agreed == {"raddningstjansten", "e-tjansteplattform"}
    for service in agreed:
        (period,) = data.tjanster[service].period
        assert any(post.underlag for post in period.post)


@pytest.mark.parametrize(
    ("year", "total"), [(2022, 5_034_600), (2023, 7_618_100), (2024, 7_830_800)]
)
def test_the_budget_sums_are_the_decided_ones(computed, year, total):
    result = computed.year(year).result

    assert (result.income, result.cost, result.result) == (total, total, 0)


def test_the_row_that_budget_2022_left_out_closes_its_sum(computed):
    allocation = computed.outcome.done[Node("verksamhetsutvecklare", 2022)]
    printed = [
        int(cell["belopp_kr"])
        for cell in CELLS
        if (cell["tjanst"], cell["ar"]) == ("verksamhetsutvecklare", "2022")
    ]

    assert len(printed) == 13
    assert allocation.amounts["2513"] == 41_000 == 937_200 - sum(printed)


def test_the_table_that_was_missing_in_june_2022_sums_to_the_decided_amount(computed):
    assert computed.outcome.done[Node("verksamhetsutvecklare", 2023)].total == 991_800


def test_datacenter_is_shown_but_is_not_in_the_budget_sum(computed):
    result = computed.year(2023)
    datacenter = next(s for s in result.services if s.id == "datacenter")

    assert (datacenter.allocation.total, datacenter.in_budget) == (1_208_400, False)
    assert result.result.income == sum(result.per_municipality.values()) == 7_618_100


def test_no_example_figure_is_in_a_budget(computed, data):
    examples = {(s.id, y) for y in data.years for s in computed.year(y).services if s.example}

    assert examples == {("e-arkiv-tillagg", 2023), ("projekt", 2023), ("transaktioner", 2023)}
    assert not any(s.example for y in data.years for s in computed.year(y).in_budget)


def test_the_population_is_the_published_one_at_every_date(data):
    published = defaultdict(dict)
    for row in rows("folkmangd.csv"):
        published[row["matdatum"]][row["kommunkod"]] = int(row["folkmangd"])

    ours = {
        str(f.datum): {data.kommuner.resolve(name): n for name, n in f.invanare.items()}
        for f in data.kommuner.folkmangd
    }

    assert ours == published
    assert {k.kod: k.namn for k in data.kommuner.kommun} == {
        row["kommunkod"]: row["kommun"] for row in rows("folkmangd.csv")
    }


def test_what_is_derived_says_how_and_what_is_published_says_where(data):
    for path in (ROOT / "data").rglob("*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in (content, *content.get("period", ()), *content.get("folkmangd", ())):
            assert "harledning" not in table or table["harledning"].endswith("."), path
    assert data.index.value("AKI", 2023).status == "harledd"
    assert data.index.value("PKV", 2024).status == "harledd"
    assert "1,05737" in data.index.value("AKI", 2023).harledning


def test_no_other_date_makes_the_e_service_platforms_table_a_mix(data):
    """What its derivation says: with 2015 all rows but one, with any other date not even nine."""
    printed = {
        cell["kommunkod"]: int(cell["belopp_kr"])
        for cell in CELLS
        if (cell["tjanst"], cell["ar"]) == ("e-tjansteplattform", "2022")
    }
    found = set()
    for folkmangd in data.kommuner.folkmangd:
        people = {data.kommuner.resolve(name): n for name, n in folkmangd.invanare.items()}
        box = Box(14 * 200_000, sum(people.values()) * 200_000 // min(people.values()))
        for method in (Method.UP, Method.NEAREST, Method.DOWN):
            strips = {code: strip(kr, 100, method) for code, kr in printed.items()}
            for region in meet(sides_of(strips, dict.fromkeys(people, 1), people), box, 5):
                found.add((folkmangd.datum.year, region.left_out))

    assert found == {(2015, frozenset({"2584"}))}


def test_the_table_of_the_hr_study_is_the_models_cell_by_cell(computed, data):
    printed = [row for row in rows("publicerade-projekt.csv") if row["tabell"].startswith("Förd")]
    amounts = computed.outcome.done[Node("projekt-hr", 2022)].amounts

    assert {row["kommunkod"]: int(row["belopp_kr"]) for row in printed} == {
        **amounts,
        "": data.tjanster["projekt-hr"].projekt.belopp,
    }
    assert len(amounts) == 14
