"""A scenario may let members count as less, or hold them within limits; money is conserved."""

import tomllib
from decimal import Decimal

import pytest

from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.analysis.scenarios.told import changes
from enamnd_cost.files.scenarios import Chain, ScenarioFile
from enamnd_cost.model.scenario import Scenario

BODEN, LULEA = "2582", "2580"


@pytest.fixture
def lay(data):
    """Lay a scenario over 2024, or give what stands in its way."""

    def laid(text):
        content = f'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n{text}'
        parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
        chain = Chain(2024, (ScenarioFile("prov.toml", parsed),))
        return of_scenario(data, chain, None)

    return laid


def amounts(alternative, name):
    return next(s for s in alternative.result.services if s.id == name).allocation.amounts


def test_a_factor_moves_money_from_one_to_the_others(data, lay):
    before = amounts(of_year(data, 2024)[0], "e-arkiv")
    found, problems = lay("[tjanst.e-arkiv]\nfaktor = { boden = 0.5 }")

    assert problems == []
    after = amounts(found, "e-arkiv")
    assert after[BODEN] < before[BODEN]
    assert all(after[who] >= kr for who, kr in before.items() if who != BODEN)
    told = {change.what: change.after for change in changes([found])}
    assert told["E-arkiv: faktor"] == "Boden räknas till 0,5"


def test_a_highest_amount_is_borne_by_the_others_and_a_lowest_spares_them(data, lay):
    before = amounts(of_year(data, 2024)[0], "e-arkiv")
    found, problems = lay("[tjanst.e-arkiv]\nhogst = { lulea = 60_000 }\nlagst = 10_000")

    assert problems == []
    after = amounts(found, "e-arkiv")
    assert after[LULEA] == 60_000 < before[LULEA]
    assert min(after.values()) >= 10_000
    exact = {s.id: s.allocation.cost for s in found.result.services}
    assert exact["e-arkiv"] == 313_000


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[tjanst.raddningstjansten]\nhogst = 50_000", "hogst"),
        ("[tjanst.grundfinansiering]\nfaktor = { boden = 0.5 }", "faktor"),
    ],
    ids=["items", "uprated"],
)
def test_what_has_no_key_of_its_own_cannot_be_held(lay, text, key):
    _, problems = lay(text)

    assert [(problem.code, problem.path[-1]) for problem in problems] == [("EK225", key)]


def test_what_is_so_already_changes_nothing(lay):
    _, problems = lay("[tjanst.e-arkiv]\nfaktor = {}")

    assert [problem.code for problem in problems] == ["EK222"]


def test_who_leaves_takes_its_factor_and_its_limit_along(lay):
    found, problems = lay(
        "[tjanst.e-arkiv]\nfaktor = { boden = 0.5, kalix = 0.9 }\nhogst = { boden = 90_000 }\n"
        '[[uttrade]]\nkommun = "boden"\n'
    )

    assert problems == []
    assert BODEN not in amounts(found, "e-arkiv")
