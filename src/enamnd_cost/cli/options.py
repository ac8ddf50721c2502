"""Arguments and options, each declared once: one meaning in every command that takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enamnd_cost.cli import completing
from enamnd_cost.cli.completing import Offer
from enamnd_cost.cli.delivery import TABLES, Forms

Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="MAPP",
        help="Datamapp. Annars miljövariabeln ENAMND_COST_DATA, närmaste data/ uppåt, eller "
        "programmets egen.",
    ),
]
Assumptions = Annotated[
    list[str] | None,
    typer.Option(
        "--antag",
        metavar="INDEX=PROCENT",
        help="I en plan: anta ett värde som saknas, PKV=3,5 eller PKV:2026=3,0. Kan upprepas.",
    ),
]


def replace(text: str) -> Any:
    """Declare ``--ersatt``: what may be written over."""
    return typer.Option("--ersatt", help=text)


Replace = Annotated[bool, replace("Skriv över utfilen om den finns.")]


def argument(metavar: str, text: str, offer: Offer | None = None) -> Any:
    """Declare an argument, with what the shell may offer for it."""
    return typer.Argument(metavar=metavar, help=text, autocompletion=offer)


def budget_year(text: str) -> Any:
    """Declare the argument ``ÅR``."""
    return argument("ÅR", text, completing.years)


Year = Annotated[int, budget_year("Budgetår, till exempel 2024.")]


def year(text: str) -> Any:
    """Declare ``--ar``: which year, or years, a command is to look at."""
    return typer.Option("--ar", metavar="ÅR", help=text, autocompletion=completing.years)


def service(text: str) -> Any:
    """Declare ``--tjanst``: a service, or several."""
    return typer.Option(
        "--tjanst", "-t", metavar="TJÄNST", help=text, autocompletion=completing.services
    )


def municipality(text: str) -> Any:
    """Declare ``--kommun``: a municipality, or several."""
    return typer.Option(
        "--kommun", "-k", metavar="KOMMUN", help=text, autocompletion=completing.municipalities
    )


Services = Annotated[list[str] | None, service("Visa bara tjänsten. Kan upprepas.")]
Municipalities = Annotated[list[str] | None, municipality("Visa bara kommunen. Kan upprepas.")]


def form(forms: Forms) -> Any:
    """Declare ``--format``: what to print as."""
    return typer.Option(
        "--format", metavar="FORMAT", help=f"Skriv ut som {', '.join(forms.printed)}."
    )


def out(forms: Forms, text: str = "Skriv till fil") -> Any:
    """Declare ``-o``: a file to write."""
    return typer.Option("--ut", "-o", metavar="FIL", help=f"{text}: .{', .'.join(forms.written)}.")


Form = Annotated[str | None, form(TABLES)]
Out = Annotated[Path | None, out(TABLES)]


def folder(text: str) -> Any:
    """Declare ``-o`` of a command that writes a folder."""
    return typer.Option("--ut", "-o", metavar="MAPP", help=text)
