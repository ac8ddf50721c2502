"""What must be read with a follow-up: which report, how signs are read, what is not reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from enamnd_cost.analysis.follow_up.lines import SIDES, months_ended
from enamnd_cost.analysis.follow_up.projects import followed
from enamnd_cost.analysis.follow_up.run import FollowUp, What
from enamnd_cost.analysis.follow_up.units import (
    KR,
    TKR,
    Rows,
    Unit,
    apart_by_rounding,
    result_within,
)
from enamnd_cost.analysis.report import Note, NoteKind
from enamnd_cost.analysis.standing import standing
from enamnd_cost.model import wording
from enamnd_cost.model.utfall import Rapport
from enamnd_cost.swedish import listing, number

SIGNS = (
    "Avvikelse är budget minus prognos, på båda sidor: − är mer än budgeterat, + är mindre. "
    "Kostnader skrivs utan minus, och resultat är intäkter minus kostnader: + är ett överskott."
)
COLUMNS = {
    "budget": "budget",
    "so_far": "budget hittills",
    "outcome": "utfall",
    "forecast": "prognos",
    "deviation": "avvikelse",
}
NOUNS: dict[What, str] = {"utfall": "inget utfall", "prognos": "ingen prognos"}


def lead(made: FollowUp) -> Iterator[str]:
    """Say which reports the figures are from."""
    for report in made.chosen:
        days = []
        if report is made.outcome:
            days.append(f"utfall till och med {report.utfall_till}")
        if report is made.forecast:
            days.append(f"prognos per {report.prognos_per}")
        found = f" ({wording.decision(report.beslut)})" if report.beslut else ""
        yield f"{report.namn}: {listing(days)}{found}"


def notes(made: FollowUp, rows: Mapping[str, Rows], unit: Unit) -> Iterator[Note]:
    """Say what must be known beside the figures."""
    yield from standing([made.result])
    for report in made.chosen:
        if report.exempel:
            yield Note(f"{report.namn}: talen är påhittade.", NoteKind.STATUS)
    yield from (Note(text, NoteKind.MISSING) for text in _missing(made))
    if made.as_invoiced and made.until:
        yield from (Note(text) for text in _invoiced(made, made.until))
    yield from (Note(text) for text in _projects(made))
    yield from (Note(text) for text in _rounding(made, rows, unit))
    for report in made.chosen:
        for derived in (report.harledning, *(post.harledning for post in report.post)):
            if derived:
                yield Note(f"{report.namn}: {derived}", NoteKind.DERIVED)
        if report.kalla:
            yield Note(f"Källa till {report.namn}: {report.kalla}")
    for project in made.result.data.projects(made.result.year):
        tjanst = made.result.data.tjanster[project]
        if tjanst.projekt and tjanst.projekt.harledning:
            yield Note(f"{tjanst.namn}: {tjanst.projekt.harledning}", NoteKind.DERIVED)


def _missing(made: FollowUp) -> Iterator[str]:
    """Say what no report says, and why a forecast is not shown."""
    for missing in made.result.missing:
        projekt = made.result.data.tjanster[missing.id].projekt
        if not projekt and any(missing.id in line.services for line in made.lines):
            yield f"Budgeten för {missing.name} saknas: {missing.reason}"
    if made.outcome is None:
        yield "Ingen rapport har något utfall."
    if made.forecast is None:
        old = made.latest_forecast
        if old is None:
            yield "Ingen rapport har någon prognos."
        else:
            yield (
                f"Prognosen per {old.prognos_per} är äldre än utfallet till och med {made.until}, "
                "och visas inte bredvid det."
            )
    kinds: tuple[tuple[What, str, Rapport | None], ...] = (
        ("utfall", "outcome", made.outcome),
        ("prognos", "forecast", made.forecast),
    )
    for what, field, report in kinds:
        if report:
            yield from _not_reported(made, what, field, report)
    if outside := made.outside():
        names = listing(made.result.data.tjanster[name].namn for name in outside)
        yield f"Utanför budgeten {made.result.year}, och inte med i tabellerna: {names}."


def _not_reported(made: FollowUp, what: What, field: str, report: Rapport) -> Iterator[str]:
    """Name the lines that a report has nothing of, once where both sides lack it."""
    lacking = {
        side: [line.name for line, each in made.sides[side].items() if getattr(each, field) is None]
        for side in SIDES
    }
    both = lacking["intakt"] == lacking["kostnad"]
    sides = {"": lacking["intakt"]} if both else {
        " på intäktssidan": lacking["intakt"], " på kostnadssidan": lacking["kostnad"]
    }  # fmt: skip
    for side, names in sides.items():
        if names:
            yield (
                f"{report.namn} har {NOUNS[what]}{side} för {listing(names)}: rutorna är tomma, "
                "inte 0."
            )


def _invoiced(made: FollowUp, until: dt.date) -> Iterator[str]:
    """Say how the budget's income is counted, and of what nobody knows when it is invoiced."""
    yield (
        f"Budgetens intäkter hittills är det som ska vara fakturerat till och med {until}: det som "
        f"faktureras i förskott från sin första dag. Kostnaderna är {months_ended(until)} månaders."
    )
    income = made.sides["intakt"].items()
    names = [line.name for line, each in income if each.budget and each.so_far is None]
    if names:
        yield f"När {listing(names)} faktureras är inte känt: leverantören fakturerar."


def _projects(made: FollowUp) -> Iterator[str]:
    """Say what is told of projects: their budget, the forecast, an income that is another."""
    data, year = made.result.data, made.result.year
    if data.projects(year):
        yield (
            "Projekt ligger utanför årsbudgeten: deras budget är 0, och hela prognosen är "
            "avvikelse. Säger en rapport ingenting är prognosen det som är beslutat för året."
        )
        yield (
            "Upplupen intäkt är projektets belopp gånger de månader som gått av projektets "
            "månader, räknad exakt och avrundad för att visas; summan är räknad på de exakta talen."
        )
    earlier = {
        project.id
        for report in made.reports
        for project in followed(data, year, report)
        if project.begun_before
    }
    if earlier:
        names = listing(data.tjanster[name].namn for name in data.projects(year) if name in earlier)
        yield (
            f"Började före {year}: {names}. Månader som gått, upplupen intäkt och kostnad är "
            "årets, och det som hör till tidigare år är inte med."
        )
    for report in made.reports:
        for project in followed(data, year, report):
            if project.other_income and project.reported is not None:
                name = data.tjanster[project.id].namn
                yield (
                    f"{report.namn}: {name} har intäkten {number(project.reported)} kr; upplupet "
                    f"är {number(KR.shown(project.accrued) or 0)} kr."
                )


def _rounding(made: FollowUp, rows: Mapping[str, Rows], unit: Unit) -> Iterator[str]:
    """Say once that rounded figures need not add up, and explain a printed result."""
    if apart := apart_by_rounding(*(rows[side] for side in ("intakt", "kostnad", "resultat"))):
        said = listing(COLUMNS[field] for field in apart)
        to = "hela kronor" if unit is KR else "tkr"
        yield (
            f"Talen är avrundade till {to} var för sig, summorna också; därför går de inte alltid "
            f"ihop på enheten när (här: {said})."
        )
    for report in made.chosen:
        for summa in report.summa:
            for what in ("utfall", "prognos"):
                sides = getattr(summa, what)
                if summa.enhet == "tkr" and sides:
                    yield from _explained(report, what, sides.intakt, sides.kostnad, sides.resultat)


def _explained(
    report: Rapport, what: str, income: int | None, cost: int | None, result: int | None
) -> Iterator[str]:
    """Explain a printed result (tkr) that is not the difference of the printed sums."""
    if income is None or cost is None or result is None or income - cost == result:
        return
    if within := result_within(income, cost, result, TKR):
        yield (
            f"{report.namn} skriver resultatet av {what} som {number(result)} tkr, fast "
            f"{number(income)} minus {number(cost)} är {number(income - cost)}: det är avrundning. "
            f"Alla tre är rätt avrundade om resultatet är från {number(within[0])} till "
            f"{number(within[1])} kr."
        )
