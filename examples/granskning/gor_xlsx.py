"""Make the workbooks of this folder from its csv files: ``python examples/granskning/gor_xlsx.py``.

The same bytes each time with the same openpyxl. The figures are those of the csv files; what
differs is the form: merged titles, tables beside each other or on sheets of their own, numbers.
"""

import csv
import datetime as dt
import io
import re
import sys
import zipfile
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
MADE = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone


def parts(name):
    """Read a csv file's parts: the stretches of rows between empty ones."""
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        found = [[]]
        for row in csv.reader(file, delimiter=";"):
            if any(row):
                found[-1].append([value(cell) for cell in row])
            elif found[-1]:
                found.append([])
    return [part for part in found if part]


def value(cell):
    """Read an amount as a number; everything else as the text that it is."""
    plain = cell.replace(" ", "")
    return int(plain) if plain.isdigit() else cell


def put(sheet, rows, row, column=1):
    """Write rows from a place on."""
    for n, cells in enumerate(rows):
        for m, cell in enumerate(cells):
            if cell != "":
                written = sheet.cell(row + n, column + m, cell)
                written.number_format = "#,##0" if isinstance(cell, int) else "General"


def title(sheet, text, width):
    """Write a title over the whole width, as people do."""
    sheet.cell(1, 1, text)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)


def save(book, path):
    """Save without the clock."""
    book.properties.created = MADE
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            stamp = MADE.isoformat().encode() + b"Z"
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, old.read(name))
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)


def verksamhetsplan(folder):
    """One sheet: the text of 8.2, then the two sides of 8.4 beside each other."""
    (heading,), (text,), (section,), income, cost = parts("verksamhetsplan-2024.csv")
    book = Workbook()
    sheet = book.active
    sheet.title = "Avsnitt 8"
    title(sheet, heading[0], 5)
    put(sheet, [text], 3)
    put(sheet, [section], 5)
    put(sheet, income, 7)
    put(sheet, cost, 7, 4)
    save(book, folder / "verksamhetsplan-2024.xlsx")


def budget_2022(folder):
    """A sheet for the budget and one for each table per municipality."""
    (heading,), income, cost, *tables = parts("budget-2022.csv")
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    title(sheet, heading[0], 5)
    put(sheet, income, 3)
    put(sheet, cost, 3, 4)
    for table in tables:
        sheet = book.create_sheet(table[0][0][:31])
        title(sheet, f"{heading[0]}: {table[0][0]}", len(table[1]))
        put(sheet, table[1:], 3)
    save(book, folder / "budget-2022.xlsx")


def main(folder=HERE):
    """Make them all."""
    verksamhetsplan(folder)
    budget_2022(folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
