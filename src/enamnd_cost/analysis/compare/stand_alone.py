"""Who would be better off alone, and by how much, under each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.leaving import REMAINING
from enamnd_cost.model.ensam import Ensam
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.problem import KeyPath, Problem
from enamnd_cost.model.references import unknown
from enamnd_cost.swedish import listing, number


@dataclass(frozen=True)
class Coalition:
    """One municipality or several, by code, and what they would pay on their own, in kronor."""

    name: str
    codes: tuple[str, ...]
    alone: int

    def pays(self, alternative: Alternative) -> int:
        """Give what they pay together under an alternative."""
        amounts = alternative.amounts()
        return sum(amounts.get(code, 0) for code in self.codes)

    def gains(self, alternative: Alternative) -> int | None:
        """Give what they gain by staying: below zero, they would be better off alone.

        None where any of them is not there to gain: it has left, or has not joined.
        """
        taking = {
            code
            for service in alternative.result.in_budget
            for code in service.allocation.rows
            if service.id != REMAINING
        }
        return self.alone - self.pays(alternative) if taking.issuperset(self.codes) else None


def coalitions(
    kommuner: Kommuner, ensam: Ensam, file: str
) -> tuple[list[Coalition], list[Problem]]:
    """Read the file's names; each municipality once in a list."""
    problems: list[Problem] = []
    found: list[Coalition] = []
    for name, alone in ensam.ensam.items():
        codes = list(_codes(kommuner, [name], file, ("ensam",), problems, keyed=True))
        if codes and codes[0] in (each.codes[0] for each in found):
            text = f'"{name}" står två gånger'
            problems.append(Problem("EK117", file, text, "ta bort den ena", ("ensam", name)))
        found += [Coalition(kommuner.by_code[code].namn, (code,), alone) for code in codes]
    order = {code: n for n, code in enumerate(kommuner.codes)}
    found.sort(key=lambda each: order[each.codes[0]])
    for n, grupp in enumerate(ensam.grupp):
        at: KeyPath = ("grupp", n, "kommuner")
        codes = list(_codes(kommuner, grupp.kommuner, file, at, problems))
        if len(set(codes)) < len(codes):
            text = f"en kommun står två gånger i gruppen {grupp.namn}"
            problems.append(Problem("EK117", file, text, "ta bort den ena", at))
        found.append(Coalition(grupp.namn, tuple(codes), grupp.kostnad))
    return found, problems


def _codes(
    kommuner: Kommuner,
    names: Iterable[str],
    file: str,
    at: KeyPath,
    problems: list[Problem],
    *,
    keyed: bool = False,
) -> Iterator[str]:
    for n, name in enumerate(names):
        code = kommuner.resolve(name)
        if code is None:
            known = [kommun.id for kommun in kommuner.kommun]
            path: KeyPath = (*at, name if keyed else n)
            problems.append(unknown("kommun", name, known, code="EK201", file=file, path=path))
        else:
            yield code


def report(name: str, found: Sequence[Coalition], alternatives: Sequence[Alternative]) -> Report:
    """Lay out what each pays and would pay, and who would be better off alone."""
    columns = [Column("Ensam", "Ensam eller i gruppen (kr)")]
    for each in alternatives:
        columns.append(Column(each.name, f"{each.name}: betalar (kr)"))
        columns.append(Column("Tjänar på att vara med", f"{each.name}: tjänar (kr)", signed=True))
    lines = []
    for coalition in found:
        cells: list[Cell] = [coalition.alone]
        for each in alternatives:
            cells += [coalition.pays(each), coalition.gains(each)]
        code = coalition.codes[0] if len(coalition.codes) == 1 else ""
        lines.append(Line(code, coalition.name, tuple(cells)))
    notes = []
    by_code = alternatives[0].result.data.kommuner.by_code
    for each in alternatives:
        gains = [(coalition.name, coalition.gains(each)) for coalition in found]
        leaving = [f"{who} ({number(-kr)} kr)" for who, kr in gains if kr is not None and kr < 0]
        if out := [who for who, kr in gains if kr is None]:
            notes.append(f"{each.name}: {listing(out)} är inte med, helt eller delvis.")
        if each.later:
            first = each.later[0].year
            notes.append(
                f"{each.name}: det som ändras {listing(map(str, each.later))} är inte med i "
                f"{each.at}; ange året med --ar {first}."
            )
        said = f"Bättre ensamma: {listing(leaving)}" if leaving else "ingen vore bättre ensam"
        notes.append(f"{each.name}: {said[0].lower()}{said[1:]}.")
    for coalition in found:
        if len(coalition.codes) > 1:
            members = listing(by_code[code].namn for code in coalition.codes)
            notes.append(f"{coalition.name} är {members}.")
    table = Table("Med och utan samverkan (kr)", tuple(columns), tuple(lines), corner="Vem")
    return Report(
        alternatives[0].result.data, f"Egna alternativ: {name}", (), (table,), tuple(notes)
    )
