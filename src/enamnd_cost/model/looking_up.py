"""What the names of a service's file stand for in a year: municipalities, populations, measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from enamnd_cost.engine.plan import Basis, Node, Weights
from enamnd_cost.model.base import exact
from enamnd_cost.model.data import KOMMUNER_FILE, Data, matt_file, tjanst_file
from enamnd_cost.model.inputs import Inputs
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.splits.lookup import ForItem, Named
from enamnd_cost.swedish import listing

T = TypeVar("T")


class LookingUp:
    """Looks up what one service's plan of one year is made of; tells what is missing on the way.

    It is the ``Lookup`` of the splits.
    """

    inputs: Inputs

    def __init__(self, data: Data, node: Node) -> None:
        self.data = data
        self.node = node
        self.everyone = data.kommuner.codes
        self.problems: list[Problem] = []

    def population(self, item: ForItem, dates: Iterable[dt.date], label: str) -> Weights:
        """Look up the population at a date, or the mean of those at several."""
        held = self.data.kommuner.folkmangd
        places = {folkmangd.datum: n for n, folkmangd in enumerate(held)}
        found: list[dict[str, int]] = []
        for date in dates:
            if date in places:
                n = places[date]
                self.inputs.population(n, held[n])
                found.append(self.by_code(held[n].invanare))
            else:
                known = ", ".join(map(str, sorted(places))) or "inga datum"
                text = f"folkmängd för mätdatum {date} finns inte"
                remedy = f"lägg till den i {KOMMUNER_FILE}; där finns {known}"
                self.problem("EK202", text, remedy, (*item.dated, "folkmangd"))
        return Weights(label, mean(found), basis=Basis.POPULATION)

    def measures(self, named: Named, item: ForItem) -> Weights:
        """Look up the year's measures, or those at a date.

        Use by somebody who takes no part must not vanish. What is counted at a date is no use:
        everybody has it, and only those who take part are counted.
        """
        name = named.name
        serie, year = self.data.matt[name], self.node.year
        when = named.when(year)
        label = serie.called(when)
        matning = serie.at(when)
        if matning is None:
            text = f'mätningen "{name}" saknar värden för {when}'
            remedy, at = f"lägg till [[matning]] med ar = {year} i {matt_file(name)}", named.path
            if named.date:
                at = (*named.path[:-1], "datum")
                known = listing(str(each.datum) for each in serie.matning if each.datum)
                remedy = f"lägg till [[matning]] med datum = {when} i {matt_file(name)}; "
                remedy += f"mätdatum där: {known or 'inga'}"
            self.problem("EK206", text, remedy, (*item.split, *at))
            return Weights(label, {})
        self.inputs.measure(name, serie, matning)
        used = {code: exact(value) for code, value in self.by_code(matning.varde).items()}
        if named.date:
            return Weights(label, used, basis=Basis.DATED, of=name)
        taking = item.participation
        if outside := [code for code, amount in used.items() if amount and code not in taking]:
            text = f'{self.names(outside)} har värden i mätningen "{name}" {year} men deltar inte'
            remedy = f"ändra deltagare, eller rätta {matt_file(name)}"
            self.problem("EK207", text, remedy, (*item.at, "deltagare"))
        return Weights(label, used)

    def by_code(self, by_name: Mapping[str, T]) -> dict[str, T]:
        """Go from the names used in a file to municipality codes, in the order of kommuner.toml."""
        found = {self.data.kommuner.resolve(name): value for name, value in by_name.items()}
        return {code: found[code] for code in self.everyone if code in found}

    def names(self, codes: Iterable[str]) -> str:
        """List municipalities by name."""
        return self.data.kommuner.listing(codes)

    def problem(self, code: str, text: str, remedy: str, path: KeyPath) -> None:
        """Tell what is missing or wrong, at a key of the service's file."""
        self.problems.append(Problem(code, tjanst_file(self.node.service), text, remedy, path))


def mean(found: Sequence[Mapping[str, int]]) -> dict[str, int | Fraction]:
    """Give the mean of what each has in several counts; who is not in all of them has none.

    >>> mean([{"2582": 10, "2580": 20}, {"2582": 11, "2580": 22}])
    {'2582': Fraction(21, 2), '2580': 21}
    """
    if not found:
        return {}
    counts = {
        who: Fraction(sum(each[who] for each in found), len(found))
        for who in found[0]
        if all(who in each for each in found)
    }
    return {who: n.numerator if n.denominator == 1 else n for who, n in counts.items()}
