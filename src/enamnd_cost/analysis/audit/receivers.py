"""The municipalities of a table: misspelt, unknown, twice, or missing from under a sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, WARNING, Finding, Level, kr
from enamnd_cost.analysis.audit.rolls import Label, Roll
from enamnd_cost.analysis.audit.stage import Looked, Tables
from enamnd_cost.analysis.audit.subjects import NO_MUNICIPALITY, Reading
from enamnd_cost.files.documents.tables import Column, Row
from enamnd_cost.swedish import fold, listing

FAR = 10  # a missing row's amount is not this many times smaller or larger than the others
# What must hold in place of an equation that is explained, if anything.
Instead = dict[Equation, Equation | None]


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Look at who stands in each table of municipalities, and which sums that explains."""
    by_row: dict[int, set[int]] = defaultdict(set)
    for n, equation in enumerate(equations):
        for row in equation.rows if equation.kind == "sum" else ():
            by_row[id(row)].add(n)
    findings: list[Finding] = []
    instead: Instead = {}
    for roll in tables.rolls:
        ids = [id(label.row) for label in roll.labels if label.row]
        own = [equations[n] for n in sorted(set[int]().union(*(by_row[row] for row in ids)))]
        findings += [_misspelt(label, roll) for label in roll.labels if label.misspelt]
        findings += _strange(roll)
        for code, labels in roll.twice.items():
            finding, explained = _twice(roll, code, labels, own)
            findings.append(finding)
            instead |= dict.fromkeys(explained)
        most = 2 * len(roll.missing) <= len(tables.names.data.kommuner.codes)
        if roll.missing and most and not (roll.twice or roll.strange):
            found, changed = _missing(tables, roll, own)
            findings += found
            instead |= changed
    return Looked([left for e in equations if (left := instead.get(e, e))], findings)


def _name(roll: Roll, code: str | None) -> str:
    assert code is not None
    return roll.reading.names.data.kommuner.by_code[code].namn


def _misspelt(label: Label, roll: Roll) -> Finding:
    meant = _name(roll, label.code)
    text = f'"{label.text}" är ingen kommun i nämnden; {meant} är troligen menad'
    return Finding("EK501", WARNING, label.place, "kommunens namn är felstavat", text)


def _strange(roll: Roll) -> Iterator[Finding]:
    for label in roll.strange:
        if NO_MUNICIPALITY.search(fold(label.text)) or roll.reading.names.service(label.text):
            continue
        text = f'"{label.text}" är ingen av nämndens kommuner'
        absent = listing(_name(roll, code) for code in roll.missing)
        cause = f"{absent} saknas i tabellen" if absent else ""
        level: Level = ERROR if label.elsewhere else WARNING
        yield Finding("EK504", level, label.place, "kommunen är okänd", text, cause)


def _twice(
    roll: Roll, code: str, labels: Sequence[Label], equations: Sequence[Equation]
) -> tuple[Finding, list[Equation]]:
    """Say that one stands twice: a name that should be another, or a row typed twice."""
    cause = ""
    if len(roll.missing) == 1:
        absent = _name(roll, roll.missing[0])
        cause = f"{absent} saknas: den ena raden är troligen den kommunens"
    last = labels[-1].row
    failed = [e for e in equations if not e.holds]
    doubled = [e for e in failed if last and _amount_in(last, e) == e.residual]
    if failed and len(doubled) == len(failed):
        cause = "utan den ena raden stämmer summan: raden står troligen två gånger"
    else:
        doubled = []
    text = f"{_name(roll, code)} står {len(labels)} gånger i samma tabell"
    what = "kommunen står två gånger"
    return Finding("EK503", ERROR, labels[-1].place, what, text, cause), doubled


def _amount_in(row: Row, equation: Equation) -> Fraction | None:
    column = equation.head.place.column
    return next((a.value for a in row.amounts.values() if a.place.column == column), None)


def _missing(
    tables: Tables, roll: Roll, equations: Sequence[Equation]
) -> tuple[list[Finding], Instead]:
    """Say who is missing where a sum, or the model, counts on them."""
    reading, place = roll.reading, roll.labels[-1].place
    everyone = reading.names.data.kommuner.codes
    names = listing(_name(roll, code) for code in roll.missing)
    are, what = f"{names} saknas i tabellen", "en kommun saknas"
    row = roll.labels[0].row or reading.block.rows[0]
    findings: list[Finding] = []
    instead: Instead = {}
    closed: list[tuple[Equation, Fraction, bool]] = []
    told = False
    for column in reading.block.columns:
        known = _model(tables, reading, row, column, roll.missing)
        whole = _model(tables, reading, row, column, everyone)
        heads = [each.amounts.get(column.number) for each in reading.block.rows]
        failed = [e for e in equations if not e.holds and e.head in heads]
        for equation in failed:
            need, held = -equation.residual, None
            total = equation.residual + equation.head.value
            if known and need != known and whole in (equation.head.value, total + known):
                # The sum counts on them, and it or another figure is wrong as well.
                need, held = Fraction(known), replace(equation, constant=Fraction(-known))
            elif need != known and (known is not None or not _likely(need, equation)):
                continue
            instead[equation] = held
            if column.kind != "sum" or not told:
                closed.append((equation, need, need == known))
                told = True
        if not failed and known and column.kind == "amount":
            kronor = Fraction(known)
            text = f"{are}; modellen ger {kr(kronor)}"
            findings.append(Finding("EK502", ERROR, place, what, text, computed=kronor))
            told = True
    if closed:
        findings.append(_closing(are, names, closed))
    modelled = any(
        _model(tables, reading, reading.block.rows[0], column, ()) is not None
        for column in reading.block.columns
    )
    if not (told or equations or modelled) and len(roll.missing) <= 2:
        text = f"{are}; tabellen har ingen summa som säger om de ska vara med"
        findings.append(Finding("EK502", NOTE, place, what, text))
    return findings, instead


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


def _model(
    tables: Tables, reading: Reading, row: Row, column: Column, codes: Sequence[str]
) -> int | None:
    """Give what the model has for some; None where the column is not one it knows."""
    subject = reading.subject(row, column)
    if subject.measure or subject.year is None or subject.year not in tables.years:
        return None
    for service in tables.years[subject.year].services:
        if service.id == subject.service and not service.example and column.kind == "amount":
            return sum(service.allocation.amounts.get(code, 0) for code in codes)
    return None


def _likely(need: Fraction, equation: Equation) -> bool:
    """Tell whether an amount could be one of the rows'."""
    values = [amount.value for sign, amount in equation.terms if sign > 0 and amount.value]
    if not values:
        return False
    low, high = min(values), max(values)
    return low / FAR <= need <= high * FAR if low > 0 else low * FAR <= need <= high * FAR
