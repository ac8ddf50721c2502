"""A service that is there for part of a year: every way to state a cost, in every answer."""

import csv
import datetime as dt
import json
import re
import shutil
import tomllib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from enamnd_cost.analysis.buy_in.run import buy_in
from enamnd_cost.analysis.compare import sweep
from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.explain.amount import explain
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.scenarios.apply import of_scenario, of_year
from enamnd_cost.analysis.year import compute
from enamnd_cost.analysis.years.chosen import Chosen
from enamnd_cost.analysis.years.draft import draft
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.files.scenarios import Chain, ScenarioFile
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.output.schemas import schema

ROOT = Path(__file__).parents[2]
HALF = Months(7, 12)
NINE = (
    'deltagare = ["arjeplog", "arvidsjaur", "boden", "gallivare", "haparanda", "jokkmokk", '
    '"kalix", "kiruna", "lulea"]'
)
TWO = 'deltagare = ["boden", "kalix"]'
UP = 'avrundning = { till = 1, metod = "uppat" }'
HUNDREDS = 'avrundning = { till = 100, metod = "uppat" }'
MONTHLY = 'avrundning = { till = 10, metod = "uppat", per = "manad" }'
LATE = 'deltagare = { bara = ["boden", "kalix"], fran = { kalix = 2023-10-01 } }'
DRIFT = '[[period.post]]\nnamn = "Drift"\nunderlag = 60_000\nfordelning = "lika"\n'
AGREED = 'namn = "Avtal"\nfordelning = { belopp = { boden = 8_000, kalix = 4_000 } }'
FEE = 'namn = "Start"\nfordelning = { avgift = 40_000, start = { kalix = 2023-09-01 } }'
UPRATED = (
    '[[period]]\nfran = 2024\nuppraknas = { fran = 2023, index = "PKV", av = "underlag" }\n'
    f'fordelning = "lika"\n{TWO}\n{UP}'
)
# Each way: the period from July 2023, and the exact cost of 2023 and of 2024.
WAYS = {
    "underlag": (f'underlag = 180_000\nfordelning = "lika"\n{NINE}', 90_000, 180_000),
    "belopp": (f'belopp = 180_000\nfordelning = "lika"\n{NINE}', 90_000, 180_000),
    "blandat": (
        f'underlag = 100_000\nfordelning = "50/50"\nfolkmangd = 2020-12-31\n{UP}',
        50_000,
        100_000,
    ),
    "kontroll": (
        f'underlag = 99_000\nbelopp = 99_400\nfordelning = "lika"\n{HUNDREDS}',
        49_500,
        99_000,
    ),
    "avtal": (
        f"fordelning = {{ belopp = {{ boden = 24_000, kalix = 600 }} }}\n{TWO}",
        12_300,
        24_600,
    ),
    "vikter": (
        f"underlag = 60_000\nfordelning = {{ vikter = {{ boden = 2, kalix = 1 }} }}\n{TWO}",
        30_000,
        60_000,
    ),
    "procent": (
        f"underlag = 60_000\nfordelning = {{ procent = {{ boden = 75, kalix = 25 }} }}\n{TWO}",
        30_000,
        60_000,
    ),
    "foljer": (
        f'belopp = 50_000\nfordelning = {{ som = "e-arkiv", ar = 2022 }}\n{TWO}',
        25_000,
        50_000,
    ),
    "foljer-del": (f'belopp = 50_000\nfordelning = {{ som = "underlag" }}\n{TWO}', 25_000, 50_000),
    "vagd": (f'underlag = 9_000\nfordelning = {{ matt = "prov" }}\n{TWO}\n{UP}', 4_500, 9_000),
    "prissatt": (f'fordelning = {{ matt = "prov", pris = 2.5 }}\n{TWO}\n{UP}', 2_500, 2_500),
    "poster": (
        f"underlag = 72_000\n{TWO}\n{DRIFT}[[period.post]]\n{AGREED}",
        36_000,
        72_000,
    ),
    "avgift": (
        f"{TWO}\n{DRIFT}[[period.post]]\n{FEE}",
        70_000,
        60_000,
    ),
    "manad": (
        f'underlag = 10_000\nfordelning = "lika"\n{NINE}\n{MONTHLY}',
        5_000,
        10_000,
    ),
    "sen": (
        f'underlag = 12_000\nfordelning = "lika"\n{LATE}',
        6_000,
        12_000,
    ),
    "uppraknad": (
        f'underlag = 120_000\nfordelning = "lika"\n{TWO}\nkalla = "Prov"\n\n{UPRATED}',
        60_000,
        Fraction("125280"),
    ),
}
# Ends in June 2024; amounts that are uprated to the year that it ends in.
ENDING = (
    f'[[period]]\nfran = 2023\nbelopp = 24_000\nfordelning = "lika"\n{TWO}\nkalla = "Prov"\n\n'
    "[[period]]\nfran = 2024\ntill = 2024-06-30\n"
    f'uppraknas = {{ fran = 2023, index = "PKV" }}\n{UP}\nkalla = "Prov"\n'
)
MATT = 'namn = "Prov"\nenhet = "GB"\n' + "".join(
    f'\n[[matning]]\nar = {year}\nsumma = 1_000\nkalla = "Prov"\n\n'
    "[matning.varde]\nboden = 600\nkalix = 400\n"
    for year in (2023, 2024)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The shipped data, with a service for each way, and their lines in the budgets."""
    made = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("del") / "data"))
    (made / "matt/prov.toml").write_text(MATT, encoding="utf-8")
    for name, (period, *_) in WAYS.items():
        head, table, posts = period.partition("[[period.post]]")
        sourced = f'{head}\nkalla = "Prov"\n{table}{posts}\n'
        text = f"[[period]]\nfran = 2023-07-01\n{sourced}"
        write(made, name, text)
    write(made, "slutar", ENDING)
    data, problems = load(made)
    assert problems == []
    computed = compute(data, [2023, 2024])
    assert computed.problems == ()
    for year in (2023, 2024):
        with (made / f"budget/{year}.toml").open("a", encoding="utf-8") as budget:
            for name in (*WAYS, "slutar"):
                total = computed.outcome.done[Node(name, year)].total
                cost = data.tjanster[name].period_in(year).cost_to_share
                own = "" if cost is None else f"underlag = {cost}\n"
                budget.write(f"\n[utanfor.{name}]\nbelopp = {total}\n{own}")
    return made


def write(folder, name, periods):
    head = f'namn = "Tjänst {name}"\nkort = "{name}"\ni_budget = false\n\n'
    (folder / f"tjanster/{name}.toml").write_text(head + periods, encoding="utf-8")


@pytest.fixture(scope="module")
def data(folder):
    found, problems = load(folder)
    assert problems == []
    return found


@pytest.fixture(scope="module")
def both(data):
    return compute(data, [2023, 2024])


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


def test_the_half_year_bears_half_and_the_next_the_whole(both, way):
    for year, cost in zip((2023, 2024), WAYS[way][1:], strict=True):
        made = both.outcome.done[Node(way, year)]
        assert made.cost == cost
        assert made.plan.months == (HALF if year == 2023 else WHOLE_YEAR)
        assert made.total == sum(made.amounts.values())


def test_the_year_that_a_service_ends_in_bears_its_months_of_uprated_amounts(both):
    made = both.outcome.done[Node("slutar", 2024)]

    assert made.cost == 24_000 * Fraction(1044, 1000) / 2
    assert {row.amount for row in made.rows.values()} == {6_264}


def test_the_check_is_silent_where_the_budget_says_the_years_own_amounts(folder, run):
    ran = run("check", "--data", folder)

    assert (ran.returncode, ran.stdout) == (0, "")


def test_every_step_of_an_explanation_adds_up_and_the_months_are_said(both, way):
    node = Node(way, 2023)
    done = both.outcome.done[node]
    for code, row in done.rows.items():
        told = explain(both, node, code)
        assert sum(line.exact for line in told.lines if line.exact is not None) == row.exact
        assert sum(line.amount for line in told.lines if line.amount is not None) == row.amount
        months = [line for line in told.lines if line.what == "Månader"]
        assert [line.text for line in months] == ["juli–december (6 av 12)"]
        assert months[0].place[1][-1] == "fran"
    service = explain_service(both, node)
    shared = [line for line in service.lines if line.what == "Kostnad"]
    assert sum(line.value for line in shared) == sum(step.shared for step in done.costs)
    for line in shared:
        assert re.search(r"6 av 12 månader: [\d\s]+ av [\d\s]+ kr$", line.text)


def test_the_end_of_a_service_is_told_at_its_line(both):
    told = explain(both, Node("slutar", 2024), "2582")

    (months,) = [line for line in told.lines if line.what == "Månader"]
    assert (months.text, months.place[1][-1]) == ("januari–juni (6 av 12)", "till")


MORE = {
    "avgift": {Cause.MODEL, Cause.PARTICIPANTS},  # nobody pays a fee the next year
    "sen": {Cause.PARTICIPANTS},
    "foljer-del": set(),
    "uppraknad": {Cause.INDEX},
}


@pytest.mark.parametrize("turned", [False, True])
def test_a_half_year_against_a_whole_is_cost(data, way, turned):
    sides = [of_year(data, year)[0] for year in (2023, 2024)]
    compared = Comparison(*(sides[::-1] if turned else sides), chosen=(way,))

    effects = compared.causes
    assert effects.keys() - {Cause.ROUNDING} <= {Cause.COST} | MORE.get(way, set())
    for code, kr in compared.difference.items():
        assert sum(effect.get(code, Fraction(0)) for effect in effects.values()) == kr
        assert sum(effect[code] for effect in compared.causes_in_kronor.values()) == kr


CHANGES = {
    "kostnad_procent = 10": Fraction(11, 10),
    'fordelning = "lika"': 1,
    'avrundning = { till = 10, metod = "narmast" }': 1,
}


def laid(data, base, text):
    content = f'namn = "Prov"\nmotiv = "Prov."\nbas = {base}\n{text}'
    parsed = Scenario.model_validate(tomllib.loads(content, parse_float=Decimal))
    return of_scenario(data, Chain(base, (ScenarioFile("prov.toml", parsed),)))


def near(cost, was, factor=1):
    """The same cost, or what was paid: to a few kronor, for its part of the year to be whole."""
    return min(abs(cost - each * factor) for each in (was.cost, was.total)) <= 6


@pytest.mark.parametrize("change", CHANGES)
def test_a_scenario_changes_a_half_year_and_leaves_it_one(data, both, way, change):
    made, problems = laid(data, 2023, f"[tjanst.{way}]\n{change}")
    if problems:
        assert {p.code for p in problems} == {"EK222"}, problems  # the key is so already
        return

    found = made.result.by_id[way].allocation
    assert found.plan.months == HALF
    was = both.outcome.done[Node(way, 2023)]
    assert near(found.cost, was, CHANGES[change])
    assert abs(found.total - found.cost) <= 100 * len(found.rows)


@pytest.mark.parametrize(
    "change",
    [
        'intrade = [{{ kommun = "pajala", tjanster = ["{}"] }}]',
        'uttrade = [{{ kommun = "boden", tjanster = ["{}"] }}]',
    ],
)
def test_who_joins_or_leaves_leaves_the_half_years_cost_as_it_is(data, both, way, change):
    made, problems = laid(data, 2023, change.format(way))
    if problems:
        refused = {"EK224", "EK222", "EK304", "EK310", "EK308"}
        assert {p.code for p in problems} <= refused, problems
        assert not made
        return

    found, was = made.result.by_id[way].allocation, both.outcome.done[Node(way, 2023)]
    assert found.plan.months == HALF
    if way not in ("prissatt", "avgift", "avtal", "poster"):
        assert near(found.cost, was)


def test_a_new_service_of_a_scenario_may_begin_within_the_year(data):
    new = 'namn = "Nytt"\nkort = "Nytt"\n[[ny.nytt.period]]\nfran = 2024-07-01\nbelopp = 1_400\n'
    made, problems = laid(data, 2024, f'[ny.nytt]\n{new}fordelning = "lika"\n')

    assert problems == []
    assert made.result.by_id["nytt"].allocation.total == 700


@pytest.mark.parametrize("name", ["underlag", "slutar"])
def test_a_service_that_is_there_for_part_of_a_year_may_end_in_a_scenario(data, name):
    for year in (2023, 2024):
        made, problems = laid(data, year, f'upphor = ["{name}"]')

        if problems:  # another service follows it
            assert {p.code for p in problems} <= {"EK205", "EK306"}
        else:
            assert name not in made.result.by_id


@pytest.mark.parametrize("kind", ["cost", "equal_part"])
def test_a_sweep_goes_through_the_half_years_own_amounts(data, both, way, kind):
    base = of_year(data, 2023)[0]
    arguments = (20, 10) if kind == "cost" else (50,)
    found, problems = getattr(sweep, kind)(base, way, *arguments)

    assert problems == []
    was = both.outcome.done[Node(way, 2023)]
    assert found.unchanged.amounts["2582"] == was.amounts.get("2582", 0)
    if kind == "cost":
        (same,) = [point for point in found.points if point.value == 0]
        assert same.amounts == found.unchanged.amounts
    else:
        for point in found.points:
            assert near(sum(point.exact.values()), was)


def test_buying_in_counts_the_months_that_the_service_was_there(data, way):
    bought, problems = buy_in(data, way, ["2521"], dt.date(2024, 4, 1))
    if problems:
        assert {p.code for p in problems} <= {"EK010", "EK224", "EK207", "EK308"}, problems
        return

    assert bought.deal.since == dt.date(2023, 7, 1)
    assert [year.months for year in bought.years] == [HALF.length, 3]
    assert sum(each.pays for each in bought.settlement.values()) == 0


def test_what_is_worn_out_is_counted_from_when_the_service_began(data):
    bought, problems = buy_in(data, "underlag", ["2521"], dt.date(2024, 7, 1), life=2)

    assert problems == []
    assert bought.years[0].left == Fraction(1, 2)


def test_next_years_draft_is_of_the_whole_year(data):
    """Unchanged services need no period; what is uprated is the whole year's cost."""
    agreed = {"underlag": "PKV", "belopp": "PKV", "avtal": None}
    tjanster = {
        name: tjanst.model_copy(update={"index": agreed.get(name, tjanst.index)})
        for name, tjanst in data.tjanster.items()
    }
    budgets = {year: budget for year, budget in data.budgetar.items() if year < 2024}
    made, problems = draft(replace(data, tjanster=tjanster, budgetar=budgets), 2023)

    assert problems == []
    words = {move.service: move.words for move in made.moves}
    assert words["vikter"] == "oförändrad, och hela året (2023: 6 av 12 månader)"
    assert words["slutar"].startswith("har redan en period")
    assert words["underlag"] == words["belopp"] == "helårets kostnad räknas upp från 2023 med PKV"
    period = made.periods["underlag"]
    assert (period.uppraknas.av, period.fordelning, period.fran) == ("underlag", "lika", 2024)
    assert made.computed.outcome.done[Node("underlag", 2024)].cost == 180_000 * Fraction("1.044")
    assert made.budget.utanfor["vikter"].belopp == 60_000


def test_amounts_of_part_of_a_year_are_not_uprated_by_a_draft(data):
    tjanst = data.tjanster["avtal"].model_copy(update={"index": "PKV"})
    budgets = {year: budget for year, budget in data.budgetar.items() if year < 2024}
    changed = replace(data, tjanster={**data.tjanster, "avtal": tjanst}, budgetar=budgets)

    made, problems = draft(changed, 2023)

    assert made is None
    assert [(p.code, p.file) for p in problems] == [("EK017", "tjanster/avtal.toml")]


def test_a_service_that_ends_within_the_year_is_said_to_end_then(data):
    made, problems = draft(data, 2024)

    assert problems == []
    words = {move.service: move.words for move in made.moves}
    assert words["slutar"] == "upphör 2024-06-30"
    assert made.data.budgetar[2025].utanfor.keys() & {"slutar", "vikter"} == {"vikter"}


def test_a_chosen_population_leaves_what_is_said_of_the_part_of_the_year(data):
    budgets = {year: budget for year, budget in data.budgetar.items() if year < 2024}
    changed = replace(data, budgetar=budgets)
    plain, _ = draft(changed, 2023)
    dated, problems = draft(changed, 2023, Chosen(dt.date(2023, 12, 31)))

    assert problems == []
    said = {move.service: move.words for move in dated.moves}
    assert said["blandat"] == "folkmängd 2023-12-31"
    assert said["vikter"] == "oförändrad, och hela året (2023: 6 av 12 månader)"
    same = [m.service for m in plain.moves if m.service not in dated.periods]
    assert {m.service: m.words for m in plain.moves if m.service in same} == {
        name: said[name] for name in same
    }


# As a user reads it, in every form


SHOWN = [word for name in (*WAYS, "slutar") for word in ("-t", name)]


def rows_of(path):
    """A csv file's rows, by their headings."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    header, *rows = csv.reader(lines, delimiter=";")
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_every_form_says_the_amounts_and_the_months(folder, run, tmp_path, both):
    for form in ("xlsx", "csv", "json", "md"):
        ran = run("allocate", "2023", *SHOWN, "--data", folder, "-o", tmp_path / f"ut.{form}")
        assert ran.returncode == 0, ran.stderr
    totals = {name: both.outcome.done[Node(name, 2023)].total for name in (*WAYS, "slutar")}
    said = "Del av år: Tjänst underlag 2023, juli–december, 6 av 12 månader."

    read = json.loads((tmp_path / "ut.json").read_text(encoding="utf-8"))
    assert {each["id"]: each["belopp"] for each in read["tjanster"]} == totals
    assert {each["id"] for each in read["tjanster"] if each.get("manader") == 6} == set(WAYS)
    assert not [*Draft202012Validator(schema("allocation")).iter_errors(read)]
    sums = dict.fromkeys(totals, 0)
    for row in rows_of(tmp_path / "ut.csv"):
        sums[row["tjanst"]] += int(row["belopp"])
        assert row["manader"] == ("12" if row["tjanst"] == "slutar" else "6")
    assert sums == totals
    written = (tmp_path / "ut.md").read_text(encoding="utf-8")
    assert said in written.replace("\N{NO-BREAK SPACE}", " ")
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "ut.xlsx").worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert said in [str(cell).replace("\N{NO-BREAK SPACE}", " ") for cell in cells]
    assert "juli–december (6 av 12)" in cells
    assert set(totals.values()) <= set(cells)


def test_a_locked_table_of_the_half_year_holds(folder, run, tmp_path):
    locked = Path(shutil.copytree(folder, tmp_path / "data"))

    ran = run(
        "allocate", "2023", *SHOWN, "--data", locked, "-o", locked / "facit/last-del-2023.toml"
    )

    assert ran.returncode == 0, ran.stderr
    assert run("check", "2023", "--data", locked).returncode == 0


def test_a_plan_over_the_years_says_which_are_parts(folder, run):
    years = ("2023..2025", "--antag", "PKV=3", "--antag", "matt=2024")
    ran = run("allocate", *years, *SHOWN, "--data", folder, "--format", "json")

    read = json.loads(ran.stdout)
    assert not [*Draft202012Validator(schema("plan")).iter_errors(read)]
    years = {each["id"]: each["ar"] for each in read["tjanster"]}
    assert [(y["ar"], y.get("manader"), y["belopp"]) for y in years["underlag"]] == [
        (2023, 6, 90_000),
        (2024, None, 180_000),
        (2025, None, 180_000),
    ]
    assert [(y["ar"], y.get("manader"), y["belopp"]) for y in years["slutar"]] == [
        (2023, None, 24_000),
        (2024, 6, 12_528),
    ]


@pytest.mark.parametrize("form", ["md", "csv", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ("explain", "2023", "underlag"),
        ("explain", "2023", "underlag", "boden"),
        ("explain", "2023", "boden"),
        ("compare", "2023", "2024", "-t", "underlag"),
        ("sweep", "2023", "kostnad", "underlag"),
        ("buy-in", "underlag", "pajala", "2024-04-01"),
        ("infer", "-t", "underlag", "--ar", "2023"),
    ],
    ids=" ".join,
)
def test_every_command_answers_of_a_half_year_in_every_form(folder, run, command, form):
    ran = run(*command, "--data", folder, "--format", form)

    assert (ran.returncode, ran.stderr) == (0, "")
    if form == "json":
        read = json.loads(ran.stdout)
        name = read["schema"].split("/")[1]
        assert not [*Draft202012Validator(schema(name)).iter_errors(read)]
    said = ran.stdout.replace("\N{NO-BREAK SPACE}", " ")
    if command[:3] == ("explain", "2023", "underlag"):
        assert "6 av 12 månader: 90 000 av 180 000 kr" in said
    if command[0] == "compare" and form == "md":
        assert "Del av år: Tjänst underlag 2023" in said


def test_a_service_that_is_there_longer_is_no_change_of_its_cost(folder, run):
    """Only the one whose fee was paid once costs less at the level of a whole year."""
    ran = run("check", "2024", "--strikt", "--bara", "andring", "--data", folder)

    told = [line for line in ran.stdout.splitlines() if "EK454" in line]
    ways = [name for name in (*WAYS, "slutar") if any(f": {name}," in line for line in told)]
    assert ways == ["avgift"]
    assert "avgift, räknad på hela år: 100 000 kr 2023 blir 60 000 kr 2024" in " ".join(
        line.replace("\N{NO-BREAK SPACE}", " ") for line in told
    )


def test_a_half_year_rounded_with_the_budgets_other_services(folder, tmp_path):
    """Its amounts are whole hundreds, and its sum is less than one from its half of the cost."""
    made = Path(shutil.copytree(folder, tmp_path / "data"))
    service, budget = made / "tjanster/blandat.toml", made / "budget/2023.toml"
    service.write_text(service.read_text("utf-8").replace("i_budget = false\n", ""), "utf-8")
    text = "tvavagsavrundning = { till = 100 }\n" + budget.read_text("utf-8").replace(
        "[utanfor.blandat]", "[tjanst.blandat]"
    ).replace("belopp = 50008", "intakt = 0\nkostnad = 0")
    budget.write_text(text, encoding="utf-8")
    data, problems = load(made)
    assert problems == []

    found = compute(data, [2023])

    allocation = found.outcome.done[Node("blandat", 2023)]
    assert abs(allocation.total - 50_000) < 100
    assert all(amount % 100 == 0 for amount in allocation.amounts.values())
