"""``enamnd-cost index FIL``: figures of an index series from SCB's statistical database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from enamnd_cost.cli import console, options
from enamnd_cost.cli.patching import show_patch
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD, visible
from enamnd_cost.swedish import listing, meant

if TYPE_CHECKING:
    from enamnd_cost.files.index_file import New
    from enamnd_cost.files.index_table import Reading, Table
    from enamnd_cost.model.index import Index

Given = Literal["preliminar", "definitiv", "avtalad"]  # what is read may be said to be


def run(
    file: Annotated[Path, options.argument("FIL", "CSV, JSON-stat 2 eller xlsx från SCB.")],
    series: Annotated[
        str | None, options.option("--serie", "ID", "Serien i index.toml, till exempel KPI.")
    ] = None,
    years: Annotated[
        list[int] | None,
        options.year("Året som räknas upp till. Kan upprepas. Annars de som kommer efter seriens."),
    ] = None,
    month: Annotated[
        int | None, options.option("--manad", "1–12", "I en tabell per månad: vilken månads tal.")
    ] = None,
    quarter: Annotated[
        int | None,
        options.option("--kvartal", "1–4", "I en tabell per kvartal: vilket kvartals tal."),
    ] = None,
    ahead: Annotated[
        int,
        options.option(
            "--fore",
            "ANTAL",
            "Så många år före året är talet: 1 ger oktober 2023 för 2024.",
            least=0,
        ),
    ] = 0,
    status: Annotated[
        str | None,
        options.option(
            "--status", "STATUS", "preliminar, definitiv eller avtalad, när tabellen inte säger."
        ),
    ] = None,
    name: Annotated[
        str | None, options.option("--namn", "TEXT", "Seriens hela namn, när den är ny.")
    ] = None,
    source: Annotated[
        str | None, options.option("--kalla", "TEXT", "Källan, som den ska stå i filen.")
    ] = None,
    published: Annotated[
        str | None, options.option("--publicerad", "DATUM", "När talen publicerades.")
    ] = None,
    write: Annotated[
        bool, options.flag("--skriv", "Skriv i datamappen. Annars visas bara ändringarna.")
    ] = False,
    replace: Annotated[
        bool, options.replace("Byt ut värden som redan finns och är andra.")
    ] = False,
    data: options.Data = None,
) -> None:
    """Läs in en indexserie till index.toml, som ändringar att läsa; --skriv skriver filen."""
    if series is None:
        raise Mistake("--serie saknas: ange vilken serie talen är, till exempel --serie KPI")
    for option, text in (("--serie", series), ("--namn", name), ("--kalla", source)):
        if text is not None and not (text.strip() and not ODD.search(text)):
            raise Mistake(f"{option} ska vara en text på en rad, utan osynliga tecken")
    said = _status(status)
    day = _day(published)
    where, folder = console.opened(data, to_write=write, as_filed=True)
    if series not in folder.index.by_id and name is None:
        near = meant(series, list(folder.index.by_id))
        text = f"serien {series} finns inte i index.toml; {f'{near} ' if near else ''}är den ny, "
        raise Mistake(f"{text}ange också dess hela namn med --namn")

    from enamnd_cost.files import changes as files
    from enamnd_cost.files import index_file, index_forms
    from enamnd_cost.files.index_file import other_periods
    from enamnd_cost.files.index_table import NotIndexError
    from enamnd_cost.files.reading import read_bytes
    from enamnd_cost.files.writing import Change
    from enamnd_cost.model.data import INDEX_FILE
    from enamnd_cost.model.index.doubts import doubts
    from enamnd_cost.model.problem import Problem

    try:
        table = index_forms.read(file)
        kind = table.kind
    except NotIndexError as error:
        console.refuse([Problem("EK213", file.as_posix(), str(error), error.remedy)])
    readings = _of_the_year(table.readings, month, quarter)
    chosen = _chosen(readings, years, ahead, folder.index, series, alone=kind == "varde")
    new = _new(chosen, ahead, table, said, source or "", file, day)
    raw, problem = read_bytes(where.folder / INDEX_FILE, INDEX_FILE)
    console.refuse_any([problem] if problem else [], where)
    made = console.settled(
        index_file.with_figures(raw, series, name, kind, new, replace=replace), where
    )
    if not made.told:
        years_said = listing(str(each.year) for each in new)
        console.say(f"{series} har redan talen för {years_said}; inget ändras.")
        return
    change = {INDEX_FILE: Change(raw, made.raw)}
    if problems := files.refusal(where.folder, change):
        console.refuse(problems, where)
    told = [visible(each) for each in made.told]
    index, _ = console.settled((_read(made.raw), []), where), None
    told += map(visible, other_periods(index, series, new))
    told += [
        f"observera: index {visible(doubt)}"
        for path, doubt in doubts(index)
        if doubt and any(doubt.startswith(f"{series} {each.year}:") for each in new)
    ]
    if not write:
        console.say("\n".join([*show_patch(change, None, where, copies=False), *told]))
        return
    if problem := files.write(where.folder, change):
        console.refuse([problem])
    console.say("\n".join([f"Skrev {visible(where.shown(INDEX_FILE))}", *told]))


def _read(raw: bytes) -> Index | None:
    from enamnd_cost.files.loading import read_text
    from enamnd_cost.model.data import INDEX_FILE
    from enamnd_cost.model.index import Index

    return read_text(raw, INDEX_FILE, Index)[0]


def _status(said: str | None) -> Given | None:
    known: tuple[Given, ...] = get_args(Given)
    for each in known:
        if said == each:
            return each
    if said is not None:
        raise Mistake(
            f'--status "{said}" finns inte; {meant(said, known, listing(known, "eller"))}'
        )
    return None


def _day(said: str | None) -> dt.date | None:
    try:
        return None if said is None else dt.date.fromisoformat(said)
    except ValueError:
        raise Mistake(
            f'--publicerad "{said}" är inget datum; skriv till exempel 2024-12-31'
        ) from None


def _of_the_year(
    readings: Sequence[Reading], month: int | None, quarter: int | None
) -> list[Reading]:
    """Choose the month or the quarter that is asked for, in every year; there must be one to."""
    from enamnd_cost.files.index_table import held

    if month is not None and not 1 <= month <= 12:
        raise Mistake(f"--manad {month} är ingen månad: ange 1–12")
    if quarter is not None and not 1 <= quarter <= 4:
        raise Mistake(f"--kvartal {quarter} är inget kvartal: ange 1–4")
    if month is not None and quarter is not None:
        raise Mistake("--manad och --kvartal är olika saker; välj det ena")
    periods = [reading.period for reading in readings]
    asked = (month, quarter)
    found = [each for each in readings if (each.period.month, each.period.quarter) == asked]
    if found:
        return found
    there = f"tabellen har {held(readings)}"
    if month is None and quarter is None:
        option = "--manad" if any(period.month for period in periods) else "--kvartal"
        raise Mistake(f"{option} saknas: säg vilken del av året som talen ska vara för; {there}")
    what = f"månad {month}" if month is not None else f"kvartal {quarter}"
    none = not any(period.month or period.quarter for period in periods)
    option = "--manad" if month is not None else "--kvartal"
    raise Mistake(f"{f'{option} behövs inte' if none else f'inget tal är för {what}'}; {there}")


def _chosen(
    readings: Sequence[Reading],
    years: Sequence[int] | None,
    ahead: int,
    index: Index,
    series: str,
    *,
    alone: bool,
) -> list[Reading]:
    """Choose the years: those asked for, or those after the last in the file.

    Of a new series the last, and of levels the one before it, without which it says nothing.
    """
    by_year = {reading.period.year + ahead: reading for reading in readings}
    there = listing(str(year) for year in sorted(by_year)[-12:])
    if years:
        if missing := [year for year in years if year not in by_year]:
            raise Mistake(
                f"tabellen har inget tal för {listing(map(str, missing))}; den har {there}"
            )
        return [by_year[year] for year in sorted(set(years))]
    serie = index.by_id.get(series)
    held = {*serie.values, *serie.levels} if serie else set()
    if not held:
        return [by_year[year] for year in sorted(by_year)[-1 if alone else -2 :]]
    later = [by_year[year] for year in sorted(by_year) if year > max(held)]
    return later or [by_year[max(by_year)]]


def _new(
    readings: Sequence[Reading],
    ahead: int,
    table: Table,
    said: Given | None,
    source: str,
    file: Path,
    published: dt.date | None,
) -> list[New]:
    from enamnd_cost.files.index_file import New

    new = []
    for period, value, preliminary in readings:
        if preliminary and said not in (None, "preliminar"):
            raise Mistake(f"tabellen säger att {period} är preliminärt, inte {said}")
        status: Given | None = "preliminar" if preliminary else said
        if status is None and table.tells_status:
            status = "definitiv"
        if status is None:
            why = (
                "talar om preliminära tal, men inte vilka"
                if table.speaks_of_preliminary
                else ("säger inte om talen är preliminära eller definitiva")
            )
            raise Mistake(f"--status saknas: tabellen {why}; ange preliminar eller definitiv")
        kalla = source or f"SCB:s statistikdatabas, {period} (ur {visible(file.name)})"
        new.append(New(period.year + ahead, value, status, kalla, str(period), published))
    return new
