"""A chosen date and changed costs in a draft; and whatever is drafted, it claims nothing untrue."""

import datetime as dt
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.scenarios.apply import of_scenario
from enamnd_cost.analysis.years.chosen import Chosen, Cost, read
from enamnd_cost.analysis.years.draft import draft
from enamnd_cost.engine.plan import Node
from enamnd_cost.files import drafting
from enamnd_cost.files.scenarios import Chain, ScenarioFile
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst

LATEST = dt.date(2024, 12, 31)
UP = {"till": 100, "metod": "uppat"}
BASE = {
    "fran": 2024,
    "kalla": "Avtal 2019 om 100 000 kr och folkmängd 2017",
    "harledning": "100 000 kr på folkmängden 2017 ger 100 700 kr, alla 14 rader.",
}
SPLITS = st.sampled_from(
    [
        {"underlag": 100_000, "fordelning": "50/50", "folkmangd": dt.date(2017, 12, 31)},
        {"underlag": 100_000, "fordelning": "lika"},
        {"belopp": 140_000, "fordelning": "invanare", "folkmangd": dt.date(2017, 12, 31)},
        {
            "fordelning": {"belopp": {"boden": 100_000, "kalix": 700}},
            "deltagare": ["boden", "kalix"],
        },
        {
            "folkmangd": dt.date(2017, 12, 31),
            "underlag": 120_000,
            "post": [
                {"namn": "A", "underlag": 100_000, "fordelning": "lika", "kalla": "100 000 kr"},
                {
                    "namn": "B",
                    "underlag": 20_000,
                    "fordelning": "invanare",
                    "kalla": "Folkmängd 2017",
                },
            ],
        },
    ]
)


def alone(data, **period):
    """The data with one service, and a budget for 2024."""
    said = {**BASE, **{k: v for k, v in period.items() if k not in ("index", "ny_folkmangd")}}
    keys = {k: v for k, v in period.items() if k in ("index", "ny_folkmangd")}
    tjanst = Tjanst.model_validate({"namn": "Prov", "kort": "Prov", "period": [said], **keys})
    budget = Budget(ar=2024, status="forslag", summa=0, tjanst={}, utanfor={})
    return replace(data, tjanster={"prov": tjanst}, budgetar={2024: budget}, facit={})


def drafted(data, chosen):
    made, problems = draft(data, 2024, chosen)
    assert problems == []
    return made


def kronor(service, amount):
    return Cost(service, amount, Fraction(0), "")


chosen = st.builds(
    Chosen,
    st.none() | st.just(LATEST),
    st.just(()) | st.builds(lambda p: (Cost("prov", None, Fraction(p), ""),), st.integers(1, 50)),
)


@given(period=SPLITS, wanted=chosen, moving=st.booleans(), index=st.none() | st.just("PKV"))
def test_what_is_drafted_says_nothing_of_figures_that_are_not_in_it(
    data, period, wanted, moving, index
):
    moving = moving and "folkmangd" in period
    made, problems = draft(alone(data, **period, ny_folkmangd=moving, index=index), 2024, wanted)
    if problems:
        assert {problem.code for problem in problems} <= {"EK017", "EK019"}
        return
    for new in made.periods.values():
        said = [new.kalla, new.harledning or "", *(post.kalla or "" for post in new.post)]
        figures = {new.underlag, new.belopp, *(post.underlag for post in new.post)} - {None}
        for text in said:
            for found in re.findall(r"\d[\d ]*\d kr", text):
                assert int(found.removesuffix(" kr").replace(" ", "")) in figures, text
            assert "2017" not in text or dt.date(2017, 12, 31) in new.population_dates, text
        assert new.kalla.startswith("Utkast till budget 2025: ")
        assert new.harledning != BASE["harledning"]


def test_the_shipped_services_take_nothing_with_them(data):
    made = drafted(data, Chosen(LATEST, (Cost("soc-forvaltning", None, Fraction(3), ""),)))

    assert set(made.periods) == {
        "e-arkiv", "e-tjansteplattform", "grundfinansiering", "raddningstjansten",
        "soc-forvaltning", "soc-grund",
    }  # fmt: skip
    for service, new in made.periods.items():
        before = [p for p in data.tjanster[service].period if p.fran <= 2024][-1]
        texts = {before.kalla, before.harledning, *(post.kalla for post in before.post)}
        assert not texts & {new.kalla, new.harledning, *(post.kalla for post in new.post)} - {None}
        # What was derived is still said to be: the outputs mark it.
        assert (new.harledning is None) == (before.harledning is None)
        if before.harledning:
            assert str(before.fran) in new.harledning


def test_an_item_that_is_unchanged_keeps_its_source(data):
    items = [
        {"namn": "A", "underlag": 10_000, "fordelning": "lika", "kalla": "Avtal A"},
        {"namn": "B", "underlag": 20_000, "fordelning": "invanare", "kalla": "Avtal B"},
    ]
    base = alone(data, post=items, folkmangd=dt.date(2017, 12, 31))

    (new,) = drafted(base, Chosen(LATEST)).periods.values()

    assert [post.kalla for post in new.post] == ["Avtal A", None]
    assert new.kalla == (
        "Utkast till budget 2025: som perioden från 2024 men med folkmängd 2024-12-31"
    )


@pytest.mark.parametrize("service", ["soc-grund", "e-arkiv", "e-tjansteplattform"])
@pytest.mark.parametrize("percent", [3, Fraction(-5, 2), 12])
def test_a_changed_cost_is_what_a_scenario_makes_of_it(data, service, percent):
    made = drafted(data, Chosen(None, (Cost(service, None, Fraction(percent), ""),)))
    change = Decimal(Fraction(percent).numerator) / Fraction(percent).denominator
    scenario = Scenario.model_validate(
        {
            "namn": "Prov",
            "motiv": "Prov",
            "bas": 2024,
            "tjanst": {service: {"kostnad_procent": change}},
        }
    )
    asked, problems = of_scenario(data, Chain(2024, (ScenarioFile("prov.toml", scenario),)))
    assert problems == []

    ours = made.computed.outcome.done[Node(service, 2025)].amounts
    assert ours == asked.result.by_id[service].allocation.amounts
    assert made.budget.tjanst[service].intakt == sum(ours.values())


def test_a_date_is_that_of_every_service_by_population_wherever_the_agreed_one_would_move(data):
    shared = {"underlag": 100_000, "fordelning": "50/50", "folkmangd": dt.date(2020, 12, 31)}
    for agreed in ({}, {"ny_folkmangd": True}, {"ny_folkmangd": True, "index": "PKV"}):
        made = drafted(alone(data, **shared, **agreed), Chosen(LATEST))
        assert made.periods["prov"].folkmangd == LATEST
        stays = drafted(
            alone(data, **{**shared, "folkmangd": LATEST}, **agreed),
            Chosen(LATEST, () if agreed else (kronor("prov", 5),)),
        )
        period = stays.data.tjanster["prov"].period_in(2025)
        assert period.folkmangd == LATEST


def test_a_cost_in_kronor_is_the_cost_or_the_total_that_is_stated(data):
    made = drafted(data, Chosen(None, (kronor("soc-grund", 520_000), kronor("e-arkiv", 320_500))))

    cost, total = made.periods["soc-grund"], made.periods["e-arkiv"]
    assert (cost.underlag, cost.belopp) == (520_000, None)
    assert (total.underlag, total.belopp, total.avrundning) == (None, 320_500, None)
    assert made.budget.tjanst["e-arkiv"].intakt == 320_500
    assert made.budget.tjanst["soc-grund"].underlag == 520_000


def test_an_end_that_is_agreed_stays_when_a_cost_is_changed(data):
    base = alone(data, underlag=100_000, fordelning="lika", till=2026)

    made = drafted(base, Chosen(None, (kronor("prov", 5),)))

    assert made.periods["prov"].till == 2026


def test_a_drafted_period_reads_back(data):
    made = drafted(data, Chosen(LATEST, (kronor("e-arkiv", 320_500),)))

    for new in made.periods.values():
        raw = drafting.appended(b'namn = "A"\nkort = "A"\n', drafting.period_lines(new))
        read_back = tomllib.loads(raw.decode(), parse_float=Decimal)
        assert Tjanst.model_validate(read_back).period == [new]


@pytest.mark.parametrize(
    ("text", "service", "kronor", "percent"),
    [
        ("e-arkiv=320000", "e-arkiv", 320_000, 0),
        ("E arkiv = 320 000 kr", "e-arkiv", 320_000, 0),
        ("e-arkiv=320_000", "e-arkiv", 320_000, 0),
        ("e-arkiv=320,5 tkr", "e-arkiv", 320_500, 0),
        ("SOC grund=+3%", "soc-grund", None, 3),
        ("soc-grund=-2,5 %", "soc-grund", None, Fraction(-5, 2)),
        ("soc-grund=−2.5%", "soc-grund", None, Fraction(-5, 2)),
    ],
)
def test_a_cost_is_read_as_it_is_typed(data, text, service, kronor, percent):
    found, problems = read(None, [text], data)

    assert problems == []
    assert found.costs[0][:3] == (service, kronor, percent)


@pytest.mark.parametrize(
    "text",
    ["e-arkiv", "=5", "e-arkiv=", "e-arkiv=3%", "e-arkiv=+3", "e-arkiv=-5", "e-arkiv=1,5",
     "e-arkiv=1.000", "e-arkiv=mycket", "e-arkiv=-100%", "e-arkiv=(5)", "e-arkiv=--5"],
)  # fmt: skip
def test_what_may_mean_something_else_is_not_read(data, text):
    assert [problem.code for problem in read(None, [text], data)[1]] == ["EK019"]
