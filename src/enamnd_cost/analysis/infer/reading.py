"""A table of amounts to explain, chosen out of a document, or all that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import ORE, printed_of
from enamnd_cost.engine.rounding import nearest
from enamnd_cost.files.by_member.choosing import sheet_of, table_in
from enamnd_cost.files.by_member.sought import Sought
from enamnd_cost.files.by_member.taking import CHECK_COLUMN, taken
from enamnd_cost.files.by_member.units import stated_scale, step_of
from enamnd_cost.files.documents import read as documents
from enamnd_cost.files.documents import vat, words
from enamnd_cost.files.documents.cells import lines_of
from enamnd_cost.files.documents.grid import UnreadableError
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import Problem

AMOUNTS = Sought(
    figure="belopp",
    # What a heading calls codes, people, shares or moms is no amount, unless it is all there is.
    others=(words.is_code, words.is_count, words.is_share, vat.is_itself),
    below_zero="är alla belopp återbetalningar, skriv dem utan minustecken: de är kostnadens "
    "spegelbild; annars, pröva kostnader och återbetalningar i var sin tabell",
    twice="ta bort den ena raden",
    unknown="rätta namnet, eller lägg till kommunen i kommuner.toml",
)


def read(
    path: Path, kommuner: Kommuner, column: str | None = None, sheet: str | None = None
) -> tuple[Observed | None, list[Problem]]:
    """Read the table, or say everything that is wrong with it.

    ``column`` is the heading or the letter of the column of amounts, ``sheet`` the name of the
    workbook's sheet; neither is needed where there is only one.
    """
    document, problems = documents.read(path)
    if document is None:
        return None, problems
    try:
        chosen = sheet_of(document, sheet)
        table = table_in(document, chosen, lines_of(chosen), kommuner, column, AMOUNTS)
        table = replace(table, scale=stated_scale(table))
    except UnreadableError as error:
        return None, [error.problem(document.file)]
    # More decimals than öre are a computation's, which no reader sees.
    finest = Fraction(1, ORE)
    step = max(step_of(table, (line for line in table.lines if table.code(line))), finest)
    (found, totals), problems = taken(table, step, AMOUNTS)
    if problems:
        return None, problems
    printed = printed_of(step, [*found.values(), *totals])
    rows = {code: nearest(kr * printed.per_krona, printed.step) for code, kr in found.items()}
    if not any(rows.values()):
        text = "tabellen har inget belopp på minst ett halvt öre"
        return None, [Problem("EK026", table.file, text, CHECK_COLUMN)]
    total, total_step = None, 1
    if totals:
        total = nearest(totals[0] * printed.per_krona)
        summed = (line for line in table.lines if table.figure(line) == totals[0])
        own = max(step_of(table, summed), finest)
        total_step = max(int(own * printed.per_krona), 1)
    return Observed.among(kommuner, path.name, rows, total, None, printed, total_step), []
