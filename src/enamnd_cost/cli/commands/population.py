"""``enamnd-cost population FIL``: new population from SCB's statistical database."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from enamnd_cost.asking import Wish, ask
from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.spelling import spell
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD, visible


def run(
    file: Annotated[Path, options.argument("FIL", "CSV, JSON-stat 2 eller xlsx från SCB.")],
    year: Annotated[int | None, options.year("Vilket år i filen. Annars det sista.")] = None,
    date: Annotated[
        str | None, options.option("--datum", "DATUM", "Mätdatum. Annars årets 31 december.")
    ] = None,
    source: Annotated[
        str | None, options.option("--kalla", "TEXT", "Källan, som den ska stå i filen.")
    ] = None,
    by_hand: Annotated[
        list[str] | None,
        options.option(
            "--lagg-till",
            "ID=ANTAL",
            "Folkmängd för en medlem som inte är en svensk kommun. Kan upprepas.",
        ),
    ] = None,
    most: Annotated[
        int, options.option("--andring", "PROCENT", "Säg till om större ändringar.", least=0)
    ] = 5,
    replace: Annotated[
        bool, options.replace("Byt ut talen för ett mätdatum som redan finns.")
    ] = False,
    matt: Annotated[
        str | None,
        options.option(
            "--matt",
            "SERIE",
            "Läs in i den mätserien i stället, till exempel folkmangd-16-64: en åldersgrupp, eller "
            "en annan dag.",
            completing.measures,
        ),
    ] = None,
    ages: Annotated[
        str | None,
        options.option("--aldrar", "ÅLDRAR", "Med --matt: åldrarna som räknas, 16-64 eller 65+."),
    ] = None,
    write: Annotated[
        bool, options.flag("--skriv", "Med --matt: skriv i datamappen. Annars visas ändringen.")
    ] = False,
    data: options.Data = None,
) -> None:
    """Läs in ny folkmängd i kommuner.toml; resten av filen lämnas som den är."""
    if source is not None and not (source.strip() and not ODD.search(source)):
        raise Mistake("--kalla ska vara en text på en rad, utan osynliga tecken")
    if matt is None and (ages is not None or write):
        option = "--skriv" if ages is None else "--aldrar"
        raise Mistake(
            f"{option} gäller en mätserie, --matt; folkmängden i kommuner.toml är hela, och skrivs "
            "direkt"
        )
    where, folder = console.opened(data, to_write=matt is None or write, as_filed=True)
    if matt is not None:
        from enamnd_cost.cli import measuring

        asked = measuring.Asked(file, matt, year, date, ages, source, most, replace, write)
        measuring.read_in(asked, where, folder)
        return

    from enamnd_cost.files import population, scb
    from enamnd_cost.model.problem import Problem

    try:
        found = scb.read(file)
    except scb.NotPopulationError as error:
        export = "exportera region, år och folkmängd som CSV, JSON-stat 2 eller xlsx"
        remedy = error.remedy or export
        console.refuse([Problem("EK212", file.as_posix(), str(error), remedy)])
    today = dt.date.today()  # noqa: DTZ011 (the user's own day)
    chosen, read, problems = population.figures_of(found, folder.kommuner, year, file, today)
    console.refuse_any(problems)
    at = _counted_at(date, chosen)
    typed = console.settled(population.by_hand(by_hand or (), folder.kommuner))
    given = {**population.held(folder.kommuner, at), **read, **typed}
    if problem := population.lacking(folder.kommuner, given):
        console.refuse_any([problem], where)
    told, derived = population.told(folder.kommuner, at, visible(file.name), read, given)
    source = source or told
    added = population.add(where.folder, at, given, source, replace=replace, derived=derived)
    console.refuse_any(added, where)
    console.say(f"Skrev folkmängd {at} i {visible(where.shown('kommuner.toml'))}")
    for code in population.without(folder.kommuner, at, given):
        how = spell(ask(Wish.COUNTED, f"{folder.kommuner.ids[code]}=ANTAL"))
        console.say(
            f"observera: {folder.kommuner.names[code]} har ingen folkmängd {at}, och kan inte dela "
            f"på den; {how} anger den"
        )
    for each in population.moved(folder.kommuner, at, given, Fraction(most)):
        console.say(f"observera: {each.words}")


def _counted_at(date: str | None, year: int) -> dt.date:
    """Settle the date that the figures are of: the last of the year, or what is asked for."""
    try:
        at = dt.date(year, 12, 31) if date is None else dt.date.fromisoformat(date)
    except ValueError:
        raise Mistake(f'--datum "{date}" är inget datum; skriv till exempel 2024-12-31') from None
    if at.year != year:
        raise Mistake(f"--datum {at} hör inte till {year}, som talen gäller")
    if (at.month, at.day) != (12, 31):
        raise Mistake(
            f"--datum {at} är ingen 31 december, och bara sådan folkmängd läses in i "
            "kommuner.toml; läs in en annan dag i en serie för sig med --matt, till exempel --matt "
            f"folkmangd-{at:%m-%d}"
        )
    return at
