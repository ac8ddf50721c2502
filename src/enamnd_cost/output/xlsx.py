"""The workbook: one table per sheet, real numbers, ready to print, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.chart import LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from enamnd_cost.analysis.report import TOTAL, Report, Table, plain_number
from enamnd_cost.analysis.report import Cell as Value
from enamnd_cost.analysis.selection import Selection
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.called import worded
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import spell_path
from enamnd_cost.output.words import PROGRAM, provenance
from enamnd_cost.signs import visible

THOUSANDS = "#,##0"  # Excel shows it with the spaces or commas of the reader's own country
HEADER = PatternFill("solid", fgColor="FFDCE6F1")
TITLE = Font(name="Calibri", bold=True, size=14)
BOLD = Font(name="Calibri", bold=True)
TOP = Border(top=Side("thin"))
HEADER_ROW = 4
LINE = 15  # a line's height in points
WIDEST = 60  # a column's width in characters, beyond which text is wrapped

Rows = Sequence[Sequence[Value]]


def render(report: Report, year: int) -> bytes:
    """Write a sheet for each table, and one with what must be read with them.

    The first of January of ``year`` stands for when the file was made, so that the same report is
    the same file.
    """
    stamp = provenance(report.data)
    book = _book(report)
    for table in report.tables:
        sheet = _table_sheet(book, table, table.title, stamp, _code(report.data))
        if table.curve:
            _chart(sheet, table)
    said = [*(["", line] for line in report.lead), *_about(report)]
    _sheet(book, "Om", report.title, stamp, ["Gäller", "Uppgift"], said)
    return _same_bytes(book, dt.date(year, 1, 1))


def render_budget(report: Report, result: YearResult, selection: Selection) -> bytes:
    """Write sheets for each table of a year's budget, the summary, the inputs and the sources."""
    under = f"{report.lead[0]}. {provenance(result.data)}"
    book = _book(report)
    for table in report.tables:
        title = f"{result.data.kommuner.namnd}: {table.title[0].lower()}{table.title[1:]}"
        _table_sheet(book, table, title, under, _code(result.data))
    year = f"till budget {result.year}"
    _summary(book, report.title, under, result)
    header = ["Tjänst", "Uppgift", "Värde", "Fil", "Plats i filen"]
    _sheet(book, "Indata", f"Indata {year}", under, header, _inputs(result, selection))
    header = ["Gäller", "Källa", "Härledning (uppgiften är inte publicerad)"]
    sources = [*_sources(result, selection), *_about(report)]
    _sheet(book, "Källor", f"Källor {year}", under, header, sources)
    decided = result.budget.beslut and result.budget.beslut.datum
    return _same_bytes(book, decided or dt.date(result.year, 1, 1))


def _book(report: Report) -> Workbook:
    """Make an empty workbook that says what it is and what made it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = PROGRAM
    book.properties.title = report.title
    book.properties.description = provenance(report.data)
    return book


def _chart(sheet: Worksheet, table: Table) -> None:
    """Draw a line for each row, below the table and outside what is printed with it."""
    first = 3 if table.coded else 2
    chart = LineChart()
    chart.title = table.title
    chart.height, chart.width = 12, 24  # centimetres
    last = first + table.curve - 1
    for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + len(table.lines)):
        values = Reference(sheet, min_col=first - 1, max_col=last, min_row=row)
        chart.add_data(values, from_rows=True, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=first, max_col=last, min_row=HEADER_ROW))
    sheet.add_chart(chart, f"A{HEADER_ROW + len(table.lines) + len(table.sums) + 3}")


def _sheet_name(book: Workbook, title: str) -> str:
    """Name a sheet by its table's title, within what Excel allows, and no two alike."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title.split(" (", maxsplit=1)[0])
    base = textwrap.shorten(plain, 28, placeholder="").strip(" ',:") or plain[:28]
    taken = {name.casefold() for name in book.sheetnames}
    names = (base, *(f"{base} {n}" for n in range(2, 100)))
    return next(name for name in names if name.casefold() not in taken)


def _code(data: Data) -> str:
    """Head the column of codes: SCB's, where all have one."""
    return "Kod" if data.kommuner.beyond_scb else "Kommunkod"


def _table_sheet(book: Workbook, table: Table, title: str, under: str, coded: str) -> Worksheet:
    """Lay out a table on a sheet of its own, the codes under a heading of theirs."""
    code = [coded] if table.coded else []
    header = [*code, table.corner, *(column.name for column in table.columns)]
    body, sums = (
        [[*([line.code] if table.coded else []), line.label, *line.cells] for line in lines]
        for lines in (table.lines, table.sums)
    )
    name = _sheet_name(book, table.title)
    return _sheet(book, name, title, under, header, body, sums, frozen=1 + len(code))


def _summary(book: Workbook, title: str, under: str, result: YearResult) -> None:
    """Set income against cost, service by service."""
    header = ["Tjänst", "Intäkt (kr)", "Kostnad (kr)", "Resultat (kr)"]
    body: list[list[Value]] = []
    for service in result.in_budget:
        income, cost = service.allocation.total, result.costs.get(service.id)
        outcome = None if cost is None else income - cost
        body.append([service.tjanst.namn, income, cost, outcome])
    whole = result.result
    sums: Rows = [[TOTAL, whole.income, whole.cost, whole.result]]
    _sheet(book, "Sammanfattning", title, under, header, body, sums)


def _inputs(result: YearResult, selection: Selection) -> Rows:
    """List everything that the amounts were made of."""
    names = result.data.tjanster
    return [
        [
            f"{names[node.service].namn} {node.year}",
            given.what,
            given.value,
            given.file,
            spell_path(given.path),
        ]
        for service in selection.services
        for node, inputs in service.all_inputs
        for given in inputs
    ]


def _sources(result: YearResult, selection: Selection) -> Rows:
    """List where everything comes from."""
    budget = result.budget
    rows: list[list[Value]] = [[f"Budget {result.year}", budget.kalla, None]]
    for name, post in budget.tjanst.items():
        if post.kalla or post.harledning:
            title = result.data.tjanster[name].namn
            rows.append([f"Budgetrad: {title}", post.kalla, post.harledning])
    for service in selection.services:
        period = service.period
        rows.append([service.tjanst.namn, period.kalla, period.harledning])
        for given in (given for _, inputs in service.all_inputs for given in inputs):
            row: list[Value] = [given.what, given.source, given.derived]
            if given.source != period.kalla and row not in rows:
                rows.append(row)
    return rows


def _about(report: Report) -> Rows:
    """Say what must be known of a report, and what it was made of."""
    notes = [["Anmärkning", note.text] for note in report.notes]
    return [*notes, ["Program", PROGRAM], ["Data (sha256)", report.data.digest]]


def _sheet(
    book: Workbook,
    name: str,
    title: str,
    under: str,
    header: Sequence[str],
    body: Rows,
    sums: Rows = (),
    *,
    frozen: int = 1,
) -> Worksheet:
    """Lay out one sheet: title, a line under it, then a header row and one table.

    The first ``frozen`` columns stay in view.
    """
    sheet: Worksheet = book.create_sheet(name)
    _put(sheet, 1, 1, title).font = TITLE
    _put(sheet, 2, 1, under)
    for column, heading in enumerate(header, 1):
        top = _put(sheet, HEADER_ROW, column, heading)
        top.font, top.fill = BOLD, HEADER
    for row, values in enumerate((*body, *sums), HEADER_ROW + 1):
        for column, value in enumerate(values, 1):
            cell = _put(sheet, row, column, value)
            if row > HEADER_ROW + len(body):
                cell.font, cell.border = BOLD, TOP
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{HEADER_ROW + 1}"
    _fit(sheet)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a value; a text is a text, also where it begins with an equals sign."""
    cell = cast("Cell", sheet.cell(row, column))
    shown = plain_number(value)
    cell.value = _text(shown) if isinstance(shown, str) else shown
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(shown, int):
        cell.number_format = THOUSANDS
    elif isinstance(shown, Decimal):
        places = -int(shown.as_tuple().exponent)
        cell.number_format = THOUSANDS + (f".{'0' * places}" if places else "")
    return cell


def _text(text: str) -> str:
    r"""Write what a workbook can hold, and nothing that its readers take for a sign's number.

    >>> print(_text("A\ufffe"), _text("_xFFFE_"))
    A\ufffe _x005F_xFFFE_
    """
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", worded(visible(text)))


def _fit(sheet: Worksheet) -> None:
    """Size columns and rows to their content, so that nothing is cut off or shows as ####.

    A heading stands over its numbers to the right, or over its texts to the left.
    """
    lines: dict[int, int] = {}
    for column, (top, *below) in enumerate(sheet.iter_cols(min_row=HEADER_ROW), 1):
        longest = max(
            (_shown_length(cell.value) for cell in below if cell.value is not None), default=0
        )
        width = min(max(longest, *map(len, str(top.value).split()), 8) + 3, WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width
        numbers = all(isinstance(cell.value, int | Decimal | None) for cell in below)
        for cell in (top, *below):
            side = "right" if numbers else "left"
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
            if isinstance(cell.value, str):
                needed = len(textwrap.wrap(cell.value, width - 3))
                lines[cell.row] = max(lines.get(cell.row, 1), needed)
    for row, count in lines.items():
        sheet.row_dimensions[row].height = LINE * count


def _shown_length(value: object) -> int:
    return len(f"{value:,}") if isinstance(value, int | Decimal) else len(str(value))


def _print_setup(sheet: Worksheet, stamp: str) -> None:
    """One landscape page, with the page's name and the data's hash in its foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = sheet.dimensions
    sheet.oddFooter.left.text = "&A"  # type: ignore[union-attr]
    sheet.oddFooter.right.text = stamp  # type: ignore[union-attr]


def _same_bytes(book: Workbook, date: dt.date) -> bytes:
    """Save without the clock: the decision's date stands for when the file was made."""
    for sheet in book.worksheets:
        _print_setup(sheet, str(book.properties.description))
    book.properties.created = dt.datetime.combine(date, dt.time())
    saved = io.BytesIO()
    book.save(saved)
    stamp = f"{date.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01, the zip format's first day
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
