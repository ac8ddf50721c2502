"""Measures at a date: what is charged by them, who must be in them, and how they move on."""

import datetime as dt
from fractions import Fraction

import pytest

from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.model import rolling

SERIES = """
namn = "Folkmängd 16–64 år"
enhet = "invånare"

[[matning]]
datum = 2022-12-31
summa = 55_000
kalla = "SCB"

[matning.varde]
boden = 16_000
lulea = 37_000
overtornea = 2_000

[[matning]]
datum = 2023-12-31
summa = 55_000
kalla = "SCB"

[matning.varde]
boden = 15_000
lulea = 38_500
overtornea = 1_500
"""
SERVICE = """
namn = "Prov"
kort = "Prov"
i_budget = false
ny_folkmangd = true

[[period]]
fran = 2024
kalla = "Avtal"
{}
"""
MOVES = "ny_folkmangd = true\n"
AT = '{{ matt = "alder", datum = 2023-12-31{} }}'.format


@pytest.fixture
def given(shop):
    """Load the sound folder with a measure at two dates and a service."""

    def load_it(period, series=SERIES):
        (shop / "data" / "matt" / "alder.toml").write_text(series, encoding="utf-8")
        service = SERVICE.format(period)
        if "datum" not in period and "folkmangd" not in period:
            service = service.replace(MOVES, "")
        (shop / "data" / "tjanster" / "prov.toml").write_text(service, encoding="utf-8")
        data, problems = load(shop / "data")
        assert problems == []
        return data

    return load_it


def paid(data, year=2024):
    computed = compute(data, [year])
    assert computed.problems == ()
    done = computed.outcome.done[Node("prov", year)]
    return {data.kommuner.ids[code]: row.exact for code, row in done.rows.items()}


def test_a_cost_is_shared_by_it_as_by_population(given):
    data = given(f"underlag = 55_000\nfordelning = {AT('')}")

    assert paid(data) == {"boden": 15_000, "lulea": 38_500, "overtornea": 1_500}


def test_who_takes_no_part_may_well_be_counted(given):
    data = given(f'underlag = 53_500\nfordelning = {AT("")}\ndeltagare = {{ utom = ["boden"] }}')

    assert paid(data) == {
        "lulea": Fraction(53_500 * 385, 400),
        "overtornea": Fraction(53_500 * 15, 400),
    }


def test_a_price_of_it_is_a_rate_for_a_year_and_use_is_what_it_is(given):
    half = "deltagare = { fran = { boden = 2024-07-01 } }"
    level = given(f"fordelning = {AT(', pris = 2')}\n{half}")
    assert paid(level) == {"boden": 15_000, "lulea": 77_000, "overtornea": 3_000}

    use = given(
        f'fordelning = {{ matt = "alder", pris = 2 }}\n{half}',
        SERIES.replace("datum = 2023-12-31", "ar = 2024"),
    )
    assert paid(use) == {"boden": 30_000, "lulea": 77_000, "overtornea": 3_000}


@pytest.mark.parametrize(
    "period",
    [
        f"underlag = 55_000\nfordelning = {AT('')}",
        f"fordelning = {AT(', pris = 2')}",
        'fordelning = { promille = 2, av = "alder", datum = 2023-12-31 }',
        'fordelning = { trappa = [{ belopp = 5 }], av = "alder", datum = 2023-12-31 }',
        (
            "underlag = 9\nfolkmangd = 2023-12-31\nfordelning = { delar = [{ andel = 75, "
            f'fordelning = {AT("")} }}, {{ andel = 25, fordelning = "invanare" }}] }}'
        ),
        f'[[period.post]]\nnamn = "A"\nunderlag = 9\nfordelning = {AT("")}',
    ],
)
def test_a_year_later_it_is_of_a_year_later_and_so_is_the_population(given, period):
    data = given(period)
    before = data.tjanster["prov"].period[0]
    assert paid(data)

    moves, problems = rolling.moves(data, 2024)

    (move,) = [each for each in moves if each.service == "prov"]
    assert problems == []
    assert "mätningen alder 2024-12-31" in move.words
    assert "mätningen alder 2024-12-31" in move.period.kalla
    named = [each.date for split in move.period.splits for each in split.measures]
    assert named == [dt.date(2024, 12, 31)]
    assert (move.period.folkmangd or dt.date(2024, 12, 31)) == dt.date(2024, 12, 31)
    assert ("folkmängd 2024-12-31" in move.words) == bool(before.folkmangd)


def test_the_last_of_february_moves_to_a_day_that_there_is(given):
    data = given(
        'fordelning = { matt = "alder", datum = 2024-02-29, pris = 2 }',
        SERIES.replace("2023-12-31", "2024-02-29"),
    )

    (move,) = [each for each in rolling.moves(data, 2024)[0] if each.service == "prov"]

    assert move.words == "mätningen alder 2025-02-28"
