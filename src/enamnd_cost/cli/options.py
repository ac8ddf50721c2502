"""Arguments and options, each declared once: one meaning in every command that takes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from enamnd_cost.cli import completing
from enamnd_cost.cli.completing import Offer
from enamnd_cost.cli.delivery import TABLES, Forms
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.swedish import listing


def flag(name: str, text: str) -> Any:
    """Declare an option that takes no value."""
    return typer.Option(name, help=text)


def option(
    flags: str, metavar: str, text: str, offer: Offer | None = None, least: int | None = None
) -> Any:
    """Declare an option by its flags, with what the shell may offer for it and its least value."""
    return typer.Option(*flags.split(), metavar=metavar, help=text, autocompletion=offer, min=least)


def argument(metavar: str, text: str, offer: Offer | None = None) -> Any:
    """Declare an argument, likewise."""
    return typer.Argument(metavar=metavar, help=text, autocompletion=offer)


def budget_year(text: str) -> Any:
    """Declare the argument ``ÅR``."""
    return argument("ÅR", text, completing.years)


def decided_year(text: str) -> Any:
    """Declare the argument ``ÅR``, of which a decision may be picked: ``ÅR@BESLUT``."""
    return argument("ÅR", text, completing.decided)


def year(text: str) -> Any:
    """Declare ``--ar``: which year, or years, a command is to look at."""
    return option("--ar", "ÅR", text, completing.years)


def decided(text: str) -> Any:
    """Declare ``--ar`` where a decision of the year may be picked."""
    return option("--ar", "ÅR", text, completing.decided)


def service(text: str) -> Any:
    """Declare ``--tjanst``: a service, or several."""
    return option("--tjanst -t", "TJÄNST", text, completing.services)


def municipality(text: str) -> Any:
    """Declare ``--kommun``: a municipality, or several."""
    return option("--kommun -k", "KOMMUN", text, completing.municipalities)


def unit_of(flag: str, asked: int) -> int:
    """Take a unit to round to (kronor), if it is one; ``flag`` is what asked for it."""
    from enamnd_cost.model.parts import UNITS

    if asked not in UNITS:
        raise Mistake(f"{flag} {asked} går inte; välj bland {', '.join(map(str, UNITS))}")
    return asked


def day_of(text: str, like: str) -> dt.date:
    """Take a day as it is typed, if it is one; ``like`` is an example of one."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake(f'"{text}" är inget datum; skriv år-månad-dag: {like}') from None


def form(forms: Forms) -> Any:
    """Declare ``--format``: what to print as."""
    return option("--format", "FORMAT", f"Skriv ut som {listing(forms.printed, 'eller')}.")


def out(forms: Forms, text: str = "Skriv till fil") -> Any:
    """Declare ``-o``: a file to write."""
    endings = listing((f".{form}" for form in forms.written), "eller")
    return option("--ut -o", "FIL", f"{text}: {endings}.")


def folder(text: str) -> Any:
    """Declare ``-o`` of a command that writes a folder."""
    return option("--ut -o", "MAPP", text)


def replace(text: str) -> Any:
    """Declare ``--ersatt``: what may be written over."""
    return flag("--ersatt", text)


Data = Annotated[
    str | None,
    option(
        "--data",
        "MAPP",
        "Datamapp. Annars miljövariabeln ENAMND_COST_DATA, närmaste data/ uppåt, eller "
        "programmets egen.",
    ),
]
Assumptions = Annotated[
    list[str] | None,
    option(
        "--antag",
        "INDEX=PROCENT",
        "I en plan: anta ett värde som saknas, PKV=3,5 eller PKV:2026=3,0. Kan upprepas.",
    ),
]
Scenario = Annotated[
    str | None,
    option("--scenario", "FIL", "Gäller scenariot i filen i stället.", completing.files),
]
Changes = Annotated[
    list[str] | None,
    option(
        "--andra",
        "TJÄNST=VAD",
        "Pröva utan fil: e-arkiv=lika, invanare@2023-12-31, 60/40, @2023-12-31, 320000, +5% eller "
        "-10%; alla=invanare@2023-12-31. Kan upprepas.",
    ),
]
Year = Annotated[int, budget_year("Budgetår, till exempel 2024.")]
DecidedYear = Annotated[
    str,
    decided_year("Budgetår, till exempel 2024; 2024@2024-06-30 är budgeten som den gällde då."),
]
Services = Annotated[list[str] | None, service("Visa bara tjänsten. Kan upprepas.")]
Municipalities = Annotated[list[str] | None, municipality("Visa bara kommunen. Kan upprepas.")]
Form = Annotated[str | None, form(TABLES)]
Out = Annotated[Path | None, out(TABLES)]
Replace = Annotated[bool, replace("Skriv över utfilen om den finns.")]
