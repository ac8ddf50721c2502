"""Scenarios explained: what compare says, step by step, each at the line that says so."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from enamnd_cost.analysis.explain import telling
from enamnd_cost.analysis.explain.amount import explain, explain_municipality
from enamnd_cost.analysis.explain.scenario import OWN_TABLE, UNDECIDED, in_scenario
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.files.loading import load
from enamnd_cost.files.positions import locator
from enamnd_cost.files.scenarios import read_chain

ROOT = Path(__file__).parents[3]
DATA, _ = load(ROOT / "data")
BASE = of_year(DATA, 2024)[0]
FILES = sorted((ROOT / "examples" / "scenarier").glob("*.toml"))
KEY = "examples/scenarier/soc-grund-efter-folkmangd.toml"
PHASED = "examples/scenarier/infasning-tre-ar.toml"


@pytest.fixture(params=FILES, ids=lambda path: path.stem, scope="module")
def alternative(request):
    chain, _ = read_chain(request.param)
    found, problems = of_scenario(DATA, chain)
    assert problems == []
    return found


def statements(explanation):
    yield from explanation.lines
    for source in explanation.builds_on:
        yield from statements(source)


def test_the_steps_of_every_amount_are_what_it_pays(alternative):
    for service in alternative.result.services:
        for code, row in service.allocation.rows.items():
            why = in_scenario(
                explain(alternative.computed, service.allocation.node, code), alternative
            )

            assert sum(line.exact for line in why.lines if line.exact is not None) == row.exact
            assert sum(line.amount for line in why.lines if line.amount is not None) == row.amount
            assert why.amount == row.amount


def test_all_that_a_municipality_pays_is_what_compare_says(alternative):
    for code, kronor in alternative.amounts().items():
        bill = explain_municipality(alternative.computed, alternative.year, code)
        told = in_scenario(bill, alternative)
        parts = list(telling.of_municipality(told, lambda file, path: f"{file}:{path}"))
        pieces = [part for part in parts if isinstance(part, telling.Piece)]
        total = next(n for n, piece in enumerate(pieces) if piece.total)

        assert told.total == pieces[total].amount == kronor
        assert sum(piece.amount or 0 for piece in pieces[:total]) == kronor
        assert parts[0].text.startswith(f"Scenario {alternative.name}, inte beslutat: ")


def test_every_place_is_a_line_and_those_of_a_scenario_are_what_it_changed(alternative):
    locate = locator(ROOT / "data")
    for service in alternative.result.services:
        node = service.allocation.node
        before = BASE.computed.outcome.done.get(node)
        told = in_scenario(explain_service(alternative.computed, node), alternative)
        lines = [*told.lines]
        for code in service.allocation.rows:
            made = in_scenario(explain(alternative.computed, node, code), alternative)
            lines += statements(made)
        written = [line for line in lines if line.place and Path(line.place[0]).is_absolute()]
        for line in lines:
            if line.place:
                spot = locate(*line.place, True)
                # [tjanst.x.fordelning.vikter] has no line for x itself: the file is enough then.
                assert spot or line.place[1][0] == "tjanst", line
                assert spot is None or spot.source.strip(), line
        if before and before.plan == service.allocation.plan and not before.plan.sources():
            assert written == []
        if before and before.amounts == service.allocation.amounts:
            assert told.of.decision != UNDECIDED
        else:
            assert (told.of.decision, told.of.table) == (UNDECIDED, OWN_TABLE)
        assert all(line.source is None for line in written)


def test_what_a_scenario_left_alone_is_where_it_was_and_what_it_wrote_is_there(run):
    said = run("explain", "2024", "soc-grund", "boden", "--scenario", KEY, cwd=ROOT).stdout

    assert f"\n      {KEY}\n" in said
    assert "\n      data/tjanster/soc-grund.toml:10\n" in said
    asked = ("2024", "soc-grund", "--scenario", KEY, "--format", "json")
    several = run("explain", *asked, cwd=ROOT).stdout
    steps = json.loads(several)["steg"]
    places = {step["vad"]: step["plats"] for step in steps if "plats" in step}
    line = int(places["Fördelning, SOC system, grund"].removeprefix(f"{KEY}:"))
    text = (ROOT / KEY).read_text(encoding="utf-8").splitlines()[line - 1]
    assert text.startswith("fordelning")


CHANGES = {
    "index": "index = { PKV = 5.4 }",
    "slut": 'upphor = ["e-arkiv"]\n[tjanst.soc-grund]\nkostnad_procent = 10',
    "avrundning": "tvavagsavrundning = { till = 100 }",
    "folkmangd": "folkmangd = 2023-12-31",
    "lamnar": '[[uttrade]]\nkommun = "kiruna"\ntjanster = ["e-tjansteplattform"]',
    "betalar själv": '[[uttrade]]\nkommun = "boden"\nkvar = 50\nbars_av = "den_som_lamnar"',
    "ny": '[ny.drift]\nnamn = "Drift"\nkort = "Drift"\n[[ny.drift.period]]\nfran = 2024\n'
    'underlag = 70_000\nfordelning = "lika"\navrundning = { till = 100, metod = "uppat" }',
    "ny kommun": '[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\n'
    "invanare = { 2020-12-31 = 3_050 }\n"
    '[[intrade]]\nkommun = "Malå"\ntjanster = ["soc-grund"]',
}


@pytest.mark.parametrize("text", CHANGES.values(), ids=CHANGES)
def test_every_kind_of_change_is_pointed_at_in_its_file(tmp_path, text):
    file = tmp_path / "prov.toml"
    head = 'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n'
    file.write_text(head + text + "\n", encoding="utf-8")
    chain, _ = read_chain(file)
    found, problems = of_scenario(DATA, chain)
    assert problems == []
    locate, pointed = locator(ROOT / "data"), set()

    for service in found.result.services:
        node = service.allocation.node
        lines = [*in_scenario(explain_service(found.computed, node), found).lines]
        for code in service.allocation.rows:
            lines += statements(in_scenario(explain(found.computed, node, code), found))
        for line in lines:
            if line.place:
                spot = locate(*line.place, True)
                assert spot is not None, line
                if Path(line.place[0]).is_absolute():
                    pointed.add(spot.line)

    # Of a population, the place is that of the figure.
    assert pointed or text.startswith("folkmangd")
    assert min(pointed, default=4) > head.count("\n")


@pytest.mark.parametrize("what", [["boden"], ["soc-grund"], ["soc-grund", "boden"]])
@pytest.mark.parametrize(
    ("scenario", "year", "form"),
    [*((KEY, 2024, form) for form in ("csv", "json", "md", "xlsx")), (PHASED, 2026, "json")],
)
def test_every_form_says_whose_it_is(run, tmp_path, what, scenario, year, form):
    out = tmp_path / f"svar.{form}"

    ran = run("explain", str(year), *what, "--scenario", scenario, "-o", str(out), cwd=ROOT)

    assert ran.returncode == 0, ran.stderr
    if form == "json":
        told = json.loads(out.read_text(encoding="utf-8"))["scenario"]
        assert (told["ar"], told["raknat_for"]) == (2024, year)
    elif form in ("md", "csv"):
        assert "Scenario" in out.read_text(encoding="utf-8")
    if form == "md":
        assert ", inte beslutat: " in out.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2023", "boden", "--scenario", KEY], "ange 2024 eller senare"),
        (["2024", "boden", "--scenario", PHASED], "ange 2025 eller senare"),
        (["2024", "boden", "--scenario", "2023"], "--scenario tar en fil"),
        (["2024", "boden", "--scenario", "finns-inte.toml"], "finns inte"),
    ],
)
def test_a_wrong_year_or_file_is_told(run, arguments, said):
    for command in ("explain", "rounding"):
        words = [word for word in arguments if command == "explain" or word != "boden"]
        ran = run(command, *words, cwd=ROOT)

        assert ran.returncode == 2
        assert said in ran.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rounding_is_of_the_scenarios_amounts(run, path):
    chain, _ = read_chain(path)
    found, _ = of_scenario(DATA, chain)

    ran = run("rounding", str(found.at), "--scenario", str(path), "--format", "json")

    told = json.loads(ran.stdout)
    assert told["scenario"]["namn"] == found.name
    amounts = {each["kommun"]: each for each in told["nu"]["per_kommun"]}
    for code, kronor in found.result.per_municipality.items():
        assert amounts[code]["belopp"] == kronor
        cost = Fraction(amounts[code]["avrundning"]) if code in amounts else None
        assert cost == kronor - Fraction(amounts[code]["exakt"])
    assert run("rounding", str(found.at), "--scenario", str(path)).stdout.startswith(
        f"Scenario {found.name}, inte beslutat: "
    )


def test_a_service_that_begins_within_a_year_is_followed_through_every_layer(tmp_path):
    (tmp_path / "ny.toml").write_text(
        """
namn = "Ny"
motiv = "En tjänst som börjar i juli."
bas = 2024

[ny.chatt]
namn = "Chatt"
kort = "Chatt"

[[ny.chatt.period]]
fran = 2024-07-01
underlag = 120_000
fordelning = "lika"
""",
        encoding="utf-8",
    )
    (tmp_path / "dyrare.toml").write_text(
        """
namn = "Dyrare"
motiv = "Den blir dyrare."
bas = "ny.toml"

[tjanst.chatt]
underlag = 240_000
""",
        encoding="utf-8",
    )
    chain, _ = read_chain(tmp_path / "dyrare.toml")
    alternative, problems = of_scenario(DATA, chain)
    assert problems == []
    node = alternative.result.by_id["chatt"].allocation.node
    told = in_scenario(explain_service(alternative.computed, node), alternative)
    at = {line.what: line.place for line in told.lines if line.place}
    places = {what: (Path(file).name, path) for what, (file, path) in at.items()}

    assert places["Månader"] == ("ny.toml", ("ny", "chatt", "period", 0, "fran"))
    assert places["Underlag"] == ("dyrare.toml", ("tjanst", "chatt", "underlag"))
