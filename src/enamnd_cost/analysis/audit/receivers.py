"""The municipalities of a table: misspelt, unknown, twice, or missing from under a sum."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, WARNING, Finding, kr
from enamnd_cost.analysis.audit.subjects import NO_MUNICIPALITY, Names, Reading
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.files.documents.grid import Place
from enamnd_cost.files.documents.tables import Column, Row
from enamnd_cost.files.riket import everyone
from enamnd_cost.model.kommuner import bare_name
from enamnd_cost.swedish import fold, listing

FAR = 10  # a missing row's amount is not this many times smaller or larger than the others


@dataclass
class Receivers:
    """The findings; the equations that they explain, and those to hold instead of them.

    ``skip`` are the rows of which nobody knows whose they are; ``beyond`` are rows too many, which
    make the sum wrong as well.
    """

    findings: list[Finding] = field(default_factory=list)
    explained: list[Equation] = field(default_factory=list)
    instead: list[Equation] = field(default_factory=list)
    skip: set[int] = field(default_factory=set)
    beyond: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class _Label:
    text: str
    place: Place
    code: str | None
    misspelt: bool
    row: Row | None


def check(
    reading: Reading, equations: Sequence[Equation], years: Mapping[int, YearResult]
) -> Receivers:
    """Look at who stands in a table of municipalities."""
    found = Receivers()
    if not reading.municipal:
        return found
    for labels in _of_one_table(reading):
        codes = [label.code for label in labels if label.code]
        missing = [code for code in reading.names.data.kommuner.codes if code not in codes]
        strange = [label for label in labels if not label.code]
        twice = {code for code in codes if codes.count(code) > 1}
        found.findings += [_misspelt(label, reading.names) for label in labels if label.misspelt]
        found.findings += _strange(strange, missing, reading.names)
        found.beyond += [x.row for x in strange if x.row and _elsewhere(x.text)]
        many = 2 * len(set(codes)) >= len(reading.names.data.kommuner.codes)
        own = [e for e in equations if _covers(e, labels)] if reading.municipal == "rows" else []
        for code in sorted(twice):
            _twice(found, [x for x in labels if x.code == code], missing, own, reading.names)
        if missing and many and not (twice or strange):
            _missing(found, reading, labels, missing, own, years)
    return found


def _segments(reading: Reading) -> Iterator[list[_Label]]:
    """Give the labels in the stretches between sums and sections: in each, everyone stands once."""
    block = reading.block
    if reading.municipal == "columns":
        yield [
            _Label(c.heading, c.place, reading.codes.get(n), n in reading.misspelt, None)
            for c in block.columns
            if c.kind == "amount" and reading.names.service(c.heading) is None
            for n in (c.number,)
        ]
        return
    part: list[_Label] = []
    section: tuple[str, ...] | None = None
    for row in block.rows:
        if row.kind in ("sum", "bare", "result") or row.part != section:
            if part:
                yield part
            part, section = [], row.part
        if row.kind == "post":
            code = reading.codes.get(row.n)
            part.append(_Label(row.label, row.place, code, row.n in reading.misspelt, row))
    if part:
        yield part


def _of_one_table(reading: Reading) -> list[list[_Label]]:
    """Join stretches that have different municipalities: sections of the same table.

    What stands below the last sum, and is no municipality, is no receiver.
    """
    found = list(_segments(reading))
    last = max((row.n for row in reading.block.rows if row.kind == "sum"), default=None)
    if reading.municipal == "rows" and last is not None:
        beyond = [[x for x in part if x.code or not x.row or x.row.n < last] for part in found]
        found = [part for part in beyond if part]
    codes = [{label.code for label in part if label.code} for part in found]
    if sum(map(len, codes)) == len(set[str | None]().union(*codes)):
        joined = [label for part in found for label in part]
        return [joined] if joined else []
    return found


def _covers(equation: Equation, labels: Sequence[_Label]) -> bool:
    rows = {id(label.row) for label in labels if label.row}
    return equation.kind == "sum" and any(id(row) in rows for row in equation.rows)


def _name(names: Names, code: str) -> str:
    return names.data.kommuner.by_code[code].namn


def _misspelt(label: _Label, names: Names) -> Finding:
    assert label.code is not None
    meant = _name(names, label.code)
    text = f'"{label.text}" är ingen kommun i nämnden; {meant} är troligen menad'
    return Finding("EK501", WARNING, label.place, "kommunens namn är felstavat", text)


def _strange(strange: Sequence[_Label], missing: Sequence[str], names: Names) -> Iterator[Finding]:
    for label in strange:
        if NO_MUNICIPALITY.search(fold(label.text)) or names.service(label.text):
            continue
        text = f'"{label.text}" är ingen av nämndens kommuner'
        cause = ""
        if missing:
            cause = f"{listing(_name(names, code) for code in missing)} saknas i tabellen"
        level = ERROR if _elsewhere(label.text) else WARNING
        yield Finding("EK504", level, label.place, "kommunen är okänd", text, cause)


def _elsewhere(label: str) -> bool:
    """Tell a municipality of Sweden's that is none of the nämnd's."""
    return fold(bare_name(label)) in _sweden()


@functools.cache
def _sweden() -> frozenset[str]:
    return frozenset(fold(each.name) for each in everyone().values())


def _twice(
    found: Receivers,
    rows: Sequence[_Label],
    missing: Sequence[str],
    equations: Sequence[Equation],
    names: Names,
) -> None:
    """Say that one stands twice: a name that should be another, or a row typed twice."""
    assert rows[0].code is not None
    name = _name(names, rows[0].code)
    found.skip |= {id(label.row) for label in rows if label.row}
    cause = ""
    if len(missing) == 1:
        cause = f"{_name(names, missing[0])} saknas: den ena raden är troligen den kommunens"
    last = rows[-1].row
    failed = [e for e in equations if not e.holds]
    doubled = [e for e in failed if last and _amount_in(last, e) == e.residual]
    if failed and len(doubled) == len(failed):
        cause = "utan den ena raden stämmer summan: raden står troligen två gånger"
        found.explained += doubled
    found.beyond += [label.row for label in rows[1:] if label.row]
    place = rows[-1].place
    text = f"{name} står {len(rows)} gånger i samma tabell"
    found.findings.append(Finding("EK503", ERROR, place, "kommunen står två gånger", text, cause))


def _amount_in(row: Row, equation: Equation) -> Fraction | None:
    column = equation.head.place.column
    return next((a.value for a in row.amounts.values() if a.place.column == column), None)


def _missing(
    found: Receivers,
    reading: Reading,
    labels: Sequence[_Label],
    missing: Sequence[str],
    equations: Sequence[Equation],
    years: Mapping[int, YearResult],
) -> None:
    """Say who is missing where a sum, or the model, counts on them."""
    names = listing(_name(reading.names, code) for code in missing)
    are = f"{names} saknas i tabellen"
    told = False
    closed: list[tuple[Equation, Fraction, bool]] = []
    for column in reading.block.columns:
        row = labels[0].row or reading.block.rows[0]
        known = _model(reading, row, column, missing, years)
        own = [e for e in equations if e.head in _column(reading, column)]
        failed = [e for e in own if not e.holds]
        for equation in failed:
            need = -equation.residual
            whole = _whole(reading, row, column, years)
            rows = equation.residual + equation.head.value
            if known and need != known and whole in (equation.head.value, rows + known):
                # The sum counts on them, and it or another figure is wrong as well.
                found.instead.append(replace(equation, constant=Fraction(-known)))
                need = Fraction(known)
            if need != known and (known is not None or not _likely(need, equation)):
                continue
            found.explained.append(equation)
            if column.kind == "sum" and told:
                continue
            closed.append((equation, need, need == known))
            told = True
        if not failed and known and column.kind == "amount":
            text = f"{are}; modellen ger {kr(Fraction(known))}"
            found.findings.append(
                Finding("EK502", ERROR, labels[-1].place, "en kommun saknas", text,
                        computed=Fraction(known))
            )  # fmt: skip
            told = True
    if closed:
        found.findings.append(_closing(are, names, closed))
    if not told and not equations and len(missing) <= 2 and not _any_model(reading, years):
        text = f"{are}; tabellen har ingen summa som säger om de ska vara med"
        found.findings.append(Finding("EK502", NOTE, labels[-1].place, "en kommun saknas", text))


def _closing(are: str, names: str, closed: Sequence[tuple[Equation, Fraction, bool]]) -> Finding:
    """Say once which sums those who are missing close."""
    (first, need, _), *more = closed
    text = f"{are} under {first.about}: {kr(need)} sluter summan"
    if more:
        text += ", liksom " + listing(f"{kr(n)} under {e.about}" for e, n, _ in more)
    known = [need for _, need, modelled in closed if modelled]
    cause = f"modellen ger {names} just {listing(map(kr, known))}" if known else ""
    head = first.head
    what = "en kommun saknas"
    return Finding("EK502", ERROR, head.place, what, text, cause, head.value, head.value - need)


def _column(reading: Reading, column: Column) -> list[object]:
    return [row.amounts.get(column.number) for row in reading.block.rows]


def _model(
    reading: Reading,
    row: Row,
    column: Column,
    missing: Sequence[str],
    years: Mapping[int, YearResult],
) -> int | None:
    """Give what the model has for those missing; None where the column is not one it knows."""
    subject = reading.subject(row, column)
    if subject.measure or subject.year is None or subject.year not in years:
        return None
    for service in years[subject.year].services:
        if service.id == subject.service and not service.example and column.kind == "amount":
            return sum(service.allocation.amounts.get(code, 0) for code in missing)
    return None


def _whole(
    reading: Reading, row: Row, column: Column, years: Mapping[int, YearResult]
) -> int | None:
    """Give what the model has for everybody."""
    everyone = reading.names.data.kommuner.codes
    return _model(reading, row, column, everyone, years)


def _any_model(reading: Reading, years: Mapping[int, YearResult]) -> bool:
    row = reading.block.rows[0]
    return any(_model(reading, row, c, (), years) is not None for c in reading.block.columns)


def _likely(need: Fraction, equation: Equation) -> bool:
    """Tell whether an amount could be one of the rows'."""
    values = [amount.value for sign, amount in equation.terms if sign > 0 and amount.value]
    if not values:
        return False
    low, high = min(values), max(values)
    return low / FAR <= need <= high * FAR if low > 0 else low * FAR <= need <= high * FAR
