"""The very lines to write where a budget and its services do not say the same."""

from __future__ import annotations

from enamnd_cost.asking import Wish, aside, ask
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import budget_file, tjanst_file, utfall_file
from enamnd_cost.model.problem import KeyPath


def line(table: str, total: int) -> str:
    """Write the lines of the budget that hold a service to what it comes to, in kronor.

    >>> line("tjanst", 1_000), line("utanfor", 500)
    ('intakt = 1_000 och kostnad = 1_000', 'belopp = 500')
    """
    keys = ("intakt", "kostnad") if table == "tjanst" else ("belopp",)
    return " och ".join(f"{key} = {total:_}" for key in keys)


def wrong_table(service: str, table: str, right: str, total: int) -> str:
    """Say how a line that stands in the wrong table is moved."""
    return f"skriv [{right}.{service}] i stället för [{table}.{service}], med {line(right, total)}"


def no_figures(service: str, table: str, year: int) -> str:
    """Say what to do with a line of a service that has no figures."""
    remedy = f"ta bort [{table}.{service}] ur {budget_file(year)}, eller lägg till en [[period]] "
    return f"{remedy}som gäller {year} i {tjanst_file(service)}"


def no_line(service: str, table: str, year: int, total: int) -> str:
    """Say what line a service lacks."""
    return f"skriv [{table}.{service}] i {budget_file(year)}, och under den {line(table, total)}"


def other_income(service: str, year: int, total: int, *, begins: bool) -> str:
    """Say what to write where a budget's income is not the model's.

    Of a period that ``begins`` in the year there cannot be another.
    """
    remedy = (
        f"jämför med beslutet. Gäller modellen: intakt = {total:_} i {budget_file(year)}. Gäller "
        f"budgeten: rätta {tjanst_file(service)}"
    )
    if begins:
        return remedy
    return (
        f"{remedy}; kostar tjänsten något annat just i år, lägg till en [[period]] med "
        f"fran = {year}"
    )


def carried(service: str, table: str, year: int, now: int, result: int, *, agreed: bool) -> str:
    """Say what to write where a result that is carried is not what its year was settled to.

    Where it is ``agreed`` for each municipality there is no one amount to write.
    """
    what = f"belopp = {-result:_}"
    if agreed:
        what = f"beloppen per kommun, tillsammans {-result:_},"
    return (
        f"jämför med {ask(Wish.SETTLE, year)}. Gäller regleringen: {what} i "
        f"{tjanst_file(service)}, {line(table, -result)} under [{table}.{service}] i "
        f"{budget_file(now)}, och summa efter det. Gäller beloppet: rätta utfallet i "
        f"{utfall_file(year)}"
    )


def other_cost(service: str, year: int, stated: int, own: int, *, posts: bool) -> str:
    """Say what to write where two files state different costs to share, the one or the other."""
    what = "posternas underlag tillsammans" if posts else "underlag ="
    return (
        f"gäller tjänstens fil: underlag = {own:_} i {budget_file(year)}; gäller budgeten: {what} "
        f"{stated:_} i {tjanst_file(service)}"
    )


def no_cost_in_budget(service: str, table: str, year: int, own: int) -> str:
    """Say which cost to share the budget lacks."""
    return f"skriv underlag = {own:_} under [{table}.{service}] i {budget_file(year)}"


def no_cost_in_service(service: str, year: int, stated: int) -> str:
    """Say which cost to share the service's file lacks."""
    return (
        f"ta bort underlag ur {budget_file(year)}, eller skriv underlag = {stated:_} i den period "
        f"i {tjanst_file(service)} som gäller {year}"
    )


def gap(table: str, year: int, total: int, *, drafted: bool) -> str:
    """Say what to write where a proposal has a gap; by command where a year before drafted it."""
    remedy = f"skriv {line(table, total)} i stället för saknas"
    how = aside(f", eller fyll i alla med {ask(Wish.FILL, year - 1)}")
    return f"{remedy}{how}" if drafted else remedy


def in_revision(code: str, path: KeyPath, service: str | None, total: int | None, file: str) -> str:
    """Say what to write in a later decision's file where its lines are not what it changes give."""
    if service is None:
        return f"jämför med beslutet: summa under [budget] i {file} ska vara radernas summa"
    table = path[0]
    at = f"[budget.{table}.{service}] i {file}"
    if total is None:
        return f"skriv eller ta bort {at}, eller rätta det som revideringen ändrar"
    what = f"underlag = {total:_}" if code == "EK418" else line(str(table), total)
    right = f"Gäller modellen: {what} under {at}, med radens övriga tal"
    return f"jämför med beslutet. {right}. Gäller beslutet: rätta det som revideringen ändrar"


def or_updated(remedy: str, budget: Budget) -> str:
    """Name also the command that rewrites a proposal's figures; a decided budget has none."""
    if budget.status != "forslag":
        return remedy
    update = ask(Wish.UPDATE, budget.ar - 1)
    return remedy + aside(f"; eller skriv om förslagets alla tal efter modellen: {update}")
