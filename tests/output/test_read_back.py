"""The same budget read back from every output is the same, cell by cell."""

import csv
import io
import json
import re
from fractions import Fraction

import openpyxl
import pytest

from enamnd_cost.analysis.budget_table import report
from enamnd_cost.analysis.selection import select
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load
from enamnd_cost.output import allocation, markdown, terminal, xlsx
from enamnd_cost.output import csv as csv_output
from enamnd_cost.output import json as json_output
from enamnd_cost.output.csv import harmless

YEARS = [2022, 2023, 2024]
# Everything that a year has, examples too, so that gaps (no part at all) are among the cells.
EVERYTHING = {
    2022: ("grundfinansiering", "datacenter", "soc-forvaltning", "e-arkiv"),
    2023: ("e-arkiv", "datacenter", "projekt", "e-arkiv-tillagg", "transaktioner"),
    2024: ("e-arkiv", "soc-grund"),
}


@pytest.fixture(params=[(y, c) for y in YEARS for c in ("default", "chosen")], ids=str)
def shown(request, computed):
    """A year's result, as shown by default or a choice of it."""
    year, choice = request.param
    result = computed.year(year)
    services = EVERYTHING[year] if choice == "chosen" else ()
    municipalities = ("boden", "Övertorneå", "2580") if choice == "chosen" else ()
    selection, problems = select(result, services, municipalities)
    assert problems == []
    return result, selection


def expected(shown):
    """The engine's own amounts of what is shown: (service, municipality) to kronor."""
    _, selection = shown
    return {
        (service.id, code): service.allocation.rows[code].amount
        for service in selection.services
        for code in selection.municipalities
        if code in service.allocation.rows
    }


def json_of(result, selection):
    content = allocation.content(result, selection)
    return json_output.stamped("allocation", result.data, content)


def number(text):
    """Read a Swedish number back."""
    return int(text.replace("\xa0", "").replace("−", "-").strip("*"))


def test_json_holds_every_amount_exact_share_and_sum(shown):
    result, selection = shown

    content = json.loads(json_of(result, selection))

    assert next(iter(content)) == "schema"
    assert content["schema"] == "enamnd-cost/allocation/1"
    assert {
        (s["id"], row["kommun"]): row["belopp"]
        for s in content["tjanster"]
        for row in s["fordelning"]
    } == expected(shown)
    for service in content["tjanster"]:
        rows = next(s for s in selection.services if s.id == service["id"]).allocation.rows
        for row in service["fordelning"]:
            assert Fraction(row["exakt"]) == rows[row["kommun"]].exact
        assert service["belopp"] == sum(row.amount for row in rows.values())
    assert content["summa_per_kommun"] == {
        code: result.per_municipality[code] for code in selection.municipalities
    }
    assert (content["summa"], content["resultat"]) == (result.budget.summa, 0)
    assert content["data"] == result.data.digest


def test_json_is_shaped_as_the_design_says(computed):
    result = computed.year(2023)
    content = json.loads(json_of(result, select(result)[0]))

    grund = next(s for s in content["tjanster"] if s["id"] == "soc-grund")

    assert content["ar"] == 2023
    assert content["kommuner"][0] == {"kod": "2506", "id": "arjeplog", "namn": "Arjeplog"}
    assert (grund["namn"], grund["i_budget"]) == ("SOC system, grund", True)
    assert (grund["underlag"], grund["belopp"]) == (508_300, 509_200)
    assert grund["fordelning"][0] == {
        "kommun": "2506",
        "belopp": 21_000,
        "exakt": "18277578475/873649",
        "exakt_decimal": 20920.963081,
    }
    assert content["summa_per_kommun"]["2506"] == 340_700
    assert content["summa"] == 7_618_100


def rows_of(raw):
    assert raw.startswith(b"\xef\xbb\xbf"), "a BOM, or Swedish Excel shows Ã¥ for å"
    assert raw.count(b"\n") == raw.count(b"\r\n") > 1
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_long_csv_holds_a_row_per_service_and_municipality(shown):
    rows = rows_of(csv_output.render_long(*shown))

    assert {(r["tjanst"], r["kommunkod"]): int(r["belopp"]) for r in rows} == expected(shown)
    assert len(rows) == len(expected(shown))
    assert {r["data"] for r in rows} == {shown[0].data.digest[:12]}


def test_wide_csv_holds_the_table_with_its_sums(shown):
    result, selection = shown
    rows = rows_of(csv_output.render_wide(report(result, selection)))
    names = {s.tjanst.namn: s.id for s in selection.services}

    cells = {
        (names[re.sub(r" \((Utanför|Exempel).*\)$", "", heading)], row["kommunkod"]): int(value)
        for row in rows
        for heading, value in row.items()
        if row["kommunkod"] and value and re.sub(r" \((Utanf|Ex).*\)$", "", heading) in names
    }

    assert cells == expected(shown)
    last = rows[-1]
    for service in selection.services:
        heading = next(h for h in last if h.startswith(service.tjanst.namn))
        assert int(last[heading]) == service.allocation.total


def test_markdown_holds_every_cell(shown):
    result, selection = shown
    by_short = {markdown.escape(s.tjanst.namn): s.id for s in selection.services}
    codes = {result.data.kommuner.names[c]: c for c in selection.municipalities}

    cells = {}
    heading = []
    for line in markdown.render(report(result, selection)).decode().splitlines():
        parts = [part.strip() for part in line.strip("|").split(" | ")]
        if line.startswith("| Kommun"):
            heading = parts
        elif line.startswith("|") and parts[0] in codes:
            for name, value in zip(heading[1:], parts[1:], strict=True):
                if name in by_short and value:
                    cells[by_short[name], codes[parts[0]]] = number(value)

    assert cells == expected(shown)


def sheets_of(shown):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render_budget(report(*shown), *shown)))


def test_xlsx_holds_every_cell_as_a_number(shown):
    _, selection = shown
    names = {s.tjanst.namn: s.id for s in selection.services}

    cells = {}
    for sheet in sheets_of(shown):
        heading = [cell.value for cell in sheet[4]]
        if heading[0] != "Kommunkod":
            continue
        for row in sheet.iter_rows(min_row=5):
            for name, cell in zip(heading, row, strict=True):
                if name in names and row[0].value and cell.value is not None:
                    assert cell.data_type == "n"
                    assert cell.number_format == "#,##0"
                    cells[names[name], row[0].value] = cell.value

    assert cells == expected(shown)


def test_xlsx_is_laid_out_for_reading_and_printing(shown):
    book = sheets_of(shown)

    assert {"Sammanfattning", "Indata", "Källor"} < set(book.sheetnames)
    for sheet in book:
        assert sheet["A1"].value.startswith("Norrbottens e-nämnd") or sheet["A1"].value
        assert sheet["A2"].value.startswith("Beslut: ")
        assert shown[0].data.digest[:12] in sheet["A2"].value
        assert sheet.freeze_panes in ("B5", "C5")
        assert all(cell.font.bold and cell.fill.fill_type == "solid" for cell in sheet[4])
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.print_area


def test_xlsx_summary_is_the_decided_budget(shown):
    result, _ = shown
    sheet = sheets_of(shown)["Sammanfattning"]

    last = [cell.value for cell in sheet[sheet.max_row]]

    assert last == ["Summa", result.budget.summa, result.budget.summa, 0]


def test_xlsx_lists_every_input_with_its_file_and_every_source(shown):
    _, selection = shown
    book = sheets_of(shown)

    inputs = [[cell.value for cell in row] for row in book["Indata"].iter_rows(min_row=5)]
    sources = {row[1].value for row in book["Källor"].iter_rows(min_row=5)}

    assert len(inputs) == sum(
        len(given) for service in selection.services for _, given in service.all_inputs
    )
    for service in selection.services:
        assert service.period.kalla in sources
        for given in service.inputs:
            assert any(row[1:4] == [given.what, given.value, given.file] for row in inputs)


def test_xlsx_is_the_same_bytes_each_time(shown):
    assert xlsx.render_budget(report(*shown), *shown) == xlsx.render_budget(report(*shown), *shown)


def test_the_terminal_shows_every_cell(shown):
    result, selection = shown
    text = terminal.render(report(result, selection), None, styled=False)

    for code in selection.municipalities:
        name = result.data.kommuner.names[code]
        lines = [line for line in text.splitlines() if line.startswith(name)]
        seen = [number(n) for line in lines for n in line[len(name) :].split(" ") if n]
        ours = [kr for (_, who), kr in expected(shown).items() if who == code]
        for amount in ours:
            assert amount in seen


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)"])
def test_a_text_that_could_be_a_formula_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


def test_numbers_stay_numbers_in_csv_even_when_negative():
    assert harmless(-1_500) == -1_500


def test_a_formula_in_a_name_is_text_in_every_output(copied):
    path = copied / "tjanster" / "e-arkiv.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('namn = "E-arkiv"', 'namn = "=1+1"', 1), encoding="utf-8")
    data, problems = load(copied)
    assert problems == []
    result = compute(data, [2024]).year(2024)
    shown = (result, select(result)[0])

    book = sheets_of(shown)
    heading = next(cell for cell in book["Budget 2024"][4] if cell.value == "=1+1")

    assert heading.data_type == "s"
    assert {r["namn"] for r in rows_of(csv_output.render_long(*shown))} >= {"'=1+1"}
    assert "'=1+1" in rows_of(csv_output.render_wide(report(*shown)))[0]
