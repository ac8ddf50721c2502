"""The municipalities of a table: misspelt, unknown, twice, or missing from under a sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from enamnd_cost.analysis.audit.equations import Equation
from enamnd_cost.analysis.audit.findings import ERROR, NOTE, WARNING, Finding, Level, kr, shown
from enamnd_cost.analysis.audit.known import computed
from enamnd_cost.analysis.audit.roundings import may_hold
from enamnd_cost.analysis.audit.stage import Label, Looked, Roll, Tables
from enamnd_cost.analysis.audit.subjects import NO_MUNICIPALITY, Reading
from enamnd_cost.files.documents.tables import TableColumn, TableRow
from enamnd_cost.swedish import fold, listing

MOST_ALIKE = 4  # rows that must have one amount, for a missing one to have it too
FAR = 10  # a missing row's amount is not this many times smaller or larger than the others
# What must hold in place of an equation that is explained, if anything.
Instead = dict[Equation, Equation | None]


def look(tables: Tables, equations: Sequence[Equation]) -> Looked:
    """Look at who stands in each table of municipalities, and which sums that explains."""
    by_row: dict[TableRow | None, set[int]] = defaultdict(set)
    for n, equation in enumerate(equations):
        for row in equation.rows if equation.kind == "sum" else ():
            by_row[row].add(n)
    findings: list[Finding] = []
    instead: Instead = {}
    for roll in tables.rolls:
        numbers = set[int]().union(*(by_row[label.row] for label in roll.labels))
        own = [equations[n] for n in sorted(numbers)]
        findings += [_misspelt(label, roll) for label in roll.labels if label.misspelt]
        findings += _strange(roll)
        findings += [_miscoded(label, roll) for label in roll.miscoded]
        for code, labels in roll.twice.items():
            finding, once = _twice(roll, code, labels, own)
            findings.append(finding)
            instead |= once
        most = 2 * len(roll.missing) <= len(tables.names.data.kommuner.codes)
        if roll.missing and most and not (roll.twice or roll.strange or roll.in_part):
            found, changed = _missing(tables, roll, own)
            findings += found
            instead |= changed
    return [left for e in equations if (left := instead.get(e, e))], findings


def _misspelt(label: Label, roll: Roll) -> Finding:
    text = f'"{label.text}" är ingen kommun i nämnden; {roll.name(label.code)} är troligen menad'
    return Finding("EK501", WARNING, label.place, "kommunens namn är felstavat", text)


def _strange(roll: Roll) -> Iterator[Finding]:
    for label in roll.unknown:
        if NO_MUNICIPALITY.search(fold(label.text)) or roll.reading.names.service(label.text):
            continue
        text = f'"{label.text}" är ingen av nämndens kommuner'
        absent = listing(map(roll.name, roll.missing))
        cause = f"{absent} saknas i tabellen" if absent else ""
        level: Level = ERROR if label.elsewhere else WARNING
        if label.newcomer:
            text += f" i datamappen, men står med sin egen kommunkod, {label.row_code}"
            level, cause = NOTE, ""
        elif roll.is_group(label):
            text += " och har ingen kommunkod, som tabellens kommuner har; den tas för en grupp"
            level, cause = NOTE, ""
        yield Finding("EK504", level, label.place, "kommunen är okänd", text, cause)


def _miscoded(label: Label, roll: Roll) -> Finding:
    names = roll.reading.names.data.kommuner.names
    other = names.get(label.row_code.zfill(4))
    whose = f"som är {other}" if other else "som ingen av nämndens kommuner har"
    text = f"{roll.name(label.code)} står med kommunkod {label.row_code}, {whose}; "
    text += f"{roll.name(label.code)} har {label.code}"
    return Finding("EK504", ERROR, label.place, "kod och namn hör inte ihop", text)


def _twice(
    roll: Roll, code: str, labels: Sequence[Label], equations: Sequence[Equation]
) -> tuple[Finding, dict[Equation, Equation]]:
    """Say that one stands twice: a name that should be another, or a row typed twice.

    Also give the sums that hold if it is counted once, as they then are.
    """
    cause = ""
    if len(roll.missing) == 1:
        cause = f"{roll.name(roll.missing[0])} saknas: den ena raden är troligen den kommunens"
    last = labels[-1].row
    failed = [e for e in equations if not e.holds]
    once = {e: e.without(last.under(e.head)) for e in failed if last}
    if once and all(map(may_hold, once.values())):
        cause = "utan den ena raden stämmer summan: raden står troligen två gånger"
    else:
        once = {}
    text = f"{roll.name(code)} står {len(labels)} gånger i samma tabell"
    what = "kommunen står två gånger"
    return Finding("EK503", ERROR, labels[-1].place, what, text, cause), once


def _missing(
    tables: Tables, roll: Roll, equations: Sequence[Equation]
) -> tuple[list[Finding], Instead]:
    """Say who is missing where a sum, or the model, counts on them."""
    reading, place = roll.reading, roll.labels[-1].place
    everyone = reading.names.data.kommuner.codes
    names = listing(map(roll.name, roll.missing))
    are, what = f"{names} saknas i tabellen", "en kommun saknas"
    row = roll.labels[0].row or reading.block.rows[0]
    findings: list[Finding] = []
    instead: Instead = {}
    closed: list[tuple[Equation, Fraction, bool]] = []
    told = False
    for column in reading.block.columns:
        known: Fraction | int | None = _model(tables, reading, row, column, roll.missing)
        whole: Fraction | int | None = _model(tables, reading, row, column, everyone)
        modelled = known is not None
        if not modelled and (each := _each(roll, column)) is not None:
            known, whole = each * len(roll.missing), each * len(everyone)
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
                closed.append((equation, need, modelled and need == known))
                told = True
        if not failed and known and modelled and column.kind == "amount":
            kronor = Fraction(known)
            text = f"{are}; modellen ger {kr(kronor)}"
            findings.append(Finding("EK502", ERROR, place, what, text, computed=kronor))
            told = True
    if closed:
        findings.append(_closing(are, names, closed))
    in_model = any(
        _model(tables, reading, reading.block.rows[0], column, ()) is not None
        for column in reading.block.columns
    )
    if not (told or equations or in_model) and len(roll.missing) <= 2:
        text = f"{are}; tabellen har ingen summa som säger om de ska vara med"
        findings.append(Finding("EK502", NOTE, place, what, text))
    return findings, instead


def _closing(are: str, names: str, closed: Sequence[tuple[Equation, Fraction, bool]]) -> Finding:
    """Say once which sums those who are missing close."""
    # It is told where it is of money, if it is: shares are then but what follows from it.
    (first, need, _), *more = sorted(closed, key=lambda each: each[0].head.unit != "kr")
    text = f"{are} under {first.about}: {shown(need, first.head.unit)} sluter summan"
    if more:
        others = (f"{shown(n, e.head.unit)} under {e.about}" for e, n, _ in more)
        text += ", liksom " + listing(others)
    known = [need for _, need, modelled in closed if modelled]
    cause = f"modellen ger {names} just {listing(map(kr, known))}" if known else ""
    head = first.head
    what = "en kommun saknas"
    right = head.value - need
    return Finding("EK502", ERROR, head.place, what, text, cause, head.value, right, head.unit)


def _model(
    tables: Tables, reading: Reading, row: TableRow, column: TableColumn, codes: Sequence[str]
) -> int | None:
    """Give what the model has for some; None where the column is not one it knows."""
    subject = reading.subject(row, column)
    result = tables.years.get(subject.year or 0)
    if subject.measure or result is None or column.kind != "amount":
        return None
    service = computed(subject.service, result)
    return sum(service.allocation.amounts.get(code, 0) for code in codes) if service else None


def _each(roll: Roll, column: TableColumn) -> Fraction | None:
    """Give the amount that all but one in a table have at least, as equal parts are."""
    own = [label.row.amounts.get(column.number) for label in roll.labels if label.row]
    times = Counter(amount.value for amount in own if amount)
    ((value, most),) = times.most_common(1) or [(Fraction(0), 0)]
    return value if most >= max(MOST_ALIKE, len(own) - 1) else None


def _likely(need: Fraction, equation: Equation) -> bool:
    """Tell whether an amount could be one of the rows'."""
    values = [amount.value for sign, amount in equation.terms if sign > 0 and amount.value]
    if not values:
        return False
    low, high = min(values), max(values)
    return low / FAR <= need <= high * FAR if low > 0 else low * FAR <= need <= high * FAR
