"""Lowest and highest amounts and factors, from the files to the plan."""

from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.year import compute

DRIFT, TRAFIK, BUDGET = "tjanster/drift.toml", "tjanster/trafik.toml", "budget/2024.toml"
USE = 'fordelning = { matt = "trafik", pris = 0.5 }\n'
COST = "underlag = 100_000\n"


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def of(data, service):
    """Give what each pays by code, or the codes of what is said no to."""
    computed = compute(data, [2024])
    if computed.problems:
        return [problem.code for problem in computed.problems]
    services = {each.id: each.allocation for each in computed.year(2024).services}
    return services[service].amounts


def agreed(limits, boden=-3_000):
    amounts = f"boden = {boden}, lulea = 2_000, overtornea = 1_000"
    return (TRAFIK, USE, f"fordelning = {{ belopp = {{ {amounts} }} }}\n{limits}\n")


@pytest.mark.parametrize("limits", ["lagst = 0", "lagst = { boden = 0 }"])
def test_a_lowest_amount_of_nothing_is_one_and_leaves_no_refund(small, limits):
    assert of(small(agreed("")), "trafik")["2582"] == -3_000
    assert of(small(agreed(limits)), "trafik")["2582"] == 0


@pytest.mark.parametrize("limits", ["hogst = 0", "hogst = { boden = 0 }"])
def test_a_highest_amount_of_nothing_lets_nobody_pay(small, limits):
    assert of(small(agreed(limits, 4_000)), "trafik")["2582"] == 0


@pytest.mark.parametrize(
    ("key", "kronor", "refused"),
    [
        ("till = 100", 12_000, False),
        ("till = 100", 12_050, True),
        ('till = 100, per = "manad"', 12_000, False),
        ('till = 100, per = "manad"', 12_100, True),  # a twelfth is no hundreds
    ],
)
def test_limits_are_whole_units_of_what_is_rounded(small, key, kronor, refused):
    rule = "avrundning = { till = 100,"
    data = small(
        (DRIFT, COST, f"{COST}lagst = {kronor}\n"), (DRIFT, rule, f"avrundning = {{ {key},")
    )

    assert (of(data, "drift") == ["EK316"]) == refused


def test_limits_of_services_rounded_together_are_whole_units_of_the_budgets(small):
    together = (BUDGET, "ar = 2024\n", "ar = 2024\ntvavagsavrundning = { till = 1_000 }\n")
    tens = (DRIFT, COST, f"{COST}lagst = 12_100\n")

    assert of(small(tens), "drift")["2518"] == 18_600
    assert of(small(tens, together), "drift") == ["EK316"]


def test_a_factor_that_holds_in_a_year_is_one_in_the_others(small):
    equal = ('fordelning = "50/50"\nfolkmangd = 2023-12-31\n', 'fordelning = "lika"\n')
    base = of(small((DRIFT, *equal)), "drift")

    def with_factor(year):
        half = f"faktor = {{ lulea = {{ faktor = 0.5, ar = {year} }} }}\n"
        return of(small((DRIFT, equal[0], equal[1] + half)), "drift")

    assert with_factor(2025) == base == {"2582": 33_400, "2580": 33_400, "2518": 33_400}
    assert with_factor(2024) == {"2582": 40_000, "2580": 20_000, "2518": 40_000}
