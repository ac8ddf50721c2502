"""Checks of a year's result: its sums, and the decided budget."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against
from enamnd_cost.analysis.checks.subject import CheckedYear
from enamnd_cost.asking import Wish, ask
from enamnd_cost.engine.plan import SharedCost
from enamnd_cost.model.budget import Budgetpost, Utanfor
from enamnd_cost.model.data import tjanst_file
from enamnd_cost.swedish import decimal, number


def _shares(year: CheckedYear) -> Iterator[Tried]:
    """The shares of each cost item add up to its cost, exactly."""
    for service in year.result.services:
        shared = {i.name for i in service.allocation.plan.items if isinstance(i, SharedCost)}
        cost = sum((step.cost for step in service.allocation.costs), Fraction(0))
        handed_out = sum(
            (
                step.exact
                for row in service.allocation.rows.values()
                for step in row.steps
                if step.item in shared
            ),
            Fraction(0),
        )
        if cost == handed_out:
            yield HELD
        else:
            text = (
                f"{service.id} {year.result.year}: andelarna blir {decimal(handed_out, 2)} kr "
                f"men kostnaden är {decimal(cost, 2)} kr"
            )
            yield Fault(tjanst_file(service.id), (), text, service=service.id)


def _sums(year: CheckedYear) -> Iterator[Tried]:
    """The sum of rows, the sum of columns and the sum of cells are the same."""
    result = year.result
    rows = sum(result.per_municipality.values())
    columns = sum(service.allocation.total for service in result.in_budget)
    cells = sum(
        sum(step.amount for step in row.roundings)
        for service in result.in_budget
        for row in service.allocation.rows.values()
    )
    if rows == columns == cells:
        yield HELD
    else:
        text = f"{result.year}: rader och kolumner har olika summa: {against(rows, columns)}"
        yield Fault(year.file, (), text, rows, columns)


def _complete(year: CheckedYear) -> Iterator[Tried]:
    """Every service in the budget has figures and a line, and the lines are about such services."""
    result, budget = year.result, year.result.budget
    inside = {service.id for service in result.in_budget}
    others = {service.id for service in result.services} - inside
    for name in budget.tjanst:
        if name in others:
            text = f"{name} {result.year} står i budgeten men tjänsten ligger utanför den"
            yield Fault(year.file, ("tjanst", name), text, service=name)
        elif name not in inside | year.failed:
            text = f"{name} {result.year} står i budgeten men tjänsten saknar uppgifter för året"
            yield Fault(year.file, ("tjanst", name), text, service=name)
        else:
            yield HELD
    for name in budget.utanfor:
        if name in inside:
            text = f"{name} {result.year} står utanför budgeten men tjänsten ligger i den"
            yield Fault(year.file, ("utanfor", name), text, service=name)
        elif name not in others | year.failed:
            text = f"{name} {result.year} står utanför budgeten men saknar uppgifter för året"
            yield Fault(year.file, ("utanfor", name), text, service=name)
        else:
            yield HELD
    lines = {**budget.tjanst, **budget.utanfor}
    for service in result.services:
        if service.id not in lines and not service.example:
            section = "tjanst" if service.in_budget else "utanfor"
            text = (
                f"{service.id} {result.year} har uppgifter men ingen rad [{section}.{service.id}]"
            )
            others_ = (tjanst_file(service.id),)
            yield Fault(year.file, (section,), text, service=service.id, others=others_)
        elif not service.example:
            yield HELD


def _income(year: CheckedYear) -> Iterator[Tried]:
    """What the municipalities pay for a service is the decided income."""
    for what, service, name, post in year.lines():
        computed = service.allocation.total
        if post.intakt == computed:
            yield HELD
        elif post.intakt is not None:
            text = f"{what}: intäkten stämmer inte: {against(post.intakt, computed)}"
            yield year.at(service, ("tjanst", name, "intakt"), text, post.intakt, computed)


def _cost(year: CheckedYear) -> Iterator[Tried]:
    """What the municipalities pay for a service is its decided cost: the result is 0."""
    for what, service, name, post in year.lines():
        computed = service.allocation.total
        if post.kostnad == computed:
            yield HELD
        elif post.kostnad is not None:
            text = (
                f"{what}: resultatet är inte 0: kommunerna betalar {number(computed)} kr, "
                f"kostnaden är {number(post.kostnad)} kr, resultat "
                f"{number(computed - post.kostnad)} kr"
            )
            yield year.at(service, ("tjanst", name, "kostnad"), text, post.kostnad, computed)


def _budget_sum(year: CheckedYear) -> Iterator[Tried]:
    """Income and cost of the year add up to the decided sum."""
    budget, result = year.result.budget, year.result.result
    for what, computed in (("intäkterna", result.income), ("kostnaderna", result.cost)):
        if budget.summa == computed:
            yield HELD
        elif budget.summa is not None:
            text = f"budget {budget.ar}: {what} stämmer inte med summa: "
            text += against(budget.summa, computed)
            yield Fault(year.file, ("summa",), text, budget.summa, computed)


def _outside(year: CheckedYear) -> Iterator[Tried]:
    """The total of a service outside the budget is the stated one."""
    by_id = year.result.by_id
    for name, post in year.result.budget.utanfor.items():
        if name not in by_id or post.belopp is None:
            continue
        service, computed = by_id[name], by_id[name].allocation.total
        if computed == post.belopp:
            yield HELD
        else:
            text = f"{name} {year.result.year}: belopp utanför budgeten stämmer inte: "
            text += against(post.belopp, computed)
            yield year.at(service, ("utanfor", name, "belopp"), text, post.belopp, computed)


def _cost_to_share(year: CheckedYear) -> Iterator[Tried]:
    """The cost to share stands in the service's file and in the budget, and is the same."""
    budget = year.result.budget
    lines: dict[str, tuple[str, Budgetpost | Utanfor]] = {
        **{name: ("tjanst", post) for name, post in budget.tjanst.items()},
        **{name: ("utanfor", outside) for name, outside in budget.utanfor.items()},
    }
    for service in year.result.services:
        if service.id not in lines or service.example:
            continue
        section, post = lines[service.id]
        stated, own = post.underlag, service.period.cost_to_share
        if stated == own:
            if stated is not None:
                yield HELD
            continue
        what = f"{service.id} {year.result.year}"
        if stated is None or own is None:
            where = "budgeten" if stated is None else "tjänstens fil"
            text = f"{what}: underlag saknas i {where}; det ska stå på båda ställena"
        else:
            text = f"{what}: underlag i budget och tjänstefil skiljer sig: {against(stated, own)}"
        yield year.at(service, (section, service.id, "underlag"), text, stated, own)


def _invented(year: CheckedYear) -> Iterator[Tried]:
    """No real service rests on invented figures."""
    data = year.result.data
    for service in year.result.services:
        for node, inputs in service.all_inputs:
            period = data.tjanster[node.service].period_in(node.year)
            if service.example:
                continue
            where = f"{node.service} {node.year}"
            invented = next((given for given in inputs if given.example), None)
            if not invented and not (period and period.exempel):
                yield HELD
                continue
            if invented:
                text = f"{service.id} {year.result.year} bygger på påhittade tal: {invented.what}"
                yield Fault(invented.file, invented.path, text, service=service.id)
                continue
            text = f"{service.id} {year.result.year} bygger på påhittade tal i {where}"
            file = tjanst_file(service.id)
            path = service.tjanst.place_in(year.result.year)
            yield Fault(file, path, text, service=service.id, others=service.files)


def _gaps(year: CheckedYear) -> Iterator[Tried]:
    """A proposal's amounts are filled in, once they can be computed."""
    by_id = year.result.by_id
    budget = year.result.budget
    for section, name in budget.gaps:
        if name in by_id:
            computed = by_id[name].allocation.total
            what = "intakt och kostnad" if section == "tjanst" else "belopp"
            filled = "ifyllda" if section == "tjanst" else "ifyllt"
            text = (
                f"{name} {budget.ar}: {what} är inte {filled} i budgeten; modellen ger "
                f"{number(computed)} kr"
            )
            path = (section, name, "saknas")
            yield Fault(year.file, path, text, None, computed, name, by_id[name].files)
    if budget.summa is None and not any(section == "tjanst" for section, _ in budget.gaps):
        computed = year.result.result.income
        text = f"budget {budget.ar}: summa är inte ifylld; raderna är {number(computed)} kr"
        yield Fault(year.file, ("ar",), text, None, computed)
    elif not budget.gaps:
        yield HELD


def _assumed(year: CheckedYear) -> Iterator[Tried]:
    """No decided budget rests on an assumed index value."""
    if year.result.budget.status != "beslutad":
        return
    for service in year.result.services:
        if not service.example:
            if not service.assumed:
                yield HELD
            for given in service.assumed:
                text = (
                    f"{service.id} {year.result.year}: beslutad budget bygger på ett antaget "
                    f"värde: {given.what}"
                )
                yield Fault(given.file, given.path, text, service=service.id, others=service.files)


CHECKS: tuple[Check[CheckedYear], ...] = (
    Check(
        "EK411",
        "andelar",
        "andelarna är tillsammans kostnaden, exakt",
        _shares,
        "felet är programmets: anmäl det",
    ),
    Check(
        "EK412",
        "summor",
        "rader, kolumner och totalsumma är lika",
        _sums,
        "felet är programmets: anmäl det",
    ),
    Check(
        "EK413",
        "fullstandig",
        "budgeten och tjänsterna talar om samma tjänster",
        _complete,
        "lägg till eller ta bort raden i budgeten, eller ändra tjänstens period eller i_budget",
    ),
    Check(
        "EK414",
        "intakt",
        "det kommunerna betalar är den beslutade intäkten",
        _income,
        "jämför med beslutet och rätta det som är fel; kostar tjänsten något annat i år, lägg till "
        "en period",
    ),
    Check(
        "EK415",
        "kostnad",
        "det kommunerna betalar är den beslutade kostnaden, så att resultatet är 0",
        _cost,
        "jämför med beslutet och rätta det som är fel",
    ),
    Check(
        "EK416",
        "budgetsumma",
        "intäkter och kostnader är budgetens `summa`",
        _budget_sum,
        "jämför med beslutet: summa ska vara radernas summa",
        after=("fullstandig", "intakt", "kostnad"),
    ),
    Check(
        "EK417",
        "utanfor",
        "det som ligger utanför budgeten har den angivna summan",
        _outside,
        "jämför med underlaget och rätta det som är fel",
    ),
    Check(
        "EK418",
        "underlag",
        "underlaget är detsamma i tjänstens fil och i budgeten",
        _cost_to_share,
        "skriv samma underlag på båda ställena",
    ),
    Check(
        "EK421",
        "pahittat",
        "ingen verklig tjänst bygger på påhittade tal",
        _invented,
        "byt ut de påhittade talen, eller märk tjänsten exempel",
    ),
    Check(
        "EK422",
        "luckor",
        "beloppen i ett budgetförslag är ifyllda, så snart de går att räkna ut",
        _gaps,
        f"skriv in beloppet, eller fyll i alla med {ask(Wish.FILL)}",
    ),
    Check(
        "EK423",
        "antaget",
        "ingen beslutad budget bygger på ett antaget index",
        _assumed,
        "byt ut det antagna värdet mot det publicerade",
    ),
)
