"""``enamnd-cost init MAPP``: a data folder for another nämnd."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import console, options
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enamnd_cost.files.named import Named
    from enamnd_cost.files.riket import Municipality

NAME = "Gemensamma nämnden"


def run(
    folder: Annotated[
        Path | None, options.argument("MAPP", "Den nya mappen, till exempel data.")
    ] = None,
    name: Annotated[str | None, options.option("--namnd", "NAMN", "Nämndens namn.")] = None,
    municipalities: Annotated[
        list[str] | None, options.municipality("En kommuns namn eller kod. Upprepas; minst två.")
    ] = None,
    members: Annotated[
        list[str] | None,
        options.option(
            "--medlem",
            "NAMN:SLAG:LAND",
            "En medlem som inte är en svensk kommun: region, kommunalforbund, bolag, stat, annan, "
            "eller kommun i NO, FI, DK. Kan upprepas.",
        ),
    ] = None,
    everyone: Annotated[bool, options.flag("--alla", "Alla 290 kommuner.")] = False,
    year: Annotated[int | None, options.year("Första budgetåret. Annars i år.")] = None,
) -> None:
    """Skapa en datamapp för en annan nämnd: kommuner, folkmängd, en tjänst av varje modell."""
    from enamnd_cost.files import named, riket, starting
    from enamnd_cost.files.loading import FOLDERS

    asking = sys.stdin.isatty() and not (name or municipalities or members or everyone)
    if folder is None:
        if not asking:
            raise Mistake("ange en mapp, till exempel: enamnd-cost init data --kommun Boden …")
        folder = Path(_ask("Ny mapp", "data"))
    others: list[Named] = []
    if asking:
        name = _ask("Nämndens namn", NAME)
        chosen = _ask_for_municipalities()
    else:
        words = [m.code for m in riket.everyone().values()] if everyone else municipalities or []
        chosen, problems = riket.choose(words)
        others, known, wrong = named.read(members or ())
        console.refuse_any([*problems, *wrong])
        chosen = riket.in_order([*chosen, *known])
        if len(chosen) + len(others) < 2:
            raise Mistake("ange minst två medlemmar med --kommun eller --medlem, eller --alla")
    name = NAME if name is None else name
    if not name.strip() or ODD.search(name):
        raise Mistake("--namnd ska vara en text på en rad, utan osynliga tecken")
    first = year if year is not None else dt.date.today().year  # noqa: DTZ011 (the user's own day)
    if not 1901 <= first <= 2999:
        raise Mistake("--ar ska vara ett årtal, till exempel 2025")
    console.refuse_within(folder)
    console.tidy_around(folder, FOLDERS)
    if problem := starting.start(folder, name, chosen, first, others):
        console.refuse([problem])
    shown = visible(str(folder))
    console.say(
        f"Skapade {shown} med {_counted(chosen, others)}. Prova:\n"
        f"  enamnd-cost check --data {shown}\n  enamnd-cost allocate {first} --data {shown}"
    )


def _counted(chosen: Sequence[Municipality], others: Sequence[Named]) -> str:
    """Say how many there are of each, where not all are Swedish municipalities."""
    if not others:
        return f"{len(chosen)} kommuner"
    return f"{len(chosen) + len(others)} medlemmar, varav {len(chosen)} svenska kommuner"


def _ask_for_municipalities() -> list[Municipality]:
    """Ask until there are at least two that exist; an end of input is taken as giving up."""
    from enamnd_cost.files import riket
    from enamnd_cost.output.problems import mistakes

    while True:
        words = [word for word in _ask("Kommuner, med komma mellan", "").split(",") if word.strip()]
        chosen, problems = riket.choose(words)
        if problems:
            console.say(mistakes(problems, str))
        elif len(chosen) < 2:
            console.say("ange minst två kommuner")
        else:
            return chosen


def _ask(question: str, default: str) -> str:
    """Ask at the terminal; an empty answer takes what is offered."""
    offered = f" [{default}]" if default else ""
    print(f"{question}{offered}: ", end="", file=sys.stderr, flush=True)  # noqa: T201
    answer = sys.stdin.readline()
    if not answer:
        raise typer.Abort
    return answer.strip() or default
