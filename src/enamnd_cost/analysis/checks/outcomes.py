"""Checks of a year's reports: their services, the figures that they print, their own sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from enamnd_cost.analysis.checks.check import HELD, Check, Fault, Tried, against, check, compared
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.follow_up.figures import Figures, less, whole
from enamnd_cost.analysis.follow_up.lines import SIDES, Line
from enamnd_cost.analysis.follow_up.projects import followed
from enamnd_cost.analysis.follow_up.run import FollowUp
from enamnd_cost.analysis.follow_up.units import KR, TKR, Unit, result_within
from enamnd_cost.model.data import budget_file, tjanst_file, utfall_file
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.utfall import Rapportpost, Sidor
from enamnd_cost.swedish import number

HUNDRED = 100  # times more or less than the budget: no outcome, but another unit
SAID = {"intakt": "intäkter", "kostnad": "kostnader", "resultat": "resultat"}
FIELDS: dict[str, Literal["budget", "outcome", "forecast"]] = {
    "budget": "budget",
    "utfall": "outcome",
    "prognos": "forecast",
}


def _reports(year: CheckedYear) -> Iterator[tuple[int, FollowUp]]:
    """Give each report of the year by itself, with its place in the file.

    A report knew the budget that held on its day, and no decision after it.
    """
    result = year.result
    utfall = result.data.utfall.get(result.year)
    for n, report in enumerate(utfall.rapport if utfall else ()):
        assert utfall is not None  # or there would be no report
        if result.data.holds(result.budget, report.day):
            yield n, FollowUp(result, utfall, (report,))


@check(
    "EK441",
    "utfallstjanster",
    "varje tjänst i årets utfall ingår i årets budget, eller är ett av årets projekt",
    "lägg till tjänsten i budgeten, eller ta bort den ur utfallet",
)
def _services(year: CheckedYear) -> Iterator[Tried]:
    result = year.result
    utfall = result.data.utfall.get(result.year)
    if utfall is None:
        return
    known = {*result.data.lines(result.year), *result.data.projects(result.year)}
    named: list[tuple[KeyPath, str]] = [
        (("grupp", n, "tjanster", m), name)
        for n, grupp in enumerate(utfall.grupp)
        for m, name in enumerate(grupp.tjanster)
    ]
    named += [
        (("rapport", n, "post", m, "tjanst"), post.tjanst)
        for n, rapport in enumerate(utfall.rapport)
        for m, post in enumerate(rapport.post)
        if post.tjanst
    ]
    for path, name in named:
        text = f"{name} ingår inte i budgeten för {result.year} och är inget av årets projekt"
        others = budget_file(result.year), tjanst_file(name)
        fault = Fault(utfall_file(result.year), path, text, service=name, others=others)
        yield HELD if name in known else fault


@check(
    "EK442",
    "utfallsrutor",
    "varje budget, avvikelse och resultat som en rapport skriver på en rad är det beräknade",
    "jämför med den tryckta rapporten och rätta det som är fel",
)
def _cells(year: CheckedYear) -> Iterator[Tried]:
    for n, made in _reports(year):
        for m, post in enumerate(made.reports[0].post):
            yield from _of_post(made, post, ("rapport", n, "post", m))


def _of_post(made: FollowUp, post: Rapportpost, path: KeyPath) -> Iterator[Tried]:
    """Hold the controls of one line to what it has on each side."""
    services = made.utfall.members(post, made.result.data.projects_together(made.result.year))
    line = Line(str(post.grupp), services, group=post.grupp is not None)
    for key in ("budget", "utfall", "prognos", "avvikelse"):
        printed: Sidor | None = getattr(post, key)
        if printed is None:
            continue
        if key in ("budget", "avvikelse"):
            for side in SIDES:
                figures = made.figures(line, side)
                computed = figures.budget if key == "budget" else figures.deviation
                yield from _held(made, post, (*path, key, side), printed.side(side), computed)
        difference = less(printed.intakt, printed.kostnad)
        yield from _held(made, post, (*path, key, "resultat"), printed.resultat, difference)


def _held(
    made: FollowUp, post: Rapportpost, path: KeyPath, printed: int | None, computed: int | None
) -> Iterator[Tried]:
    """Compare a printed figure with the computed, where both are known."""
    if printed is None or computed is None:
        return
    what, side = path[-2:]
    text = f"{made.reports[0].namn}, {post.tjanst or post.grupp}: {what}, {SAID[str(side)]}, "
    text += f"stämmer inte: {against(printed, computed)}"
    yield compared(Fault(utfall_file(made.result.year), path, text, printed, computed))


@check(
    "EK443",
    "utfallssummor",
    "en rapports egna summor är radernas, avrundade till rapportens enhet",
    "jämför med den tryckta rapporten och rätta det som är fel",
)
def _sums(year: CheckedYear) -> Iterator[Tried]:
    for n, made in _reports(year):
        for m, summa in enumerate(made.reports[0].summa):
            unit = TKR if summa.enhet == "tkr" else KR
            for what, field in FIELDS.items():
                printed: Sidor | None = getattr(summa, what)
                if printed:
                    path = ("rapport", n, "summa", m, what)
                    yield from _of_sum(made, field, printed, unit, path)


def _of_sum(
    made: FollowUp,
    field: Literal["budget", "outcome", "forecast"],
    printed: Sidor,
    unit: Unit,
    path: KeyPath,
) -> Iterator[Tried]:
    """Hold the two sides of a sum, and their difference, to what the lines come to."""
    rows: dict[str, list[Figures]] = {side: list(made.sides[side].values()) for side in SIDES}
    rows["resultat"] = list(made.results.values())
    file, namn, what = utfall_file(made.result.year), made.reports[0].namn, path[-1]
    for side, said in SAID.items():
        stated, computed = printed.side(side), unit.shown(getattr(whole(rows[side]), field))
        if stated is not None and computed is not None:
            text = f"{namn}: summan av {what}, {said}, stämmer inte med raderna: "
            text += against(stated, computed, unit.name)
            yield compared(Fault(file, (*path, side), text, stated, computed))
    income, cost, result = printed.intakt, printed.kostnad, printed.resultat
    if income is not None and cost is not None and result is not None:
        text = (
            f"{namn}: {what} har resultatet {number(result)} {unit.name}, men {number(income)} "
            f"minus {number(cost)} är {number(income - cost)}, och avrundning förklarar det inte"
        )
        fault = Fault(file, (*path, "resultat"), text, result, income - cost)
        yield HELD if result_within(income, cost, result, unit) else fault


@check(
    "EK444",
    "projektintakter",
    "ett projekts intäkt i en rapport är det som är upplupet, eller har en kommentar",
    "rätta intäkten eller projektets belopp och dagar, eller skriv i kommentar varför den är en "
    "annan",
)
def _projects(year: CheckedYear) -> Iterator[Tried]:
    result = year.result
    for n, made in _reports(year):
        report = made.reports[0]
        places = {post.tjanst: m for m, post in enumerate(report.post)}
        for project in followed(result.data, result.year, report):
            if project.reported is None or report.post[places[project.id]].kommentar:
                continue
            computed = KR.shown(project.accrued) or 0
            text = f"{report.namn}, {project.id}: intäkten är inte det som är upplupet efter "
            text += f"{project.gone} av {project.projekt.months} månader: "
            text += against(project.reported, computed)
            path = ("rapport", n, "post", places[project.id], "utfall", "intakt")
            others = (tjanst_file(project.id),)
            yield compared(
                Fault(utfall_file(result.year), path, text, project.reported, computed,
                      project.id, others)
            )  # fmt: skip


@check(
    "EK446",
    "utfallstal",
    "varje utfall och prognos är skrivet utan minus, och är av budgetens storlek, eller har en "
    "kommentar",
    "skriv kronor, intäkter och kostnader utan minus; är talet rätt, skriv i kommentar varför",
)
def _plausible(year: CheckedYear) -> Iterator[Tried]:
    """Point out what cannot be meant: cost with a minus sign, or tkr for kronor."""
    for n, made in _reports(year):
        for m, post in enumerate(made.reports[0].post):
            if not post.kommentar:
                yield from _meant(made, post, ("rapport", n, "post", m))


def _meant(made: FollowUp, post: Rapportpost, path: KeyPath) -> Iterator[Tried]:
    """Hold a line's figures to its budget's sign, and those of the whole year to its size."""
    services = made.utfall.members(post, made.result.data.projects_together(made.result.year))
    line = Line(str(post.grupp), services, group=post.grupp is not None)
    until = made.until
    whole_year = until is not None and (until.month, until.day) == (12, 31)
    for key, all_of_it in (("utfall", whole_year), ("prognos", True)):
        said: Sidor | None = getattr(post, key)
        for side in SIDES if said else ():
            stated = said.side(side) if said else None
            budget = made.figures(line, side).budget
            if stated is None or budget is None:
                continue
            text = f"{made.reports[0].namn}, {post.tjanst or post.grupp}: {key}, {SAID[side]}, "
            wrong = _unlikely(stated, budget, all_of_it=all_of_it)
            fault = Fault(
                utfall_file(made.result.year), (*path, key, side), f"{text}{wrong}", stated, budget
            )
            yield fault if wrong else HELD


def _unlikely(stated: int, budget: int, *, all_of_it: bool) -> str:
    """Say why a figure cannot be what is meant; nothing if it can."""
    if stated < 0 <= budget:
        return f"är under noll: {number(stated)} kr"
    large = max(abs(stated), abs(budget))
    if all_of_it and stated and budget and min(abs(stated), abs(budget)) * HUNDRED < large:
        size = "mindre än en hundradel av" if abs(stated) < large else "mer än hundra gånger"
        return f"är {number(stated)} kr, {size} budgetens {number(budget)} kr"
    return ""


CHECKS: tuple[Check[CheckedYear], ...] = (_services, _cells, _sums, _projects, _plausible)
