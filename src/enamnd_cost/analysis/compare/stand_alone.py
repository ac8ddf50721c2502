"""Who would be better off alone, and by how much, under each alternative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.compare.report import names_of
from enamnd_cost.analysis.compare.waiting import who_waits
from enamnd_cost.analysis.report import Cell, Column, Line, Report, Table, plain
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.scenarios.beside import NAMES as BESIDE
from enamnd_cost.analysis.standing import standing
from enamnd_cost.asking import Wish, aside, ask
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
            if service.id not in BESIDE
        }
        return self.alone - self.pays(alternative) if taking.issuperset(self.codes) else None


def coalitions(
    kommuner: Kommuner, ensam: Ensam, file: str
) -> tuple[list[Coalition], list[Problem]]:
    """Read the file's names; each municipality once in a list."""
    problems: list[Problem] = []
    found: list[Coalition] = []

    def code_of(name: str, path: KeyPath) -> list[str]:
        """Give the code, if the name is anybody's."""
        if code := kommuner.resolve(name):
            return [code]
        known = list(kommuner.ids.values())
        problems.append(unknown("kommun", name, known, code="EK201", file=file, path=path))
        return []

    for name, alone in ensam.ensam.items():
        at: KeyPath = ("ensam", name)
        codes = code_of(name, at)
        if codes and codes[0] in (each.codes[0] for each in found):
            text = f'"{name}" står två gånger'
            problems.append(Problem("EK117", file, text, "ta bort den ena", at))
        found += [Coalition(kommuner.names[code], (code,), alone) for code in codes]
    found.sort(key=lambda each: kommuner.codes.index(each.codes[0]))
    for n, grupp in enumerate(ensam.grupp):
        at = ("grupp", n, "kommuner")
        codes = [code for m, name in enumerate(grupp.kommuner) for code in code_of(name, (*at, m))]
        if len(set(codes)) < len(codes):
            text = f"en kommun står två gånger i gruppen {grupp.namn}"
            problems.append(Problem("EK117", file, text, "ta bort den ena", at))
        found.append(Coalition(grupp.namn, tuple(codes), grupp.kostnad))
    return found, problems


def report(name: str, found: Sequence[Coalition], alternatives: Sequence[Alternative]) -> Report:
    """Lay out what each pays and would pay, and who would be better off alone."""
    columns = [Column("ensam", "Ensam", "Ensam eller i gruppen (kr)")]
    rows: list[list[Cell]] = [[coalition.alone] for coalition in found]
    notes: list[str] = []
    for n, (each, called) in enumerate(zip(alternatives, names_of(alternatives), strict=True), 1):
        gain = f"{called}: tjänar (kr)"
        columns.append(Column(f"betalar_{n}", called, f"{called}: betalar (kr)"))
        columns.append(Column(f"tjanar_{n}", "Tjänar på att vara med", gain, signed=True))
        for row, coalition in zip(rows, found, strict=True):
            row += [coalition.pays(each), coalition.gains(each)]
        notes += (f"{called}: {said}." for said in _notes(each, found))
    lines = tuple(
        Line(each.codes[0] if len(each.codes) == 1 else "", each.name, tuple(row))
        for each, row in zip(found, rows, strict=True)
    )
    data = alternatives[0].result.data
    for coalition in found:
        if len(coalition.codes) > 1:
            notes.append(f"{coalition.name} är {data.kommuner.listing(coalition.codes)}.")
    table = Table("Med och utan samverkan (kr)", tuple(columns), lines, corner="Vem")
    told = (*standing(each.base for each in alternatives), *plain(notes))
    return Report(data, f"Egna alternativ: {name}", tables=(table,), notes=told)


def _notes(alternative: Alternative, found: Sequence[Coalition]) -> Iterator[str]:
    """Say who is not there to gain, what comes later, and who would be better off alone."""
    gains = [(coalition.name, coalition.gains(alternative)) for coalition in found]
    if out := [who for who, kr in gains if kr is None]:
        yield f"{listing(out)} är inte med, helt eller delvis"
    if later := alternative.later:
        when = aside(f"; ange året med {ask(Wish.YEARS, later[0].year)}")
        yield (f"det som ändras {listing(map(str, later))} är inte med i {alternative.at}{when}")
    yield from who_waits(alternative)
    leaving = [f"{who} ({number(-kr)} kr)" for who, kr in gains if kr is not None and kr < 0]
    yield f"bättre ensamma: {listing(leaving)}" if leaving else "ingen vore bättre ensam"
