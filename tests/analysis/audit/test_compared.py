"""What is held to the model, what is not, and that the answer says which."""

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.analysis.audit.findings import NOTE, WARNING
from enamnd_cost.analysis.audit.run import audit, report
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.documents import texts
from enamnd_cost.files.documents.grid import Document
from enamnd_cost.files.documents.read import read

HERE = Path(__file__).parent
SERVICES = ["e-tjansteplattform", "raddningstjansten", "e-arkiv"]


@pytest.fixture(scope="module")
def table(data, computed):
    """The year's amounts of some services, by municipality, as rows of cells."""

    def rows_of(year, services=SERVICES):
        result = computed.year(year)
        made = [["Kommun", *(data.tjanster[name].namn for name in services)]]
        for code, name in data.kommuner.names.items():
            made.append([name, *(result.by_id[s].allocation.amounts[code] for s in services)])
        return made

    return rows_of


def grid(rows):
    return "".join(";".join(map(str, row)) + "\n" for row in rows)


def real(found):
    return [f for f in found.findings if f.level != NOTE]


# Dates and parts of a year


@pytest.mark.parametrize("date", ["26 maj 2021", "den 3 december 2021", "Juni 2021", "2021-05-26"])
@pytest.mark.parametrize("asked", [None, 2022])
def test_a_date_over_a_table_does_not_keep_it_from_the_model(look, table, date, asked):
    rows = table(2022)
    rows[3][3] += 2_000
    rows[7][3] -= 2_000
    text = f"Budget 2022\n\n{date}\n\nGemensamma tjänster 2022\n\n{grid(rows)}\n* Prognos\n"

    found = look(text, Hints(asked))

    assert [(f.code, f.place.row) for f in real(found)] == [("EK514", 10), ("EK514", 14)]
    assert (found.coverage.compared, found.coverage.untested) == (42, 0)


@pytest.mark.parametrize(
    "head",
    ["Utfall jan–maj 2022", "Kostnader t.o.m. maj 2022", "Tertial 1 2022", "Per 31 maj 2022"],
)
def test_a_part_of_a_year_is_not_compared_and_that_is_said(look, table, head):
    found = look(f"{head}\n{grid(table(2022))}")

    assert found.coverage.compared == 0
    assert any("del av år" in note or "utfall" in note for note in found.coverage.notes())


@pytest.mark.parametrize("month", ["Januari", "Maj 2022"])
def test_a_column_of_a_month_is_a_part_of_the_year(look, month):
    found = look(f"E-arkiv 2022\nKommun;{month}\nBoden;3 000\nKalix;1 750\nLuleå;8 083\n")

    assert (found.coverage.compared, real(found)) == (0, [])


def test_the_year_that_is_asked_for_is_the_year(look, table):
    text = f"Underlag till 2019 års möte\nFördelning 2019\n{grid(table(2023))}"

    assert look(text).coverage.compared == 0
    assert look(text, Hints(2023)).coverage.years == (2023,)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("E-arkiv", "året framgår inte"),
        ("E-arkiv 2019", "datamappen har inget för 2019"),
        ("Annat 2023", "tjänsten är inte känd"),
        ("E-arkiv 2023, prognos", 'de är inte årets belopp ("prognos")'),
    ],
)
def test_what_is_not_compared_is_told_with_its_reason(look, head, reason):
    found = look(f"{head}\nKommun;Belopp\nBoden;1 130\nKalix;2 570\nLuleå;3 790\n")

    assert found.coverage.reasons == ((reason, 3),)
    assert any(reason in note for note in found.coverage.notes())


def test_a_row_that_stands_twice_is_not_compared_and_that_is_said(look):
    rows = "Boden;36 000\nKalix;21 000\nLuleå;97 000\nBoden;36 000\n"

    assert ("raden står två gånger", 2) in look(f"E-arkiv 2023\nKommun;Kr\n{rows}").coverage.reasons


def test_nothing_is_right_where_nothing_was_tested(look, data, run, tmp_path):
    text = "Kommun;Kr\nBoden;1 000\nKalix;2 000\nLuleå;3 000\n"
    (tmp_path / "dok.csv").write_text(text, encoding="utf-8")

    said = report(look(text), data).lead
    ran = run("audit", "dok.csv", "--format", "json")

    assert "Inga fynd" not in " ".join(said)
    assert said[-1].startswith("Ingenting gick att pröva")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["samband"], told["oprovade_belopp"]) == (0, 0, 3)
    assert told["ej_jamfort"] == [{"orsak": "året framgår inte", "belopp": 3}]


def test_a_sound_document_says_what_was_tested(look, data, table):
    said = " ".join(report(look(f"Budget 2023\n{grid(table(2023))}"), data).lead)

    assert "Prövat: 42 belopp mot modell och budget för 2023." in said
    assert "Inga fynd i det som är prövat." in said


# The cost to share, and proposals


@pytest.mark.parametrize("word", ["Underlag", "Underlag (kr)", "Kostnadsunderlag"])
def test_the_cost_to_share_is_not_held_to_the_amount(look, word):
    column = f"SOC system, grund 2023\nTjänst;{word};Belopp\nSOC system, grund;508 300;509 200\n"
    row = f"E-arkiv 2023\nKommun;Kr\n{word};313 000\n"
    amounts = {"Boden": 36_000, "Kalix": 21_000, "Luleå": 97_000, "Piteå": 53_000}
    row += "".join(f"{name};{kr}\n" for name, kr in amounts.items())

    assert (look(column).findings, look(column).coverage.compared) == ((), 1)
    assert (look(row).findings, look(row).coverage.compared) == ((), 4)


def test_a_proposal_is_never_called_decided(data):
    budget = data.budgetar[2023].model_copy(update={"status": "forslag", "beslut": None})
    changed = replace(data, budgetar={**data.budgetar, 2023: budget})
    years = {2023: compute(changed, [2023]).year(2023)}
    text = "Budget 2023\nTjänst;Kr\nGrundfinansiering;1 127 100\nE-arkiv;322 000\n"

    found = audit(Document("dok.csv", texts.sheets(text)), changed, years, Hints())

    (finding,) = found.findings
    said = " ".join([finding.text, finding.what, *found.coverage.notes(), *found.coverage.lead()])
    assert finding.code == "EK515"
    assert "budgetförslaget är" in finding.text
    assert "beslutad" not in said


# Rows that have changed places


@pytest.mark.parametrize("first", [0, 5])
@pytest.mark.parametrize("order", [o for o in permutations(range(3)) if o != (0, 1, 2)], ids=str)
def test_rows_that_have_changed_places_are_one_finding(look, table, first, order):
    rows = table(2023)
    own = [rows[1 + first + n][1:] for n in range(3)]
    for n, other in enumerate(order):
        rows[1 + first + n][1:] = own[other]

    (finding,) = real(look(f"Budget 2023\n{grid(rows)}"))

    moved = [rows[1 + first + n][0] for n in range(3) if order[n] != n]
    assert finding.code == "EK517"
    assert all(name in finding.text for name in moved)


def test_columns_that_have_changed_places_are_one_finding(look, table):
    rows = [list(row) for row in zip(*table(2023), strict=True)]
    for row in rows[1:]:
        row[13], row[14] = row[14], row[13]

    (finding,) = real(look(f"Budget 2023\n{grid(rows)}"))

    assert "Överkalix" in finding.text
    assert "Övertorneå" in finding.text


def test_a_workbook_whose_rows_have_changed_places_is_told_once(data, computed):
    found = in_book(HERE / "omkastade-rader.xlsx", data, computed)

    (finding,) = found.findings
    assert "Överkalix (Blad1!B15) och Övertorneå (Blad1!B16)" in finding.text


# Decimals that are not shown


def in_book(path, data, computed):
    document, problems = read(path)
    assert problems == []
    return audit(document, data, {year: computed.year(year) for year in data.years}, Hints())


def test_hidden_decimals_are_one_cause(data, computed):
    (finding,) = in_book(HERE / "dolda-decimaler.xlsx", data, computed).findings

    assert (finding.code, finding.level) == ("EK524", WARNING)
    assert "modellens i 15 av 15 celler" in finding.text


@pytest.mark.parametrize(
    ("shows", "codes"),
    [("#,##0", {"EK524"}), ('#,##0" kr"', {"EK524"}), ("0.0", set()), ("General", set())],
)
def test_only_what_a_format_hides_is_hidden(tmp_path, data, computed, shows, codes):
    book = openpyxl.Workbook()
    for row in (["Post", "Kr"], ["Licens", 1200.4], ["Drift", 3400.4], ["Summa", 4600.8]):
        book.active.append(row)
    for n in range(2, 5):
        book.active.cell(n, 2).number_format = shows
    book.save(tmp_path / "dok.xlsx")

    found = in_book(tmp_path / "dok.xlsx", data, computed)

    assert {f.code for f in found.findings} == codes
    assert all(f.level == NOTE for f in found.findings)


def test_per_cents_of_a_workbook_are_shares(tmp_path, data, computed):
    book = openpyxl.Workbook()
    amounts = [1_200, 3_400, 900, 4_500]
    for row in (["Post", "Kr", "Andel"], *([f"Post {n}", kr] for n, kr in enumerate(amounts))):
        book.active.append(row)
    for n, kr in enumerate(amounts, 2):
        book.active.cell(n, 3, kr / 10_000 if n != 4 else 0.19).number_format = "0.0%"
    book.save(tmp_path / "dok.xlsx")

    (finding,) = in_book(tmp_path / "dok.xlsx", data, computed).findings

    assert (finding.code, finding.place.cell, finding.computed) == ("EK525", "C4", 9)
