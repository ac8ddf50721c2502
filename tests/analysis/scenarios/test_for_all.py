"""One key for all services that share a cost: what it changes, what not, and that it is said."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.compare.untouched import notes, untouched
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.engine.plan import Basis, Charges
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile
from enamnd_cost.model.scenario import Scenario

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
BASE = of_year(DATA, 2024)[0]
KIRUNA = "2584"
DATED = 'fordelning = "invanare"\nfolkmangd = 2023-12-31\n'


def laid(text, data=DATA):
    content = f'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n{text}'
    parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
    return of_scenario(data, Chain(2024, (ScenarioFile("prov.toml", parsed),)))


@pytest.mark.parametrize("key", ['"lika"', '"50/50"', "{ lika = 3, invanare = 2 }", '"invanare"'])
def test_every_shared_item_has_the_key_and_costs_what_it_did(key):
    found, problems = laid(f"fordelning = {key}\nfolkmangd = 2023-12-31\n")
    assert problems == []

    wanted = {
        '"lika"': [Basis.EQUAL],
        '"invanare"': [Basis.POPULATION],
    }.get(key, [Basis.EQUAL, Basis.POPULATION])
    for service in found.result.in_budget:
        before = BASE.result.by_id[service.id].allocation
        for item in service.allocation.plan.items:
            if not isinstance(item, Charges):
                assert [part.key.basis for part in item.parts] == wanted
        assert abs(service.allocation.cost - before.cost) <= before.total - before.cost
    assert Cause.COST not in Comparison(BASE, found).causes


def test_it_is_the_same_as_to_write_each_service_by_itself():
    alone = [
        s.id
        for s in BASE.result.in_budget
        if s.id not in ("raddningstjansten", "e-tjansteplattform")
    ]
    blocks = "".join(f"[tjanst.{name}]\n{DATED}" for name in alone)

    found, by_themselves = laid(DATED)[0], laid(blocks)[0]

    for name in alone:
        amounts = found.result.by_id[name].allocation.amounts
        assert amounts == by_themselves.result.by_id[name].allocation.amounts


def test_what_is_stated_of_a_service_counts_before_it_and_agreed_items_stay():
    found, _ = laid(f'{DATED}[tjanst.soc-grund]\nfordelning = "lika"\n')

    kept = untouched(found)
    assert kept == {
        "e-tjansteplattform": "Kirunas avdrag: avtalade belopp per kommun",
        "raddningstjansten": "Tillägg: avtalade belopp per kommun",
        "soc-grund": "ändras för sig",
    }
    amounts = found.result.by_id["soc-grund"].allocation.rows
    assert len({row.exact for row in amounts.values()}) == 1
    (note,) = notes(found, "")
    assert note.startswith("Den nya fördelningen ändrar inte allt: E-tjänsteplattform (Kirunas ")


def test_a_service_that_is_so_already_is_told_and_moves_with_the_date():
    kept, _ = laid('fordelning = "invanare"\nfolkmangd = 2017-12-31\n')
    moved, _ = laid(DATED)

    assert untouched(kept)["e-arkiv"] == "delas redan så"
    assert "e-arkiv" not in untouched(moved)


def test_a_date_that_is_needed_for_the_first_time_is_asked_for():
    _, problems = laid('fordelning = "invanare"\n')

    assert {(each.code, each.path) for each in problems} == {("EK111", ("fordelning",))}


def test_what_another_scenario_builds_on_is_said_too():
    first = 'namn = "A"\nmotiv = "A."\nbas = 2024\nfordelning = "lika"\n'
    then = 'namn = "B"\nmotiv = "B."\nbas = "a.toml"\n[tjanst.e-arkiv]\nkostnad_procent = 10\n'
    files = tuple(
        ScenarioFile(name, Scenario.model_validate(tomllib.loads(text, parse_float=Decimal)))
        for name, text in (("a.toml", first), ("b.toml", then))
    )
    found, problems = of_scenario(DATA, Chain(2024, files))

    assert problems == []
    assert "grundfinansiering" not in untouched(found)
    assert "raddningstjansten" in untouched(found)
