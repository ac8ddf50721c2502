"""What scenarios change, in words: step by step, by the files, in every year asked about."""

from pathlib import Path

import pytest

from enamnd_cost.analysis.scenarios.apply import of_scenario
from enamnd_cost.analysis.scenarios.told import changes
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import read_chain

DATA, _ = load(Path(__file__).parents[3] / "data")
HEAD = 'namn = "Prov"\nmotiv = "Prov."\n'
LATER = """
[ny.chatt]
namn = "Chattbot"
kort = "Chatt"

[[ny.chatt.period]]
fran = 2025-07-01
underlag = 120_000
fordelning = "lika"
"""
DEARER = """
[[tjanst.chatt.post]]
namn = "Drift"
underlag = 240_000
fordelning = "lika"
"""
NEWCOMER = """
[[kommun]]
id = "mala"
kod = "2418"
namn = "Malå"
invanare = { 2024-12-31 = 2_962 }

[[intrade]]
kommun = "mala"
tjanster = ["e-arkiv"]
avgift = 1_000
avgift_till = ["lulea", "Piteå"]

[tjanst.soc-grund.deltagare]
utom = ["mala"]
fran = { boden = 2025-07-01 }
"""


@pytest.fixture
def told(tmp_path):
    def tell(texts, *years):
        base = "2024"
        for n, text in enumerate(texts):
            file = tmp_path / f"{n}.toml"
            file.write_text(f"{HEAD}bas = {base}\n{text}", encoding="utf-8")
            base = f'"{n}.toml"'
        chain, problems = read_chain(file)
        assert problems == []
        found = [of_scenario(DATA, chain, year) for year in years]
        assert [problems for _, problems in found] == [[]] * len(years)
        words = (each[:3] for each in changes([each for each, _ in found]))
        return [tuple(said.replace("\xa0", " ") for said in each) for each in words]

    return tell


def test_a_chain_is_told_step_by_step(told):
    index = ["index = { PKV = 5 }", "index = { PKV = 6 }"]
    assert told(index, 2024) == [
        ("Index PKV 2024", "4,4 %", "5 %"),
        ("Index PKV 2024", "5 %", "6 %"),
    ]
    first, second = told([f"[tjanst.soc-grund]\nkostnad_procent = {n}" for n in (10, 20)], 2024)
    assert first[1] == "509 200 kr"
    assert second[1] == first[2].removesuffix(" (+10 % kostnad)")
    assert second[2].endswith(" (+20 % kostnad)")


def test_a_change_of_what_comes_later_is_told_in_the_years_that_have_it(told):
    dearer = [
        ("Chattbot: poster", "lika delar", "Drift, 240 000 kr: lika delar"),
        ("Chattbot: summa", "60 000 kr", "120 000 kr"),
    ]
    assert told([LATER, DEARER], 2025)[1:] == dearer
    posts, total = told([LATER, DEARER], 2024, 2025, 2026)[1:]
    assert (posts, total) == (dearer[0], ("Chattbot: summa 2025", *dearer[1][1:]))
    assert told([LATER, DEARER], 2024)[1:] == [
        ("Chattbot", "", "finns inte 2024, så ändringen är inte med")
    ]


@pytest.mark.parametrize("year", [2025, 2026])
def test_who_takes_part_is_told_by_name_and_by_the_dates_in_the_files(told, year):
    again = "[tjanst.soc-grund.deltagare]\nfran = { boden = 2025-07-01, kalix = 2025-10-01 }"
    again += '\nutom = ["mala", "lulea"]'
    _, first, joins, second = told([NEWCOMER, again], year)

    assert first[1] == "alla 14"
    assert first[2].endswith("Övertorneå; Boden från 2025-07-01")
    assert joins[2] == ("Malå i E-arkiv; inträdesavgift 1 000 kr en gång, till Luleå och Piteå")
    assert second[1] == first[2]
    assert second[2].endswith("; Boden från 2025-07-01 och Kalix från 2025-10-01")
