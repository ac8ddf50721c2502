"""A measure at a date is a key like population: with the same figures, the same in every answer."""

import re
import shutil

import pytest
from tests.conftest import ROOT

PEOPLE = {
    "2022-12-31": {"boden": 27_838, "lulea": 79_244, "overtornea": 4_145},
    "2023-12-31": {"boden": 27_943, "lulea": 79_352, "overtornea": 4_088},
}
BY_PEOPLE = {
    "delad": 'underlag = {kr}\nfordelning = "invanare"\nfolkmangd = {date}',
    "taxa": "fordelning = {{ per_invanare = {price} }}\nfolkmangd = {date}",
    "trappa": (
        "fordelning = {{ trappa = [{{ till = 28_000, pris = {price} }}, {{ belopp = {kr} }}] }}\n"
        "folkmangd = {date}"
    ),
    "delar": (
        'underlag = {kr}\nfolkmangd = {date}\nfordelning = {{ delar = [{{ andel = 75, fordelning = '
        '"invanare" }}, {{ andel = 25, fordelning = "lika" }}] }}'
    ),
    "mitt-i": (
        'underlag = {kr}\nfordelning = "invanare"\nfolkmangd = {date}\n'
        "deltagare = {{ fran = {{ boden = 2024-07-01 }} }}"
    ),
}  # fmt: skip
MEASURED = '{{ matt = "alla", datum = {date} }}'
BY_MEASURE = {
    "delad": f"underlag = {{kr}}\nfordelning = {MEASURED}",
    "taxa": 'fordelning = {{ matt = "alla", datum = {date}, pris = {price} }}',
    "trappa": (
        "fordelning = {{ trappa = [{{ till = 28_000, pris = {price} }}, {{ belopp = {kr} }}], "
        'av = "alla", datum = {date} }}'
    ),
    "delar": (
        "underlag = {kr}\nfordelning = {{ delar = [{{ andel = 75, "
        f"fordelning = {MEASURED} }}}}, "
        '{{ andel = 25, fordelning = "lika" }}] }}'
    ),
    "mitt-i": (
        f"underlag = {{kr}}\nfordelning = {MEASURED}\n"
        "deltagare = {{ fran = {{ boden = 2024-07-01 }} }}"
    ),
}
SERVICE = 'namn = "{0}"\nkort = "{0}"\nindex = {1}\nny_folkmangd = true\n'
ROUNDED = 'avrundning = { till = 1, metod = "narmast" }'
PERIOD = '\n[[period]]\nfran = {year}\nkalla = "Avtal"\n{rounded}\n{text}\n'


def table(head, of, rows):
    listed = "".join(f"{who} = {n}\n" for who, n in rows.items())
    return f'\n[[{head}]]\n{of}summa = {sum(rows.values())}\nkalla = "SCB"\n\n{listed}'


def folder(place, keys, index):
    """Make a board with two years' budgets, whose services go by the same people."""
    shutil.copytree(ROOT / "tests" / "fel" / "bas", place)
    for each in (place / "tjanster").iterdir():
        each.unlink()
    for each in (place / "facit").iterdir():
        each.unlink()
    text = (place / "kommuner.toml").read_text(encoding="utf-8").partition("[[folkmangd]]")[0]
    serie = 'namn = "Alla"\nenhet = "invånare"\n'
    for date, people in PEOPLE.items():
        rows = table("folkmangd", f"datum = {date}\n", people)
        text += rows.replace("\n\n", "\n\n[folkmangd.invanare]\n")
        rows = table("matning", f"datum = {date}\n", people)
        serie += rows.replace("\n\n", "\n\n[matning.varde]\n")
    (place / "kommuner.toml").write_text(text, encoding="utf-8")
    (place / "matt" / "alla.toml").write_text(serie, encoding="utf-8")
    for name, key in keys.items():
        periods = "".join(
            PERIOD.format(
                year=year, rounded=ROUNDED, text=key.format(date=date, kr=kr, price=price)
            )
            for year, date, kr, price in (
                (2023, "2022-12-31", 100_001, "2.25"),
                (2024, "2023-12-31", 110_003, "2.5"),
            )
        )
        made = SERVICE.format(name, f'"{index}"').replace('index = ""\n', "")
        (place / "tjanster" / f"{name}.toml").write_text(made + periods, encoding="utf-8")
    for year in (2023, 2024):
        budget = f'ar = {year}\nstatus = "forslag"\nkalla = "Prov"\n[tjanst]\n'
        budget += "".join(f'[tjanst.{name}]\nsaknas = "Prov"\n' for name in keys)
        (place / "budget" / f"{year}.toml").write_text(budget, encoding="utf-8")
    return place


@pytest.fixture(params=["", "AKI"], ids=["no index", "an index"])
def two(request, tmp_path):
    """The same board twice: by population, and by a measure of the same people."""
    return [
        folder(tmp_path / name, keys, request.param)
        for name, keys in (("folk", BY_PEOPLE), ("matt", BY_MEASURE))
    ]


def figures(ran):
    """Give the lines of a table that say nothing of what is counted, and not of which data."""
    lines = re.sub(r"enamnd-cost [\d.]+;[0-9a-f]{12}", "", ran.stdout).splitlines()
    return [
        line for line in lines if not re.search(r"(?:[Aa]lla|[Ff]olkmängd) 20\d\d-|Mätdatum", line)
    ]


COMMANDS = [
    "allocate 2023 --format csv",
    "allocate 2024 --format csv",
    "allocate 2023..2024 --format csv",
    "compare 2023 2024 --format csv",
    "compare 2023 2024 --per-tjanst --format csv",
    "compare 2024 2023 --format csv",
    "compare 2024 --andra delad=lika --format csv",
    "compare 2024 --andra delad=+5% --format csv",
    "compare 2024 --andra alla=lika --format csv",
    "rounding 2024 --format csv",
    "buy-in mitt-i boden 2024-07-01 --fran 2023-01-01 --format csv",
    "sweep 2024 kostnad delad --format csv",
    "sweep 2024 utan --format csv",
    "infer --tjanst delad --ar 2024 --format csv",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_people_give_the_same_answer(run, two, command):
    answers = [run(*command.split(), "--data", str(place)) for place in two]

    assert [ran.returncode for ran in answers] == [0, 0], answers[1].stderr
    assert figures(answers[1]) == figures(answers[0])


@pytest.mark.parametrize("name", BY_MEASURE)
def test_each_is_explained_with_its_date_and_its_own_line(run, two, name):
    ran = run("explain", "2024", name, "lulea", "--data", str(two[1]))

    assert ran.returncode == 0, ran.stderr
    assert "Alla 2023-12-31" in ran.stdout
    serie = (two[1] / "matt" / "alla.toml").read_text(encoding="utf-8").splitlines()
    line = [n for n, text in enumerate(serie, 1) if text == "lulea = 79352"][-1]
    assert f"matt/alla.toml:{line}" in ran.stdout.replace("\\", "/")


def test_a_draft_moves_both_dates_and_says_so(run, two):
    drafts = [run("roll", "2024", "--data", str(place)) for place in two]

    assert [ran.returncode for ran in drafts] == [0, 0], drafts[1].stderr
    assert "folkmängd 2024-12-31" in drafts[0].stderr
    assert "mätningen alla 2024-12-31" in drafts[1].stderr
    assert drafts[1].stdout.count("datum = 2024-12-31") == len(BY_MEASURE)


def test_a_later_year_is_assumed_by_a_date_that_there_is(run, two):
    plan = ("allocate", "2024..2025", "--antag", "AKI=3", "--format", "csv")
    lacking = run(*plan[:2], "--data", str(two[1]))
    assert "ange --antag matt=DATUM" in lacking.stderr

    indexed = "AKI" in (two[1] / "tjanster" / "delad.toml").read_text(encoding="utf-8")
    plan = plan if indexed else (*plan[:2], *plan[4:])
    answers = [
        run(*plan, "--antag", f"{what}=2023-12-31", "--data", str(place))
        for what, place in zip(("folkmangd", "matt"), two, strict=True)
    ]

    assert [ran.returncode for ran in answers] == [0, 0], answers[1].stderr
    assert figures(answers[1]) == figures(answers[0])


def test_a_scenario_changes_the_date(run, two, tmp_path):
    scenarios = []
    for name, key in (("folk", 'fordelning = "invanare"\nfolkmangd = 2022-12-31'),
                      ("matt", 'fordelning = { matt = "alla", datum = 2022-12-31 }')):  # fmt: skip
        path = tmp_path / f"{name}.scenario.toml"
        text = f'namn = "Prov"\nmotiv = "Prov"\nbas = 2024\n\n[tjanst.delad]\n{key}\n'
        path.write_text(text, encoding="utf-8")
        scenarios.append(path)

    answers = [
        run("compare", "2024", str(path), "--format", "csv", "--data", str(place))
        for path, place in zip(scenarios, two, strict=True)
    ]

    assert [ran.returncode for ran in answers] == [0, 0], answers[1].stderr
    assert figures(answers[1]) == figures(answers[0])


def test_what_was_uprated_is_moved_as_much_by_another_date(run, two, tmp_path):
    keys = (
        'fordelning = "invanare"\nfolkmangd = {}',
        'fordelning = {{ matt = "alla", datum = {} }}',
    )
    answers = []
    for place, key in zip(two, keys, strict=True):
        then, now = (key.format(date) for date in PEOPLE)
        up = 'avrundning = { till = 100, metod = "uppat" }\nkalla = "Prov"\n'
        text = 'namn = "upp"\nkort = "upp"\n\n'
        text += f"[[period]]\nfran = 2023\nunderlag = 90_000\n{then}\n{up}\n"
        text += f'[[period]]\nfran = 2024\nuppraknas = {{ fran = 2023, index = "AKI" }}\n{up}'
        (place / "tjanster" / "upp.toml").write_text(text, encoding="utf-8")
        for year in (2023, 2024):
            with (place / "budget" / f"{year}.toml").open("a", encoding="utf-8") as file:
                file.write('[tjanst.upp]\nsaknas = "Prov"\n')
        scenario = tmp_path / f"{place.name}.toml"
        changed = f'namn = "Prov"\nmotiv = "Prov"\nbas = 2024\n\n[tjanst.upp]\n{now}\n'
        scenario.write_text(changed, encoding="utf-8")
        asked = ("compare", "2024", str(scenario), "--per-tjanst", "--format", "csv")
        answers.append(run(*asked, "--data", str(place)))

    assert [ran.returncode for ran in answers] == [0, 0], answers[1].stderr
    assert figures(answers[1]) == figures(answers[0])
    assert "Folkmängd" in answers[1].stdout.splitlines()[0]
