"""Arguments and options, each declared once: one meaning in every command that takes it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from enamnd_cost.cli import completing
from enamnd_cost.cli.delivery import Forms

Year = Annotated[
    int,
    typer.Argument(
        metavar="ÅR", help="Budgetår, till exempel 2024.", autocompletion=completing.years
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="MAPP",
        help="Datamapp. Annars miljövariabeln ENAMND_COST_DATA, närmaste data/ uppåt, eller "
        "programmets egen.",
    ),
]
Services = Annotated[
    list[str] | None,
    typer.Option(
        "--tjanst",
        "-t",
        metavar="TJÄNST",
        help="Visa bara tjänsten. Kan upprepas.",
        autocompletion=completing.services,
    ),
]
Municipalities = Annotated[
    list[str] | None,
    typer.Option(
        "--kommun",
        "-k",
        metavar="KOMMUN",
        help="Visa bara kommunen. Kan upprepas.",
        autocompletion=completing.municipalities,
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
Replace = Annotated[bool, typer.Option("--ersatt", help="Skriv över utfilen om den finns.")]


def year(text: str) -> Any:
    """Declare ``--ar``: which year, or years, a command is to look at."""
    return typer.Option("--ar", metavar="ÅR", help=text, autocompletion=completing.years)


def service(text: str) -> Any:
    """Declare ``--tjanst`` of a command that does not only choose what to show by it."""
    return typer.Option(
        "--tjanst", "-t", metavar="TJÄNST", help=text, autocompletion=completing.services
    )


def municipality(text: str) -> Any:
    """Declare ``--kommun`` of a command that does not only choose what to show by it."""
    return typer.Option(
        "--kommun", "-k", metavar="KOMMUN", help=text, autocompletion=completing.municipalities
    )


def form(forms: Forms) -> Any:
    """Declare ``--format``: what to print as."""
    return typer.Option(
        "--format", metavar="FORMAT", help=f"Skriv ut som {', '.join(forms.printed)}."
    )


def out(forms: Forms, text: str = "Skriv till fil") -> Any:
    """Declare ``-o``: a file to write."""
    return typer.Option("--ut", "-o", metavar="FIL", help=f"{text}: .{', .'.join(forms.written)}.")


def folder(text: str) -> Any:
    """Declare ``-o`` of a command that writes a folder."""
    return typer.Option("--ut", "-o", metavar="MAPP", help=text)
