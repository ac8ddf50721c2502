"""``enamnd-cost infer FIL``: the model that made a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.delivery import Delivery, Reply, deliver, put
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.infer.answer import Answer
    from enamnd_cost.analysis.infer.observed import Observed
    from enamnd_cost.analysis.year import Computed
    from enamnd_cost.cli.decisions import Asked
    from enamnd_cost.model.data import Data


def run(
    files: Annotated[
        list[Path] | None,
        options.argument(
            "FIL", "Tabell med kommuner och belopp: csv eller xlsx. Eller TJÄNST och ÅR."
        ),
    ] = None,
    services: Annotated[
        list[str] | None,
        options.service("En tjänsts tabell i datamappen i stället för en fil. Kan upprepas."),
    ] = None,
    asked: Annotated[
        str | None,
        options.decided(
            "Året för --tjanst, eller ÅR@BESLUT. Utan --tjanst: alla tjänster det året."
        ),
    ] = None,
    column: Annotated[
        str | None,
        options.option("--kolumn", "KOLUMN", "Beloppens kolumn: rubrik eller bokstav."),
    ] = None,
    sheet: Annotated[str | None, options.option("--blad", "BLAD", "Arbetsbokens blad.")] = None,
    most: Annotated[
        int, options.option("--antal", "ANTAL", "Hur många hypoteser som visas.", least=1)
    ] = 8,
    toml: Annotated[
        int | None,
        options.option(
            "--toml", "NR", "Skriv hypotes NR som en period till en tjänstefil.", least=1
        ),
    ] = None,
    start: Annotated[
        int | None,
        options.option("--fran", "ÅR", "Periodens första år, med --toml på en fil."),
    ] = None,
    format_: options.Form = None,
    out: options.Out = None,
    replace: options.Replace = False,
    data: options.Data = None,
) -> None:
    """Räkna ut vilken modell som gav en tabell: nyckel, mätdatum, avrundning och underlag.

    Slutkod 0 när en hypotes ger varje ruta, 1 när någon ruta inte följer någon.
    """
    delivery = Delivery.of(format_, out, replace=replace)
    where, folder = console.opened(data)
    given = decisions.read(asked, "--ar") if asked is not None else None
    files, services, which = _asked(files or [], services or [], given, folder)
    year = which.year if which else None
    if not files and (column or sheet):
        raise Mistake("--kolumn och --blad gäller en fil")
    if which and year in folder.budgetar:
        where, folder = decisions.as_decided(which, where, folder)
    computed, _ = console.all_known(folder, where, year)  # what another table may follow
    if files:
        tables = _from_files(files, computed, column, sheet)
    else:
        tables = _from_data(services, year, computed)

    from enamnd_cost.analysis.infer.run import infer

    answers = [infer(computed, table) for table in tables]
    if toml is None and start is not None:
        raise Mistake("--fran gäller --toml")
    if toml is not None:
        if delivery.form or len(answers) > 1:
            raise Mistake("--toml skriver en enda tabells hypotes och inget annat format")
        put(_period(answers[0], toml, start, computed), delivery, where)
        return

    from enamnd_cost.analysis.infer.report import report

    last = year or max(computed.data.years, default=2000)
    laid_out = report(answers, computed, most)
    deliver(Reply(laid_out, last, "inference", (answers, computed)), delivery, where)
    if not all(answer.explained for answer in answers):
        raise typer.Exit(console.EXIT_FINDINGS)


def _asked(
    files: list[Path], services: list[str], year: Asked | None, folder: Data
) -> tuple[list[Path], list[str], Asked | None]:
    """Say what is asked for: files, or services (none named: all) and a year; never both."""
    from enamnd_cost.analysis.selection import service_called

    # TJÄNST … [ÅR] may stand for files: where no word is a file, and each is a service's name.
    named = [str(word) for word in files]
    last = named.pop() if named and re.fullmatch(r"[12]\d{3}(@.*)?", named[-1]) else None
    meant = files and not services and not any(word.exists() for word in files)
    if meant and all(service_called(folder, word) for word in named):
        if last and year:
            raise Mistake("ange ett enda år")
        files, services, year = [], named, decisions.read(last) if last else year
        if year is None:
            raise Mistake(f'"{services[0]}" är en tjänst, ingen fil: ange året också, med --ar')
    if files and (services or year):
        raise Mistake("ange filer, eller --tjanst och --ar, inte båda")
    if not files and year is None:
        raise Mistake("ange en fil, eller --ar med eller utan --tjanst")
    return files, services, year


def _from_files(
    files: list[Path], computed: Computed, column: str | None, sheet: str | None
) -> list[Observed]:
    from enamnd_cost.analysis.infer import reading

    read = [reading.read(file, computed.data.kommuner, column, sheet) for file in files]
    console.refuse_any([problem for _, wrong in read for problem in wrong])
    return [table for table, _ in read if table]


def _from_data(services: list[str], year: int | None, computed: Computed) -> list[Observed]:
    """Take the tables of the services that were asked for, or of all that have amounts."""
    from enamnd_cost.analysis.infer import observed
    from enamnd_cost.analysis.selection import select
    from enamnd_cost.analysis.year import unknown_years

    assert year is not None
    console.refuse_any(unknown_years(computed.data, [year]))
    selection = console.settled(select(computed.year(year), services))
    nodes = [service.allocation.node for service in selection.services]
    found = [table for node in nodes if (table := observed.own(computed, node))]
    if not found:
        raise Mistake(f"ingen tjänst har belopp per kommun {year}")
    return found


def _period(answer: Answer, chosen: int, start: int | None, computed: Computed) -> bytes:
    """Write one hypothesis as a period of a service file."""
    from enamnd_cost.output.period import as_period

    if chosen > len(answer.ranked):
        raise Mistake(f"det finns {len(answer.ranked)} hypoteser, ingen nummer {chosen}")
    node = answer.observed.node
    first = start or (node.year if node else max(computed.data.years, default=None))
    if first is None:
        raise Mistake("ange periodens första år med --fran; datamappen har inget budgetår")
    if start is None and node is None:
        console.say(f"Perioden börjar {first}; ange ett annat år med --fran.")
    content = as_period(answer, chosen - 1, first, computed)
    if content is None:
        found = answer.ranked[chosen - 1]
        why = "en ruta avviker så att ingen period ger tabellen"
        if found.cost is None:
            why = "den har inget underlag i hela kronor"
        elif not found.in_kronor:
            why = "tabellen är tryckt grövre än den avrundar, så beloppen i kronor är inte kända"
            if answer.observed.printed.per_krona > 1:
                why = "tabellen har ören, och en tjänsts belopp är hela kronor"
        raise Mistake(f"hypotes {chosen} går inte att skriva som en period: {why}")
    return content
