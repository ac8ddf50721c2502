"""A sweep as people read it: the points beside the base, and where each municipality turns."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.compare.sweep import (
    COST,
    EQUAL,
    POPULATION,
    WITHOUT,
    Setting,
    Sweep,
    goes_by,
)
from enamnd_cost.analysis.report import (
    Column,
    Given,
    Note,
    NoteKind,
    Report,
    Table,
    plain,
    summed,
    table_of,
)
from enamnd_cost.analysis.scenarios.apply import Alternative
from enamnd_cost.analysis.standing import standing

TITLES = {
    EQUAL: "Lika del från 0 till 100 %",
    COST: "Kostnaden ändras",
    POPULATION: "Mätdatum för folkmängden",
    WITHOUT: "En kommun i taget lämnar",
}


def report(sweep: Sweep) -> Report:
    """Lay out a sweep: the base, each point, and where each municipality turns."""
    data, base = sweep.base.result.data, sweep.base.name
    tjanst = data.tjanster[sweep.service] if sweep.service else None
    title = TITLES[sweep.kind] + (f", {tjanst.namn}" if tjanst else "")
    columns = [summed(_column(point), _paid(sweep, point)) for point in sweep.points]
    columns.append(summed(Column("bas", base, base), _paid(sweep, sweep.unchanged)))
    if sweep.turning:
        turns = {
            code: ", ".join(turn.shown for turn in sweep.turns(code)) or "–"
            for code in sweep.base.codes
        }
        columns.append(Given(Column("vander", "Vänder", "Vänder"), turns))
    names, curve = data.kommuner.names, len(sweep.points)
    tables = [table_of(f"{title} (kr)", names, columns, curve=curve)]
    if sweep.kind == WITHOUT:
        tables.append(_differences(sweep))
    outside = tjanst is not None and not tjanst.i_budget
    notes = ["Beloppen är tjänstens." if outside else "Beloppen är kommunens hela budget."]
    if sweep.kind == EQUAL and sweep.service:
        notes.append(f"Resten delas efter folkmängd {goes_by(sweep.base, sweep.service)}.")
    if sweep.unchanged.damped:
        notes.append("Tjänsten är dämpad: beloppen är årets steg från året före.")
    if sweep.turning:
        notes.append(
            f"Vänder: där kommunen går från att betala mindre än i {base} till att betala mer, "
            "eller tvärtom."
        )
    if sweep.kind == WITHOUT:
        notes.append(f"Den som lämnar betalar inget; {_left_by_who_leaves(sweep.base)}.")
    heading = f"{base}: {title[0].lower()}{title[1:]}"
    return Report(
        data,
        heading,
        tables=tuple(tables),
        notes=(*standing([sweep.base.base]), *_left_out(sweep), *plain(notes)),
    )


def _left_by_who_leaves(base: Alternative) -> str:
    """Say who bears what somebody leaves: nobody, where each pays by a rate or for its own use."""
    services = (base.result.data.tjanster[each.id] for each in base.result.in_budget)
    periods = (period for each in services if (period := each.period_in(base.year)))
    ends = {split.ends for period in periods for split in period.splits}
    if True not in ends:
        return "hela kostnaden bärs av de andra"
    alone = "taxor och priser betalar var och en för sig"
    return f"kostnader som delas bärs av de andra, {alone}" if False in ends else alone


def _left_out(sweep: Sweep) -> Iterator[Note]:
    """Say which points are not there, and why."""
    for each in sweep.impossible:
        yield Note(f"Inte med: {each.text}.", NoteKind.STATUS)


def _column(point: Setting, *, signed: bool = False) -> Column:
    """Head a point's column; a date is not to be broken at its hyphens."""
    unbroken = point.name if signed else point.name.replace("-", "\N{NON-BREAKING HYPHEN}")
    return Column(point.name, unbroken, point.name, signed)


def _paid(sweep: Sweep, point: Setting) -> dict[str, int]:
    return {code: point.amounts.get(code, 0) for code in sweep.base.codes if code not in point.out}


def _differences(sweep: Sweep) -> Table:
    """Set every point against the base."""
    was, columns = sweep.unchanged.amounts, []
    for point in sweep.points:
        change = {code: kr - was.get(code, 0) for code, kr in _paid(sweep, point).items()}
        columns.append(Given(_column(point, signed=True), change))
    names = sweep.base.result.data.kommuner.names
    return table_of(f"Skillnad mot {sweep.base.name} (kr)", names, columns, label="")
