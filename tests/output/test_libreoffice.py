"""The files opened by an office suite: may skip on a laptop, must run in CI."""

import csv
import os
import re
import shutil
import subprocess

import openpyxl
import pytest

from enamnd_cost.analysis.budget_table import report
from enamnd_cost.analysis.selection import select
from enamnd_cost.output import csv as csv_output
from enamnd_cost.output import xlsx

pytestmark = pytest.mark.skipif(
    not os.environ.get("CI") and not (shutil.which("soffice") and shutil.which("pdfinfo")),
    reason="LibreOffice and poppler-utils are not installed; CI installs them",
)


@pytest.fixture
def convert(tmp_path):
    """Have LibreOffice open a file and save it as another kind."""

    def run(source, kind, *options):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{tmp_path}/profil",
                "--headless",
                *options,
                "--convert-to",
                kind,
                "--outdir",
                tmp_path / "ut",
                source,
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return next((tmp_path / "ut").iterdir())

    return run


@pytest.fixture
def result(computed):
    return computed.year(2023)


def test_each_sheet_prints_on_one_landscape_page(result, tmp_path, convert):
    book = tmp_path / "budget.xlsx"
    selection, _ = select(result)
    book.write_bytes(xlsx.render_budget(report(result, selection), result, selection))
    sheets = openpyxl.load_workbook(book).sheetnames

    info = subprocess.run(
        ["pdfinfo", "-l", "99", convert(book, "pdf")],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout

    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", info, re.MULTILINE)
    assert len(sizes) == len(sheets) == 5
    assert all(float(width) > float(height) for width, height in sizes)


def test_the_workbook_opens_with_the_same_amounts(result, tmp_path, convert):
    book = tmp_path / "budget.xlsx"
    selection, _ = select(result)
    book.write_bytes(xlsx.render_budget(report(result, selection), result, selection))

    saved = convert(book, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false")
    with saved.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[2:] for row in csv.reader(file, delimiter=";") if len(row) > 2}

    for code, total in result.per_municipality.items():
        assert rows[code][-1] == f"{total:,}", "a number, shown with a thousands separator"
        assert len(rows[code]) == len(result.in_budget) + 1


def test_the_csv_opens_with_amounts_as_numbers(result, tmp_path, convert):
    source = tmp_path / "budget.csv"
    source.write_bytes(csv_output.render_long(result, select(result)[0]))

    saved = convert(source, "xlsx", "--infilter=CSV:59,34,76,1,,1053")
    sheet = openpyxl.load_workbook(saved).active
    header, *rows = sheet.iter_rows(values_only=True)

    amounts = [row[header.index("belopp")] for row in rows]
    assert header[0] == "ar"
    assert all(isinstance(amount, int) for amount in amounts)
    assert sum(amounts) == 7_618_100 + 1_208_400
    assert "Övertorneå" in {row[header.index("kommun")] for row in rows}
