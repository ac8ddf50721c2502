"""Tables that have the year of each row in a column: the rows of one year."""

from __future__ import annotations

from enamnd_cost.files.by_member.choosing import headed
from enamnd_cost.files.by_member.table import figure_in, stands
from enamnd_cost.files.documents.cells import Line, figure, heads_years
from enamnd_cost.files.documents.tables import row_of
from enamnd_cost.model.kommuner import Kommuner


def of_year(lines: list[Line], kommuner: Kommuner, year: int) -> tuple[list[Line], list[int]]:
    """Leave the rows of one year, where a column has the year of each; and list the years.

    No year is listed where there is no such column, and all rows are left then. A sum that says
    no year is of all of them. Raises :class:`UnreadableError` where no row names a member.
    """
    _, named, heading = headed(lines, kommuner)
    for n in heading:
        told = [found for line in named if n in line and (found := figure(line[n]))]
        cells = [line[n] for line in named if n in line]
        if told and heads_years(stands(heading, n), cells):
            break
    else:
        return lines, []
    years = sorted({int(each.value) for each in told})

    def kept(line: Line) -> bool:
        its = figure(line[n]) if n in line else None
        if its:
            return its.value == year
        above = row_of(line) < row_of(named[0])
        return above or len(years) == 1 or not any(figure_in(line, m) for m in line)

    return [line for line in lines if kept(line)], years
