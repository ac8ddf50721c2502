"""A year's follow-up, for programs: whole kronor or tkr, as shown; what is not known is null."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from enamnd_cost.analysis.follow_up.lines import SIDES, Line, Side
from enamnd_cost.analysis.follow_up.projects import Followed, followed
from enamnd_cost.analysis.follow_up.report import rows_of
from enamnd_cost.analysis.follow_up.run import FollowUp
from enamnd_cost.analysis.follow_up.units import Shown, Unit
from enamnd_cost.model.utfall import Rapport, Sidor
from enamnd_cost.output.shapes import Ar, Datum, Exakt, Kronor, TjanstId

Varde = Annotated[
    int | None, Field(description="Ett helt tal i enheten; null om det inte är känt, aldrig 0.")
]
Enhet = Annotated[Literal["kr", "tkr"], Field(description="Vad talen står i.")]


class Tal(TypedDict):
    """A line's figures on one side, or a sum of them."""

    budget: Varde
    budget_till: Annotated[
        int | None,
        Field(
            description="Budgeten hittills: för de hela månader som utfallet gäller, eller, på "
            "intäktssidan när periodisering är fakturerat, det som ska vara fakturerat."
        ),
    ]
    utfall: Varde
    prognos: Varde
    avvikelse: Annotated[int | None, Field(description="Budget minus prognos.")]


class Post(Tal):
    """A line on one side."""

    post: str
    tjanster: list[TjanstId]
    sida: Literal["intakt", "kostnad"]


class Resultatpost(Tal):
    """A line's income less its cost, and what the reports say of it in words."""

    post: str
    kommentar: str | None


class Summa(TypedDict):
    """The sums of all lines."""

    intakt: Tal
    kostnad: Tal
    resultat: Tal


class Rapportrad(TypedDict):
    """What one report says of a line, or in all (post is null), on a side or as the result."""

    post: str | None
    sida: Literal["intakt", "kostnad", "resultat"]
    utfall: Varde
    prognos: Varde


class Egensumma(TypedDict):
    """A sum as a report prints it."""

    enhet: Enhet
    av: Literal["budget", "utfall", "prognos"]
    intakt: int | None
    kostnad: int | None
    resultat: int | None


class Projektrad(TypedDict):
    """A project until the last day of a report's outcome."""

    id: TjanstId
    namn: str
    belopp: int
    manader: Annotated[int, Field(description="Hur många månader projektet har.")]
    gangna: Annotated[int, Field(description="Hur många av dem som gått under året.")]
    upplupet: Annotated[int, Field(description="Årets upplupna intäkt, i enheten.")]
    upplupet_kr: Annotated[Exakt, Field(description="Årets upplupna intäkt i kronor, exakt.")]
    intakt: Annotated[Kronor | None, Field(description="Intäkten i rapporten, i kronor.")]
    kostnad: Varde
    avvikelse: Annotated[int | None, Field(description="Upplupen intäkt minus kostnad.")]


class Rapporten(TypedDict):
    """A report of the year, what it says of each line, its own sums, and its projects."""

    namn: str
    utfall_till: Datum | None
    prognos_per: Datum | None
    exempel: bool
    poster: list[Rapportrad]
    summor: list[Egensumma]
    projekt: list[Projektrad]


class Content(TypedDict):
    """The year against its budget, and the reports that the figures are from."""

    namnd: str
    ar: Ar
    enhet: Enhet
    periodisering: Annotated[
        Literal["manader", "fakturerat"],
        Field(description="Hur budgetens intäkter är räknade till och med utfallets sista dag."),
    ]
    utfall_till: Datum | None
    prognos_per: Datum | None
    poster: list[Post]
    resultat: list[Resultatpost]
    summa: Summa
    rapporter: list[Rapporten]


def content(made: FollowUp, unit: Unit) -> Content:
    """Give the year against its budget, in the unit that is shown."""
    rows = rows_of(made, unit)
    forecast = made.forecast.prognos_per if made.forecast else None
    return {
        "namnd": made.result.data.kommuner.namnd,
        "ar": made.result.year,
        "enhet": "tkr" if unit.name == "tkr" else "kr",
        "periodisering": "fakturerat" if made.as_invoiced else "manader",
        "utfall_till": _day(made.until),
        "prognos_per": _day(forecast),
        "poster": [_post(line, side, rows[side].lines[line]) for line in made.lines
                   for side in SIDES],
        "resultat": [
            {"post": line.name, "kommentar": made.comments(line), **_figures(cells)}
            for line, cells in rows["resultat"].lines.items()
        ],
        "summa": {
            "intakt": _figures(rows["intakt"].total),
            "kostnad": _figures(rows["kostnad"].total),
            "resultat": _figures(rows["resultat"].total),
        },
        "rapporter": [_report(made, each, unit) for each in made.reports],
    }  # fmt: skip


def _post(line: Line, side: Side, cells: Shown) -> Post:
    return {
        "post": line.name,
        "tjanster": list(line.services),
        "sida": side,
        **_figures(cells),
    }


def _figures(cells: Shown) -> Tal:
    return {
        "budget": cells.budget,
        "budget_till": cells.so_far,
        "utfall": cells.outcome,
        "prognos": cells.forecast,
        "avvikelse": cells.deviation,
    }


def _report(made: FollowUp, report: Rapport, unit: Unit) -> Rapporten:
    alone = FollowUp(made.result, made.utfall, (report,))
    rows = rows_of(alone, unit)
    names: list[str | None] = [*(line.name for line in made.lines), None]
    sides: tuple[Literal["intakt", "kostnad", "resultat"], ...] = (*SIDES, "resultat")
    return {
        "namn": report.namn,
        "utfall_till": _day(report.utfall_till),
        "prognos_per": _day(report.prognos_per),
        "exempel": report.exempel,
        "poster": [
            {"post": name, "sida": side, "utfall": cells.outcome, "prognos": cells.forecast}
            for side in sides
            for name, cells in zip(
                names, [*rows[side].lines.values(), rows[side].total], strict=True
            )
        ],
        "summor": _own_sums(report),
        "projekt": [
            _project(made, project, unit)
            for project in followed(made.result.data, made.result.year, report)
        ],
    }


def _own_sums(report: Rapport) -> list[Egensumma]:
    kinds: tuple[Literal["budget", "utfall", "prognos"], ...] = ("budget", "utfall", "prognos")
    made: list[Egensumma] = []
    for summa in report.summa:
        for kind in kinds:
            sides: Sidor | None = getattr(summa, kind)
            if sides:
                made.append({
                    "enhet": summa.enhet,
                    "av": kind,
                    "intakt": sides.intakt,
                    "kostnad": sides.kostnad,
                    "resultat": sides.resultat,
                })  # fmt: skip
    return made


def _project(made: FollowUp, project: Followed, unit: Unit) -> Projektrad:
    return {
        "id": project.id,
        "namn": made.result.data.tjanster[project.id].namn,
        "belopp": unit.shown(project.projekt.belopp) or 0,
        "manader": project.projekt.months,
        "gangna": project.gone,
        "upplupet": unit.shown(project.accrued) or 0,
        "upplupet_kr": project.accrued,
        "intakt": project.reported,
        "kostnad": unit.shown(project.cost),
        "avvikelse": unit.shown(project.deviation),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)
