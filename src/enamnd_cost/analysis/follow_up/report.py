"""The follow-up laid out: income, cost and result, the reports side by side, and the projects."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from enamnd_cost.analysis.follow_up import telling
from enamnd_cost.analysis.follow_up.figures import added
from enamnd_cost.analysis.follow_up.lines import SIDES, months_ended
from enamnd_cost.analysis.follow_up.projects import followed
from enamnd_cost.analysis.follow_up.run import FollowUp
from enamnd_cost.analysis.follow_up.units import Rows, Unit, of_result, of_side
from enamnd_cost.analysis.report import TOTAL, Cell, Column, Report, Table
from enamnd_cost.analysis.report import Line as Row
from enamnd_cost.engine.participation import MONTHS_A_YEAR
from enamnd_cost.model import wording
from enamnd_cost.model.utfall import Rapport

NAMES = {"intakt": "Intäkter", "kostnad": "Kostnader", "resultat": "Resultat"}
TITLES = {**NAMES, "resultat": "Skillnad, intäkter minus kostnader"}
EVERYTHING = "Hela nämnden"  # what a sum is called that a report prints without all its rows


def report(made: FollowUp, unit: Unit) -> Report:
    """Lay out a year's follow-up in a unit."""
    result = made.result
    rows = rows_of(made, unit)
    tables = [_table(made, side, rows[side], unit) for side in NAMES]
    if len(made.reports) > 1:
        tables += [_beside(made, side, unit) for side in NAMES]
    tables += [_projects(made, each, unit) for each in made.reports]
    tables.append(_own_sums(made))
    decided = wording.decision(result.budget.beslut)
    return Report(
        result.data,
        f"{result.data.kommuner.namnd}: uppföljning {result.year}",
        (f"Budget: {decided}", *telling.lead(made), telling.SIGNS),
        tuple(table for table in tables if table.lines),
        notes=tuple(telling.notes(made, rows, unit)),
    )


def rows_of(made: FollowUp, unit: Unit) -> dict[str, Rows]:
    """Give the rows of income, cost and result, by their key."""
    rows: dict[str, Rows] = {side: of_side(made, side, unit) for side in SIDES}
    return {**rows, "resultat": of_result(made, unit)}


def _table(made: FollowUp, side: str, rows: Rows, unit: Unit) -> Table:
    """Lay out one of income, cost and result; comments stand with the result."""
    comments = {line: made.comments(line) for line in made.lines if side == "resultat"}
    said = any(comments.values())
    columns = _columns(made, side, unit)
    if said:
        columns += (Column("kommentar", "Kommentar", "Kommentar"),)
    lines = tuple(
        Row("", line.name, (*cells, *([comments[line]] if said else [])))
        for line, cells in rows.lines.items()
    )
    label = EVERYTHING if rows.printed else TOTAL
    total = Row("", label, (*rows.total, *([None] if said else [])), whole=True)
    title = f"{TITLES[side]} {made.result.year} ({unit.name})"
    return Table(title, columns, lines, (total,), corner="Post", coded=False)


def _columns(made: FollowUp, side: str, unit: Unit) -> tuple[Column, ...]:
    kr = f"({unit.name})"
    months = months_ended(made.until) if made.until else 0
    short, part = f"Budget {months} mån", f"Budget för {months} av {MONTHS_A_YEAR} månader"
    if made.as_invoiced and side != "kostnad":
        short, part = "Budget fakt.", f"Budget som ska vara fakturerad till och med {made.until}"
    if made.as_invoiced and side == "resultat":
        part += f", minus kostnad för {months} av {MONTHS_A_YEAR} månader"
    when = f" till och med {made.until}" if made.until else ""
    per = f" per {made.forecast.prognos_per}" if made.forecast else ""
    return (
        Column("budget", "Budget", f"Budget {kr}"),
        Column("budget_till", short, f"{part} {kr}"),
        Column("utfall", "Utfall", f"Utfall{when} {kr}"),
        Column("prognos", "Prognos", f"Prognos{per} {kr}"),
        Column("avvikelse", "Avvikelse", f"Avvikelse, budget minus prognos {kr}", signed=True),
    )


def _beside(made: FollowUp, side: str, unit: Unit) -> Table:
    """Set the year's reports beside each other, each with the outcome and forecast that it has."""
    columns: list[Column] = []
    cells: list[tuple[Cell, ...]] = []
    for each in made.reports:
        alone = FollowUp(made.result, made.utfall, (each,))
        rows = rows_of(alone, unit)[side]
        wanted = (
            ("utfall", "outcome", each.utfall_till, "till och med"),
            ("prognos", "forecast", each.prognos_per, "per"),
        )
        for key, field, day, when in wanted:
            if day:
                short, name = f"{key.capitalize()} {day}", f"{key.capitalize()} {when} {day}"
                columns.append(Column(f"{key}_{day}", short, f"{name} ({unit.name})"))
                shown = [*rows.lines.values(), rows.total]
                cells.append(tuple(getattr(row, field) for row in shown))
    *lines, total = zip(*cells, strict=True)
    return Table(
        f"{TITLES[side]} {made.result.year}, rapport för rapport ({unit.name})",
        tuple(columns),
        tuple(Row("", line.name, row) for line, row in zip(made.lines, lines, strict=True)),
        (Row("", TOTAL, total, whole=True),),
        corner="Post",
        coded=False,
    )


def _projects(made: FollowUp, of: Rapport, unit: Unit) -> Table:
    """Lay out the projects of a report: what they have earned by the months gone, and cost."""
    tjanster = made.result.data.tjanster
    each = followed(made.result.data, made.result.year, of)
    kr = f"({unit.name})"
    columns = (
        Column("belopp", "Hela projektet", f"Hela projektets belopp {kr}"),
        Column("manader", "Månader", "Månader som gått"),
        Column("upplupet", "Upplupen intäkt", f"Upplupen intäkt {kr}"),
        Column("kostnad", "Kostnad", f"Kostnad {kr}"),
        Column("skillnad", "Avvikelse", f"Avvikelse, intäkt minus kostnad {kr}", signed=True),
    )
    lines = tuple(
        Row("", tjanster[project.id].namn, (
            unit.shown(project.projekt.belopp), f"{project.gone} av {project.projekt.months}",
            *map(unit.shown, (project.accrued, project.cost, project.deviation)),
        ))
        for project in each
    )  # fmt: skip
    total = (
        unit.shown(sum(project.projekt.belopp for project in each)),
        None,
        unit.shown(sum((project.accrued for project in each), Fraction(0))),
        unit.shown(added([project.cost for project in each], 0)),
        unit.shown(added([project.deviation for project in each], Fraction(0))),
    )
    title = f"Projekt till och med {of.utfall_till} ({unit.name})"
    whole = Row("", TOTAL, total, whole=True)
    return Table(title, columns, lines, (whole,), corner="Projekt", coded=False)


def _own_sums(made: FollowUp) -> Table:
    """List the sums that the reports themselves print, in their own units."""
    printed = [(each, summa) for each in made.chosen for summa in each.summa]
    columns = tuple(
        Column(f"summa_{n}", summa.enhet, f"{each.namn} ({summa.enhet})")
        for n, (each, summa) in enumerate(printed, 1)
    )
    rows = {
        f"{what.capitalize()}, {name.lower()}": tuple(
            figures.side(side) if (figures := getattr(summa, what)) else None
            for _, summa in printed
        )
        for what in ("budget", "utfall", "prognos")
        for side, name in NAMES.items()
    }
    lines = tuple(Row("", label, cells) for label, cells in rows.items() if any_of(cells))
    return Table("Summor i rapporten", columns, lines, corner="Summa", coded=False)


def any_of(cells: Iterable[Cell]) -> bool:
    """Tell whether anything is known of a row.

    >>> any_of([None, 0]), any_of([None])
    (True, False)
    """
    return any(cell is not None for cell in cells)
