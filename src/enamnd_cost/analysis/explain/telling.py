"""What an explanation says, piece by piece, and the same as a report with numbers in its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import compress, takewhile
from typing import NamedTuple

from enamnd_cost.analysis.explain.amount import Bill, Explanation
from enamnd_cost.analysis.explain.service import Background, ServiceExplanation, Share, Statement
from enamnd_cost.analysis.report import TOTAL, Cell, Column, Line, Note, Report, Table
from enamnd_cost.analysis.scenarios.undecided import Undecided
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.swedish import keep_numbers, number

Where = Callable[[str, KeyPath], str]


class Heading(NamedTuple):
    """What the pieces below are about, in a sentence and in short."""

    text: str
    short: str
    depth: int = 0


class Piece(NamedTuple):
    """A line: what it is, its text, its place and source; ``amount`` (kronor) is shown first.

    ``exact`` and ``adds`` are the kronor that it adds to an exact share and to a rounded amount,
    ``value`` the number that its text gives.
    """

    what: str
    text: str = ""
    place: str = ""
    source: str = ""
    depth: int = 0
    amount: int | None = None
    exact: Fraction | None = None
    adds: int | None = None
    value: Fraction | None = None
    total: bool = False

    @property
    def said(self) -> str:
        """Say it in one sentence.

        >>> Piece("Drift", "lika delar", amount=500).said.replace(chr(160), " ")
        '500 kr: lika delar'
        """
        kronor = [] if self.amount is None else [f"{number(self.amount)} kr"]
        return ": ".join([*kronor, *([self.text] if self.text else [])])


Part = Heading | Piece | Table
Explained = Explanation | ServiceExplanation | Bill


def told(explained: Explained, where: Where) -> list[Part]:
    """Say what an explanation says, piece by piece."""
    match explained:
        case Explanation():
            return list(of_amount(explained, where))
        case ServiceExplanation():
            return list(of_service(explained, where))
        case Bill():
            return list(of_municipality(explained, where))


def of_amount(explanation: Explanation, where: Where, depth: int = 0) -> Iterator[Part]:
    """Say why one municipality pays its amount, then the same of what it builds on."""
    kronor, short = number(explanation.amount), _short(explanation.of)
    title = f"{explanation.municipality} betalar {kronor} kr för {short}"
    title += _mark(explanation.of)
    if depth:
        yield Heading(title, short, depth)
    else:
        yield from _titled(title, short, explanation.of.scenario, where)
    for line in explanation.lines:
        yield _told(line, where, explanation.of, depth)
    kr, exact = explanation.amount, explanation.exact
    yield Piece("Att betala", depth=depth, amount=kr, exact=exact, total=True)
    yield from _background(explanation.of, depth)
    for source in explanation.builds_on:
        yield from of_amount(source, where, depth + 1)


def of_service(explanation: ServiceExplanation, where: Where) -> Iterator[Part]:
    """Say how a service's cost became amounts."""
    short = _short(explanation.of)
    title = f"{short}: {number(explanation.total)} kr{_mark(explanation.of)}"
    yield from _titled(title, short, explanation.of.scenario, where)
    for line in explanation.lines:
        yield _told(line, where, explanation.of, 0)
    yield shares(explanation)
    yield from _background(explanation.of, 0)
    for source in explanation.builds_on:
        yield Piece("", f"Bygger på {source.service} {source.year}.")


def of_municipality(bill: Bill, where: Where) -> Iterator[Part]:
    """Say all that one municipality pays in a year."""
    result, name = bill.result, bill.result.data.kommuner.names[bill.code]
    short = f"{result.budget.called}, {name}"
    title = f"{name} betalar {number(bill.total)} kr till {result.budget.called.lower()}"
    if (scenario := bill.scenario) and scenario.at != scenario.year:
        short, title = (
            f"{scenario.at}, {name}",
            f"{name} betalar {number(bill.total)} kr {scenario.at}",
        )
    yield from _titled(title, short, bill.scenario, where, whole=True)
    yield Piece("Beslut", bill.decision)
    for inside in (True, False):
        group = [reason for reason in bill.reasons if reason.service.in_budget == inside]
        if group and not inside:
            yield Heading("Utanför budgeten", f"Utanför budgeten, {name}", 1)
        for service, amount, text, source, table in group:
            said = keep_numbers("; ".join(filter(None, (source, table))))
            yield Piece(service.tjanst.namn, text, "", said, amount=amount)
        if inside and bill.held:
            yield Piece(
                "Infasning", "det som gränserna håller kvar eller lägger på", amount=bill.held
            )
        if inside:
            yield Piece("Summa", amount=bill.total, total=True)
    for each in bill.assumed:
        yield Piece("Antaget", each)
    for missing in result.missing:
        yield Piece("Uppgift saknas", f"{missing.name}. {missing.reason}")


def _titled(
    title: str, short: str, scenario: Undecided | None, where: Where, *, whole: bool = False
) -> Iterator[Part]:
    """Say what the pieces below are about, and of which scenario, if it is of one."""
    if scenario is None:
        yield Heading(title, short)
        return
    yield Heading(f"{scenario.title}: {title}", short)
    yield Piece("Scenario", " ".join(scenario.said(whole=whole)), where(scenario.file, ()))


def _short(of: Background) -> str:
    """Name the service and the year; of a scenario the year that it is counted for."""
    year = of.node.year
    return f"{of.name} {of.scenario.counted_for(year) if of.scenario else year}"


def _mark(of: Background) -> str:
    return " (exempel, påhittade tal)" if of.example else ""


def _background(of: Background, depth: int) -> Iterator[Part]:
    for what, text in (
        ("Vad modellen betyder", of.meaning),
        ("Beslut", keep_numbers(of.decision)),
        ("Tabell per kommun", keep_numbers(of.table)),
        ("Källa", keep_numbers(of.source or "")),
        ("Härledning", keep_numbers(of.derived or "")),
    ):
        if text:
            yield Piece(what, text, depth=depth)


def _told(line: Statement, where: Where, of: Background, depth: int) -> Part:
    """Show a line with its place, and its source where that is not the service's own."""
    place = where(*line.place) if line.place else ""
    source = line.source if line.source and line.source != of.source else ""
    text = keep_numbers(line.text)
    return Piece(
        line.what, text, place, source, depth,
        exact=line.exact, adds=line.amount, value=line.value,
    )  # fmt: skip


# The same as tables


def shares(explanation: ServiceExplanation) -> Table:
    """Set each municipality's steps side by side, and below them the sums of what can be summed."""
    base = "Exakt per månad" if explanation.monthly else "Exakt andel"
    columns = (
        *(Column(f"vikt_{n}", name, name) for n, (name, _) in enumerate(explanation.weights, 1)),
        Column("exakt", base, f"{base} (kr)", places=2),
        Column("hela_enheter", "Utan rest", "Utan rest (kr)"),
        Column("rest", "Rest", "Rest (kr)", places=2),
        Column("extra", "Läggs till", "Läggs till (kr)"),
        *_damping_columns(explanation),
        Column("belopp", "Belopp", "Belopp (kr)"),
    )
    numbers: list[tuple[int | Fraction, ...]] = []
    for share in explanation.shares:
        r, damping = share.rounded, _damping_cells(share, explanation)
        numbers.append((r.exact, r.whole, r.remainder, r.extra, *damping, share.amount))
    lines = (
        Line(share.code, share.name, (*share.weights, *cells))
        for share, cells in zip(explanation.shares, numbers, strict=True)
    )
    sums = [sum(column) for column in zip(*numbers, strict=True)][:-1]
    cells = (*(total for _, total in explanation.weights), *sums, explanation.total)
    whole = Line("", TOTAL, cells, whole=True)
    return Table("Fördelning per kommun", columns, tuple(lines), (whole,))


def _damping_columns(explanation: ServiceExplanation) -> tuple[Column, ...]:
    """Head what a damped service's amounts come from: what is rounded, last year's, the change."""
    if explanation.damped_from is None:
        return ()
    year = str(explanation.damped_from)
    return (
        Column("utan_dampning", "Utan dämpning", "Utan dämpning (kr)"),
        Column("fore", year, f"Belopp {year} (kr)"),
        Column("dampning", "Dämpning", "Dämpning (kr)", signed=True),
    )


def _damping_cells(share: Share, explanation: ServiceExplanation) -> tuple[int, ...]:
    if explanation.damped_from is None:
        return ()
    step = share.damping
    return (step.wanted, step.paid, step.adds) if step else (share.amount, 0, 0)


COLUMNS = (
    Column("varde", "Värde", "Värde"),
    Column("belopp", "Belopp", "Belopp (kr)"),
    Column("exakt", "Exakt", "Exakt (kr)"),
    Column("forklaring", "Förklaring", "Förklaring"),
    Column("plats", "Plats", "Plats"),
    Column("kalla", "Källa", "Källa"),
)


def with_standing(parts: Sequence[Part], notes: Iterable[Note]) -> list[Part]:
    """Say below the first heading what the figures must not be read without."""
    first, *rest = parts
    return [first, *(Piece("Observera", note.text) for note in notes), *rest]


def report(parts: Sequence[Part], data: Data, notes: Iterable[Note]) -> Report:
    """Lay out an explanation as tables: one below each heading, and those that it has itself."""
    tables: list[Table] = []
    for n, part in enumerate(parts):
        if isinstance(part, Table):
            tables.append(part)
        elif isinstance(part, Heading):
            below = takewhile(lambda each: not isinstance(each, Heading), parts[n + 1 :])
            tables.append(_table(part.short, [each for each in below if isinstance(each, Piece)]))
    first = parts[0]
    assert isinstance(first, Heading)
    return Report(data, first.text, tables=tuple(tables), notes=tuple(notes))


def _table(title: str, pieces: Sequence[Piece]) -> Table:
    """Set pieces below each other, less the columns that none of them has anything in."""
    rows: list[tuple[Cell, ...]] = []
    for piece in pieces:
        amount = piece.adds if piece.amount is None else piece.amount
        texts = (piece.text or None, piece.place or None, piece.source or None)
        rows.append((piece.value, amount, piece.exact, *texts))
    used = [any(cell is not None for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        Line("", piece.what, tuple(compress(row, used)), piece.total)
        for piece, row in zip(pieces, rows, strict=True)
    ]
    return Table(
        title,
        tuple(compress(COLUMNS, used)),
        tuple(line for line in lines if not line.whole),
        tuple(line for line in lines if line.whole),
        corner="Uppgift",
        coded=False,
    )
