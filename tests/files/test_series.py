"""People of some ages, or of another day, read from SCB's exports into a named series."""

import datetime as dt
import json
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enamnd_cost.files import scb
from enamnd_cost.files.dates_said import Day
from enamnd_cost.files.inhabitants import Wanted
from enamnd_cost.files.loading import load
from enamnd_cost.model.ages import Ages

KALLA = "SCB:s statistikdatabas, folkmängd 16–64 år 2024-12-31 (ur tabell.csv)"
WHO = {"2582": "Boden", "2580": "Luleå", "2518": "Övertorneå"}
GROUP = Ages(16, 64)


def lines(figures, title, heading="region;ålder;2024"):
    rows = [f"{code} {WHO[code]};{age};{n}" for (code, age), n in figures.items()]
    return "\n".join([title, "", heading, *rows, ""])


def cube(figures, title):
    ages = list(dict.fromkeys(age for _, age in figures))
    return json.dumps({
        "class": "dataset",
        "label": title,
        "id": ["Region", "Alder", "Tid"],
        "size": [len(WHO), len(ages), 1],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {"index": {code: n for n, code in enumerate(WHO)}, "label": WHO},
            },
            "Alder": {
                "label": "ålder",
                "category": {
                    "index": {str(n): n for n in range(len(ages))},
                    "label": {str(n): age for n, age in enumerate(ages)},
                },
            },
            "Tid": {"label": "år", "category": {"index": {"2024": 0}, "label": {"2024": "2024"}}},
        },
        "role": {"geo": ["Region"], "time": ["Tid"]},
        "value": [figures[code, age] for code in WHO for age in ages],
    })  # fmt: skip


def book(path, figures, title):
    made = openpyxl.Workbook()
    made.active.append([title])
    made.active.append(["region", "ålder", "2024"])
    for (code, age), n in figures.items():
        made.active.append([f"{code} {WHO[code]}", age, n])
    made.save(path)
    return path


def written(path, form, figures, title):
    if form == "xlsx":
        return book(path / "tabell.xlsx", figures, title)
    file = path / f"tabell.{form}"
    text = lines(figures, title) if form == "csv" else cube(figures, title)
    file.write_text(text, encoding="utf-8")
    return file


def of_ages(first, last, n=10):
    return {(code, f"{age} år"): n + age for code in WHO for age in range(first, last + 1)}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    form=st.sampled_from(["csv", "json", "xlsx"]),
    first=st.integers(0, 60),
    size=st.integers(1, 12),
    people=st.integers(0, 10**6),
    beyond=st.booleans(),
)
def test_each_year_of_age_is_added_once_and_no_other(tmp_path, form, first, size, people, beyond):
    group = Ages(first, first + size)
    figures = of_ages(first, first + size, people)
    total = sum(n for (code, _), n in figures.items() if code == "2582")
    if beyond:  # what is older, and all together, is nobody of the group
        figures |= {(code, "100+ år"): 7 for code in WHO}
        figures |= {(code, "totalt ålder"): 10**7 for code in WHO}
    file = written(tmp_path, form, figures, "Folkmängd efter region, ålder och år")

    found = scb.read(file, Wanted(group=group))

    assert {region.partition(" ")[0]: n for (region, _), n in found.items()} == dict.fromkeys(
        WHO, total
    )
    with pytest.raises(scb.NotPopulationError, match="saknar"):
        scb.read(file, Wanted(group=Ages(first, first + size + 1)))
    with pytest.raises(scb.NotPopulationError):
        scb.read(file)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_what_is_older_ends_with_the_row_that_says_so(tmp_path, form):
    figures = of_ages(0, 99, 0) | {(code, "100+ år"): 5 for code in WHO}
    file = written(tmp_path, form, figures, "Folkmängd efter region, ålder och år")

    found = scb.read(file, Wanted(group=Ages(98, None)))
    assert set(found.values()) == {98 + 99 + 5}

    figures = of_ages(0, 99, 0)
    with pytest.raises(scb.NotPopulationError, match="saknar 98 år och äldre"):
        scb.read(written(tmp_path, form, figures, "Folkmängd"), Wanted(group=Ages(98, None)))


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_row_of_the_group_is_taken_beside_those_of_others(tmp_path, form):
    figures = {
        (code, age): n
        for code in WHO
        for age, n in {"0-15 år": 1, "16-64 år": 2, "65+ år": 4, "totalt": 7}.items()
    }
    file = written(tmp_path, form, figures, "Folkmängd efter region, ålder och år")

    assert set(scb.read(file, Wanted(group=GROUP)).values()) == {2}
    assert set(scb.read(file, Wanted(group=Ages(65, None))).values()) == {4}


@pytest.mark.parametrize(
    ("title", "wanted", "why"),
    [
        ("Folkmängd 16-64 år", Wanted(group=Ages(20, 64)), "16-64 år"),
        ("Folkmängd 16-64 år, kvinnor", Wanted(group=GROUP), "kvinnor"),
        ("Medelfolkmängd 16-64 år", Wanted(group=GROUP), "medel"),
        ("Folkmängd 16-64 år och 65+ år", Wanted(group=GROUP), "65"),
        ("Folkmängd", Wanted(group=GROUP), "säger inte att den gäller 16–64 år"),
        ("Folkmängd den 31 december", Wanted(Day(11, 1)), "annan dag än 1 november"),
        ("Folkmängd den 1 november", Wanted(), "annan dag än 31 december"),
        ("Folkmängd den 1 oktober", Wanted(Day(11, 1)), "1 oktober"),
        ("Folkmängd 16-64 år den 30 juni", Wanted(Day(6, 29), GROUP), "30 juni"),
    ],
)
def test_a_table_of_something_else_is_refused_with_its_words(tmp_path, title, wanted, why):
    file = tmp_path / "tabell.csv"
    file.write_text(f"{title}\n\nregion;2024\n2582 Boden;16000\n", encoding="utf-8")

    with pytest.raises(scb.NotPopulationError, match=why):
        scb.read(file, wanted)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Folkmängd 16-64 år", Wanted(group=GROUP)),
        ("Folkmängd i åldern 16–64 år den 1 november 2024", Wanted(Day(11, 1), GROUP)),
        ("Folkmängd 65 år och äldre", Wanted(group=Ages(65, None))),
        ("Folkmängd den 1 november efter region och år", Wanted(Day(11, 1))),
        ("Folkmängd den 30 juni", Wanted(Day(6, 30))),
        ("Folkmängd den sista juni", Wanted(Day(6, 30))),
        ("Folkmängd den första november", Wanted(Day(11, 1))),
    ],
)
def test_a_table_of_what_is_wanted_is_read(tmp_path, title, wanted):
    file = tmp_path / "tabell.csv"
    file.write_text(f"{title}\n\nregion;2024\n2582 Boden;16000\n", encoding="utf-8")

    assert set(scb.read(file, wanted).values()) == {16_000}


@pytest.fixture
def table(shop):
    """Write a table beside the sound folder."""

    def write(title="Folkmängd 16-64 år efter region och år", year=2024, **people):
        given = {"2582 Boden": 16_000, "2580 Luleå": 49_500, "2518 Övertorneå": 1_990} | people
        rows = "".join(f"{who};{n}\n" for who, n in given.items())
        (shop / "tabell.csv").write_text(f"{title}\n\nregion;{year}\n{rows}", encoding="utf-8")
        return "tabell.csv"

    return write


def test_a_series_is_shown_then_made_then_extended_then_replaced(run, shop, table):
    asked = ("population", table(), "--matt", "folkmangd-16-64")
    path = shop / "data" / "matt" / "folkmangd-16-64.toml"

    shown = run(*asked, cwd=shop)
    assert (shown.returncode, path.exists()) == (0, False)
    assert '+namn = "Folkmängd 16–64 år"' in shown.stdout

    assert run(*asked, "--skriv", cwd=shop).returncode == 0
    first = path.read_text(encoding="utf-8")
    serie = load(shop / "data")[0].matt["folkmangd-16-64"]
    assert (serie.enhet, serie.ages) == ("invånare", GROUP)
    assert serie.matning[0].when == dt.date(2024, 12, 31)
    assert serie.matning[0].varde["lulea"] == serie.at(dt.date(2024, 12, 31)).varde["lulea"]

    table("Folkmängd 16-64 år", 2023)
    assert run(*asked, "--skriv", cwd=shop).returncode == 0
    assert path.read_text(encoding="utf-8").startswith(first)

    table("Folkmängd 16-64 år", 2024, **{"2582 Boden": 18_000})
    refused = run(*asked, "--skriv", cwd=shop)
    assert "EK002" in refused.stderr
    again = run(*asked, "--skriv", "--ersatt", cwd=shop)
    assert "observera: Boden gick från 16" in again.stderr
    now = load(shop / "data")[0].matt["folkmangd-16-64"]
    assert now.at(dt.date(2024, 12, 31)).varde["boden"] == Decimal(18_000)
    assert now.at(dt.date(2023, 12, 31)).varde["boden"] == Decimal(16_000)

    same = run(*asked, "--skriv", "--ersatt", cwd=shop)
    assert "inget ändras" in same.stderr


def test_the_series_can_be_shared_by_at_once(run, shop, table):
    day = ("--datum", "2024-11-01", "--skriv")
    title = "Folkmängd den 1 november efter region och år"
    assert run("population", table(title), "--matt", "alla", *day, cwd=shop).returncode == 0
    trafik = shop / "data" / "tjanster" / "trafik.toml"
    text = trafik.read_text(encoding="utf-8")
    new = '{ matt = "alla", datum = 2024-11-01, pris = 1 }'
    trafik.write_text(text.replace('{ matt = "trafik", pris = 0.5 }', new), encoding="utf-8")

    ran = run("explain", "2024", "trafik", "boden", cwd=shop)

    assert ran.returncode == 0, ran.stderr
    assert "Folkmängd 1 november 2024-11-01 (invånare): 16 000 × 1 kr" in ran.stdout.replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("own", ['"2582"', "boden"])
def test_a_date_is_replaced_where_it_stands_whatever_the_rows_are_called(run, shop, table, own):
    path = shop / "data" / "matt" / "alder.toml"
    head = 'namn = "Ålder"\r\nenhet = "invånare"\r\naldrar = "16-64"\r\n\r\n# Läst i maj.\r\n'
    rows = f"[matning.varde]\r\nlulea = 2  # två\r\n{own} = 1\r\novertornea = 3\r\n"
    told = '[[matning]]\r\ndatum = 2024-12-31\r\nsumma = 6\r\nkalla = "SCB"\r\n'
    path.write_bytes((head + told + rows).encode())

    asked = ("population", table(), "--matt", "alder", "--skriv", "--ersatt")
    ran = run(*asked, cwd=shop)

    assert ran.returncode == 0, ran.stderr
    after = path.read_bytes().decode()
    assert after.startswith(head)
    assert f"lulea = 49_500  # två\r\n{own} = 16_000\r\novertornea = 1_990\r\n" in after
    assert "summa = 67_490\r\n" in after


def test_who_is_missing_at_the_date_is_put_there_and_who_scb_does_not_count_stays(run, shop, table):
    path = shop / "data" / "matt" / "alder.toml"
    text = (
        'namn = "Ålder"\nenhet = "invånare"\naldrar = "16-64"\n[[matning]]\ndatum = 2024-12-31\n'
        'summa = 8\nkalla = "SCB"\n[matning.varde]\nboden = 1\nsunnmore = 7  # räknat här\n'
    )
    with (shop / "data" / "kommuner.toml").open("a", encoding="utf-8") as file:
        file.write('[[kommun]]\nid = "sunnmore"\nnamn = "Sunnmøre"\nslag = "annan"\n')
    path.write_text(text, encoding="utf-8")

    ran = run("population", table(), "--matt", "alder", "--skriv", "--ersatt", cwd=shop)

    assert ran.returncode == 0, ran.stderr
    assert path.read_text(encoding="utf-8") == text.replace(
        "boden = 1\n", "boden = 16_000\n"
    ).replace("summa = 8", "summa = 67_497").replace(
        '"SCB"\n', f'"{KALLA}"\nharledning = "Summan är talen sammanräknade."\n'
    ) + ("lulea = 49_500\novertornea = 1_990\n")


def test_measures_in_a_row_are_told_and_the_remedy_helps(run, shop, table):
    path = shop / "data" / "matt" / "alder.toml"
    head = 'namn = "Ålder"\nenhet = "invånare"\naldrar = "16-64"\n'
    row = '{ datum = 2023-12-31, summa = 1, kalla = "SCB", varde = { boden = 1 } }'
    path.write_text(f"{head}matning = [{row}]\n", encoding="utf-8")
    asked = ("population", table(), "--matt", "alder", "--skriv")

    refused = run(*asked, cwd=shop)
    assert "skriv mätningarna i filen som tabeller" in refused.stderr

    rows = '[[matning]]\ndatum = 2023-12-31\nsumma = 1\nkalla = "SCB"\nvarde = { boden = 1 }\n'
    path.write_text(head + rows, encoding="utf-8")
    assert run(*asked, cwd=shop).returncode == 0
