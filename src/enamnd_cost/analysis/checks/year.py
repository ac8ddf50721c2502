"""Checks of a year's result: its sums, and the decided budget."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from enamnd_cost.analysis.checks import remedies
from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against, check, compared
from enamnd_cost.analysis.checks.figures import CheckedYear, of_figures
from enamnd_cost.engine.plan import SharedCost
from enamnd_cost.model.data import tjanst_file
from enamnd_cost.swedish import decimal, number

# Of a line in either table: that the service belongs in the other, or has no figures.
MISPLACED = {
    "tjanst": (
        "i budgeten men tjänsten ligger utanför den",
        "i budgeten men tjänsten saknar uppgifter för året",
    ),
    "utanfor": (
        "utanför budgeten men tjänsten ligger i den",
        "utanför budgeten men saknar uppgifter för året",
    ),
}

COMPARE = "jämför med beslutet och rätta det som är fel"


@check(
    "EK411",
    "andelar",
    "andelarna är tillsammans kostnaden, exakt",
    "felet är programmets: anmäl det",
)
def _shares(year: CheckedYear) -> Iterator[Tried]:
    for service in year.result.services:
        shared = {i.name for i in service.allocation.plan.items if isinstance(i, SharedCost)}
        cost = sum((step.shared for step in service.allocation.costs), Fraction(0))
        steps = (step for row in service.allocation.rows.values() for step in row.steps)
        handed_out = sum((step.exact for step in steps if step.item in shared), Fraction(0))
        text = (
            f"{service.id} {year.result.year}: andelarna blir {decimal(handed_out, 2)} kr "
            f"men kostnaden är {decimal(cost, 2)} kr"
        )
        fault = Fault(tjanst_file(service.id), (), text, service=service.id)
        yield HELD if cost == handed_out else fault


@check(
    "EK412", "summor", "rader, kolumner och totalsumma är lika", "felet är programmets: anmäl det"
)
def _sums(year: CheckedYear) -> Iterator[Tried]:
    result = year.result
    rows = sum(result.per_municipality.values())
    columns = sum(service.allocation.total for service in result.in_budget)
    cells = sum(
        sum(step.amount for step in row.roundings) + row.damped
        for service in result.in_budget
        for row in service.allocation.rows.values()
    )
    text = f"{result.year}: rader och kolumner har olika summa: {against(rows, columns)}"
    yield HELD if rows == columns == cells else Fault(year.file, (), text, rows, columns)


@of_figures(
    "EK413",
    "fullstandig",
    "budgeten och tjänsterna talar om samma tjänster",
    "lägg till eller ta bort raden i budgeten, eller ändra tjänstens period eller i_budget",
)
def _complete(year: CheckedYear) -> Iterator[Tried]:
    """Every service in the budget has figures and a line, and the lines are about such services."""
    result, budget = year.result, year.result.budget
    table_of = {s.id: "tjanst" if s.in_budget else "utanfor" for s in result.services}
    for table, name in budget.lines:
        elsewhere, missing = MISPLACED[table]
        right = table_of.get(name)
        said = elsewhere if right else missing
        remedy = remedies.no_figures(name, table, result.year)
        if right:
            total = result.by_id[name].allocation.total
            remedy = remedies.wrong_table(name, table, right, total)
        text = f"{name} {result.year} står {said}"
        fault = Fault(year.file, (table, name), text, service=name, remedy=remedy)
        # What a project costs may be known although its participants are not.
        of_project = table == "utanfor" and not right and result.data.tjanster[name].projekt
        yield HELD if right == table or name in year.failed or of_project else fault
    named = {**budget.tjanst, **budget.utanfor}
    for service in result.services:
        table, name, others = table_of[service.id], service.id, (tjanst_file(service.id),)
        text = f"{name} {result.year} har uppgifter men ingen rad [{table}.{name}]"
        if not service.example:
            remedy = remedies.no_line(name, table, result.year, service.allocation.total)
            fault = Fault(year.file, (table,), text, None, None, name, others, remedy=remedy)
            yield HELD if name in named else fault


@of_figures(
    "EK414",
    "intakt",
    "det kommunerna betalar är den beslutade intäkten",
    "jämför med beslutet och rätta det som är fel; kostar tjänsten något annat i år, lägg till "
    "en period",
)
def _income(year: CheckedYear) -> Iterator[Tried]:
    for what, service, name, post in year.lines():
        if post.intakt is not None:
            total = service.allocation.total
            text = f"{what}: intäkten stämmer inte: {against(post.intakt, total)}"
            at, stated = ("tjanst", name, "intakt"), post.intakt
            now, begins = year.result.year, service.period.first_year == year.result.year
            remedy = remedies.other_income(service.id, now, total, begins=begins)
            fault = Fault(year.file, at, text, stated, total, service.id, service.files)
            yield compared(fault._replace(remedy=remedy))


@check(
    "EK415",
    "kostnad",
    "det kommunerna betalar är den beslutade kostnaden, så att resultatet är 0",
    COMPARE,
)
def _cost(year: CheckedYear) -> Iterator[Tried]:
    for what, service, name, post in year.lines():
        cost, total = post.kostnad, service.allocation.total
        if cost is not None:
            text = (
                f"{what}: resultatet är inte 0: kommunerna betalar {number(total)} kr, "
                f"kostnaden är {number(cost)} kr, resultat {number(total - cost)} kr"
            )
            at = ("tjanst", name, "kostnad")
            fault = Fault(year.file, at, text, cost, total, service.id, service.files)
            if cost == post.intakt:  # else it is decided by itself, and no command rewrites it
                remedy = remedies.or_updated(COMPARE, year.result.budget)
                fault = fault._replace(remedy=remedy)
            yield compared(fault)


@of_figures(
    "EK416",
    "budgetsumma",
    "intäkter och kostnader är budgetens `summa`",
    "jämför med beslutet: summa ska vara radernas summa",
    after=("fullstandig", "intakt", "kostnad"),
)
def _budget_sum(year: CheckedYear) -> Iterator[Tried]:
    budget, result = year.result.budget, year.result.result
    for what, computed in (("intäkterna", result.income), ("kostnaderna", result.cost)):
        if budget.summa is not None:
            text = f"budget {budget.ar}: {what} stämmer inte med summa: "
            text += against(budget.summa, computed)
            yield compared(Fault(year.file, ("summa",), text, budget.summa, computed))


@of_figures(
    "EK417",
    "utanfor",
    "det som ligger utanför budgeten har den angivna summan",
    "jämför med underlaget och rätta det som är fel",
)
def _outside(year: CheckedYear) -> Iterator[Tried]:
    for name, post in year.result.budget.utanfor.items():
        service, stated = year.result.by_id.get(name), post.belopp
        if service and stated is not None:
            total = service.allocation.total
            text = f"{name} {year.result.year}: belopp utanför budgeten stämmer inte: "
            text += against(stated, total)
            at = ("utanfor", name, "belopp")
            yield compared(Fault(year.file, at, text, stated, total, service.id, service.files))


@of_figures(
    "EK418",
    "underlag",
    "underlaget är detsamma i tjänstens fil och i budgeten",
    "skriv samma underlag på båda ställena",
)
def _cost_to_share(year: CheckedYear) -> Iterator[Tried]:
    lines = {name: (table, line) for (table, name), line in year.result.budget.lines.items()}
    for service in year.result.services:
        if service.id not in lines or service.example:
            continue
        table, line = lines[service.id]
        stated, own = line.underlag, service.period.cost_to_share
        at, now, posts = (
            (table, service.id, "underlag"),
            year.result.year,
            bool(service.period.post),
        )
        text, remedy = f"{service.id} {now}: underlag saknas i budgeten", ""
        if stated is not None and own is not None:
            text = f"{service.id} {now}: underlag i budget och tjänstefil skiljer sig: "
            text += against(stated, own)
            remedy = remedies.other_cost(service.id, now, stated, own, posts=posts)
        elif own is not None:
            text += "; det ska stå på båda ställena"
            remedy = remedies.no_cost_in_budget(service.id, table, now, own)
        elif stated is not None:
            text = f"{service.id} {now}: underlag saknas i tjänstens fil; det ska stå på båda "
            text += "ställena"
            remedy = remedies.no_cost_in_service(service.id, now, stated)
        else:
            continue
        fault = Fault(year.file, at, text, stated, own, service.id, service.files)
        yield HELD if stated == own else fault._replace(remedy=remedy)


@check(
    "EK421",
    "pahittat",
    "ingen verklig tjänst bygger på påhittade tal",
    "byt ut de påhittade talen, eller märk tjänsten exempel",
)
def _invented(year: CheckedYear) -> Iterator[Tried]:
    for service in year.result.services:
        what = f"{service.id} {year.result.year} bygger på påhittade tal"
        for node, inputs in service.all_inputs if not service.example else ():
            period = year.result.data.tjanster[node.service].period_in(node.year)
            if invented := next((given for given in inputs if given.example), None):
                text = f"{what}: {invented.what}"
                yield Fault(invented.file, invented.path, text, service=service.id)
            elif period and period.exempel:
                text = f"{what} i {node.service} {node.year}"
                file, path = tjanst_file(service.id), service.tjanst.place_in(year.result.year)
                yield Fault(file, path, text, service=service.id, others=service.files)
            else:
                yield HELD


@of_figures(
    "EK422",
    "luckor",
    "beloppen i ett budgetförslag är ifyllda, så snart de går att räkna ut",
    "skriv in beloppen",
)
def _gaps(year: CheckedYear) -> Iterator[Tried]:
    budget = year.result.budget
    said = {"tjanst": "intakt och kostnad är inte ifyllda", "utanfor": "belopp är inte ifyllt"}
    for section, name in budget.gaps:
        if service := year.result.by_id.get(name):
            computed = service.allocation.total
            text = f"{name} {budget.ar}: {said[section]} i budgeten; modellen ger "
            text += f"{number(computed)} kr"
            at = (section, name, "saknas")
            drafted = budget.ar - 1 in year.result.data.budgetar
            remedy = remedies.gap(section, budget.ar, computed, drafted=drafted)
            fault = Fault(year.file, at, text, None, computed, service.id, service.files)
            yield fault._replace(remedy=remedy)
    if budget.summa is None and not any(section == "tjanst" for section, _ in budget.gaps):
        computed = year.result.result.income
        text = f"budget {budget.ar}: summa är inte ifylld; raderna är {number(computed)} kr"
        remedy = f"skriv summa = {computed:_} under ar i {year.file}"
        yield Fault(year.file, ("ar",), text, None, computed, remedy=remedy)
    elif not budget.gaps:
        yield HELD


@check(
    "EK423",
    "antaget",
    "ingen beslutad budget bygger på ett antaget index",
    "byt ut det antagna värdet mot det publicerade",
)
def _assumed(year: CheckedYear) -> Iterator[Tried]:
    if year.result.budget.status != "beslutad":
        return
    for service in year.result.services:
        if not service.assumed and not service.example:
            yield HELD
        for given in service.assumed if not service.example else ():
            text = f"{service.id} {year.result.year}: beslutad budget bygger på ett antaget värde: "
            text += given.what
            yield Fault(given.file, given.path, text, service=service.id, others=service.files)


CHECKS: tuple[Check[CheckedYear], ...] = (
    _shares,
    _sums,
    _complete,
    _income,
    _cost,
    _budget_sum,
    _outside,
    _cost_to_share,
    _invented,
    _gaps,
    _assumed,
)
