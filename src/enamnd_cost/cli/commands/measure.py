"""``enamnd-cost measure FIL``: what a supplier has measured, into a series under ``matt/``."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import completing, console, options
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD, visible
from enamnd_cost.swedish import decimal, listing, meant

if TYPE_CHECKING:
    from enamnd_cost.cli.console import Source
    from enamnd_cost.files.series import Measured
    from enamnd_cost.files.writing import Change
    from enamnd_cost.model.data import Data
    from enamnd_cost.model.matt import Mattserie

YEARS = range(1900, 3000)  # as the files have them


def run(
    file: Annotated[Path, options.argument("FIL", "Tabell med kommuner och tal: csv eller xlsx.")],
    name: Annotated[
        str | None,
        options.option(
            "--matt",
            "NAMN",
            "Serien under matt/, till exempel transaktioner.",
            completing.measures,
        ),
    ] = None,
    year: Annotated[int | None, options.year("Året som talen gäller.")] = None,
    date: Annotated[
        str | None,
        options.option("--datum", "DATUM", "Dagen som talen gäller, för det som mäts en viss dag."),
    ] = None,
    column: Annotated[
        str | None, options.option("--kolumn", "KOLUMN", "Talens kolumn: rubrik eller bokstav.")
    ] = None,
    sheet: Annotated[str | None, options.option("--blad", "BLAD", "Arbetsbokens blad.")] = None,
    called: Annotated[
        str | None, options.option("--namn", "TEXT", "Vad som mäts, när serien är ny.")
    ] = None,
    unit: Annotated[
        str | None, options.option("--enhet", "TEXT", "Enheten, till exempel GB, när serien är ny.")
    ] = None,
    rest: Annotated[
        bool, options.flag("--ovriga-noll", "De som saknas i filen hade inget: skriv 0 för dem.")
    ] = False,
    source: Annotated[
        str | None, options.option("--kalla", "TEXT", "Källan, som den ska stå i filen.")
    ] = None,
    most: Annotated[
        int, options.option("--andring", "PROCENT", "Säg till om större ändringar.", least=0)
    ] = 25,
    write: Annotated[
        bool, options.flag("--skriv", "Skriv i datamappen. Annars visas bara ändringen.")
    ] = False,
    replace: Annotated[bool, options.replace("Byt ut en mätning som redan finns.")] = False,
    data: options.Data = None,
) -> None:
    """Läs in uppmätta mängder till matt/, som ändringar att läsa; --skriv skriver filen."""
    for option, text in (("--namn", called), ("--enhet", unit), ("--kalla", source)):
        if text is not None and not (text.strip() and not ODD.search(text)):
            raise Mistake(f"{option} ska vara en text på en rad, utan osynliga tecken")
    name, when = _name(name), _when(year, date)
    where, folder = console.opened(data, to_write=write, as_filed=True)
    serie = folder.matt.get(name)
    called, unit = _counted(name, serie, called, unit, folder)

    from enamnd_cost.cli.patching import deliver_change
    from enamnd_cost.files import supplied
    from enamnd_cost.files.series import ADDED_UP, Measured
    from enamnd_cost.model.data import matt_file

    asked = supplied.Measure(when, unit, column, sheet)
    found = console.settled(supplied.read(file, folder.kommuner, asked))
    lacking = [code for code in folder.kommuner.codes if code not in found.figures]
    figures = found.figures | (dict.fromkeys(lacking, Decimal(0)) if rest else {})
    derived = [] if found.summed else [ADDED_UP]
    derived += ["De som saknas i filen är skrivna som 0."] if rest and lacking else []
    new = Measured(
        when,
        {code: figures[code] for code in folder.kommuner.codes if code in figures},
        source or f"{called} {when} (ur {visible(file.name)})",
        " ".join(derived) or None,
    )
    change = _change(name, called, unit, serie, new, where, folder, replace=replace)
    shown = f"{len(found.figures)} av {len(folder.kommuner.codes)}"
    said = [
        f"Ur {found.column}: {shown} kommuner, tillsammans {decimal(new.total)} {unit}.",
        *(f"observera: {each}" for each in found.told),
        *_lacking(lacking, folder, rest=rest),
        *_moved(serie, new, folder, most),
        *_said_of_examples(serie, new, change, where.shown(matt_file(name))),
    ]
    what = f"{called} {when}"
    deliver_change(matt_file(name), change, where, what, [visible(s) for s in said], write=write)


def _name(name: str | None) -> str:
    from enamnd_cost.model.kommuner import ID

    if name is None:
        raise Mistake(
            "--matt saknas: ange vilken mätserie talen hör till, till exempel --matt transaktioner"
        )
    if not re.fullmatch(ID, name):
        raise Mistake(
            f'--matt "{visible(name)}" kan inte vara en mätserie; skriv små bokstäver a–z, '
            "siffror och bindestreck, till exempel e-arkiv-lagring"
        )
    return name


def _when(year: int | None, date: str | None) -> int | dt.date:
    """Take the year or the date that the figures are of: exactly one."""
    if year is None and date is None:
        raise Mistake("ange vilket år talen gäller, --ar, eller vilken dag de mättes, --datum")
    if year is not None and date is not None:
        raise Mistake(
            "ange --ar för det som användes under ett år, eller --datum för det som mättes en "
            "viss dag, inte båda"
        )
    try:
        when = year if date is None else dt.date.fromisoformat(date)
    except ValueError:
        said = visible(date or "")
        text = f'--datum "{said}" är inget datum; skriv till exempel 2024-12-31'
        raise Mistake(text) from None
    assert when is not None
    if (when if isinstance(when, int) else when.year) not in YEARS:
        raise Mistake(f"{when} går inte: ange ett år från {YEARS[0]} till {YEARS[-1]}")
    return when


def _counted(
    name: str, serie: Mattserie | None, called: str | None, unit: str | None, folder: Data
) -> tuple[str, str]:
    """Say what the series is called and counts: as it is, or as a new one is said to be."""
    if serie is not None:
        for option, said, held in (("--namn", called, serie.namn), ("--enhet", unit, serie.enhet)):
            if said is not None and said != held:
                raise Mistake(
                    f'{option} gäller en ny serie; {name} finns, och har "{visible(held)}"'
                )
        return serie.namn, serie.enhet
    if called is None or unit is None:
        lack = ["--namn Lagring"] if called is None else []
        lack += ["--enhet GB"] if unit is None else []
        there = f"i matt/ finns {listing(sorted(folder.matt)) or 'ingen serie'}."
        raise Mistake(
            f"serien {name} finns inte; {meant(name, list(folder.matt), there)} Är den ny, ange "
            f"också vad den mäter, till exempel {' '.join(lack)}"
        )
    return called, unit


def _change(
    name: str,
    called: str,
    unit: str,
    serie: Mattserie | None,
    new: Measured,
    where: Source,
    folder: Data,
    *,
    replace: bool,
) -> Change:
    from enamnd_cost.files import series

    if serie is None:
        return series.begun(called, unit, None, new, folder.kommuner)
    made = series.put(where.folder, name, serie, new, folder.kommuner, replace=replace)
    return console.settled(made, where)


def _lacking(lacking: list[str], folder: Data, *, rest: bool) -> list[str]:
    """Say who has no row in the file, and what comes of it."""
    if not lacking:
        return []
    who = folder.kommuner.listing(lacking)
    if rest:
        return [f"observera: filen har inget tal för {who}; det är skrivet som 0"]
    text = f"observera: filen har inget tal för {who}. En tjänst som de deltar i går då inte att "
    return [f"{text}fördela efter mätningen; hade de inget, skriv 0 för dem med --ovriga-noll"]


def _moved(serie: Mattserie | None, new: Measured, folder: Data, most: int) -> list[str]:
    """Say whose figures moved much since the nearest earlier measuring that is no example."""
    from enamnd_cost.files.moved import moved_since

    real = [each for each in (serie.matning if serie else ()) if not each.exempel]
    share, kommuner = Fraction(most), folder.kommuner
    if isinstance(new.when, dt.date):
        dated = {each.datum: each.varde for each in real if each.datum}
        found = moved_since(dated, kommuner, new.when, new.figures, share)
    else:
        yearly = {each.ar: each.varde for each in real if each.ar}
        found = moved_since(yearly, kommuner, new.when, new.figures, share)
    return [f"observera: {each.words}" for each in found]


def _said_of_examples(
    serie: Mattserie | None, new: Measured, change: Change, shown: str
) -> list[str]:
    """Point at comments that may still say that figures are invented, which they no longer are."""
    held = serie.at(new.when) if serie else None
    if held is None or not held.exempel:
        return []
    lines = enumerate(change.after.decode().splitlines(), 1)
    return [
        f"observera: {shown}:{n} säger fortfarande: {line.strip()}"
        for n, line in lines
        if re.match(r"\s*#.*(påhitta|exempel)", line, re.IGNORECASE)
    ]
